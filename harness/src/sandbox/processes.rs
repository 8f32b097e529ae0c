//! The tree of processes below one process, read from `/proc`.

use std::fs;
use std::path::{Path, PathBuf};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

/// All living descendants of a process, parents before children.
pub fn descendants(of: i32) -> Vec<i32> {
    let mut found = Vec::new();
    let mut next = vec![of];
    while let Some(pid) = next.pop() {
        let children = children(pid);
        next.extend(&children);
        found.extend(children);
    }
    found
}

/// The fields of a process, or of a thread in its folder, that follow its name in brackets; none of one that is gone. The first
/// is the state, the third of `proc_pid_stat(5)`.
pub fn fields_of(folder: &Path) -> Vec<String> {
    let stat = fs::read_to_string(folder.join("stat")).unwrap_or_default();
    // The name may hold brackets and blanks of its own.
    let fields = stat.rsplit_once(')').map(|(_, fields)| fields).unwrap_or_default();
    fields.split_ascii_whitespace().map(str::to_owned).collect()
}

/// Where the kernel tells of a process.
pub fn folder_of(pid: i32) -> PathBuf {
    PathBuf::from(format!("/proc/{pid}"))
}

/// Whether a process is on its way out or gone: what it has closed by then, its end has closed.
pub fn is_ending(pid: i32) -> bool {
    const PF_EXITING: u32 = 0x4;
    let fields = fields_of(&folder_of(pid));
    let flags: u32 = fields.get(6).and_then(|flags| flags.parse().ok()).unwrap_or(0);
    fields.first().is_none_or(|state| state == "Z" || state == "X") || flags & PF_EXITING != 0
}

/// Children of every thread of a process.
pub fn children(pid: i32) -> Vec<i32> {
    let Ok(threads) = fs::read_dir(format!("/proc/{pid}/task")) else { return Vec::new() };
    threads
        .flatten()
        .filter_map(|thread| fs::read_to_string(thread.path().join("children")).ok())
        .flat_map(|list| list.split_ascii_whitespace().filter_map(|pid| pid.parse().ok()).collect::<Vec<_>>())
        .collect()
}

/// Ends everything below this process. For a keeper without a process namespace, to which orphans come back.
pub fn kill_descendants() {
    let own = Pid::this().as_raw();
    loop {
        let left = descendants(own);
        if left.is_empty() {
            return;
        }
        for pid in left {
            // A process that has ended meanwhile is what we want.
            let _ = kill(Pid::from_raw(pid), Signal::SIGKILL);
        }
        // Waits for one to end; the next reading shows what is left.
        let _ = nix::sys::wait::waitpid(None, None);
    }
}

#[cfg(test)]
mod tests {
    use super::is_ending;

    #[test]
    fn a_process_that_runs_is_not_ending_and_one_that_is_gone_is() {
        assert!(!is_ending(std::process::id().cast_signed()));
        // Process ids end at 4,194,304 on every kernel.
        assert!(is_ending(i32::MAX));
    }
}
