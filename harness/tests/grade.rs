//! A class is graded whole: everybody's points, a file for each, a gradebook for all, whatever folders are called.

#![expect(clippy::expect_used, reason = "what helps tests may fail as they do")]

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use assert_cmd::Command;
use assert_cmd::cargo::cargo_bin_cmd;
use harness::program::Toolbox;
use harness::program::needs::Need;
use serde_json::Value;

/// What each student of `fixtures/class` gets, and the languages without which that cannot be told.
const CLASS: [(&str, u64, &[&str]); 12] = [
    ("ada", 20, &["Python"]),
    ("barbara", 20, &["Java"]),
    ("dennis", 20, &["C"]),
    ("edsger", 5, &["C", "Python"]),
    ("grace", 13, &["Python"]),
    ("hedy", 7, &["Python"]),
    ("james", 7, &["JavaScript"]),
    ("katherine", 20, &["Python"]),
    ("linus", 18, &["C", "shell"]),
    ("margaret", 20, &["Python"]),
    ("radia", 20, &["JavaScript"]),
    ("tim", 11, &["Python"]),
];

/// `harness grade time-echo`, which is given up on long after it should be over.
fn grade(class: &Path, out: &Path) -> Command {
    let mut command = cargo_bin_cmd!("harness");
    command.args(["grade", "time-echo"]).arg(class).arg("--out").arg(out).timeout(Duration::from_secs(300));
    command
}

