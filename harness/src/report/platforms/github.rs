//! Annotations for GitHub Actions, as workflow commands on standard output.
//!
//! Format: <https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands>.

use std::fmt::Write as _;
use std::io;

use super::super::summary::CheckReport;
use super::super::terminal;
use super::super::view::View;
use super::super::words::Story;
use crate::text::{Medium, safe};
use crate::verdict::Status;

/// One command a check that lost points or could not be judged, then one with the score.
pub fn text(view: &View<'_>) -> io::Result<String> {
    let mut text = String::new();
    for fault in &view.report.faults {
        command(&mut text, "error", "The harness", &Story::of_fault(fault).message);
    }
    for check in view.checks() {
        if let Some(kind) = kind(check) {
            command(&mut text, kind, &check.facts.title, &terminal::told(check, view));
        }
    }
    let incomplete = if view.complete() { "" } else { ", not complete" };
    let score = format!("Score {} of {}{incomplete}, bonus {}", view.score(), view.max_score(), view.bonus());
    command(&mut text, "notice", &view.report.title, &score);
    Ok(text)
}

fn kind(check: &CheckReport) -> Option<&'static str> {
    match check.status() {
        Status::Pass => None,
        Status::Near if check.is_passed() => Some("notice"),
        Status::Near | Status::Fail | Status::Fault => Some("error"),
        Status::Skip | Status::Unsupported => Some("warning"),
    }
}

fn command(text: &mut String, kind: &str, title: &str, message: &str) {
    let (title, message) = (safe(title, Medium::Terminal), safe(message, Medium::Terminal));
    // Writing to a String cannot fail.
    let _ = writeln!(text, "::{kind} title={}::{}", escaped(&title, true), escaped(&message, false));
}

/// As the runner wants data written, and the values of properties.
fn escaped(text: &str, is_property: bool) -> String {
    let data = text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    if is_property { data.replace(':', "%3A").replace(',', "%2C") } else { data }
}

#[cfg(test)]
mod tests {
    use super::super::super::sample;

    #[test]
    fn every_loss_is_one_command_on_one_line() {
        insta::assert_snapshot!(sample::told_as("github"));
    }
}
