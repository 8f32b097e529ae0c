//! `JUnit` XML: `failure` for what the program did wrong, `error` for faults of ours, `skipped` for what was not played.

use std::io::{self, Write};
use std::time::Duration;

use quick_junit::{NonSuccessKind, Property, Report as Document, TestCase, TestCaseStatus, TestSuite};

use super::page::Page;
use super::summary::{CheckReport, Report};
use super::terminal;
use super::view::{Audience, View};
use super::{Reporter, words};
use crate::text::{Medium, safe};
use crate::verdict::Status;

/// Writes one XML document at the end of the run.
pub struct Junit<W> {
    to: W,
    audience: Audience,
}

impl<W: Write> Junit<W> {
    /// A document to this writer.
    pub fn new(to: W, audience: Audience) -> Self {
        Self { to, audience }
    }
}

impl<W: Write> Reporter for Junit<W> {
    fn finish(&mut self, report: &Report) -> io::Result<()> {
        let view = report.seen_by(self.audience);
        let mut document = Document::new(text(&report.exercise));
        document.add_test_suite(suite(&view));
        document.serialize(&mut self.to).map_err(io::Error::other)?;
        self.to.flush()
    }
}

fn suite(view: &View<'_>) -> TestSuite {
    let report = view.report;
    let mut suite = TestSuite::new(text(&report.submission));
    for (name, value) in [
        ("score", view.score().to_string()),
        ("max_score", view.max_score().to_string()),
        ("bonus", view.bonus().to_string()),
        ("complete", view.complete().to_string()),
        ("isolation", report.isolation.clone()),
    ] {
        suite.add_property(Property::new(name, text(&value)));
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
    let message = text(&words::message(check, view));
    let mut status = match check.status() {
        Status::Pass => TestCaseStatus::success(),
        // JUnit knows no remark on a pass; a near miss that lost points is a failure.
        Status::Near if check.points() >= check.max_points() => TestCaseStatus::success(),
        Status::Near | Status::Fail => TestCaseStatus::non_success(NonSuccessKind::Failure),
        Status::Fault => TestCaseStatus::non_success(NonSuccessKind::Error),
        Status::Skip | Status::Unsupported => TestCaseStatus::skipped(),
    };
    if check.status() != Status::Pass {
        status.set_message(message.as_str());
    }
    if matches!(check.status(), Status::Fail | Status::Near | Status::Fault) {
        let mut page = Page::new(false);
        terminal::section(&mut page, check, view);
        status.set_type(words::status(check.status())).set_description(text(page.into_text().trim()));
    }
    let mut case = TestCase::new(text(&check.facts.id), status);
    case.set_classname(text(&format!("{}.{}", view.report.exercise, check.facts.program)));
    case.set_time(Duration::from_millis(check.took_ms));
    case.add_property(Property::new("points", format!("{} of {}", check.points(), check.max_points())));
    case
}

fn text(text: &str) -> String {
    safe(text, Medium::Xml)
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::Junit;
    use crate::report::Audience;

    #[test]
    fn every_verdict_has_its_element() {
        insta::assert_snapshot!(sample::told(|to| Box::new(Junit::new(to, Audience::Instructor))));
    }
}
