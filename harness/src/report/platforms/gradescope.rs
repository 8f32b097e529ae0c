//! Gradescope's `results.json`: <https://gradescope-autograders.readthedocs.io/en/latest/specs/>.
//!
//! Gradescope itself keeps hidden tests from students, so all checks are in it, each with its visibility. Once its time is up
//! it stops the autograder and takes what is there: the file is written after each check anew.

use std::io;

use serde::Serialize;

use super::super::summary::CheckReport;
use super::super::view::{Audience, View};
use super::super::{Points, terminal, words};
use super::{json, of_the_whole};
use crate::event::Visibility;
use crate::verdict::Status;

#[derive(Serialize)]
struct Results {
    score: Points,
    /// In seconds.
    execution_time: u64,
    output: String,
    output_format: &'static str,
    stdout_visibility: &'static str,
    tests: Vec<Test>,
}

#[derive(Serialize)]
struct Test {
    name: String,
    number: String,
    score: Points,
    max_score: Points,
    /// None for what was not judged: neither passed nor failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<&'static str>,
    output: String,
    output_format: &'static str,
    visibility: &'static str,
    tags: Vec<String>,
}

/// The document as far as the run has come.
pub fn text(view: &View<'_>) -> io::Result<String> {
    // What the output says of the whole, every student reads.
    let student = view.report.seen_by(Audience::Student);
    let view = view.report.seen_by(Audience::Instructor);
    let milliseconds: u64 = view.checks().map(|check| check.took_ms).sum();
    json(&Results {
        score: view.score(),
        execution_time: milliseconds.div_ceil(1000),
        output: of_the_whole(&student, "Gradescope adds them to no score.").join("\n"),
        output_format: "text",
        stdout_visibility: "hidden",
        tests: view.checks().enumerate().map(|(index, check)| test(index + 1, check, &view)).collect(),
    })
}

fn test(number: usize, check: &CheckReport, view: &View<'_>) -> Test {
    // Another test's output must not name one that the reader does not see.
    let reader = if check.is_visible() { view.report.seen_by(Audience::Student) } else { *view };
    let bonus = if check.facts.bonus { " (bonus)" } else { "" };
    let status = match check.judged {
        Some(Status::Pass | Status::Near) if check.is_passed() => Some("passed"),
        Some(Status::Pass | Status::Near | Status::Fail | Status::Skip) => Some("failed"),
        Some(Status::Unsupported | Status::Fault) | None => None,
    };
    let output = match check.judged {
        None => "Not played yet.".to_owned(),
        Some(Status::Pass) => String::new(),
        Some(_) => terminal::told(check, &reader),
    };
    Test {
        name: format!("{}{bonus}", check.facts.title),
        number: number.to_string(),
        score: check.points(),
        max_score: check.max_points(),
        status,
        output,
        output_format: "text",
        visibility: visibility(check.facts.visibility),
        tags: vec![check.facts.program.clone(), check.judged.map_or("unplayed", words::status).to_owned()],
    }
}

fn visibility(visibility: Visibility) -> &'static str {
    match visibility {
        Visibility::Visible => "visible",
        Visibility::Hidden => "hidden",
        Visibility::AfterDue => "after_due_date",
        Visibility::AfterPublished => "after_published",
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::sample;
    use crate::report::{Audience, Tally, format::Format};

    #[test]
    fn every_check_has_its_test_and_its_visibility() {
        insta::assert_snapshot!(sample::told_as("gradescope"));
    }

    #[test]
    fn what_is_known_after_each_check_is_a_whole_document() {
        let format = Format::named("gradescope").expect("a format");
        let mut tally = Tally::new();
        for event in &sample::run() {
            tally.event(event);
            let text = format.so_far(tally.report(), Audience::Student).expect("as it comes").expect("a text");
            let document: serde_json::Value = serde_json::from_str(&text).expect("JSON");
            assert!(document["score"].is_number() && document["tests"].is_array(), "{text}");
        }
    }
}
