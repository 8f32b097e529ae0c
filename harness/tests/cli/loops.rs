//! What a student does over and over: check without naming the exercise, look into a lost check, mend it, check again.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::{command, harness, say, submissions};

#[test]
fn the_files_say_which_exercise_they_are_for() {
    let mut here = command(&["check", "--only", "closes"]);
    here.current_dir(submissions().join("python-as-on-the-sheet"));
    let named = say(here);
    assert!(named.err.contains("is for the exercise `time-echo`"), "{}", named.err);
    assert!(named.out.contains("Score 1 of 1") && named.code == 0, "{}", named.out);
    let elsewhere = harness(&["check", "python-as-on-the-sheet", "--only", "closes"]);
    assert!(elsewhere.out.contains("Score 1 of 1") && elsewhere.code == 0, "{}", elsewhere.err);
}

#[test]
fn who_may_mean_several_exercises_is_told_them() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().display().to_string();
    let nothing = harness(&["check", &path]);
    assert_eq!(nothing.code, 2);
    assert!(nothing.err.contains("says which exercise it is for"), "{}", nothing.err);
    fs::write(folder.path().join("server.py"), "import socket\n").expect("written");
    let several = harness(&["check", &path]);
    assert_eq!(several.code, 2);
    assert!(several.err.contains("`echo`") && several.err.contains("`daytime`"), "{}", several.err);
    assert!(!several.err.contains("`codecs`"), "it has no server: {}", several.err);
}

#[test]
fn a_bundle_is_looked_at_and_played_again_on_a_mended_program() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).display().to_string();
    let (bundles, captures, bundle) = (path("bundles"), path("captures"), path("bundles/every-block"));
    let arguments = ["check", "time-echo", "closes-after-the-first-block", "--program", "server", "--bundle", &bundles];
    let live = harness(&[&arguments[..], &["--pcap", &captures, "--seed", "7"]].concat());
    assert_eq!(live.code, 1, "{}", live.err);
    let kept: Vec<_> = fs::read_dir(&bundles).expect("bundles").flatten().map(|entry| entry.file_name()).collect();
    assert_eq!(kept, ["every-block"], "what passed needs no bundle");
    let told = harness(&["replay", &bundle]);
    assert_eq!(told.code, 1);
    assert!(told.out.contains("every-block") && !told.out.contains("large-block"), "{}", told.out);
    let again = harness(&["replay", &bundle, "--against", "closes-after-the-first-block"]);
    let mended = harness(&["replay", &bundle, "--against", "python-loop-forever"]);
    assert_eq!((again.code, mended.code), (1, 0), "{}{}", again.out, mended.out);
    assert!(again.out.contains("seed 7") && mended.out.contains("seed 7"), "{}", mended.out);
    let lost = harness(&["replay", &captures, "--against", "."]);
    assert_eq!(lost.code, 2);
    assert!(lost.err.contains("bundle.json` cannot be read") && lost.err.contains("--bundle"), "{}", lost.err);
    if live.out.contains("isolation full") {
        is_read_by_wireshark(&folder.path().join("captures/appends-time.pcapng"));
    }
}

/// Its own reader finds the steps beside the packets, and nothing to warn of.
fn is_read_by_wireshark(capture: &Path) {
    let mut tshark = assert_cmd::Command::new("tshark");
    tshark.arg("-r").arg(capture).args(["-T", "fields", "-e", "frame.comment"]).timeout(Duration::from_secs(60));
    let Ok(read) = tshark.output() else {
        eprintln!("There is no tshark here: captures were not read. It is in Debian's package `tshark`.");
        return;
    };
    let (out, err) = (String::from_utf8_lossy(&read.stdout), String::from_utf8_lossy(&read.stderr));
    assert!(read.status.success() && out.contains("send (line ") && out.contains("expect (line "), "{out}{err}");
    let warnings: Vec<&str> = err.lines().filter(|line| !line.contains("as user \"root\"")).collect();
    assert!(warnings.is_empty(), "{warnings:?}");
}

#[test]
#[expect(clippy::disallowed_methods, reason = "it is read while it runs")]
fn a_saved_file_is_checked_again_first_what_was_lost() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = |slug: &str| submissions().join(slug).join("simple_server.py");
    fs::copy(file("one-recv-per-client"), folder.path().join("simple_server.py")).expect("copied");
    let mut watching = Command::new(assert_cmd::cargo::cargo_bin!("harness"))
        .args(["check", "time-echo", "--watch", "--program", "server"])
        .current_dir(folder.path())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("it starts");
    let mut lines = BufReader::new(watching.stdout.take().expect("its output")).lines().map_while(Result::ok);
    let first = lines.by_ref().find(|line| line.starts_with("Score ")).expect("a score");
    fs::copy(file("python-loop-forever"), folder.path().join("simple_server.py")).expect("copied");
    let scores: Vec<String> = lines.by_ref().filter(|line| line.starts_with("Score ")).take(2).collect();
    watching.kill().expect("killed");
    watching.wait().expect("ended");
    assert_eq!(first, "Score 6 of 13");
    assert_eq!(scores, ["Score 5 of 5", "Score 13 of 13"]);
}
