//! Whole submissions, and the commands that are made of them; tools are stand-ins, so that every machine gives the same.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use super::{Outcome, Preparation, prepare_with};
use crate::program::{Supplied, Toolbox, Wanted};
use crate::verdict::{Finding, FindingKind};

/// A folder of tools that answer every question with a version.
fn tools(folder: &Path, names: &[&str]) -> Toolbox {
    fs::create_dir_all(folder).expect("a folder");
    for name in names {
        let file = folder.join(name);
        fs::copy("/bin/true", &file).expect("copied");
        fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).expect("a mode");
    }
    Toolbox::new([folder.to_owned()], None)
}

const ALL: [&str; 14] =
    ["python3", "gcc", "g++", "java", "javac", "go", "rustc", "cargo", "cc", "node", "ruby", "perl", "bash", "make"];

/// Prepares the server of a submission, and shows its folder, its builds and its start, a line each.
fn server(files: &[(&str, &str)]) -> String {
    server_with(&ALL, files)
}

fn server_with(names: &[&str], files: &[(&str, &str)]) -> String {
    let place = tempfile::tempdir().expect("a folder");
    for (name, content) in files {
        let file = place.path().join("hw").join(name);
        fs::create_dir_all(file.parent().expect("a folder")).expect("folders");
        fs::write(file, content).expect("written");
    }
    let wanted = Wanted { role: "server".into(), names: vec!["simple_server.*".into()], port: 9, ..Wanted::default() };
    let toolbox = tools(&place.path().join("tools"), names);
    shown(&prepare_with(&toolbox, &place.path().join("hw"), &[wanted], &place.path().join("copy"), None))
}

fn shown(made: &Preparation) -> String {
    match &made.programs["server"] {
        Outcome::Ready(ready) => {
            let folder = format!("in {:?}", ready.launch.working_directory.display().to_string());
            let builds = ready.builds.iter().map(|build| build.shown.clone());
            let lines: Vec<String> =
                [folder].into_iter().chain(builds).chain([ready.launch.command.join(" ")]).collect();
            lines.join("\n")
        }
        Outcome::Found(Finding { kind: FindingKind::Unusable { problem, .. }, .. }) => problem.clone(),
        Outcome::Found(other) => format!("{other:?}"),
        Outcome::Faulted(fault) => format!("{} {}", fault.message, fault.remedy),
    }
}

#[test]
fn scripts_are_started_through_their_interpreter() {
    assert_eq!(server(&[("simple_server.py", "#!/usr/bin/env python3\r\n")]), "in \"\"\npython3 simple_server.py");
    assert_eq!(server(&[("my work/server.py", "#!/usr/bin/python -u\n")]), "in \"my work\"\npython3 -u server.py");
    assert_eq!(server(&[("server", "#!/usr/bin/env node\r\n")]), "in \"\"\nnode server");
    assert_eq!(server(&[("server.mjs", "")]), "in \"\"\nnode server.mjs");
    assert_eq!(server(&[("-server.rb", "")]), "in \"\"\nruby ./-server.rb");
    assert_eq!(server(&[("server.pl", "#!/usr/bin/perl -w\n")]), "in \"\"\nperl -w server.pl");
    assert_eq!(server(&[("server.sh", "nc -l 9\n")]), "in \"\"\nbash server.sh");
    assert_eq!(server(&[("server.sh", "#!/bin/bash\r\nnc -l 9\r\n")]), "in \"\"\nbash .harness/server.sh");
}

#[test]
fn packages_of_python_run_as_modules() {
    let package = [("app/__init__.py", ""), ("app/net.py", "")];
    let with = |source| server(&[package[0], package[1], ("app/server.py", source)]);
    assert_eq!(with("from . import net\n"), "in \"\"\npython3 -m app.server");
    assert_eq!(with("from app.net import x\n"), "in \"\"\npython3 -m app.server");
    assert_eq!(with("import net\n"), "in \"app\"\npython3 server.py");
    assert_eq!(server(&[("socket/server.py", "import socket\n")]), "in \"socket\"\npython3 server.py");
}

#[test]
fn python_2_that_is_missing_is_unsupported_here_and_names_the_line() {
    let needs = "Line 2 of `server.py` needs Python 2: `print 'up'`. This machine has no Python 2. \
                 Install a Python 2.7 (with pyenv: `pyenv install 2.7.18`) and try again.";
    let files = [("server.py", "import socket\r\nprint 'up'\r\n")];
    assert_eq!(server(&files), needs);
    assert_eq!(server_with(&["python2", "python3"], &files), "in \"\"\npython2 server.py");
    assert_eq!(
        server(&[("server.py", "import util\n"), ("util.py", "print 'a'\n")]).split('.').next(),
        Some("Line 1 of `util")
    );
    // What runs on both runs on what is there.
    assert_eq!(server(&[("server.py", "#!/usr/bin/python2\nprint('up')\n")]), "in \"\"\npython3 server.py");
}

