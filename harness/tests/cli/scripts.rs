//! A spec with a script beside it, from the lint to the report.

use std::fs;

use tempfile::TempDir;

use crate::{Said, command, say};

const SPEC: &str = "format: 1
exercise: birds
title: Birds
sheet: \"A sheet\"
programs: { server: { files: [server.*], line_end_probe: heron } }
draw: { word: word }
checks:
  - id: order
    title: The server answers in the order in which it was asked
    program: server
    points: 2
    because: \"First come, first served.\"
    hint: Keep the answers in a queue.
    steps:
      - script: { file: tools/order.py, arguments: [\"{word}\"], supplied: [tools/talk.py] }
";

const SERVER: &str = "
import socket
server = socket.create_server(('', 4711))
while True:
    client, _ = server.accept()
    while word := client.recv(99):
        client.sendall(word.upper())
";

const TALK: &str = "
import os, socket
def ask(word):
    server = socket.create_connection((os.environ['HOST'], int(os.environ['PORT'])))
    server.sendall(word.encode())
    return server.recv(99).decode()
";

const ORDER: &str = "
import sys, talk
said = talk.ask(sys.argv[1])
if said != sys.argv[1].upper():
    print('asked for ' + sys.argv[1])
    print('The answer came \\x1b[31min the wrong order.')
    sys.exit(1)
";

/// A folder with a spec, its script and a submission.
fn folder(spec: &str, server: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("written");
    };
    write("birds.yaml", spec);
    write("tools/order.py", ORDER);
    write("tools/talk.py", TALK);
    write("hw/server.py", server);
    folder
}

fn run(folder: &TempDir, arguments: &[&str]) -> Said {
    let mut command = command(arguments);
    command.current_dir(folder.path());
    say(command)
}

/// Without line ends and indentation.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_script_passes_and_fails_a_submission() {
    for isolation in [&[][..], &["--isolation", "plain"]] {
        let check = |server: &str| {
            let arguments = [&["check", "birds.yaml", "hw", "--seed", "7"][..], isolation].concat();
            run(&folder(SPEC, server), &arguments)
        };
        let right = check(SERVER);
        assert_eq!(right.code, 0, "{right:?}");
        let wrong = check(&SERVER.replace("word.upper()", "word"));
        assert_eq!(wrong.code, 1, "{wrong:?}");
        assert!(wrong.out.contains("The answer came \\x1b[31min the wrong order."), "{}", wrong.out);
        assert!(words(&wrong.out).contains("`tools/order.py` told before: asked for "), "{}", wrong.out);
        let silent = check(&SERVER.replace("client.sendall(word.upper())", "client.recv(99)"));
        assert_eq!(silent.code, 1, "{silent:?}");
        let told = "The server left its checker waiting: while `tools/order.py` waited, it is waiting for more data";
        assert!(words(&silent.out).contains(told), "{}", silent.out);
    }
}

#[test]
fn an_authors_mistake_is_found_before_anything_is_played_or_costs_nothing() {
    let lint = |from: &str, to: &str| run(&folder(&SPEC.replace(from, to), SERVER), &["lint", "birds.yaml"]);
    let sound = lint("", "");
    assert_eq!((sound.out.as_str(), sound.code), ("birds.yaml: no mistakes, 1 check, 2 points\n", 0), "{sound:?}");
    for (from, to, complaint) in [
        (
            "tools/order.py",
            "tools/ordre.py",
            "error: `tools/ordre.py` cannot be read: No such file or directory (os error 2)\n  --> birds.yaml:15:25\n",
        ),
        ("tools/order.py", "birds.yaml", "error: it is not known what runs `birds.yaml`\n  --> birds.yaml:15:25\n"),
    ] {
        let said = lint(from, to);
        assert!(said.err.contains(complaint) && said.code == 2, "{said:?}");
    }
    let explained = run(&folder(SPEC, SERVER), &["explain", "birds.yaml/order"]);
    assert!(explained.out.contains("Script   tools/order.py, the author's own, judges by its exit\n"), "{explained:?}");
    let broken = folder(SPEC, SERVER);
    fs::write(broken.path().join("tools/talk.py"), "import no_such_module\n").expect("written");
    let said = run(&broken, &["check", "birds.yaml", "hw"]);
    assert_eq!(said.code, 3, "{said:?}");
    let told = "broke off; its last words were: \"ModuleNotFoundError: No module named 'no_such_module'\"";
    assert!(words(&said.out).contains(told), "{}", said.out);
}
