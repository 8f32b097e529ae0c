//! `JUnit` XML: `failure` for what the program did wrong, `error` for faults of ours, `skipped` for what was not played.

use std::io;
use std::time::Duration;

use quick_junit::{NonSuccessKind, Property, Report as Document, TestCase, TestCaseStatus, TestSuite};

use super::summary::CheckReport;
use super::view::View;
use super::{terminal, words};
use crate::text::{Medium, safe};
use crate::verdict::Status;

/// The whole document.
pub fn text(view: &View<'_>) -> io::Result<String> {
    let mut document = Document::new(safe_text(&view.report.exercise));
    document.add_test_suite(suite(view));
    document.to_string().map_err(io::Error::other)
}

fn suite(view: &View<'_>) -> TestSuite {
    let report = view.report;
    let mut suite = TestSuite::new(safe_text(&report.submission));
    for (name, value) in [
        ("score", view.score().to_string()),
        ("max_score", view.max_score().to_string()),
        ("bonus", view.bonus().to_string()),
        ("complete", view.complete().to_string()),
        ("isolation", report.isolation.clone()),
    ] {
        suite.add_property(Property::new(name, safe_text(&value)));
    }
    if let Some(seed) = view.seed() {
        suite.add_property(Property::new("seed", seed.to_string()));
    }
    for check in view.checks() {
        suite.add_test_case(case(check, view));
    }
    suite.set_time(view.checks().map(|check| Duration::from_millis(check.took_ms)).sum());
    suite
}

fn case(check: &CheckReport, view: &View<'_>) -> TestCase {
    let message = safe_text(&words::message(check, view));
    let mut status = match check.status() {
        Status::Pass => TestCaseStatus::success(),
        // JUnit knows no remark on a pass; a near miss that lost points is a failure.
        Status::Near if check.is_passed() => TestCaseStatus::success(),
        Status::Near | Status::Fail => TestCaseStatus::non_success(NonSuccessKind::Failure),
        Status::Fault => TestCaseStatus::non_success(NonSuccessKind::Error),
        Status::Skip | Status::Unsupported => TestCaseStatus::skipped(),
    };
    if check.status() != Status::Pass {
        status.set_message(message.as_str());
    }
    if matches!(check.status(), Status::Fail | Status::Near | Status::Fault) {
        let told = terminal::told(check, view);
        status.set_type(words::status(check.status())).set_description(safe_text(&told));
    }
    let mut case = TestCase::new(safe_text(&check.facts.id), status);
    case.set_classname(safe_text(&format!("{}.{}", view.report.exercise, check.facts.program)));
    case.set_time(Duration::from_millis(check.took_ms));
    case.add_property(Property::new("points", format!("{} of {}", check.points(), check.max_points())));
    case
}

fn safe_text(text: &str) -> String {
    safe(text, Medium::Xml)
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn every_verdict_has_its_element() {
        insta::assert_snapshot!(sample::told_as("junit"));
    }
}
