//! Nothing of a program is left alive after its stage, however it hides and however the stage ends.

use std::fs;
use std::time::{Duration, Instant};

use harness::event::EventKind;

use crate::stage::Stage;

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

#[test]
fn a_daemon_ends_with_its_stage() {
    let marker = marker("daemon");
    let stage =
        Stage::client(&daemon(&marker)).steps("[expect_output: up, wait_until: next_second, expect_exit: { code: 0 }]");
    let mut play = stage.start();
    play.until(|kind| *kind == EventKind::Resumed);
    assert!(!alive(&marker).is_empty(), "the daemon lives while the stage stands");
    play.give_place();
    play.until(|kind| matches!(kind, EventKind::CheckEnded { .. }));
    assert_eq!(alive(&marker), [""; 0]);
}

#[test]
fn everything_ends_when_the_stage_is_killed() {
    let marker = marker("killed");
    let source = daemon(&marker) + "time.sleep(1000)\n";
    let mut play = Stage::client(&source).steps("[expect_output: up, accept]").start();
    play.until(|kind| matches!(kind, EventKind::Passed { .. }));
    assert!(!alive(&marker).is_empty(), "the daemon lives while the stage stands");
    drop(play); // with SIGKILL
    ends_soon(&marker);
}

#[test]
fn everything_ends_when_the_harness_is_killed() {
    let marker = marker("orphaned");
    let source = daemon(&marker) + "time.sleep(1000)\n";
    let mut play = Stage::client(&source).steps("[expect_output: up, accept]").start();
    play.until(|kind| matches!(kind, EventKind::Passed { .. }));
    assert!(!alive(&marker).is_empty(), "the daemon lives while the stage stands");
    play.hang_up();
    ends_soon(&marker);
    play.finish();
}

/// Within seconds, and in fact within milliseconds: the kernel ends a process namespace by itself.
pub(crate) fn ends_soon(marker: &str) {
    let deadline = Instant::now() + Duration::from_secs(10);
    while !alive(marker).is_empty() {
        assert!(Instant::now() < deadline, "still alive: {:?}", alive(marker));
        std::thread::yield_now();
    }
}
