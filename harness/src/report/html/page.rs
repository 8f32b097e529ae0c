//! [`Page`]: what stands on the page of a run, every text of it made harmless.

use serde::Serialize;
use unicode_width::UnicodeWidthChar as _;

use super::diagram::Diagram;
use crate::event::EventKind;
use crate::report::comparison::{self, Row};
use crate::report::summary::CheckReport;
use crate::report::timeline::Scene;
use crate::report::view::View;
use crate::report::words::{self, Story};
use crate::report::{Document, Points, json, reproduce};
use crate::text::{Excerpt, Medium, safe};
use crate::verdict::{Finding, Status};

#[derive(Serialize)]
pub(super) struct Page {
    title: String,
    sheet: String,
    submission: String,
    score: String,
    max_score: String,
    bonus: Option<String>,
    /// What share of the points was earned, in percent.
    share: f64,
    /// What changed the points, and by how many.
    adjustments: Vec<String>,
    lacking: Vec<String>,
    faults: Vec<Told>,
    hidden: usize,
    checks: Vec<Check>,
    programs: Vec<String>,
    facts: Vec<(&'static str, String)>,
}

#[derive(Default, Serialize)]
struct Check {
    id: String,
    title: String,
    status: &'static str,
    mark: &'static str,
    points: String,
    is_open: bool,
    stories: Vec<Told>,
    rule: String,
    hint: String,
    by_hand: String,
    again: String,
    pictures: Vec<Picture>,
    diagram: Option<Diagram>,
}

/// A finding or a fault.
#[derive(Serialize)]
struct Told {
    title: String,
    diagnosis: String,
    rows: Vec<Line>,
}

/// A line of a comparison, the wrong byte apart.
#[derive(Default, Serialize)]
struct Line {
    label: &'static str,
    before: String,
    wrong: String,
    after: String,
    remark: String,
}

#[derive(Serialize)]
struct Picture {
    url: String,
    width: u32,
    height: u32,
    /// In base 64.
    png: String,
}

/// Findings of one check that are told in full.
const FINDINGS: usize = 3;
/// Columns of a comparison: what a phone held sideways shows.
const COLUMNS: usize = 64;

impl Page {
    pub(super) fn of(view: &View<'_>) -> Self {
        let report = view.report;
        let seed = view.seed().map(|seed| ("Seed", seed.to_string()));
        let facts = [
            ("Exercise", harmless(&report.exercise)),
            ("Isolation", harmless(&report.isolation)),
            ("Started", harmless(&report.started)),
            ("Harness", harmless(&report.harness)),
        ];
        let most = view.max_score();
        Self {
            title: harmless(&report.title),
            sheet: harmless(&report.sheet),
            submission: harmless(&report.submission),
            score: view.score().to_string(),
            max_score: most.to_string(),
            bonus: (view.max_bonus() > Points::ZERO).then(|| format!("{} of {}", view.bonus(), view.max_bonus())),
            share: share(view.score(), most),
            adjustments: Vec::new(),
            lacking: view.lacking().into_iter().map(|check| harmless(&check.facts.id)).collect(),
            faults: report.faults.iter().map(|fault| Told::of(Story::of_fault(fault), Vec::new())).collect(),
            hidden: view.hidden(),
            checks: view.checks().map(|check| Check::of(check, view)).collect(),
            programs: report
                .programs
                .iter()
                .map(|program| harmless(&format!("{}: {}", program.role, words::program(program))))
                .collect(),
            facts: facts.into_iter().chain(seed).collect(),
        }
    }

