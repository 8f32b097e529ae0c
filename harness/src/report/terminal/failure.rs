//! The section about one check: what was said, what is wrong with it, why, and how to see it again.

use unicode_width::UnicodeWidthStr as _;

use super::super::page::{COLUMNS, FAINT, Page, STRONG, colour};
use super::super::reproduce;
use super::super::summary::CheckReport;
use super::super::timeline::Scene;
use super::super::view::View;
use super::super::words::{self, Story};
use super::{conversation, difference, mark};
use crate::verdict::{Finding, Status};

/// Findings of one check that are told in full; more of them rarely teach more.
const FINDINGS: usize = 3;

pub(super) fn section(page: &mut Page, check: &CheckReport, view: &View<'_>, verbose: bool) {
    heading(page, check);
    body(page, check, view);
    page.trim_end();
    if verbose {
        conversation::timeline(page, check);
    }
}

/// The section without its heading.
pub(super) fn body(page: &mut Page, check: &CheckReport, view: &View<'_>) {
    match check.status() {
        Status::Near | Status::Fail => findings(page, check, view),
        Status::Fault | Status::Unsupported => {
            for fault in &check.faults {
                let story = Story::of_fault(fault);
                page.labelled("   ", &format!("{}.", story.message)).labelled("   ", &story.diagnosis);
            }
        }
        Status::Skip | Status::Pass => {
            for story in words::stories(check, view) {
                page.labelled("   ", &format!("{}.", story.message));
            }
        }
    }
}

/// `── FAIL ── every-block ─────────────────`
fn heading(page: &mut Page, check: &CheckReport) {
    let id = check.facts.id.as_str();
    let used = 8 + mark(check.status()).width() + id.width();
    page.end_line().put(FAINT, "── ").put(colour(check.status()), mark(check.status())).put(FAINT, " ── ");
    page.put(STRONG, id).plain(" ").put(FAINT, &"─".repeat(COLUMNS.saturating_sub(used + 1))).end_line();
}

fn findings(page: &mut Page, check: &CheckReport, view: &View<'_>) {
    let reasons = words::reasons(check);
    for finding in reasons.iter().take(FINDINGS) {
        told(page, check, finding);
    }
    if reasons.len() > FINDINGS {
        page.labelled("   ", &format!("… and {} more findings.", reasons.len() - FINDINGS)).end_line();
    }
    // A rule or a hint beside an answer that earned all its points would only confuse.
    if check.points() < check.max_points() {
        for (label, text) in [("   = rule: ", &check.facts.because), ("   = hint: ", &check.facts.hint)] {
            if !text.is_empty() {
                page.labelled(label, text);
            }
        }
        if let Some(line) = reproduce::by_hand(check) {
            page.put(FAINT, "   = try: ").plain(&line).end_line();
        }
        page.put(FAINT, "   = again: ").plain(&reproduce::again(view, check)).end_line();
    }
}

fn told(page: &mut Page, check: &CheckReport, finding: &Finding) {
    let story = Story::of_finding(check, finding);
    page.labelled("   ", &format!("{}.", story.beside_bytes.trim_end_matches('.'))).end_line();
    difference::rows(page, &Scene::of(check, finding), &finding.kind);
    if !story.diagnosis.is_empty() {
        page.labelled("   = note: ", &story.diagnosis);
    }
}
