//! The same on this machine: its own tools resolved, programs really built and started, where a tool is there.
#![expect(clippy::disallowed_methods, reason = "the tools are tried as a person would try them, below `timeout`")]

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use super::{Outcome, prepare};
use crate::program::needs::NEEDS;
use crate::program::{Launch, Toolbox, Wanted};

/// A program in each language that prints one line.
const PROGRAMS: [(&str, &str, &str); 11] = [
    ("Python", "server.py", "import sys\nprint('up', sys.version_info[0])\n"),
    ("Python 2", "server.py", "print 'up', 2\n"),
    ("C", "server.c", "\u{feff}#include <math.h>\nmain() { puts(\"up\"); return (int) floor(0.5); }\r\n"),
    ("C++", "server.cpp", "#include <iostream>\nint main() { std::cout << \"up\\n\"; }\n"),
    (
        "Java",
        "src/server.java",
        "\u{feff}package a.b;\r\npublic class Server { public static void main(String[] x) { System.out.println(\"up\"); } }",
    ),
    ("JavaScript", "server.mjs", "import net from 'node:net';\nconsole.log('up');\n"),
    ("Go", "server.go", "package main\nfunc main() { println(\"up\") }\n"),
    ("Rust", "my server/src/main.rs", "fn main() { println!(\"up\"); }\n"),
    ("Ruby", "server.rb", "puts 'up'\n"),
    ("Perl", "server", "#!/usr/bin/env perl\r\nprint \"up\\n\";\r\n"),
    ("shell", "server.sh", "#!/bin/sh\r\nif true; then\r\n  echo up\r\nfi\r\n"),
];

#[test]
fn every_language_whose_tools_are_here_builds_and_starts() {
    let mut missing = Vec::new();
    for (language, name, source) in PROGRAMS {
        let need = NEEDS.iter().find(|need| need.language == language).expect("every language has its need");
        if need.met(Toolbox::of_this_machine()).is_err() {
            missing.push(language);
            continue;
        }
        let place = tempfile::tempdir().expect("a folder");
        let file = place.path().join("hw").join(name);
        fs::create_dir_all(file.parent().expect("a folder")).expect("folders");
        fs::write(&file, source).expect("written");
        if language == "Rust" {
            let package = "[package]\nname = \"server\"\nedition = \"2021\"\n";
            fs::write(place.path().join("hw/my server/Cargo.toml"), package).expect("written");
        }
        let said = said(&place.path().join("hw"), &place.path().join("copy"));
        assert!(said.starts_with("up"), "{language}: {said}");
    }
    // Stands in the test's output where it is asked for (`--nocapture`).
    let _ = std::io::Write::write_all(&mut std::io::stderr(), format!("not on this machine: {missing:?}\n").as_bytes());
}

/// Prepares, builds and starts the server of a submission; what it says on both channels.
fn said(submission: &Path, copy: &Path) -> String {
    let wanted = Wanted { role: "server".into(), ..Wanted::default() };
    let made = prepare(submission, &[wanted], copy, None);
    let Outcome::Ready(ready) = &made.programs["server"] else { return format!("{made:?}") };
    let facts = ready.facts();
    assert!(facts.version.contains('.') || facts.language == "shell", "{facts:?}");
    for build in &ready.builds {
        let printed = run(&build.launch);
        assert_eq!(printed, "", "{}", build.shown);
    }
    run(&ready.launch)
}

/// Runs a command as a view would: with the usual PATH and what goes before it, and nothing else of the environment.
fn run(launch: &Launch) -> String {
    let mut path: Vec<String> = launch.path.iter().map(|folder| folder.display().to_string()).collect();
    path.push("/usr/local/bin:/usr/bin:/bin".to_owned());
    let working = launch.folder.join(&launch.working_directory);
    let output = Command::new("/usr/bin/env")
        .arg("timeout")
        .arg("60")
        .args(&launch.command)
        .current_dir(&working)
        .env_clear()
        .env("PATH", path.join(":"))
        .env("HOME", &launch.folder)
        .env("LC_ALL", "C.UTF-8")
        .envs(launch.environment.iter().cloned())
        .stdin(Stdio::null())
        .output()
        .expect("started");
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}
