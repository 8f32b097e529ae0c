//! The result as JSON: stable names, versioned.

use std::io::{self, Write};

use serde::Serialize;

use super::points::Points;
use super::summary::{CheckReport, Report};
use super::view::{Audience, View};
use super::{Reporter, words};
use crate::event::{Prepared, Visibility};
use crate::text::{Medium, safe};
use crate::verdict::{Fault, Status};

/// Version of this format. Fields may be added; a change of what stands here makes a new version.
pub const VERSION: u32 = 1;

/// Writes one JSON document at the end of the run.
pub struct Json<W> {
    to: W,
    audience: Audience,
}

impl<W: Write> Json<W> {
    /// A document to this writer.
    pub fn new(to: W, audience: Audience) -> Self {
        Self { to, audience }
    }
}

impl<W: Write> Reporter for Json<W> {
    fn finish(&mut self, report: &Report) -> io::Result<()> {
        let document = serde_json::to_string_pretty(&Document::new(&report.seen_by(self.audience)))?;
        writeln!(self.to, "{}", safe(&document, Medium::Json))?;
        self.to.flush()
    }
}

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    harness: &'a str,
    exercise: &'a str,
    submission: &'a str,
    score: Points,
    max_score: Points,
    bonus: Points,
    complete: bool,
    /// Ids of the counted checks that could not be judged.
    lacking: Vec<&'a str>,
    isolation: &'a str,
    seed: u64,
    started: &'a str,
    programs: &'a [Prepared],
    /// Faults that belong to no single check.
    faults: &'a [Fault],
    /// How many checks are left out, because the reader may not see them.
    hidden: usize,
    checks: Vec<Check<'a>>,
}

#[derive(Serialize)]
struct Check<'a> {
    id: &'a str,
    title: &'a str,
    program: &'a str,
    status: Status,
    points: Points,
    max_points: Points,
    bonus: bool,
    visibility: Visibility,
    message: String,
    /// For a check that lost points; else empty.
    hint: &'a str,
    took_ms: u64,
}

impl<'a> Document<'a> {
    fn new(view: &View<'a>) -> Self {
        let report = view.report;
        Self {
            version: VERSION,
            harness: &report.harness,
            exercise: &report.exercise,
            submission: &report.submission,
            score: view.score(),
            max_score: view.max_score(),
            bonus: view.bonus(),
            complete: view.complete(),
            lacking: view.lacking().into_iter().map(|check| check.facts.id.as_str()).collect(),
            isolation: &report.isolation,
            seed: report.seed,
            started: &report.started,
            programs: &report.programs,
            faults: &report.faults,
            hidden: view.hidden(),
            checks: view.checks().map(|check| Check::new(check, view)).collect(),
        }
    }
}

impl<'a> Check<'a> {
    fn new(check: &'a CheckReport, view: &View<'_>) -> Self {
        let lost =
            matches!(check.status(), Status::Fail) || check.points() < check.max_points() && !check.is_unjudged();
        Self {
            id: &check.facts.id,
            title: &check.facts.title,
            program: &check.facts.program,
            status: check.status(),
            points: check.points(),
            max_points: check.max_points(),
            bonus: check.facts.bonus,
            visibility: check.facts.visibility,
            message: words::message(check, view),
            hint: if lost { &check.facts.hint } else { "" },
            took_ms: check.took_ms,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::Json;
    use crate::report::Audience;

    #[test]
    fn an_instructor_gets_every_check() {
        insta::assert_snapshot!(sample::told(|to| Box::new(Json::new(to, Audience::Instructor))));
    }

    #[test]
    fn a_student_gets_no_hidden_check() {
        let told = sample::told(|to| Box::new(Json::new(to, Audience::Student)));
        assert!(!told.contains("secret"), "{told}");
        let document: serde_json::Value = serde_json::from_str(&told).expect("JSON");
        assert_eq!(document["hidden"], 1);
    }
}
