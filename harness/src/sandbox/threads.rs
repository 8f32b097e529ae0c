//! What each thread of a process is doing right now, as `/proc` shows it.

use std::fs;
use std::path::Path;
use std::time::Duration;

use super::processes;

/// A thread at one instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thread {
    /// Its process.
    pub process: i32,
    /// Its own number.
    pub number: i32,
    /// The call it is in; `None` while it runs.
    pub call: Option<BlockedCall>,
    /// How often it was given a processor.
    pub turns: u64,
    /// The time it has had of the processors.
    pub time: ProcessorTime,
}

/// What a thread has had of the processors since it began.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ProcessorTime {
    /// For how long it ran.
    pub ran: Duration,
    /// For how long it could have run and was kept waiting. The kernel counts a wait once it is over.
    pub waited: Duration,
    /// Whether nobody but this machine keeps it waiting now, if anybody does: it runs, or waits for a processor, a disk, a
    /// lock of the kernel's.
    pub is_the_machines: bool,
}

/// A system call that has not returned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BlockedCall {
    /// Its number.
    pub number: i64,
    /// Its arguments.
    pub arguments: [u64; 6],
}

/// Reads all threads of these processes. One that ends meanwhile is left out.
pub fn read_threads(processes: &[i32]) -> Vec<Thread> {
    let mut threads = Vec::new();
    for process in processes {
        let Ok(entries) = fs::read_dir(format!("/proc/{process}/task")) else { continue };
        for entry in entries.flatten() {
            let number = entry.file_name().to_str().and_then(|name| name.parse().ok());
            if let Some(thread) = number.and_then(|number| read_thread(*process, number)) {
                threads.push(thread);
            }
        }
    }
    threads
}

/// The name of a thread, as its program or runtime set it.
pub fn name_of(process: i32, thread: i32) -> String {
    fs::read_to_string(format!("/proc/{process}/task/{thread}/comm")).unwrap_or_default().trim_end().to_owned()
}

fn read_thread(process: i32, number: i32) -> Option<Thread> {
    let folder = format!("/proc/{process}/task/{number}");
    let schedule = fs::read_to_string(format!("{folder}/schedstat")).ok()?;
    let mut figures = schedule.split_ascii_whitespace().map(|figure| figure.parse::<u64>().unwrap_or(0));
    let (ran, waited, turns) = (figures.next()?, figures.next()?, figures.next()?);
    let state = processes::fields_of(Path::new(&folder)).into_iter().next()?;
    // An ended process that nobody has reaped does nothing.
    if state.starts_with(['Z', 'X']) {
        return None;
    }
    // Asleep beyond the reach of signals, it waits for the machine, in whatever call: to send to the kernel itself can take
    // long where many networks are made and taken down. A question of its filter waits so, too.
    let is_the_machines = state.starts_with(['R', 'D']);
    let call = fs::read_to_string(format!("{folder}/syscall")).ok().and_then(|text| read_call(&text));
    let call = call.filter(|_| !is_the_machines);
    let (ran, waited) = (Duration::from_nanos(ran), Duration::from_nanos(waited));
    let time = ProcessorTime { ran, waited, is_the_machines };
    Some(Thread { process, number, call, turns, time })
}

/// `running`, `-1 …` outside a call, or the call's number and six arguments.
fn read_call(text: &str) -> Option<BlockedCall> {
    let mut words = text.split_ascii_whitespace();
    let number = words.next()?.parse().ok().filter(|number| *number >= 0)?;
    let mut arguments = [0; 6];
    for argument in &mut arguments {
        *argument = u64::from_str_radix(words.next()?.strip_prefix("0x")?, 16).ok()?;
    }
    Some(BlockedCall { number, arguments })
}

#[cfg(test)]
mod tests {
    use super::{BlockedCall, read_call};

    #[test]
    fn a_blocked_call_is_read_with_its_arguments() {
        let text = "0 0x3 0x7ffe 0x400 0x0 0x0 0x0 0x7ffd0 0x7f1\n";
        assert_eq!(read_call(text), Some(BlockedCall { number: 0, arguments: [3, 0x7ffe, 0x400, 0, 0, 0] }));
    }

    #[test]
    fn a_running_thread_is_in_no_call() {
        assert_eq!(read_call("running\n"), None);
        assert_eq!(read_call("-1 0x7ffd0 0x7f1\n"), None);
    }
}
