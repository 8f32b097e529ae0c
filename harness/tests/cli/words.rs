//! The commands that only read specs: `list`, `explain`, `lint`.

use std::fs;

use crate::harness;

#[test]
fn exercises_and_checks_are_listed_and_explained() {
    let list = harness(&["list"]);
    assert!(list.out.starts_with("EXERCISE ") && list.out.contains("\ntime-echo "), "{}", list.out);
    let exercise = harness(&["explain", "time-echo"]);
    assert!(exercise.out.starts_with("Echo with the time (time-echo)\n"), "{}", exercise.out);
    let check = harness(&["explain", "time-echo/closes"]);
    assert_eq!(check.out.lines().next(), Some("time-echo/closes: The client closes the connection when it is done"));
    let by_path = harness(&["explain", "../../../specs/time-echo.yaml/closes"]);
    assert_eq!((by_path.out == check.out, by_path.code), (true, 0));
}

#[test]
fn a_sound_spec_is_praised_and_its_odds_are_told() {
    let quiet = harness(&["lint", "time-echo"]);
    assert_eq!((quiet.out.as_str(), quiet.code), ("time-echo: no mistakes, 9 checks, 20 points\n", 0));
    let verbose = harness(&["lint", "-v", "time-echo"]);
    assert_eq!(verbose.out.lines().count(), 10);
    assert!(verbose.out.contains("\n  every-block "), "{}", verbose.out);
}

#[test]
fn all_files_are_linted_though_one_has_mistakes() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("wrong.yaml"), WRONG).expect("written");
    let mut lint = crate::command(&["lint", "wrong.yaml", "time-echo"]);
    lint.current_dir(folder.path());
    let said = crate::say(lint);
    assert_eq!(
        (said.out.as_str(), said.err.as_str(), said.code),
        (
            "time-echo: no mistakes, 9 checks, 20 points\n",
            "\
error: there is no step `conect`
 --> wrong.yaml:8:14
  |
8 |     steps: [ conect, close ]
  |              ^^^^^^
  |
  = help: Did you mean `connect`?

wrong.yaml: 1 mistake
",
            2
        )
    );
}

const WRONG: &str = "\
format: 1
exercise: x
title: X
sheet: S
programs: { server: { files: [s.*] } }
checks:
  - { id: a, title: A, program: server, points: 3, because: b, hint: h,
    steps: [ conect, close ]
    }
";

#[test]
fn a_reader_that_leaves_early_is_no_error_and_a_full_disk_is_one() {
    let shell = |line: &str| {
        let mut shell = assert_cmd::Command::new("bash");
        shell.args(["-c", line]).env("HARNESS", assert_cmd::cargo::cargo_bin!("harness"));
        crate::say(shell)
    };
    // `true` reads nothing, and is gone before the second line is written.
    let said = shell("for shell in bash zsh; do \"$HARNESS\" completions $shell; done | true; echo ${PIPESTATUS[0]}");
    assert_eq!((said.out.as_str(), said.err.as_str()), ("0\n", ""));
    let said = shell("\"$HARNESS\" list > /dev/full");
    assert_eq!(
        (said.err.as_str(), said.code),
        (
            "\
error: the output cannot be written: No space left on device (os error 28)
 = help: See whether the disk has room.
",
            3
        )
    );
}