const C_FLAGS: &str = "gcc -w -Wno-error=implicit-function-declaration -Wno-error=implicit-int \
                       -Wno-error=int-conversion -Wno-error=incompatible-pointer-types";

#[test]
fn c_is_linked_with_the_files_that_belong_to_it() {
    let files = [
        ("server.c", "#include \"util.h\"\n#include \"table.c\"\nint main(void) { }"),
        ("client.c", "int main() {}"),
        ("client_util.c", "int connect_to() {}"),
        ("util.c", "/* no main() */ int util() {}"),
        ("table.c", "int table[3];"),
    ];
    assert_eq!(
        server(&files),
        format!("in \"\"\n{C_FLAGS} -o .harness/server server.c util.c -lpthread -lm\n.harness/server")
    );
    assert_eq!(
        server(&[("server.cpp", "int main() {}"), ("other.cpp", "int main() {}")]),
        "in \"\"\ng++ -w -fpermissive -o .harness/server server.cpp -lpthread -lm\n.harness/server"
    );
}

#[test]
fn a_makefile_is_used_where_it_makes_the_program() {
    let source = ("src/server.c", "int main() {}");
    assert_eq!(
        server(&[source, ("Makefile", "server: src/server.c\n\tcc -o $@ $<\n")]),
        "in \"\"\nmake -B server\n./server"
    );
    assert!(server(&[source, ("Makefile", "notes.pdf: notes.tex\n")]).starts_with("in \"src\"\ngcc"));
    assert!(server(&[source, ("Makefile", "server: src/server.c\r\n\tcc\r\n")]).starts_with("in \"src\"\ngcc"));
}

const JAVAC: &str = "javac -J-XX:+UseSerialGC -J-XX:TieredStopAtLevel=1 -nowarn -encoding UTF-8 -Xprefer:source -d .harness/server -sourcepath";
const JAVA: &str = "java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp";

#[test]
fn java_is_compiled_with_the_classes_it_mentions_and_started_by_the_one_with_main() {
    let server_class = "package edu.x;\r\nclass Handler {}\r\npublic class SimpleServer { Util u; public static void main(String[] a) {} }";
    assert_eq!(
        server(&[
            ("src/main/java/edu/x/SimpleServer.java", server_class),
            ("src/main/java/edu/x/Util.java", "package edu.x; class Util {}"),
            ("src/main/java/edu/x/SimpleClient.java", "package edu.x; broken"),
        ]),
        format!(
            "in \"\"\n{JAVAC} src/main/java -cp .harness/server:src/main/java src/main/java/edu/x/SimpleServer.java src/main/java/edu/x/Util.java\n{JAVA} .harness/server:src/main/java edu.x.SimpleServer"
        )
    );
    assert_eq!(
        server(&[
            ("SimpleServer.java", "class SimpleServer {}"),
            ("Main.java", "class Main { public static void main(String[] a) { new SimpleServer(); } }")
        ]),
        format!("in \"\"\n{JAVAC} . -cp .harness/server:. SimpleServer.java Main.java\n{JAVA} .harness/server:. Main")
    );
}

#[test]
fn java_that_only_the_launcher_of_single_files_takes_is_compiled_from_a_copy() {
    let source = "\u{feff}public class Server { public static void main(String[] a) {} }";
    assert_eq!(
        server(&[("simple_server.java", source)]),
        format!(
            "in \"\"\n{JAVAC} . -cp .harness/server:. .harness/server-source/Server.java\n{JAVA} .harness/server:. Server"
        )
    );
}

