//! An author's own script tries the program from the harness's side, judges by its exit, and is gone with the stage.

use harness::event::EventKind;
use harness::program::Toolbox;
use harness::program::checker::{Scripts, prepare};
use harness::verdict::{Blocked, BlockedOn, Ending, Exit, Fault, FaultKind, FindingKind};

use crate::daemon::{alive, daemon, ends_soon, marker};
use crate::stage::Stage;
use crate::told::Told;

/// Tells each client its word in capitals, one client after the other.
const SERVER: &str = "
import socket
server = socket.create_server(('', 4711))
while True:
    client, _ = server.accept()
    client.sendall(client.recv(99).upper())
    client.close()
";

/// A stage with a script beside the program.
fn with_script(mut stage: Stage, source: &str) -> Stage {
    let file = "check.py".to_owned();
    let scripts = Scripts { files: [(file.clone(), source.into())].into(), run: [file].into() };
    let folder = stage.folder.with_file_name("scripts");
    stage.setting.scripts = prepare(Toolbox::of_this_machine(), &scripts, &folder, stage.setting.uid);
    stage
}

fn server(script: &str) -> Stage {
    with_script(Stage::server(SERVER), script).steps("[script: check.py]")
}

fn fault(told: &Told) -> &Fault {
    fn of(kind: &EventKind) -> Option<&Fault> {
        match kind {
            EventKind::Faulted(fault) => Some(fault),
            _ => None,
        }
    }
    told.0.iter().find_map(of).unwrap_or_else(|| panic!("no fault:\n{told:?}"))
}

#[test]
fn a_script_finds_the_server_and_the_checks_values_in_its_environment() {
    let script = "
import os, socket, sys
server = socket.create_connection((os.environ['HOST'], int(os.environ['PORT'])))
server.sendall(sys.argv[1].encode())
assert server.recv(99).decode() == os.environ['DRAWN_WORD'].upper() + '!'
assert (os.environ['SEED'], sys.stdin.read()) == ('1', '')
";
    let mut stage = server(script).steps("[script: { file: check.py, arguments: ['{word}!'] }]");
    stage.setting.variables.insert("word".to_owned(), "heron".into());
    let told = stage.play();
    told.sound();
    assert_eq!(told.dialled(), []);
    assert_eq!(told.looked_up(), []);
}

#[test]
fn its_message_is_the_students_loss() {
    let told = server("print('asked')\nprint('the second answer came first')\nraise SystemExit(1)\n").play();
    let message = "asked\nthe second answer came first".into();
    assert_eq!(told.finding(), Some(&FindingKind::Told { script: "check.py".to_owned(), message }), "{told:?}");
}

#[test]
fn a_script_that_breaks_is_nobodys_loss() {
    for (script, message) in [
        (
            "print('so far')\nno_such_name",
            "broke off; its last words were: \"NameError: name 'no_such_name' is not defined\"",
        ),
        ("raise SystemExit(2)", "exited with code 2"),
        ("raise SystemExit(1)", "exited with code 1 and printed no message"),
        ("import os; os.abort()", "was ended by signal 6"),
    ] {
        let told = server(script).play();
        let found = fault(&told);
        assert_eq!(
            (found.kind, found.message.as_str()),
            (FaultKind::Spec, &*format!("The spec's script `check.py` {message}."))
        );
        assert_eq!(told.finding(), None);
    }
}

#[test]
fn a_script_that_hangs_by_itself_is_nobodys_loss() {
    for hang in [
        "import threading; threading.Lock().acquire(); threading.Event().wait()",
        "import time; time.sleep(99)",
        "while True: pass",
    ] {
        let stage =
            server(&format!("print('on my way', flush=True)\n{hang}\n")).limits(|limits| limits.step_seconds = 1);
        let told = stage.play();
        let expected = "The spec's script `check.py` came to no end and waited for nobody but itself, in the 1 s that a step has; its last words were: \"on my way\".";
        assert_eq!(fault(&told).message, expected);
        assert_eq!(told.finding(), None);
    }
}

