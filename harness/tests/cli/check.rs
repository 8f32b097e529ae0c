//! `harness check`: what is played, what is said, and the exit code.

use std::fs;

use serde_json::Value;

use crate::{command, harness, say};

const RIGHT: &str = "python-as-on-the-sheet";

#[test]
fn full_marks_end_with_0_and_a_line_a_check() {
    let said = harness(&["check", "time-echo", RIGHT, "--only", "closes", "--seed", "7", "--isolation", "plain"]);
    assert_eq!(
        (said.out.as_str(), said.err.as_str(), said.code),
        (
            "\
Echo with the time
python-as-on-the-sheet · seed 7 · isolation plain · Internet Protocols, Problem
1

  pass   The client closes the connection when it is done                 1 of 1

Score 1 of 1
client: simple_client.py (VERSION)
"
            .replace("VERSION", python())
            .as_str(),
            "",
            0
        )
    );
}

/// The version of Python in the last line of a report.
fn python() -> &'static str {
    static VERSION: std::sync::LazyLock<String> = std::sync::LazyLock::new(|| {
        let output = assert_cmd::Command::new("python3").arg("--version").output().expect("python3 is there");
        String::from_utf8_lossy(&output.stdout).trim().trim_start_matches("Python ").to_owned()
    });
    &VERSION
}

#[test]
fn lost_points_end_with_1() {
    let said = harness(&["check", "time-echo", "utc-clock", "--only", "appends-time,closes"]);
    assert_eq!((said.err.as_str(), said.code), ("", 1));
    assert!(said.out.contains("\n── FAIL ── appends-time ─") && said.out.contains("\nScore 1 of 5\n"), "{}", said.out);
}

#[test]
fn what_is_not_the_submissions_fault_ends_with_3() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("harness.yaml"), "programs: { server: { run: no-such-tool server } }\n")
        .expect("written");
    let mut check = command(&["check", "time-echo", "--only", "appends-time"]);
    check.current_dir(folder.path());
    let said = say(check);
    assert_eq!(said.code, 3);
    assert!(said.out.contains("\n── fault ── appends-time ─") && said.out.contains("`no-such-tool`"), "{}", said.out);
}

#[test]
fn json_has_the_names_that_others_rely_on_and_standard_output_to_itself() {
    let said = harness(&["check", "time-echo", "utc-clock", "--program", "server", "--seed", "7", "--json", "-"]);
    let result: Value = serde_json::from_str(&said.out).expect("nothing but JSON");
    assert!(said.err.starts_with("Echo with the time\nutc-clock · seed 7 · "), "{}", said.err);
    for name in ["exercise", "submission", "score", "max_score", "bonus", "complete", "isolation", "seed"] {
        assert!(!result[name].is_null(), "{name}");
    }
    assert_eq!(
        (&result["submission"], &result["seed"], &result["max_score"]),
        (&"utc-clock".into(), &7.into(), &13.into())
    );
    let checks = result["checks"].as_array().expect("a list");
    assert!(checks.len() == 5 && checks.iter().all(|check| check["program"] == "server"), "{checks:?}");
    for name in ["id", "title", "status", "points", "max_points", "bonus", "message", "hint", "took_ms"] {
        assert!(checks.iter().all(|check| !check[name].is_null()), "{name}");
    }
    assert_eq!((&checks[0]["id"], &checks[0]["status"]), (&"appends-time".into(), &"fail".into()));
}

/// Every drawn value that a run made known, in the order of the checks.
fn drawn(seed: &str) -> Vec<String> {
    let said = harness(&["check", "time-echo", RIGHT, "--only", "appends-time", "--seed", seed, "--events", "-"]);
    let events: Vec<Value> = said.out.lines().map(|line| serde_json::from_str(line).expect("an event")).collect();
    let sent = events.iter().filter(|event| event["kind"]["passed"]["by"] == "harness");
    sent.map(|event| event["kind"]["passed"]["bytes"].to_string()).collect()
}

#[test]
fn a_seed_repeats_what_was_drawn() {
    let (first, again, other) = (drawn("7"), drawn("7"), drawn("8"));
    assert!(!first.is_empty());
    assert_eq!(first, again);
    assert_ne!(first, other);
}

#[test]
fn without_a_seed_each_run_draws_its_own_and_prints_it() {
    let seed = || {
        let said = harness(&["check", "time-echo", RIGHT, "--only", "closes"]);
        let heading = said.out.lines().nth(1).expect("a heading").to_owned();
        heading.split(" · ").nth(1).and_then(|part| part.strip_prefix("seed ")).expect("a seed").to_owned()
    };
    let (one, other) = (seed(), seed());
    assert!(one.parse::<u64>().is_ok() && one != other, "{one} and {other}");
}

