//! The files that `check` writes: whole, in place, and also when points are lost.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use crate::{command, say};

#[test]
fn every_format_is_written_though_points_are_lost_and_nothing_else_is_left() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).display().to_string();
    fs::write(path("result.json"), "old").expect("written");
    let (json, junit, events) = (path("result.json"), path("junit.xml"), path("run.jsonl"));
    let said = say(command(&[
        "check",
        "time-echo",
        "utc-clock",
        "--only",
        "appends-time",
        "--json",
        &json,
        "--junit",
        &junit,
        "--events",
        &events,
    ]));
    assert_eq!((said.err.as_str(), said.code), ("", 1));
    let read = |path: &str| fs::read_to_string(path).expect("it was written");
    let result: serde_json::Value = serde_json::from_str(&read(&json)).expect("JSON");
    assert_eq!(result["score"], 0);
    assert!(
        read(&junit).contains("<testsuite name=\"utc-clock\" tests=\"1\" disabled=\"0\" errors=\"0\" failures=\"1\""),
        "{}",
        read(&junit)
    );
    assert!(read(&events).lines().last().is_some_and(|line| line.contains("run_ended")));
    let mut names: Vec<_> =
        fs::read_dir(folder.path()).expect("a folder").map(|entry| entry.expect("one").file_name()).collect();
    names.sort();
    assert_eq!(names, ["junit.xml", "result.json", "run.jsonl"]);
    let mode = fs::metadata(&junit).expect("it is there").permissions().mode() & 0o777;
    assert_eq!(mode & 0o600, 0o600);
    assert_eq!(mode & 0o111, 0);
}

#[test]
fn a_file_that_cannot_be_written_is_said_after_the_report_and_ends_with_3() {
    let said =
        say(command(&["check", "time-echo", "python-as-on-the-sheet", "--only", "closes", "--json", "/dev/full"]));
    assert!(said.out.contains("\nScore 1 of 1\n"), "{}", said.out);
    assert_eq!(
        (said.err.as_str(), said.code),
        (
            "\
error: `/dev/full` could not be written: no storage space
 = help: See whether the disk has room, and whether the folder is still there.
",
            3
        )
    );
}

/// A spec whose server needs a file beside it.
const WITH_A_FILE: &str = "
format: 1
exercise: motto
title: Tells the motto
sheet: none
programs: { server: { files: [motto.*], supplied: [motto.txt] } }
checks:
  - id: tells
    title: The server sends what is in motto.txt
    program: server
    points: 1
    because: It is so.
    hint: Read the file.
    steps: [connect, expect: { text: ours }]
";

#[test]
fn a_supplied_file_lies_where_the_program_runs_and_one_that_is_missing_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let spec = folder.path().join("motto.yaml");
    fs::write(&spec, WITH_A_FILE).expect("written");
    let submission = folder.path().join("work");
    fs::create_dir(&submission).expect("a folder");
    let server = "import socket\nlistener = socket.create_server(('', 4000))\nclient, _ = listener.accept()\nclient.sendall(open('motto.txt', 'rb').read())\n";
    fs::write(submission.join("motto.py"), server).expect("written");
    fs::write(submission.join("motto.txt"), "the student's").expect("written");
    let check = || {
        let mut check = command(&["check", "motto.yaml", "work"]);
        check.current_dir(folder.path());
        say(check)
    };
    let said = check();
    assert_eq!(
        (said.err.as_str(), said.code),
        (
            "\
error: `motto.txt` cannot be read: No such file or directory (os error 2)
 --> motto.yaml:6:52
  |
6 | programs: { server: { files: [motto.*], supplied: [motto.txt] } }
  |                                                    ^^^^^^^^^
  |
  = help: Put the file beside the spec, or correct its path.

motto.yaml: 1 mistake
",
            2
        )
    );
    fs::write(folder.path().join("motto.txt"), "ours").expect("written");
    let said = check();
    assert_eq!((said.err.as_str(), said.code), ("", 0), "{}", said.out);
}