#[test]
fn a_program_that_leaves_a_script_waiting_is_told_at_once() {
    let script = "
import os, socket
server = socket.create_connection((os.environ['HOST'], int(os.environ['PORT'])))
server.sendall(b'heron')
print('sent', flush=True)
server.recv(99)
";
    let stage = with_script(Stage::server(&SERVER.replace("client.sendall(", "client.recv(99); (")), script);
    let told = stage.steps("[script: check.py]").limits(|limits| limits.step_seconds = 30).play();
    let Some(FindingKind::LeftWaiting { printed, ending: Ending::Stuck(threads), .. }) = told.finding() else {
        panic!("{told:?}")
    };
    let reads = Blocked {
        role: "server".to_owned(),
        call: "recv".to_owned(),
        on: BlockedOn::Connection("the script's connection".to_owned()),
        timed: false,
        threads: 1,
    };
    assert_eq!((printed.to_text().as_str(), threads.as_slice()), ("sent\n", &[reads][..]));
    let Some(EventKind::CheckEnded { took_ms }) = told.0.last() else { panic!("{told:?}") };
    assert!(*took_ms < 10_000, "stuck is recognised, not waited for: {told:?}");
}

#[test]
fn a_script_with_patience_of_its_own_is_the_judge() {
    let script = "
import os, socket
server = socket.create_connection((os.environ['HOST'], int(os.environ['PORT'])))
server.settimeout(0.5)
try:
    server.recv(99)
except TimeoutError:
    print('no greeting within half a second')
    raise SystemExit(1)
";
    let told = server(script).play();
    let message = "no greeting within half a second".into();
    assert_eq!(told.finding(), Some(&FindingKind::Told { script: "check.py".to_owned(), message }), "{told:?}");
}

#[test]
fn a_program_that_has_ended_is_still_judged_by_the_script() {
    let once = SERVER.replace("while True:", "for _ in range(1):");
    let script = "
import os, socket, time
address = (os.environ['HOST'], int(os.environ['PORT']))
server = socket.create_connection(address)
server.sendall(b'heron')
time.sleep(0.5)
assert server.recv(99) == b'HERON' and server.recv(99) == b''
";
    with_script(Stage::server(&once), script).steps("[script: check.py]").play().sound();
    let waits = script.to_owned() + "waiting = socket.create_server(('', 5000)).accept()\n";
    let told = with_script(Stage::server(&once), &waits).steps("[script: check.py]").play();
    let Some(FindingKind::LeftWaiting { ending, .. }) = told.finding() else { panic!("{told:?}") };
    assert_eq!(*ending, Ending::Exited(Exit::Code(0)));
}

#[test]
fn a_script_plays_the_server_of_a_client() {
    let script = "
import os, socket
door = socket.create_server(('', int(os.environ['PORT'])))
client, _ = door.accept()
door.close()
if client.recv(99) != b'heron':
    print('the client should say heron')
    raise SystemExit(1)
client.sendall(b'welcome')
assert client.recv(99) == b''
";
    let client = "
import socket
server = socket.create_connection(('birds.example', 4711))
server.sendall(b'WORD')
print(server.recv(99).decode())
server.close()
";
    let play = |client: &str| {
        let stage = with_script(Stage::client(client), script);
        stage
            .steps("[script: { file: check.py, plays: server }, expect_output: welcome, expect_exit: { code: 0 }]")
            .play()
    };
    let told = play(&client.replace("WORD", "heron"));
    assert_eq!(told.sound(), "welcome\n");
    assert_eq!(told.dialled().iter().map(|(_, who)| *who).collect::<Vec<_>>(), ["script"]);
    let told = play(&client.replace("WORD", "crane"));
    let message = "the client should say heron".into();
    assert_eq!(told.finding(), Some(&FindingKind::Told { script: "check.py".to_owned(), message }), "{told:?}");
    let told = play(&client.replace("server.sendall(b'WORD')", "server.recv(9)"));
    assert!(matches!(told.finding(), Some(FindingKind::LeftWaiting { ending: Ending::Stuck(_), .. })), "{told:?}");
}

