//! What a student may not see leaks nothing into the feedback: no word, no value, no seed, no total.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::school::{harness, is_refused, result, server};

/// The server fails the hidden check, on which a visible one depends.
const SPEC: &str = "\
format: 1
exercise: quiz
title: A quiz
sheet: Nobody's
programs: { server: { files: [simple_server.*] } }
draw: { riddle: word }
checks:
  - { id: echoes, title: Echo, program: server, points: 4, because: B, hint: H,
      steps: [connect, { send: plain }, { expect: { starts_with: plain } }] }
  - { id: secret-first, title: The riddle, program: server, points: 3, visibility: hidden, because: Whispered, hint: Guess,
      steps: [connect, { send: \"{riddle}\" }, { expect: { starts_with: \"no {riddle}\" } }] }
  - { id: goes-on, title: Go on, program: server, points: 2, needs: [secret-first], because: B, hint: H,
      steps: [connect, { send: more }, { expect: { starts_with: more } }] }
  - { id: later, title: Later, program: server, points: 5, visibility: after_due, because: B, hint: H,
      steps: [connect, { send: late }, { expect: { starts_with: late } }] }
  - { id: last, title: Last, program: server, points: 6, visibility: after_published, because: B, hint: H,
      steps: [connect, { send: last }, { expect: { starts_with: last } }] }
";

/// What the student reads at this time: the text, and what it says.
fn feedback(class: &Path, out: &Path, spec: &Path, time: &str) -> (String, Value) {
    let mut command = harness(&["grade"]);
    let command = command.arg(spec).arg(class).arg("--out").arg(out).args(["--seed", "424242", "--feedback", time]);
    let ran = command.output().expect("it runs");
    assert_eq!(ran.status.code(), Some(0), "{}", String::from_utf8_lossy(&ran.stderr));
    let read = |file: &str| fs::read_to_string(out.join(file)).expect("feedback");
    let pages = [read("feedback/ada.json"), read("feedback/ada.html")];
    (pages.concat(), result(out, "feedback/ada.json"))
}

#[test]
fn a_hidden_check_leaks_nothing_before_its_time_or_ever() {
    if is_refused() {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let (class, out, spec) = (folder.path().join("class"), folder.path().join("out"), folder.path().join("quiz.yaml"));
    fs::create_dir_all(class.join("ada")).expect("made");
    fs::write(class.join("ada/simple_server.py"), server("s", "")).expect("written");
    fs::write(&spec, SPEC).expect("written");
    let awaited = [
        ("before-due", 4, 6, 3, vec!["echoes", "goes-on"]),
        ("after-due", 9, 11, 2, vec!["echoes", "goes-on", "later"]),
        ("published", 15, 17, 1, vec!["echoes", "goes-on", "later", "last"]),
    ];
    for (time, score, max_score, hidden, checks) in awaited {
        let (text, told) = feedback(&class, &out, &spec, time);
        let ids: Vec<&str> =
            told["checks"].as_array().expect("checks").iter().filter_map(|check| check["id"].as_str()).collect();
        assert_eq!(ids, checks, "{time}");
        let totals = ["score", "max_score", "hidden"].map(|field| told[field].as_u64());
        assert_eq!(totals, [score, max_score, hidden].map(Some), "{time}");
        for leak in ["secret-first", "riddle", "Whispered", "Guess", "424242", "\"origin\""] {
            assert!(!text.contains(leak), "{leak} stands in\n{text}");
        }
        assert_eq!(told["checks"][1]["message"], "Not played: it needs another check that was lost");
    }
    // The instructor has all of it, and the value that was drawn.
    let message = result(&out, "results/ada.json")["checks"][1]["message"].to_string();
    let value = message.split("no ").nth(1).and_then(|rest| rest.split(['`', '"', '\\']).next()).expect("a value");
    let (text, _) = feedback(&class, &out, &spec, "published");
    assert!(value.len() > 2 && !text.contains(value), "{value} from {message}");
}