#[test]
fn only_is_repeatable_and_the_order_is_the_specs() {
    let arguments =
        ["check", "time-echo", RIGHT, "--only", "closes", "--only", "sends-message,prints-reply", "--json", "-"];
    let result: Value = serde_json::from_str(&harness(&arguments).out).expect("JSON");
    let ids: Vec<&str> =
        result["checks"].as_array().expect("a list").iter().filter_map(|check| check["id"].as_str()).collect();
    assert_eq!(ids, ["sends-message", "prints-reply", "closes"]);
}

/// Right, but for words around the time.
const NEAR: &str = "\
import socket, time
listener = socket.create_server(('', 33498))
while True:
    client, _ = listener.accept()
    while block := client.recv(4096):
        client.sendall(block + b' The time is ' + time.strftime('%H:%M:%S').encode())
    client.close()
";

#[test]
fn strictness_takes_the_points_of_near_misses() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("simple_server.py"), NEAR).expect("written");
    let judged = |more: &[&str]| {
        let mut check = command(&[&["check", "time-echo", "--only", "appends-time", "--json", "-"], more].concat());
        check.current_dir(folder.path());
        let said = say(check);
        let result: Value = serde_json::from_str(&said.out).expect("JSON");
        (result["checks"][0]["status"].clone(), result["score"].clone(), said.code)
    };
    assert_eq!(judged(&[]), ("near".into(), 4.into(), 0));
    assert_eq!(judged(&["--strict"]), ("fail".into(), 0.into(), 1));
}

#[test]
fn verbose_shows_the_conversation() {
    let quiet = harness(&["check", "time-echo", RIGHT, "--only", "closes"]);
    let verbose = harness(&["check", "time-echo", RIGHT, "--only", "closes", "-v"]);
    assert!(
        !quiet.out.contains("── pass ── closes ─") && verbose.out.contains("── pass ── closes ─"),
        "{}",
        verbose.out
    );
}

#[test]
fn colours_are_for_terminals_and_for_whoever_asks() {
    let arguments = ["check", "time-echo", RIGHT, "--only", "closes"];
    let coloured = |more: &[&str], variable: Option<(&str, &str)>| {
        let mut command = command(&[&arguments, more].concat());
        command.envs(variable);
        say(command).out.contains('\u{1b}')
    };
    assert_eq!(
        [
            coloured(&[], None),
            coloured(&["--color", "always"], None),
            coloured(&[], Some(("CLICOLOR_FORCE", "1"))),
            coloured(&["--color", "never"], Some(("CLICOLOR_FORCE", "1"))),
        ],
        [false, true, true, false]
    );
}

#[test]
fn no_color_counts_on_a_terminal_too() {
    if assert_cmd::Command::new("script").arg("--version").output().is_err() {
        eprintln!("not played: `script`, which makes a terminal, is not on this machine");
        return;
    }
    let on_a_terminal = |no_color: Option<(&str, &str)>| {
        let line = format!("\"$HARNESS\" check time-echo {RIGHT} --only closes");
        let mut script = assert_cmd::Command::new("script");
        script.args(["-qec", &line, "/dev/null"]).current_dir(crate::submissions()).env_remove("NO_COLOR");
        script.env("HARNESS", assert_cmd::cargo::cargo_bin!("harness")).env("TERM", "xterm").envs(no_color);
        say(script).out.contains('\u{1b}')
    };
    assert_eq!((on_a_terminal(None), on_a_terminal(Some(("NO_COLOR", "1")))), (true, false));
}

#[test]
fn a_hidden_check_is_the_instructors_to_see() {
    let folder = tempfile::tempdir().expect("a folder");
    let spec =
        include_str!("../../../specs/time-echo.yaml").replacen("points: 4\n", "points: 4\n    visibility: hidden\n", 1);
    fs::write(folder.path().join("hidden.yaml"), spec).expect("written");
    let check = |audience: &[&str]| {
        let submission =
            concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures/submissions/time-echo/python-as-on-the-sheet");
        let mut check = command(&[&["check", "hidden.yaml", submission, "--only", "appends-time"], audience].concat());
        check.current_dir(folder.path());
        say(check)
    };
    let title = "The server sends a block back with the current time after it";
    let (student, instructor) = (check(&[]), check(&["--audience", "instructor"]));
    assert_eq!((student.err.as_str(), student.code, instructor.code), ("", 0, 0));
    assert!(!student.out.contains(title), "{}", student.out);
    assert!(instructor.out.contains(title), "{}", instructor.out);
}
