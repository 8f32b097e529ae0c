//! A class with hostile submissions: each is contained, and says so; no neighbour's grade and nothing on the machine changes.

#![expect(clippy::expect_used, reason = "these are tests: what is not as expected fails them")]

mod class;
#[path = "../machine/mod.rs"]
mod machine;
mod table;
mod traces;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::time::Duration;

use assert_cmd::cargo::cargo_bin_cmd;
use serde_json::Value;

use class::{LAID, NEIGHBOURS, contents, kept, lay_hostile, lay_neighbours};
use traces::Watch;

/// A server's answer, a server's end, a client's message.
const CHECKS: &str = "appends-time,ends-at-eof,sends-message";

/// Grades a class, with temporary files in a folder of its own; what was said, on both streams.
fn grade(class: &Path, out: &Path, temporary: &Path) -> String {
    let mut command = cargo_bin_cmd!("harness");
    let path = std::env::var("PATH").unwrap_or_default();
    command.env("PATH", format!("/usr/bin:{path}")).env("TMPDIR", temporary).args(["grade", "time-echo"]);
    command.arg(class).arg("--out").arg(out).args(["--only", CHECKS, "--seed", "7"]);
    let ran = command.timeout(Duration::from_secs(1200)).output().expect("it runs");
    let said = format!("{}{}", String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr));
    assert_eq!(ran.status.code(), Some(0), "{said}");
    said
}

fn result(out: &Path, name: &str) -> Value {
    let text = fs::read_to_string(out.join("results").join(format!("{name}.json"))).expect(name);
    serde_json::from_str(&text).expect("JSON")
}

/// What of a result must not depend on who sits beside.
fn grade_of(result: &Value) -> (Value, Vec<(Value, Value, Value)>) {
    let checks = result["checks"].as_array().expect("checks");
    let checks = checks.iter().map(|check| (check["id"].clone(), check["status"].clone(), check["points"].clone()));
    (result["score"].clone(), checks.collect())
}

#[test]
fn a_hostile_class_changes_no_grade_and_harms_nothing() {
    if !machine::is_full(env!("CARGO_BIN_EXE_harness").as_ref()) {
        return machine::not_tested("the hostile class, because this machine refuses namespaces");
    }
    let room = tempfile::tempdir().expect("a folder");
    let folder = |name: &str| {
        fs::create_dir_all(room.path().join(name)).expect("a folder");
        room.path().join(name)
    };
    let (alone, class, temporary) = (folder("alone"), folder("class"), folder("temporary"));
    lay_neighbours(&alone);
    lay_neighbours(&class);
    lay_hostile(&class);
    let before = contents(&class);
    let (quiet, out) = (room.path().join("quiet"), room.path().join("out"));
    grade(&alone, &quiet, &temporary);
    let watch = Watch::over(&temporary);
    let said = grade(&class, &out, &temporary);
    watch.nothing_is_left();

    assert!(
        said.contains(&format!("{} with full marks", NEIGHBOURS.len())) && said.contains(", 0 with faults."),
        "{said}"
    );
    assert_eq!(contents(&class), before, "nobody's files are changed");
    for name in NEIGHBOURS {
        let (alone, among) = (result(&quiet, name), result(&out, name));
        assert_eq!((grade_of(&among), &among["complete"]), (grade_of(&alone), &true.into()), "{name}");
        assert_eq!(among["score"], among["max_score"], "{name}");
    }
    let untold: Vec<String> = table::TOLD.iter().filter_map(|(name, part)| untold(&out, name, part)).collect();
    assert_eq!(untold, [""; 0], "{}", untold.join("\n"));
    only_results_were_written(&out);
}

/// What is wrong with the result of a hostile submission, if anything is.
fn untold(out: &Path, name: &str, part: &str) -> Option<String> {
    let result = result(out, name);
    let checks = result["checks"].as_array().expect("checks");
    let judged =
        checks.iter().all(|check| ["pass", "near", "fail", "skip"].iter().any(|status| check["status"] == *status));
    let messages: Vec<&str> = checks.iter().filter_map(|check| check["message"].as_str()).collect();
    let told = messages.iter().any(|message| message.contains(part));
    let whole = result["score"] == result["max_score"];
    (!judged || !told || whole || result["complete"] != true)
        .then(|| format!("{name} is to say `{part}`, and says {messages:?}"))
}

fn only_results_were_written(out: &Path) {
    let names = |folder: &str| -> BTreeSet<String> {
        let entries = fs::read_dir(out.join(folder)).expect("a folder");
        entries.map(|entry| entry.expect("an entry").file_name().into_string().expect("a name")).collect()
    };
    assert_eq!(
        names("").into_iter().collect::<Vec<_>>(),
        ["feedback", "gradebook.csv", "grading.json", "pages", "records", "report.html", "results"]
    );
    assert_eq!(names("results").len(), NEIGHBOURS.len() + kept().len() + LAID);
    let of_html = |name: &String| name.replace(".json", ".html");
    let pages: BTreeSet<String> = names("results").iter().map(of_html).collect();
    assert_eq!((names("pages"), names("feedback")), (pages.clone(), names("results").union(&pages).cloned().collect()));
    for page in pages {
        let text = fs::read_to_string(out.join("pages").join(&page)).expect("a page");
        let acts = text.contains("<script") || text.chars().any(|letter| letter.is_control() && letter != '\n');
        assert!(!acts, "{page}");
    }
    let written: u64 = contents(out).keys().map(|path| fs::metadata(path).map_or(0, |about| about.len())).sum();
    assert!(written < 64 << 20, "{written} bytes of results");
    let mut book = csv::Reader::from_path(out.join("gradebook.csv")).expect("a gradebook");
    assert_eq!(book.records().count(), names("results").len());
    let text = fs::read_to_string(out.join("gradebook.csv")).expect("a gradebook");
    assert!(!text.chars().any(|letter| letter.is_control() && letter != '\n' && letter != '\r'), "{text:?}");
    let mut book = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    for record in book.records() {
        for cell in &record.expect("a row") {
            assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell:?} would be calculated");
        }
    }
}

#[test]
fn every_hostile_submission_is_in_the_table() {
    let known: BTreeSet<&str> = table::TOLD.iter().map(|(name, _)| *name).collect();
    let missing: Vec<String> = kept().into_iter().filter(|name| !known.contains(name.as_str())).collect();
    assert_eq!(missing, [""; 0]);
    assert!(known.len() >= 20);
}
