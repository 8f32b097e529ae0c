//! What a program uses up, read from outside, and which of its limits that is over.

use std::fs;
use std::time::Duration;

use super::running::Running;
use crate::sandbox::limits::DESCRIPTORS;
use crate::sandbox::processes;
use crate::sandbox::room::{Room, is_used_up};
use crate::sandbox::{Level, Limits};
use crate::verdict::{Exit, Limit};

/// What processes hold or have had, together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Usage {
    /// Threads of all of them; one that has ended and was not asked about counts, as it does for the kernel.
    threads: u64,
    /// Resident memory and the tables for it, in KiB; what they share counts for each.
    memory_kib: u64,
    /// Processor time, that of ended children with it.
    processor: Duration,
    /// Open descriptors. Behind each may stand memory of the kernel: a pipe's, a socket's.
    descriptors: u64,
}

/// The limit that a running program is over.
pub fn exceeded(running: &Running, limits: &Limits) -> Option<Limit> {
    let used = running.processes().iter().fold(Usage::default(), |sum, process| sum.with(*process));
    let left = if running.level() == Level::Full { left_in_shared_memory() } else { 0 };
    if used.threads > u64::from(limits.processes) {
        Some(Limit::Processes)
    } else if (used.memory_kib + left) >> 10 >= u64::from(limits.memory_mib) {
        Some(Limit::Memory)
    } else if used.processor > Duration::from_secs(limits.processor_seconds.into()) {
        Some(Limit::Processor)
    } else if used.descriptors > DESCRIPTORS {
        Some(Limit::Descriptors)
    } else {
        files(running)
    }
}

/// The limit that a program was over when it ended.
pub fn exceeded_at_end(running: &Running, limits: &Limits, exit: Exit) -> Option<Limit> {
    let by_signal = match exit {
        Exit::Signal(libc::SIGXCPU) => Some(Limit::Processor),
        Exit::Signal(libc::SIGXFSZ) => Some(Limit::Files),
        Exit::Signal(_) | Exit::Code(_) => None,
    };
    let memory = exit != Exit::Code(0) && running.most_memory_kib() >> 10 >= u64::from(limits.memory_mib);
    by_signal.or(memory.then_some(Limit::Memory)).or_else(|| files(running))
}

/// Whether a build has written more to the submission's folder than it may. That takes a walk through it.
pub fn is_overfull(running: &Running, limits: &Limits) -> bool {
    let most = Room::of(limits.files_mib);
    let room = running.shared_folder().and_then(|folder| Room::taken_up_by(folder, most).ok());
    room.is_some_and(|room| room.is_over(most))
}

fn files(running: &Running) -> Option<Limit> {
    let root = running.root()?;
    let used_up = ["tmp", "dev/shm", "home"].iter().any(|folder| is_used_up(&root.join(folder)));
    used_up.then_some(Limit::Files)
}

/// Shared memory that no process holds any more, in KiB.
fn left_in_shared_memory() -> u64 {
    // sysvipc(5): the seventh column counts those who hold a segment, the fifteenth its resident bytes.
    let segments = fs::read_to_string("/proc/sysvipc/shm").unwrap_or_default();
    let left = segments.lines().filter_map(|line| {
        let columns: Vec<&str> = line.split_ascii_whitespace().collect();
        columns.get(14)?.parse::<u64>().ok().filter(|_| columns[6] == "0")
    });
    left.sum::<u64>() >> 10
}

impl Usage {
    /// That of one more process. One that ends meanwhile is left out.
    fn with(self, process: i32) -> Self {
        let folder = processes::folder_of(process);
        let status = fs::read_to_string(folder.join("status")).unwrap_or_default();
        let figures = processes::fields_of(&folder);
        let figure = |at: usize| figures.get(at).and_then(|figure| figure.parse::<u64>().ok()).unwrap_or(0);
        let ticks: u64 = (11..15).map(figure).sum();
        let kib = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
            line.and_then(|rest| rest.split_ascii_whitespace().next()?.parse::<u64>().ok()).unwrap_or(0)
        };
        // Since Linux 6.2 the size of this folder says how many there are; before, nobody knows without counting.
        let descriptors = fs::metadata(folder.join("fd")).map_or(0, |about| about.len());
        Self {
            threads: self.threads + figure(17),
            memory_kib: self.memory_kib + kib("VmRSS") + kib("VmPTE"),
            processor: self.processor
                + Duration::from_millis(ticks * 1000 / rustix::param::clock_ticks_per_second().max(1)),
            descriptors: self.descriptors + descriptors,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Usage;

    #[test]
    fn what_this_process_uses_is_seen() {
        let block = vec![1_u8; 32 << 20];
        let used = Usage::default().with(std::process::id().cast_signed());
        assert!(used.threads >= 1 && used.memory_kib >= 32 << 10 && block.len() == 32 << 20, "{used:?}");
        assert_eq!(Usage::default().with(i32::MAX), Usage::default());
    }
}
