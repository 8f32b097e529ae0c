//! A class to be graded, and how it is graded and read.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::Duration;

use assert_cmd::Command;
use assert_cmd::cargo::cargo_bin_cmd;
use serde_json::Value;
use tempfile::TempDir;

use crate::machine;

/// A server of `time-echo` with this name for its variable, so that every submission is another one.
pub(crate) fn server(name: &str, time: &str) -> String {
    format!(
        "import socket, time\n{name} = socket.socket()\n{name}.bind(('', 8080))\n{name}.listen()\nc, _ = {name}.accept()\n\
         while True:\n    data = c.recv(2048)\n    if not data: break\n    c.sendall(data + time.strftime('{time}').encode())\nc.close()\n"
    )
}

/// A class of so many right submissions, and one that tells no seconds.
pub(crate) fn class(right: usize) -> TempDir {
    let class = tempfile::tempdir().expect("a folder");
    let mut submissions: BTreeMap<String, String> =
        (0..right).map(|number| (format!("s{number:02}"), server(&format!("s{number}"), "%H:%M:%S"))).collect();
    submissions.insert("minutes".to_owned(), server("s", "%H:%M"));
    for (name, text) in submissions {
        fs::create_dir(class.path().join(&name)).expect("a folder");
        fs::write(class.path().join(name).join("simple_server.py"), text).expect("written");
    }
    class
}

/// `harness`, with the system's own interpreters, given up on long after it should be over.
pub(crate) fn harness(arguments: &[&str]) -> Command {
    let mut command = cargo_bin_cmd!("harness");
    let path = std::env::var("PATH").unwrap_or_default();
    command.env("PATH", format!("/usr/bin:{path}")).args(arguments).timeout(Duration::from_secs(300));
    command
}

pub(crate) const ONE_CHECK: [&str; 4] = ["--only", "appends-time", "--seed", "7"];

/// Grades a class by one check; what was said, on both streams.
pub(crate) fn grade(class: &Path, out: &Path, more: &[&str]) -> String {
    let mut command = harness(&["grade", "time-echo"]);
    let ran = command.arg(class).arg("--out").arg(out).args(ONE_CHECK).args(more).output().expect("it runs");
    let said = format!("{}{}", String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr));
    assert_eq!(ran.status.code(), Some(0), "{said}");
    said
}

pub(crate) fn gradebook(out: &Path) -> String {
    fs::read_to_string(out.join("gradebook.csv")).expect("a gradebook")
}

pub(crate) fn result(out: &Path, name: &str) -> Value {
    let text = fs::read_to_string(out.join(name)).expect("a result");
    serde_json::from_str(&text).expect("JSON")
}

pub(crate) fn is_refused() -> bool {
    let refused = !machine::is_full(env!("CARGO_BIN_EXE_harness").as_ref());
    if refused {
        machine::not_tested("the class, because this machine refuses namespaces");
    }
    refused
}
