//! Everything that happened in a check, with times and speakers, for `--verbose`.

use super::super::page::{COLUMNS, FAINT, Page, STRONG};
use super::super::summary::CheckReport;
use super::super::words;
use crate::event::{Channel, Event, EventKind, Speaker};
use crate::text::{Excerpt, thousands};

/// Column at which the story of an event begins.
const MARGIN: usize = 14;

pub(super) fn timeline(page: &mut Page, check: &CheckReport) {
    let Some(first) = check.timeline.first() else { return };
    page.end_line().plain("   ").put(STRONG, "timeline").end_line();
    let frames_apart = |event: &&Event| !matches!(event.kind, EventKind::Captured { .. });
    for event in check.timeline.iter().filter(frames_apart) {
        moment(page, event, event.at.saturating_sub(first.at));
    }
}

fn moment(page: &mut Page, event: &Event, since: u64) {
    let milliseconds = since / 1000;
    let time = format!("{:>6}.{:03} s  ", milliseconds / 1000, milliseconds % 1000);
    if let EventKind::Passed { by, on, bytes, omitted } = &event.kind {
        page.put(FAINT, &time).plain(&said(by, on)).end_line();
        for row in Excerpt::new(&bytes.0, None, COLUMNS - MARGIN).rows {
            page.plain(&" ".repeat(MARGIN)).plain(&row).end_line();
        }
        if *omitted > 0 {
            page.plain(&" ".repeat(MARGIN)).plain(&format!("… and {} bytes that were not kept", thousands(*omitted)));
            page.end_line();
        }
        return;
    }
    page.labelled(&time, &words::happened(&event.kind));
}

/// Who said something, and where.
fn said(by: &Speaker, on: &Channel) -> String {
    let who = match by {
        Speaker::Harness => "harness",
        Speaker::Program(role) => role,
    };
    match on {
        Channel::Connection(name) => format!("{who} → {name}"),
        Channel::Terminal(role) if *by == Speaker::Harness => format!("typed at the {role}'s terminal"),
        Channel::Terminal(_) => format!("{who} printed"),
        Channel::StandardError(_) => format!("{who} printed on standard error"),
        Channel::Wire => format!("{who} said to the other program"),
    }
}
