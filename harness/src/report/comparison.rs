//! What was sent, awaited and received, as rows that every format shows in its own way.

use std::borrow::Cow;

use super::timeline::Scene;
use crate::text::{Bytes, shown};
use crate::verdict::{END_OF_CONNECTION, Ending, FindingKind, Heard};

/// One row of a comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Row<'a> {
    /// Bytes, and where in them something is to be seen.
    Bytes {
        /// What they are: `sent`, `expected`, `received`.
        label: &'static str,
        bytes: Cow<'a, [u8]>,
        /// The byte at which they differ from what should have come.
        at: Option<usize>,
        /// What is to be said of that byte.
        remark: Option<String>,
    },
    /// Words instead of bytes.
    Words { label: &'static str, words: &'a str },
    /// The end of what belongs together.
    Gap,
}

impl<'a> Row<'a> {
    fn of(label: &'static str, bytes: impl Into<Cow<'a, [u8]>>) -> Self {
        Self::Bytes { label, bytes: bytes.into(), at: None, remark: None }
    }

    fn wrong(label: &'static str, bytes: &'a [u8], at: usize, remark: impl Into<String>) -> Self {
        Self::Bytes { label, bytes: bytes.into(), at: Some(at), remark: Some(remark.into()) }
    }
}

/// What a finding is about, one under the other.
pub(super) fn rows<'a>(scene: &Scene<'a>, kind: &'a FindingKind) -> Vec<Row<'a>> {
    let mut rows = Vec::new();
    match kind {
        FindingKind::Differed { expected, literal, received, at, remark, heard } => {
            rows.extend(said(scene, heard));
            rows.extend(literally(literal.as_ref(), Some(*at)));
            let remark = remark.clone().unwrap_or_else(|| awaited(expected, literal.as_ref(), received, *at));
            rows.push(Row::wrong("received", &received.0, *at, remark));
            rows.push(Row::Gap);
        }
        FindingKind::Missing { expected, literal, received, heard, ending, .. } => {
            rows.extend(said(scene, heard));
            rows.extend(literally(literal.as_ref(), None));
            if !received.0.is_empty() {
                rows.push(Row::wrong("received", &received.0, received.0.len(), "here it ends"));
            } else if expected != END_OF_CONNECTION {
                rows.push(Row::Words { label: "received", words: "nothing" });
            }
            if matches!(ending, Ending::Exited(_)) {
                rows.extend(printed(scene.printed(scene.role())));
            }
            rows.push(Row::Gap);
        }
        FindingKind::Near { expected, received, .. } => {
            rows.push(Row::Words { label: "expected", words: expected });
            rows.extend((!received.0.is_empty()).then(|| Row::of("received", &received.0)));
            rows.push(Row::Gap);
        }
        FindingKind::Unexpected { received, heard } => {
            rows.extend(said(scene, heard));
            rows.push(Row::wrong("received", &received.0, 0, "here: nothing more was to come"));
            rows.push(Row::Gap);
        }
        FindingKind::CutOff { unsent, .. } => rows.extend([Row::of("unsent", &unsent.0), Row::Gap]),
        FindingKind::Exited { .. } => rows.extend(with_gap(printed(scene.printed(scene.role())))),
        FindingKind::NotBuilt { output, .. } | FindingKind::NotReady { output, .. } => {
            rows.extend(with_gap(printed(output.0.clone())));
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
    rows
}

/// What the harness said or typed last before that.
fn said<'a>(scene: &Scene<'a>, heard: &Heard) -> Vec<Row<'a>> {
    let on = if let Heard::Connection(name) = heard { Some(name.as_str()) } else { None };
    let sent = scene.last_sent(on).map(|sent| Row::of("sent", sent.bytes));
    let typed = scene.last_typed().filter(|_| matches!(heard, Heard::Terminal(_)));
    sent.into_iter().chain(typed.map(|typed| Row::of("typed", typed))).collect()
}

fn literally(literal: Option<&Bytes>, at: Option<usize>) -> Option<Row<'_>> {
    literal.map(|literal| Row::Bytes { label: "expected", bytes: (&literal.0).into(), at, remark: None })
}

fn with_gap(row: Option<Row<'_>>) -> impl Iterator<Item = Row<'_>> {
    let gap = row.is_some().then_some(Row::Gap);
    row.into_iter().chain(gap)
}

/// The end of what a program printed, where its last error stands.
fn printed<'a>(output: Vec<u8>) -> Option<Row<'a>> {
    const LINES: usize = 5;
    let text = output.trim_ascii_end();
    let feeds = text.iter().enumerate().rev().filter(|(_, byte)| **byte == b'\n');
    let from = feeds.map(|(at, _)| at + 1).nth(LINES - 1).unwrap_or(0);
    (!text.is_empty()).then(|| Row::of("printed", text[from..].to_vec()))
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
