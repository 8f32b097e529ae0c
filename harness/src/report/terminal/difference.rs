//! What was sent, awaited and received, one under the other, with a caret under the first wrong byte.

use unicode_width::UnicodeWidthStr as _;

use super::super::page::{COLUMNS, FAINT, Page, WRONG, wrapped};
use super::super::timeline::Scene;
use crate::text::{Bytes, Excerpt, shown};
use crate::verdict::{END_OF_CONNECTION, Ending, FindingKind, Heard};

/// Column at which bytes begin.
const MARGIN: usize = 15;

pub(super) fn rows(page: &mut Page, scene: &Scene<'_>, kind: &FindingKind) {
    match kind {
        FindingKind::Differed { expected, literal, received, at, remark, heard } => {
            said(page, scene, heard);
            literally(page, literal.as_ref(), Some(*at));
            let label = remark.clone().unwrap_or_else(|| awaited(expected, literal.as_ref(), received, *at));
            bytes(page, "received", &received.0, Some((*at, &label)));
            page.end_line();
        }
        FindingKind::Missing { expected, literal, received, heard, ending, .. } => {
            said(page, scene, heard);
            literally(page, literal.as_ref(), None);
            if !received.0.is_empty() {
                bytes(page, "received", &received.0, Some((received.0.len(), "here it ends")));
            } else if expected != END_OF_CONNECTION {
                labelled(page, "received", "nothing");
            }
            if matches!(ending, Ending::Exited(_)) {
                printed(page, &scene.printed(scene.role()));
            }
            page.end_line();
        }
        FindingKind::Near { expected, received, .. } => {
            labelled(page, "expected", expected);
            if !received.0.is_empty() {
                bytes(page, "received", &received.0, None);
            }
            page.end_line();
        }
        FindingKind::Unexpected { received, heard } => {
            said(page, scene, heard);
            bytes(page, "received", &received.0, Some((0, "here: nothing more was to come")));
            page.end_line();
        }
        FindingKind::CutOff { unsent, .. } => {
            bytes(page, "unsent", &unsent.0, None);
            page.end_line();
        }
        FindingKind::Exited { .. } => printed_with_gap(page, &scene.printed(scene.role())),
        FindingKind::NotBuilt { output, .. } | FindingKind::NotReady { output, .. } => {
            printed_with_gap(page, &output.0);
        }
        FindingKind::NoProgram { .. }
        | FindingKind::NoPage { .. }
        | FindingKind::Unusable { .. }
        | FindingKind::NeverHappened { .. }
        | FindingKind::NoService { .. }
        | FindingKind::Told { .. }
        | FindingKind::LeftWaiting { .. }
        | FindingKind::Exceeded { .. } => {}
    }
}

/// What the harness said or typed last before that.
fn said(page: &mut Page, scene: &Scene<'_>, heard: &Heard) {
    let on = if let Heard::Connection(name) = heard { Some(name.as_str()) } else { None };
    if let Some(sent) = scene.last_sent(on) {
        bytes(page, "sent", &sent.bytes, None);
    }
    if let (Heard::Terminal(_), Some(typed)) = (heard, scene.last_typed()) {
        bytes(page, "typed", typed, None);
    }
}

fn literally(page: &mut Page, literal: Option<&Bytes>, at: Option<usize>) {
    if let Some(literal) = literal {
        let excerpt = Excerpt::new(&literal.0, at, COLUMNS - MARGIN);
        rows_of(page, "expected", &excerpt, None);
    }
}

fn printed_with_gap(page: &mut Page, output: &[u8]) {
    if !output.is_empty() {
        printed(page, output);
        page.end_line();
    }
}

/// The end of what a program printed, where its last error stands.
fn printed(page: &mut Page, output: &[u8]) {
    const LINES: usize = 5;
    let text = output.trim_ascii_end();
    let feeds = text.iter().enumerate().rev().filter(|(_, byte)| **byte == b'\n');
    let from = feeds.map(|(at, _)| at + 1).nth(LINES - 1).unwrap_or(0);
    if !text.is_empty() {
        bytes(page, "printed", &text[from..], None);
    }
}

/// What should have stood where the caret is.
fn awaited(expected: &str, literal: Option<&Bytes>, received: &Bytes, at: usize) -> String {
    match literal {
        Some(literal) if at >= literal.0.len() => "here: nothing more was expected".to_owned(),
        Some(literal) => format!("here: expected {}", shown(&literal.0[at..], 40)),
        None if at >= received.0.len() => format!("here it ends: expected {expected}"),
        None => format!("here: expected {expected}"),
    }
}

fn bytes(page: &mut Page, label: &str, bytes: &[u8], wrong: Option<(usize, &str)>) {
    let excerpt = Excerpt::new(bytes, wrong.map(|(at, _)| at), COLUMNS - MARGIN);
    rows_of(page, label, &excerpt, wrong.map(|(_, remark)| remark));
}

fn rows_of(page: &mut Page, label: &str, excerpt: &Excerpt, remark: Option<&str>) {
    for (index, row) in excerpt.rows.iter().enumerate() {
        labelled(page, if index == 0 { label } else { "" }, row);
        if let (Some(caret), Some(remark)) = (excerpt.caret.filter(|caret| caret.row == index), remark) {
            pointed(page, caret.column, remark);
        }
    }
}

/// The caret and its remark: beside it where there is room, else below.
fn pointed(page: &mut Page, column: usize, remark: &str) {
    page.plain(&" ".repeat(MARGIN + column));
    if MARGIN + column + 2 + remark.width() <= COLUMNS {
        page.put(WRONG, &format!("^ {remark}")).end_line();
        return;
    }
    page.put(WRONG, "^").end_line();
    for line in wrapped(remark, COLUMNS - MARGIN) {
        page.plain(&" ".repeat(MARGIN)).put(WRONG, &line).end_line();
    }
}

fn labelled(page: &mut Page, label: &str, text: &str) {
    page.plain("     ").put(FAINT, &format!("{label:<10}")).plain(text).end_line();
}
