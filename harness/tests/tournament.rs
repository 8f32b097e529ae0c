//! Submissions play against each other: a matrix, who gets along with how many, and who breaks the rule where two disagree.

#![expect(clippy::expect_used, reason = "what helps tests may fail as they do")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;
use std::time::Duration;

use assert_cmd::cargo::cargo_bin_cmd;
use serde_json::Value;

#[path = "machine/mod.rs"]
mod machine;

/// `harness tournament`, which is given up on long after it should be over.
fn tournament(exercise: &str, class: &Path, options: &[&str]) -> Output {
    let mut command = cargo_bin_cmd!("harness");
    command.arg("tournament").arg(exercise).arg(class).args(options).timeout(Duration::from_secs(300));
    command.output().expect("it runs")
}

/// A class of some of an exercise's submissions.
fn class(exercise: &str, submissions: &[&str]) -> tempfile::TempDir {
    let class = tempfile::tempdir().expect("a folder");
    let fixtures = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../fixtures/submissions").join(exercise);
    for submission in submissions {
        let to = class.path().join(submission);
        fs::create_dir(&to).expect("a folder");
        for file in fs::read_dir(fixtures.join(submission)).expect("a submission") {
            let file = file.expect("a file");
            fs::copy(file.path(), to.join(file.file_name())).expect("copied");
        }
    }
    class
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn is_full() -> bool {
    machine::is_full(env!("CARGO_BIN_EXE_harness").as_ref())
}

#[test]
fn who_only_disagrees_with_each_other_breaks_no_rule() {
    if !is_full() {
        return machine::not_tested("tournaments, because this machine refuses namespaces");
    }
    let class = class("time-echo", &["only-the-time", "ports-differ", "python-line-by-line", "python-loop-forever"]);
    let out = tempfile::tempdir().expect("a folder");
    let out_dir = out.path().display().to_string();
    let ran = tournament("time-echo", class.path(), &["--seed", "7", "--out", &out_dir]);
    assert_eq!(ran.status.code(), Some(0), "{}{}", text(&ran.stderr), text(&ran.stdout));
    let shown = text(&ran.stdout);
    assert!(shown.starts_with(PAGE), "{shown}");

    let again = tournament("time-echo", class.path(), &["--seed", "7", "--json", "-", "--jobs", "1"]);
    assert_eq!(again.status.code(), Some(0), "{}", text(&again.stderr));
    let document: Value = serde_json::from_slice(&again.stdout).expect("JSON");
    let pairs = document["pairs"].as_array().expect("pairs");
    let told = |client: &str, server: &str| {
        let pair = pairs.iter().find(|pair| pair["client"] == client && pair["server"] == server).expect("a pair");
        (pair["outcome"].as_str().expect("text"), pair["breach"].as_str())
    };
    assert_eq!(pairs.len(), 4 * 5);
    assert_eq!(told("reference", "only-the-time"), ("apart", Some("server")));
    assert_eq!(told("python-line-by-line", "only-the-time"), ("apart", Some("server")));
    assert_eq!(told("python-line-by-line", "reference"), ("apart", Some("neither")), "it is right in its own way");
    assert_eq!(told("ports-differ", "python-line-by-line"), ("apart", Some("neither")));
    assert_eq!(told("ports-differ", "python-loop-forever"), ("along", None));
    assert_eq!(document["entrants"][1]["client"]["status"], "none");

    let rows = fs::read_to_string(out.path().join("tournament.csv")).expect("a table");
    assert!(rows.starts_with("client,server,outcome,breach,message\nreference,reference,along,,\n"), "{rows}");
    let written: Value =
        serde_json::from_slice(&fs::read(out.path().join("tournament.json")).expect("a file")).expect("JSON");
    let outcomes = |document: &Value| {
        let pairs = document["pairs"].as_array().expect("pairs").iter();
        pairs.map(|pair| pair["outcome"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(outcomes(&written), outcomes(&document));
}

/// Ports differ, and so do addresses; a client that sends no line end and a server that waits for one are right, each by itself.
const PAGE: &str = "\
Tournament of time-echo: clients in rows, servers in columns

. get along   ~ nearly   x do not   - not started   ? unsupported   ! fault

                          1  2  3  4  5
 1  reference             .  x  .  .  .
 2  only-the-time
 3  ports-differ          .  x  x  x  .
 4  python-line-by-line   x  x  x  .  x
 5  python-loop-forever   .  x  .  x  .

gets along with      client      server
reference            3 of 4      2 of 3
only-the-time        none        0 of 4
ports-differ         2 of 4      2 of 3
python-line-by-line  0 of 4      1 of 3
python-loop-forever  2 of 4      2 of 3

Breaks the rule, for it does not get along with the reference either, and loses checks by itself:
  only-the-time's server:
";

#[test]
fn datagrams_are_led_too_and_what_cannot_be_started_is_no_loss() {
    if !is_full() {
        return machine::not_tested("tournaments over UDP, because this machine refuses namespaces");
    }
    // One dials localhost at port 12000, the other the address of its host at port 20001.
    let authors = ["python-as-in-the-textbook", "python-connected-client"];
    let class = class("udp-echo", &authors);
    let unusable = class.path().join("unusable");
    fs::create_dir(&unusable).expect("a folder");
    fs::write(unusable.join("harness.yaml"), "serve: r\n").expect("written");
    let ran = tournament("udp-echo", class.path(), &["--seed", "7", "--json", "-"]);
    assert_eq!(ran.status.code(), Some(0), "{}", text(&ran.stderr));
    let document: Value = serde_json::from_slice(&ran.stdout).expect("JSON");
    let pairs = document["pairs"].as_array().expect("pairs");
    for pair in pairs {
        let awaited =
            if pair["client"] == "unusable" || pair["server"] == "unusable" { "not_started" } else { "along" };
        assert_eq!(pair["outcome"], awaited, "{pair:#}");
    }
    assert_eq!(pairs.len(), 16);
    assert!(text(&ran.stderr).contains("Not played:\n  unusable's client; unusable's server:\n"));
}

#[test]
fn an_exercise_without_two_programs_that_meet_is_told_so() {
    let class = class("time-echo", &["only-the-time"]);
    let ran = tournament("hello-http", class.path(), &[]);
    assert_eq!(
        (ran.status.code(), text(&ran.stderr).as_str()),
        (
            Some(2),
            "error: `hello-http` has no check in which a client plays against a server\n = help: Name an exercise that \
             has one, such as `echo`, or give the spec a check with `program: both`.\n"
        )
    );
}
