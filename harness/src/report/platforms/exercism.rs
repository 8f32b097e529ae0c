//! The `results.json` of an exercism test runner, version 3: <https://exercism.org/docs/building/tooling/test-runners/interface>.
//!
//! It knows no points: a check that has lost some has failed.

use std::io;

use serde::Serialize;

use super::super::summary::CheckReport;
use super::super::view::View;
use super::super::{reproduce, terminal};
use super::{json, of_the_whole};
use crate::event::{Channel, EventKind, Speaker};
use crate::verdict::Status;

#[derive(Serialize)]
struct Results {
    version: u8,
    status: &'static str,
    message: Option<String>,
    tests: Vec<Test>,
}

#[derive(Serialize)]
struct Test {
    name: String,
    status: &'static str,
    message: Option<String>,
    output: Option<String>,
    #[serde(rename = "test_code")]
    code: String,
}

/// Characters of a test's output that exercism shows.
const OUTPUT: usize = 500;
/// Characters of a message that exercism takes.
const MESSAGE: usize = 65_535;

/// The whole document.
pub fn text(view: &View<'_>) -> io::Result<String> {
    let tests: Vec<Test> = view.checks().map(|check| test(check, view)).collect();
    let all = |status: &str| tests.iter().all(|test| test.status == status);
    let status = if all("error") {
        "error"
    } else if all("pass") {
        "pass"
    } else {
        "fail"
    };
    let whole = of_the_whole(view, "").join("\n");
    let message =
        (status == "error").then(|| if whole.is_empty() { "Nothing could be judged.".to_owned() } else { whole });
    json(&Results { version: 3, status, message, tests })
}

fn test(check: &CheckReport, view: &View<'_>) -> Test {
    let status = match check.status() {
        Status::Pass | Status::Near if check.is_passed() => "pass",
        Status::Pass | Status::Near | Status::Fail | Status::Skip => "fail",
        Status::Unsupported | Status::Fault => "error",
    };
    let message = terminal::told(check, view).chars().take(MESSAGE).collect();
    let output = printed(check);
    Test {
        name: check.facts.title.clone(),
        status,
        message: (status != "pass").then_some(message),
        output: (!output.is_empty()).then_some(output),
        code: format!("{}\n{}", check.facts.because, reproduce::again(view, check)),
    }
}

/// The first of what the program printed.
fn printed(check: &CheckReport) -> String {
    let mut output = String::new();
    for event in &check.timeline {
        if let EventKind::Passed { by: Speaker::Program(_), on, bytes, .. } = &event.kind
            && matches!(on, Channel::Terminal(_) | Channel::StandardError(_))
        {
            output.push_str(&String::from_utf8_lossy(&bytes.0));
        }
    }
    output.chars().take(OUTPUT).collect()
}

#[cfg(test)]
mod tests {
    use super::super::super::sample;

    #[test]
    fn every_check_has_its_test() {
        insta::assert_snapshot!(sample::told_as("exercism"));
    }
}
