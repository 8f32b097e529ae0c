//! Where namespaces are refused, a stage still observes ports, keeps programs apart as far as it can, and leaves nothing.

use harness::sandbox::Level;

use crate::stage::Stage;

fn plain(mut stage: Stage) -> Stage {
    stage.setting.level = Level::Plain;
    stage
}

#[test]
fn a_random_port_is_observed_and_served() {
    let source = "
import socket
s = socket.socket()
s.bind(('127.0.0.1', 0))
s.listen(0)
print(s.getsockname()[1])
c, _ = s.accept()
c.sendall(c.recv(99))
";
    let steps = "[connect, send: hi, expect: hi, expect_close, expect_exit: { code: 0 }]";
    let told = plain(Stage::server(source)).steps(steps).play();
    assert_eq!(told.sound(), format!("{}\n", told.listened()[0].port()));
}

#[test]
fn the_environment_is_as_short_and_the_copy_as_private() {
    let source = "
import os
print(sorted(name for name in os.environ), os.environ['HOME'] == os.getcwd())
open('made', 'w').close()
";
    let stage = plain(Stage::client(source)).steps("[expect_exit: { code: 0 }]");
    let mut play = stage.start();
    play.until(|kind| matches!(kind, harness::event::EventKind::CheckEnded { .. }));
    assert!(!play.folder().join("made").exists());
    assert_eq!(
        play.finish().sound(),
        "['HOME', 'HOST', 'LANG', 'LC_ALL', 'PATH', 'PORT', 'PYTHONUNBUFFERED', 'TZ'] True\n"
    );
}

#[test]
fn files_of_the_play_stand_in_its_copy() {
    let mut stage = plain(Stage::client("print(open('pages/heron.html').read())")).steps("[expect_exit: { code: 0 }]");
    stage.setting.files = [("pages/heron.html".to_owned(), "<p>".to_owned().into())].into();
    assert_eq!(stage.play().sound(), "<p>\n");
}

#[test]
fn a_daemon_ends_with_its_stage() {
    let marker = crate::daemon::marker("plain");
    let source = crate::daemon::daemon(&marker);
    let told = plain(Stage::client(&source)).steps("[expect_output: up, expect_exit: { code: 0 }]").play();
    assert_eq!(told.sound(), "up\n");
    assert_eq!(crate::daemon::alive(&marker), [""; 0]);
}

#[test]
fn everything_ends_when_the_stage_is_killed() {
    let marker = crate::daemon::marker("plain-killed");
    let source = crate::daemon::daemon(&marker) + "time.sleep(1000)\n";
    let mut play = plain(Stage::client(&source)).steps("[expect_output: up, accept]").start();
    play.until(|kind| matches!(kind, harness::event::EventKind::Passed { .. }));
    drop(play);
    crate::daemon::ends_soon(&marker);
}
