//! What is left when everything is over: processes, mounts, network namespaces, folders.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::time::{Duration, Instant};

use harness::sandbox::processes::descendants;

use super::process;
use super::table::Table;
use super::workshop::{Workshop, text};

/// The kernel clears a namespace away in its own time.
const CLEARING: Duration = Duration::from_secs(2);

/// What there was before anything was played.
pub struct Before {
    networks: BTreeSet<u64>,
}

impl Before {
    /// Looks.
    pub fn now() -> io::Result<Self> {
        Ok(Self { networks: networks()? })
    }

    /// Looks again, until nothing is left or the kernel has had its time.
    pub fn compare(&self, workshop: &Workshop, checks: usize, table: &mut Table) -> io::Result<()> {
        let deadline = Instant::now() + CLEARING;
        // Others on this machine make networks too: only those of this first look count, and only while they stand.
        let mut new: BTreeSet<u64> = networks()?.difference(&self.networks).copied().collect();
        let left = loop {
            process::reap();
            let processes = descendants(std::process::id().cast_signed()).len();
            let here = text(workshop.path())?.to_owned();
            let mounts = fs::read_to_string("/proc/mounts")?.lines().filter(|line| line.contains(&here)).count();
            if !new.is_empty() {
                new = new.intersection(&networks()?).copied().collect();
            }
            let folders = fs::read_dir(workshop.temporary())?.count();
            let left = [processes, mounts, new.len(), folders];
            if left.iter().sum::<usize>() == 0 || Instant::now() > deadline {
                break left;
            }
            std::thread::yield_now();
        };
        let [processes, mounts, networks, folders] = left;
        let figure = format!("left after {checks} checks: processes, mounts, networks, folders");
        table.add(&figure, format!("{processes}, {mounts}, {networks}, {folders}"), "0");
        Ok(())
    }
}

/// Every network namespace in which a process lives.
fn networks() -> io::Result<BTreeSet<u64>> {
    let links = fs::read_dir("/proc")?.flatten().filter_map(|entry| {
        entry.file_name().to_str()?.parse::<u32>().ok()?;
        let link = fs::read_link(entry.path().join("ns/net")).ok()?;
        // `net:[4026531840]`
        link.to_str()?.trim_start_matches("net:[").trim_end_matches(']').parse().ok()
    });
    Ok(links.collect())
}
