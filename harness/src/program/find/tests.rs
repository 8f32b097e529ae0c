//! Small folders, and the files that are found in them.

use std::fs;
use std::path::Path;

use super::{NotFound, find};
use crate::program::Wanted;

const SERVER: &str = "import socket\ns.bind(('', 1))\ns.listen()\n";
const CLIENT: &str = "import socket\ns.connect(('', 1))\n";

fn wanted(role: &str, names: &[&str]) -> Wanted {
    let names = names.iter().map(|name| (*name).to_owned()).collect();
    Wanted { role: role.to_owned(), names, ..Wanted::default() }
}

/// Writes the files, finds both programs of time-echo, and shows what was found.
fn found(files: &[(&str, &str)]) -> [String; 2] {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, content) in files {
        let file = folder.path().join(name);
        fs::create_dir_all(file.parent().expect("a folder")).expect("folders");
        if *content == "ELF" {
            fs::copy("/bin/sh", &file).expect("copied");
        } else {
            fs::write(&file, content).expect("written");
        }
    }
    both(folder.path())
}

fn both(folder: &Path) -> [String; 2] {
    let roles = [wanted("server", &["simple_server.*"]), wanted("client", &["simple_client.*"])];
    let shown: Vec<String> = find(folder, &roles)
        .into_iter()
        .map(|one| match one {
            Ok(file) => format!("{} ({})", file.path.display(), file.language.name()),
            Err(missing) if missing.ambiguous.is_empty() => "none".to_owned(),
            Err(missing) => format!("one of {}", missing.ambiguous.join(", ")),
        })
        .collect();
    shown.try_into().expect("two roles")
}

#[test]
fn the_sheets_names_in_any_spelling() {
    assert_eq!(
        found(&[("Simple-Server.PY", ""), ("simple client.py", "")]),
        ["Simple-Server.PY (Python)", "simple client.py (Python)"]
    );
    assert_eq!(
        found(&[("src/main/java/edu/x/SimpleServer.java", ""), ("src/main/java/edu/x/SimpleClient.java", "")]),
        ["src/main/java/edu/x/SimpleServer.java (Java)", "src/main/java/edu/x/SimpleClient.java (Java)"]
    );
    assert_eq!(
        found(&[("Übung 1/simple_server.c", ""), ("Übung 1/simple_client.c", ""), ("Übung 1/README.txt", "")]),
        ["Übung 1/simple_server.c (C)", "Übung 1/simple_client.c (C)"]
    );
}

#[test]
fn the_sheets_name_wins_over_the_general_one_and_the_top_over_folders() {
    assert_eq!(found(&[("server.py", SERVER), ("simple_server.py", SERVER)])[0], "simple_server.py (Python)");
    assert_eq!(found(&[("simple_server.py", ""), ("backup2/simple_server.py", "")])[0], "simple_server.py (Python)");
    assert_eq!(found(&[("server.py", SERVER), ("starter/simple_server.py", SERVER)])[0], "server.py (Python)");
    assert_eq!(found(&[("starter/simple_server.py", SERVER)])[0], "starter/simple_server.py (Python)");
    assert_eq!(found(&[("simple_server.py", ""), ("SimpleServer.py", "")])[0], "simple_server.py (Python)");
}

#[test]
fn sources_win_over_what_was_compiled_from_them() {
    assert_eq!(
        found(&[("server.pyc", "x"), ("server.py", ""), ("server.o", "ELF"), ("server", "ELF")])[0],
        "server.py (Python)"
    );
    assert_eq!(found(&[("time_echo_server", "ELF"), ("simple_server", "ELF")])[0], "simple_server (executable)");
    assert_eq!(
        found(&[("server.so", "ELF"), ("server.class", "x"), ("server.txt", SERVER), ("server.zip", "x")])[0],
        "none"
    );
}

#[test]
fn a_first_line_makes_a_program_of_a_file_without_extension() {
    assert_eq!(
        found(&[("server", "#!/usr/bin/env python3\r\nimport socket\r\n"), ("client", "no program\n")]),
        ["server (Python)", "none"]
    );
}

#[test]
fn a_folder_gives_its_name_to_a_main_file() {
    assert_eq!(
        found(&[("cmd/server/main.go", ""), ("client/src/main.rs", ""), ("client/target/debug/client", "ELF")]),
        ["cmd/server/main.go (Go)", "client/src/main.rs (Rust)"]
    );
    assert_eq!(
        found(&[
            ("a/Cargo.toml", "[package]\nname = \"simple-server\"\n"),
            ("a/src/main.rs", ""),
            ("client/package.json", "{\"main\": \"./lib/go.js\"}"),
            ("client/lib/go.js", ""),
        ]),
        ["a/src/main.rs (Rust)", "client/lib/go.js (JavaScript)"]
    );
}

