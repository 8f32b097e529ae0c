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