    /// The same with what a class's result says beyond the run. Of a run that was not recorded, the result's own words stand.
    pub(super) fn with(mut self, result: &Document) -> Self {
        let signed = |points: Points| if points > Points::ZERO { format!("+{points}") } else { points.to_string() };
        let made = result.adjustments.iter();
        let adjustments =
            made.map(|made| harmless(&format!("{} points, {}: {}", signed(made.points), made.by, made.comment)));
        let handed_in = result.handed_in.iter().flat_map(|handed_in| {
            let submitted = handed_in.submitted.map(|at| ("Handed in", at.to_string()));
            let name = handed_in.name.as_ref().map(|name| ("Name", harmless(name)));
            name.into_iter().chain(submitted)
        });
        self.facts.extend(handed_in);
        if self.checks.is_empty() {
            self.title = harmless(&result.exercise);
            self.faults = result.faults.iter().map(|fault| Told::of(Story::of_fault(fault), Vec::new())).collect();
            self.checks = result.checks.iter().map(Check::of_result).collect();
        }
        Self {
            submission: harmless(&result.submission),
            score: result.score.to_string(),
            max_score: result.max_score.to_string(),
            share: share(result.score, result.max_score),
            adjustments: adjustments.collect(),
            lacking: result.lacking.iter().map(|id| harmless(id)).collect(),
            hidden: result.hidden,
            ..self
        }
    }
}

/// What part of all points some are, in percent.
pub(super) fn share(points: Points, most: Points) -> f64 {
    if most > Points::ZERO { (points.value() / most.value() * 100.0).round() } else { 0.0 }
}

impl Check {
    fn of(check: &CheckReport, view: &View<'_>) -> Self {
        let is_lost = check.points() < check.max_points() && !check.is_unjudged();
        let lost = |text: &str| if is_lost { harmless(text) } else { String::new() };
        let bonus = if check.facts.bonus { "bonus " } else { "" };
        let points = if check.is_unjudged() { "?".to_owned() } else { check.points().to_string() };
        let pictures = check.timeline.iter().filter_map(|event| Picture::of(&event.kind)).collect();
        Self {
            id: harmless(&check.facts.id),
            title: harmless(&check.facts.title),
            status: words::status(check.status()),
            mark: mark(check.status()),
            points: format!("{bonus}{points} of {}", check.max_points()),
            is_open: !matches!(check.status(), Status::Pass | Status::Skip),
            stories: stories(check, view),
            rule: lost(&check.facts.because),
            hint: lost(&check.facts.hint),
            by_hand: lost(&reproduce::by_hand(check).unwrap_or_default()),
            again: lost(&reproduce::again(view, check)),
            pictures,
            diagram: Diagram::of(check),
        }
    }
}

impl Check {
    /// What a result says of a check whose play was not recorded.
    fn of_result(check: &json::Check) -> Self {
        let story = Story { message: check.message.clone(), ..Story::default() };
        let bonus = if check.bonus { "bonus " } else { "" };
        Self {
            id: harmless(&check.id),
            title: harmless(&check.title),
            status: words::status(check.status),
            mark: mark(check.status),
            points: format!("{bonus}{} of {}", check.points, check.max_points),
            is_open: !matches!(check.status, Status::Pass | Status::Skip),
            stories: if check.message.is_empty() { Vec::new() } else { vec![Told::of(story, Vec::new())] },
            hint: harmless(&check.hint),
            ..Self::default()
        }
    }
}

fn stories(check: &CheckReport, view: &View<'_>) -> Vec<Told> {
    match check.status() {
        Status::Near | Status::Fail => {
            let reasons = words::reasons(check);
            reasons.into_iter().take(FINDINGS).map(|finding| Told::of_finding(check, finding)).collect()
        }
        Status::Pass | Status::Skip | Status::Unsupported | Status::Fault => {
            words::stories(check, view).into_iter().map(|story| Told::of(story, Vec::new())).collect()
        }
    }
}

impl Told {
    fn of(story: Story, rows: Vec<Line>) -> Self {
        let title = if rows.is_empty() { &story.message } else { &story.beside_bytes };
        Self { title: harmless(title.trim_end_matches('.')), diagnosis: harmless(&story.diagnosis), rows }
    }

    fn of_finding(check: &CheckReport, finding: &Finding) -> Self {
        let scene = Scene::of(check, finding);
        let rows = comparison::rows(&scene, &finding.kind);
        Self::of(Story::of_finding(check, finding), rows.into_iter().flat_map(lines).collect())
    }
}

fn lines(row: Row<'_>) -> Vec<Line> {
    match row {
        Row::Gap => Vec::new(),
        Row::Words { label, words } => vec![Line { label, before: harmless(words), ..Line::default() }],
        Row::Bytes { label, bytes, at, remark } => {
            let Excerpt { rows, caret } = Excerpt::new(&bytes, at, COLUMNS);
            let caret = caret.filter(|_| remark.is_some());
            let line = |(index, row): (usize, String)| {
                let label = if index == 0 { label } else { "" };
                let Some(caret) = caret.filter(|caret| caret.row == index) else {
                    return Line { label, before: harmless(&row), ..Line::default() };
                };
                let (before, rest) = split(&row, caret.column);
                let (wrong, after) = split(rest, caret.width);
                let remark = harmless(remark.as_deref().unwrap_or_default());
                Line { label, before: harmless(before), wrong: harmless(wrong), after: harmless(after), remark }
            };
            rows.into_iter().enumerate().map(line).collect()
        }
    }
}

/// A row up to a column, and from there on.
fn split(row: &str, column: usize) -> (&str, &str) {
    let mut width = 0;
    let end = row.char_indices().find(|(_, letter)| {
        let is_there = width >= column && letter.width().unwrap_or(0) > 0;
        width += letter.width().unwrap_or(0);
        is_there
    });
    row.split_at(end.map_or(row.len(), |(at, _)| at))
}

impl Picture {
    fn of(kind: &EventKind) -> Option<Self> {
        let EventKind::Pictured { url, width, height, png } = kind else { return None };
        let is_of_base_64 = |byte: u8| byte.is_ascii_alphanumeric() || b"+/=".contains(&byte);
        let is_whole = png.bytes().all(is_of_base_64);
        is_whole.then(|| Self { url: harmless(url), width: *width, height: *height, png: png.clone() })
    }
}

/// A verdict at a glance, beside its word.
pub(super) fn mark(status: Status) -> &'static str {
    match status {
        Status::Pass => "✓",
        Status::Near => "≈",
        Status::Fail => "✗",
        Status::Skip => "–",
        Status::Unsupported => "?",
        Status::Fault => "!",
    }
}

/// A stranger's text; the template escapes what HTML would read in it.
pub(super) fn harmless(text: &str) -> String {
    safe(text, Medium::Xml)
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn a_row_is_split_at_a_column_and_not_at_a_character() {
        assert_eq!(split("\"鷺a\"", 3), ("\"鷺", "a\""));
        assert_eq!(split("\"e\u{301}a\"", 2), ("\"e\u{301}", "a\""));
        assert_eq!(split("ab", 9), ("ab", ""));
    }
}
