//! Every exercise of the library spares right submissions and catches broken ones, as their lists name them.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use assert_cmd::Command;
use assert_cmd::cargo::cargo_bin_cmd;

/// `harness audit`, which is given up on long after it should be over.
fn audit(arguments: &[&str]) -> Command {
    let mut command = cargo_bin_cmd!("harness");
    command.arg("audit").args(arguments).timeout(Duration::from_secs(1100));
    // The submissions need no packages, and the system's own interpreter starts sooner than one behind a version manager.
    let path = std::env::var("PATH").unwrap_or_default();
    command.env("PATH", format!("/usr/bin:{path}"));
    command
}

fn submissions(exercise: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../fixtures/submissions").join(exercise)
}

#[path = "machine/mod.rs"]
mod machine;

#[test]
fn every_exercise_judges_its_submissions_as_they_are_named() {
    if !is_full() {
        return machine::not_tested("the exercises, because this machine refuses namespaces");
    }
    // Each run has other seeds, and plays another part of what broken submissions are to pass.
    let ran =
        audit(&["--jobs", "8", "--one-in", "12"]).current_dir(env!("CARGO_MANIFEST_DIR")).output().expect("it runs");
    let matrices = String::from_utf8_lossy(&ran.stdout);
    let errors = String::from_utf8_lossy(&ran.stderr);
    assert_eq!(ran.status.code(), Some(0), "{errors}\n{matrices}");
    // What could not be played here is told, also where all is well; see it with `--nocapture`.
    show(&matrices);
}

fn is_full() -> bool {
    machine::is_full(env!("CARGO_BIN_EXE_harness").as_ref())
}

/// Shows a text with the test, if anybody wants to see it.
#[expect(clippy::print_stdout, reason = "the test harness captures it")]
fn show(text: &str) {
    println!("{text}");
}

#[test]
fn a_right_submission_that_is_named_broken_stands_out() {
    let folder = tempfile::tempdir().expect("a folder");
    let slug = folder.path().join("sound");
    fs::create_dir(&slug).expect("a folder");
    let program = submissions("time-echo").join("python-as-on-the-sheet/simple_server.py");
    fs::copy(program, slug.join("server.py")).expect("copied");
    let list = "- { slug: sound, about: Right, program: server, loses: [ends-at-eof] }\n";
    fs::write(folder.path().join("audit.yaml"), list).expect("written");
    let ran = audit(&["time-echo", "--only-submission", "sound", "--seed", "5", "--repeat", "2", "--fixtures"])
        .arg(folder.path())
        .output()
        .expect("it runs");
    let shown = String::from_utf8_lossy(&ran.stdout);
    let table = shown.split_once("not as named\n\n").expect("a legend").1.trim_start();
    assert_eq!(
        table,
        "\
1  2  3  4  5  6  7  8  9
sound   .  .  .  . [.]

Not as named:

  sound / ends-at-eof: expected fail, got pass in 2 of 2 plays
      again: harness audit time-echo --only-submission sound --seed 5
      again: harness audit time-echo --only-submission sound --seed 6

1 submission, 10 checks were played: 2 not as named.
"
    );
    assert_eq!(ran.status.code(), Some(1), "{shown}");
}

#[test]
fn a_list_with_a_mistake_is_shown_with_its_place() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("mute")).expect("a folder");
    fs::write(folder.path().join("audit.yaml"), "- slug: mute\n  about: A\n  loses: [apends-time]\n").expect("written");
    let ran = audit(&["time-echo", "--fixtures", "."]).current_dir(folder.path()).output().expect("it runs");
    assert_eq!(
        String::from_utf8_lossy(&ran.stderr),
        "\
error: `time-echo` has no check `apends-time`
 --> ./audit.yaml:3:11
  |
3 |   loses: [apends-time]
  |           ^^^^^^^^^^^
  |
  = help: Did you mean `appends-time`?
"
    );
    assert_eq!(ran.status.code(), Some(2));
}

#[test]
fn what_is_not_there_is_bad_usage() {
    let folder = tempfile::tempdir().expect("a folder");
    let ran = audit(&["time-echo", "--isolation", "plain"]).current_dir(folder.path()).output().expect("it runs");
    assert_eq!(
        String::from_utf8_lossy(&ran.stderr),
        "error: there is no list `audit.yaml` of submissions for `time-echo`\n = help: Run this in the project's folder, \
         which holds fixtures/submissions/time-echo, or name the folder with `--fixtures`.\n"
    );
    assert_eq!(ran.status.code(), Some(2));
    let ran = audit(&["time-echo", "--isolation", "plain", "--only-submission", "c-frok", "--fixtures"])
        .arg(submissions("time-echo"))
        .output();
    let ran = ran.expect("it runs");
    assert_eq!(
        String::from_utf8_lossy(&ran.stderr),
        "error: no submission of `time-echo` is called `c-frok`\n = help: Did you mean `c-fork`?\n"
    );
    assert_eq!(ran.status.code(), Some(2));
}
