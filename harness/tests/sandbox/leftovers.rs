//! Nothing of a program is left alive after its stage, however it hides and however the stage ends.

use harness::event::EventKind;

use crate::daemon::{alive, daemon, ends_soon, marker};
use crate::stage::Stage;

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