fn results(out: &Path) -> Vec<String> {
    let listed = fs::read_dir(out.join("results")).expect("a folder of results");
    let mut names: Vec<String> =
        listed.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

fn result(out: &Path, submission: &str) -> Value {
    let text = fs::read_to_string(out.join("results").join(format!("{submission}.json"))).expect("a result");
    serde_json::from_str(&text).expect("JSON")
}

fn rows(out: &Path) -> Vec<Vec<String>> {
    let mut table = csv::ReaderBuilder::new().has_headers(false).from_path(out.join("gradebook.csv")).expect("a table");
    let rows = table.records().map(|row| row.expect("a row").iter().map(str::to_owned).collect());
    rows.collect()
}

#[path = "machine/mod.rs"]
mod machine;

#[test]
fn a_class_gets_what_it_deserves() {
    if !machine::is_full(env!("CARGO_BIN_EXE_harness").as_ref()) {
        return machine::not_tested("the class, because this machine refuses namespaces");
    }
    let out = tempfile::tempdir().expect("a folder");
    let class = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../fixtures/class");
    let ran = grade(&class, out.path()).output().expect("it runs");
    let shown = format!("{}{}", String::from_utf8_lossy(&ran.stderr), String::from_utf8_lossy(&ran.stdout));

    let toolbox = Toolbox::of_this_machine();
    let is_here =
        |needs: &[&str]| needs.iter().all(|language| Need::of(language).is_some_and(|need| need.met(toolbox).is_ok()));
    for (student, score, needs) in CLASS {
        let result = result(out.path(), student);
        if is_here(needs) {
            assert_eq!((&result["score"], &result["complete"]), (&score.into(), &true.into()), "{student}: {shown}");
        } else {
            assert_eq!(result["complete"], false, "{student}: {shown}");
        }
        assert_eq!((&result["submission"], &result["max_score"]), (&student.into(), &20.into()));
    }
    let all_here = CLASS.iter().all(|(_, _, needs)| is_here(needs));
    assert_eq!(ran.status.code(), Some(if all_here { 0 } else { 3 }), "{shown}");

    assert_eq!(results(out.path()), CLASS.map(|(student, ..)| format!("{student}.json")));
    let rows = rows(out.path());
    let students: Vec<&str> = rows.iter().skip(1).map(|row| row[0].as_str()).collect();
    assert_eq!(students, CLASS.map(|(student, ..)| student));
    let head = "submission score max_score bonus complete isolation seed appends-time every-block clock-moves large-block \
                ends-at-eof sends-message prints-reply closes own-pair";
    assert_eq!(rows[0].join(" "), head);
}

#[test]
fn hostile_names_act_nowhere() {
    let (class, out) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    for name in ["=cmd|'calc'!A0", "a\u{1b}[2Jb", "-rf", ".hidden"] {
        fs::create_dir(class.path().join(name)).expect("a folder");
    }
    fs::write(class.path().join("notes.txt"), "").expect("written");
    let ran = grade(class.path(), out.path()).args(["--only", "appends-time"]).output().expect("it runs");
    let (shown, told) = (String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr));
    assert_eq!(ran.status.code(), Some(0), "{told}{shown}");
    let table = shown.split_once("\n\n").expect("a table").0;
    assert_eq!(
        table,
        "\
-rf             0 of 4  points lost
=cmd|'calc'!A0  0 of 4  points lost
a\\x1b[2Jb       0 of 4  points lost"
    );
    let notes: Vec<&str> = told.lines().filter(|line| line.starts_with("note: `")).collect();
    assert_eq!(
        notes,
        [
            "note: `.hidden` is hidden and is not graded.",
            "note: `notes.txt` is neither a folder nor an archive and is not graded."
        ]
    );
    assert_eq!(results(out.path()), ["_-rf.json", "_cmd__calc__A0.json", "a__2Jb.json"]);
    assert_eq!(result(out.path(), "a__2Jb")["submission"], "a\u{1b}[2Jb");
    let names: Vec<String> = rows(out.path()).into_iter().skip(1).map(|row| row[0].clone()).collect();
    assert_eq!(names, ["'-rf", "'=cmd|'calc'!A0", "a\\x1b[2Jb"]);
}

#[test]
fn a_machine_without_python_takes_no_points_and_says_what_is_missing() {
    let (class, out) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    fs::create_dir(class.path().join("ada")).expect("a folder");
    fs::write(class.path().join("ada/server.py"), "print('hello')\n").expect("written");
    fs::create_dir(class.path().join("bob")).expect("a folder");
    let bare = tempfile::tempdir().expect("a folder");
    let ran = grade(class.path(), out.path())
        .args(["--only", "appends-time"])
        .env("PATH", bare.path())
        .env("HOME", bare.path())
        .output()
        .expect("it runs");
    let shown = String::from_utf8_lossy(&ran.stdout);
    let table = shown.split_once("\n\n").expect("a table").0;
    assert_eq!(
        table,
        "\
ada  0 of 4  FAULT, not judged: appends-time. This machine has no `python3`, which a program in Python needs
bob  0 of 4  points lost"
    );
    assert_eq!(ran.status.code(), Some(3));
    assert_eq!(
        (&result(out.path(), "ada")["complete"], &result(out.path(), "bob")["complete"]),
        (&false.into(), &true.into())
    );
    let cells: Vec<String> = rows(out.path()).into_iter().map(|row| row[7].clone()).collect();
    assert_eq!(cells, ["appends-time", "fault", "0"]);
}

#[test]
fn a_class_that_is_not_there_is_bad_usage() {
    let folder = tempfile::tempdir().expect("a folder");
    let (class, out) = (folder.path().join("class"), folder.path().join("out"));
    let told = |class: &Path| {
        let ran = grade(class, &out).output().expect("it runs");
        assert_eq!(ran.status.code(), Some(2));
        String::from_utf8_lossy(&ran.stderr).replace(&folder.path().display().to_string(), "…")
    };
    assert_eq!(
        told(&class),
        "error: the class `…/class` cannot be read: No such file or directory (os error 2)\n = help: Name the folder that \
         holds a folder or an archive for each submission, or an archive of it.\n"
    );
    fs::create_dir(&class).expect("a folder");
    assert_eq!(
        told(&class),
        "error: no submission is in `…/class`\n = help: Each folder and each archive in the class's folder is one submission.\n"
    );
    assert!(!out.exists());
}