#[test]
fn go_and_rust_and_cargo() {
    assert_eq!(
        server(&[
            ("server.go", "package main\nfunc main() {}"),
            ("client.go", "package main\nfunc main() {}"),
            ("util.go", "package main\nfunc util() {}"),
        ]),
        "in \"\"\ngo build -o .harness/server server.go util.go\n.harness/server"
    );
    assert_eq!(
        server(&[("simple_server.rs", "fn main() {}")]),
        "in \"\"\nrustc --edition 2021 --cap-lints allow -o .harness/server simple_server.rs\n.harness/server"
    );
    let package = "[package]\nname = \"hw\"\n";
    assert_eq!(
        server(&[("hw/Cargo.toml", package), ("hw/src/bin/server.rs", "fn main() {}")]),
        "in \"hw\"\ncargo install --path . --offline --quiet --debug --no-track --bin server --root .harness\n.harness/bin/server"
    );
    assert_eq!(
        server(&[("Cargo.toml", "[package]\nname = \"server\"\n[dependencies]\ntokio = \"1\"\n"), ("src/main.rs", "")]),
        "`Cargo.toml` needs crates from the network (tokio), and a build has none. \
         Put them into the submission with `cargo vendor` and the `.cargo/config.toml` that it prints."
    );
}

#[test]
fn a_manifest_overrides_everything() {
    let with = |manifest| {
        server(&[("harness.yaml", manifest), ("app/main.py", ""), ("server.py", ""), ("prog", "#!/bin/sh\n")])
    };
    assert_eq!(with("programs: { server: { file: app/main.py } }"), "in \"app\"\npython3 main.py");
    assert_eq!(
        with("programs: { server: { file: app/main.py, working_directory: . } }"),
        "in \".\"\npython3 app/main.py"
    );
    assert_eq!(
        with("programs: { server: { build: make all, run: './prog -p {port}' } }"),
        "in \"\"\nmake all\n./prog -p {port}"
    );
    assert_eq!(with("programs: { client: { file: app/main.py } }"), "in \"\"\npython3 server.py");
    assert_eq!(
        with("programs: { server: { file: server.txt } }"),
        "`harness.yaml`, program `server`: there is no `server.txt` in the submission."
    );
}

#[test]
fn a_missing_tool_is_ours_and_says_what_to_install() {
    assert_eq!(
        server_with(&["python3"], &[("server.rb", "")]),
        "This machine has no `ruby`, which a program in Ruby needs. \
         Install it (Debian and Ubuntu: `apt install ruby`), and see to it that it is in PATH."
    );
    assert_eq!(
        server(&[("server.cs", "")]),
        "`server.cs` is C#, which the harness does not know how to build and run. \
         Say how in `harness.yaml`: `programs: { server: { build: …, run: … } }`."
    );
}

#[test]
fn supplied_files_come_last_and_lie_where_the_program_runs() {
    let place = tempfile::tempdir().expect("a folder");
    fs::create_dir_all(place.path().join("hw/web")).expect("folders");
    fs::write(place.path().join("hw/web/server.py"), "").expect("written");
    fs::write(place.path().join("hw/web/page.html"), "the student's").expect("written");
    let supplied = vec![Supplied { path: "page.html".into(), content: b"ours".to_vec() }];
    let wanted = Wanted { role: "server".into(), supplied, ..Wanted::default() };
    let toolbox = tools(&place.path().join("tools"), &["python3"]);
    let made = prepare_with(&toolbox, &place.path().join("hw"), &[wanted], &place.path().join("copy"), None);
    assert_eq!(shown(&made), "in \"web\"\npython3 server.py");
    assert_eq!(fs::read(place.path().join("copy/web/page.html")).expect("supplied"), b"ours");
    let Outcome::Ready(ready) = &made.programs["server"] else { panic!("{made:?}") };
    assert_eq!(
        (ready.launch.path.as_slice(), ready.file.as_str()),
        (&[place.path().join("tools")][..], "web/server.py")
    );
}

#[test]
fn programs_of_several_services_are_built_apart() {
    let place = tempfile::tempdir().expect("a folder");
    fs::create_dir(place.path().join("hw")).expect("a folder");
    for name in ["echo.c", "quote.c"] {
        fs::write(place.path().join("hw").join(name), "int main(void) { return 0; }\n").expect("written");
    }
    let wanted = ["echo", "quote"].map(|service| Wanted {
        role: "server".into(),
        service: Some(service.into()),
        names: vec![format!("{service}.*")],
        ..Wanted::default()
    });
    let toolbox = tools(&place.path().join("tools"), &ALL);
    let made = prepare_with(&toolbox, &place.path().join("hw"), &wanted, &place.path().join("copy"), None);
    let runs = made.programs.iter().map(|(key, outcome)| match outcome {
        Outcome::Ready(ready) => format!("{key}: {}", ready.launch.command.join(" ")),
        Outcome::Found(_) | Outcome::Faulted(_) => format!("{key}: {outcome:?}"),
    });
    assert_eq!(runs.collect::<Vec<_>>(), ["server/echo: .harness/server-echo", "server/quote: .harness/server-quote"]);
}
