//! A program that hides as well as it can, and how to see whether it is still there.

use std::fs;
use std::time::{Duration, Instant};

/// Starts a daemon as the books teach it: forked twice, in a session of its own, ignoring what can be ignored. Every
/// process of it carries the marker in its command line.
pub(crate) fn daemon(marker: &str) -> String {
    format!(
        "
import os, signal, time
for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT): signal.signal(number, signal.SIG_IGN)
ready, tell = os.pipe()
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.dup2(tell, 9)
        os.execvp('sh', ['sh', '-c', 'echo up >&9; sleep 60; :', '{marker}'])
    os._exit(0)
os.read(ready, 2)
print('up')
"
    )
}

/// A word that stands in no other command line of this machine.
pub(crate) fn marker(name: &str) -> String {
    format!("left-over-{name}-{}", std::process::id())
}

/// Processes in whose command line the marker stands. Zombies have none.
pub(crate) fn alive(marker: &str) -> Vec<String> {
    let commands = fs::read_dir("/proc").expect("/proc").flatten().filter_map(|entry| {
        entry.file_name().to_str()?.parse::<u32>().ok()?;
        Some(String::from_utf8_lossy(&fs::read(entry.path().join("cmdline")).ok()?).replace('\0', " "))
    });
    commands.filter(|command| command.contains(marker)).collect()
}

/// Within seconds, and in fact within milliseconds: the kernel ends a process namespace by itself.
pub(crate) fn ends_soon(marker: &str) {
    let deadline = Instant::now() + Duration::from_secs(10);
    while !alive(marker).is_empty() {
        assert!(Instant::now() < deadline, "still alive: {:?}", alive(marker));
        std::thread::yield_now();
    }
}
