//! `harness replay`: a recorded run is told again with the same bytes.

use std::fs;

use crate::{command, harness, say};

#[test]
fn every_format_has_the_same_bytes_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).display().to_string();
    let (json, junit, events) = (path("a.json"), path("a.xml"), path("a.jsonl"));
    let live = harness(&[
        "check",
        "time-echo",
        "utc-clock",
        "--program",
        "server",
        "-v",
        "--json",
        &json,
        "--junit",
        &junit,
        "--events",
        &events,
    ]);
    let again = [path("b.json"), path("b.xml"), path("b.jsonl")];
    let told = harness(&["replay", &events, "-v", "--json", &again[0], "--junit", &again[1], "--events", &again[2]]);
    assert_eq!((told.out.as_str(), told.err.as_str(), told.code), (live.out.as_str(), "", 1));
    for (live, again) in [json, junit, events].iter().zip(&again) {
        assert_eq!(fs::read(again).expect("written"), fs::read(live).expect("written"), "{again}");
    }
}

#[test]
fn a_run_is_told_again_from_a_pipe() {
    let live = harness(&["check", "time-echo", "python-as-on-the-sheet", "--only", "closes", "--events", "-"]);
    let mut replay = command(&["replay", "-"]);
    replay.write_stdin(live.out);
    let told = say(replay);
    assert_eq!((told.out, told.code), (live.err, 0));
}

#[test]
fn what_is_no_record_is_named_with_its_line() {
    let mut replay = command(&["replay", "-"]);
    replay.write_stdin("");
    let told = say(replay);
    assert_eq!(
        (told.err.as_str(), told.code),
        ("error: `-`, line 1: does not begin a run. A recorded run is the file that `--events` writes.\n", 2)
    );
}