#[test]
fn a_client_is_typed_at_while_a_script_plays_its_server() {
    let script = "
import os, socket
client, _ = socket.create_server(('', int(os.environ['PORT']))).accept()
client.sendall(client.recv(99).upper())
";
    let client = "
import socket
server = socket.create_connection(('127.0.0.1', 4711))
server.sendall(input('say: ').encode())
print(server.recv(99).decode())
";
    let steps = "[together: [[script: { file: check.py, plays: server }], [type: heron]], expect_output: HERON]";
    let told = with_script(Stage::client(client), script).steps(steps).play();
    assert_eq!(told.sound(), "HERON\n");
    assert_eq!(told.0.iter().filter(|kind| matches!(kind, EventKind::Started { .. })).count(), 1, "{told:?}");
}

#[test]
fn a_script_and_the_program_do_not_see_each_other() {
    let script = "
import glob, os
names = [open(path).read() for path in glob.glob('/proc/[0-9]*/cmdline')]
assert not [name for name in names if 'program.py' in name], names
seen = [os.path.join(folder, name) for folder, _, names in os.walk('/home') for name in names]
assert seen == [os.path.join(os.getcwd(), 'check.py')], seen
";
    let looks = "
import glob, os, socket
seen = [name for top in ('/home', '/tmp', '/run', '/dev', '/var') for _, _, names in os.walk(top) for name in names]
"
    .to_owned();
    let server = looks
        + "
door = socket.create_server(('', 4711))
client, _ = door.accept()
names = [open(path).read() for path in glob.glob('/proc/[0-9]*/cmdline')]
print([name for name in names if 'check.py' in name], 'check.py' in seen, 'program.py' in seen)
client.close()
client.close()
";
    let asks = "import os, socket\nsocket.create_connection((os.environ['HOST'], int(os.environ['PORT']))).recv(9)\n";
    let told = with_script(Stage::server(&server), &(script.to_owned() + asks)).steps("[script: check.py]").play();
    assert_eq!(told.sound(), "[] False True\n");
}

#[test]
fn nothing_of_a_script_stays() {
    let left = marker("left");
    server(&daemon(&left).replace("print('up'", "print('no'")).play().sound();
    assert_eq!(alive(&left), [""; 0]);
}

#[test]
fn a_script_ends_with_the_stage_and_with_the_harness() {
    for kill in [true, false] {
        let marker = marker(if kill { "script-killed" } else { "script-orphaned" });
        // It says that it is there by a connection, of which the server tells.
        let source = daemon(&marker)
            + "\nimport os, socket, time\nsocket.create_connection((os.environ['HOST'], int(os.environ['PORT'])))\ntime.sleep(1000)\n";
        let stage =
            with_script(Stage::server(&SERVER.replace("client.sendall(", "print('met', flush=True); (")), &source);
        let mut play = stage.steps("[script: check.py]").limits(|limits| limits.step_seconds = 30).start();
        play.until(|kind| matches!(kind, EventKind::Passed { .. }));
        assert!(!alive(&marker).is_empty(), "the daemon lives while the stage stands");
        if kill {
            drop(play);
        } else {
            play.hang_up();
            ends_soon(&marker);
            play.finish();
        }
        ends_soon(&marker);
    }
}

#[test]
fn a_script_without_its_interpreter_is_unsupported() {
    let mut stage = server("");
    let missing = Fault::new(FaultKind::Unsupported, "This machine has no `python3`.", "Install it.");
    stage.setting.scripts.insert("check.py".to_owned(), Err(missing.clone()));
    assert_eq!(*fault(&stage.play()), missing);
}