#[test]
fn the_one_obvious_candidate_by_a_word_in_its_name() {
    assert_eq!(
        found(&[("my_echo_server.py", SERVER), ("EchoClient.java", "class EchoClient {}"), ("notes.md", "")]),
        ["my_echo_server.py (Python)", "EchoClient.java (Java)"]
    );
    assert_eq!(
        found(&[("TCPServer.java", "static void main( ServerSocket s"), ("TCPServerThread.java", "class T {}")])[0],
        "TCPServer.java (Java)"
    );
    assert_eq!(
        found(&[("hw1-simple_server (2).py", SERVER), ("echo_server.py", SERVER)])[0],
        "hw1-simple_server (2).py (Python)"
    );
}

#[test]
fn the_one_obvious_candidate_by_what_it_does() {
    assert_eq!(
        found(&[("a.py", SERVER), ("b.py", CLIENT), ("util.py", "import os\n")]),
        ["a.py (Python)", "b.py (Python)"]
    );
    assert_eq!(
        found(&[("host.py", "import socket\ns.connect(('8.8.8.8', 80))\ns.listen()")]),
        ["host.py (Python)", "none"]
    );
    // Nothing says what b.py does but that it has to do with sockets, and that a.py is the server.
    assert_eq!(found(&[("a.py", SERVER), ("b.py", "import socket\n")]), ["a.py (Python)", "b.py (Python)"]);
    assert_eq!(found(&[("server.py", SERVER), ("b.py", "import os\n")]), ["server.py (Python)", "none"]);
    assert_eq!(found(&[("server.py", SERVER)]), ["server.py (Python)", "none"]);
}

#[test]
fn what_cannot_be_told_apart_is_reported() {
    assert_eq!(found(&[("a.py", SERVER), ("b.py", SERVER)]), ["one of a.py, b.py", "none"]);
    assert_eq!(found(&[("server.py", SERVER), ("server.js", "net.createServer()")])[0], "one of server.js, server.py");
    assert_eq!(found(&[("server.py", SERVER), ("server.sh", "python3 server.py\n")])[0], "server.py (Python)");
}

#[test]
fn other_peoples_folders_are_not_searched() {
    let files = [
        ("__MACOSX/._server.py", SERVER),
        (".git/server.py", SERVER),
        ("node_modules/server/server.js", "net.createServer()"),
        ("my env/pyvenv.cfg", ""),
        ("my env/lib/server.py", SERVER),
    ];
    assert_eq!(found(&files), ["none", "none"]);
}

#[test]
fn a_missing_program_names_what_was_looked_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let missing = find(folder.path(), &[wanted("server", &["echo_server.*", "server.*"])]).remove(0);
    let looked_for = vec!["echo_server.*".to_owned(), "server.*".to_owned()];
    assert_eq!(missing.err(), Some(NotFound { looked_for, ambiguous: Vec::new() }));
}

#[test]
fn programs_that_are_to_have_the_same_names_may_be_one_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let shown = || {
        let roles = ["server", "client"].map(|role| wanted(role, &["nc.*"]));
        let found = find(folder.path(), &roles).into_iter();
        found
            .map(|one| one.map_or_else(|_| "none".to_owned(), |file| file.path.display().to_string()))
            .collect::<Vec<_>>()
    };
    let both = format!("{SERVER}{CLIENT}");
    fs::write(folder.path().join("mine.py"), &both).expect("written");
    assert_eq!(shown(), ["mine.py", "mine.py"]);
    fs::write(folder.path().join("nc.py"), &both).expect("written");
    assert_eq!(shown(), ["nc.py", "nc.py"]);
}

#[test]
fn a_program_for_one_service_is_known_by_its_name_alone() {
    let find_all = |files: &[(&str, &str)]| {
        let folder = tempfile::tempdir().expect("a folder");
        for (name, content) in files {
            fs::write(folder.path().join(name), content).expect("written");
        }
        let of = |service: &str| Wanted {
            service: Some(service.to_owned()),
            ..wanted("server", &[&format!("{service}_server.*"), &format!("{service}.*")])
        };
        let all = [wanted("server", &["services.*"]), of("echo"), of("daytime")];
        let found = find(folder.path(), &all).into_iter();
        found
            .map(|one| one.map_or_else(|_| "none".to_owned(), |file| file.path.display().to_string()))
            .collect::<Vec<_>>()
    };
    assert_eq!(find_all(&[("server.py", SERVER)]), ["server.py", "none", "none"]);
    assert_eq!(find_all(&[("all.py", SERVER)]), ["all.py", "none", "none"]);
    assert_eq!(find_all(&[("EchoServer.java", ""), ("daytime.py", "")]), ["none", "EchoServer.java", "daytime.py"]);
    assert_eq!(
        find_all(&[("server.py", SERVER), ("echo_server.py", SERVER), ("my_daytime_server.py", SERVER)]),
        ["server.py", "echo_server.py", "my_daytime_server.py"]
    );
    assert_eq!(find_all(&[("server.py", SERVER), ("daytime_client.py", CLIENT)]), ["server.py", "none", "none"]);
}
