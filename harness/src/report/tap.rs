//! TAP 14: a test point a check, and what is to be said of it as YAML below.
//!
//! Standard: <https://testanything.org/tap-version-14-specification.html>. What this machine could not judge is skipped there;
//! a check that was not played because another one was lost has lost its points and is `not ok`.

use std::fmt::Write as _;
use std::io;

use super::summary::CheckReport;
use super::view::View;
use super::{terminal, words};
use crate::text::{Medium, safe};
use crate::verdict::Status;

/// The whole document.
pub fn text(view: &View<'_>) -> io::Result<String> {
    let mut text = format!("TAP version 14\n1..{}\n", view.checks().count());
    for (index, check) in view.checks().enumerate() {
        point(&mut text, index + 1, check, view)?;
    }
    // What concerns the whole run has no place but a comment.
    for fault in &view.report.faults {
        line(&mut text, &format!("# {}", in_line(&words::Story::of_fault(fault).message)));
    }
    line(&mut text, &format!("# score {} of {}, bonus {}", view.score(), view.max_score(), view.bonus()));
    Ok(text)
}

fn line(text: &mut String, line: &str) {
    // Writing to a String cannot fail.
    let _ = writeln!(text, "{line}");
}

fn point(text: &mut String, number: usize, check: &CheckReport, view: &View<'_>) -> io::Result<()> {
    let is_unsupported = check.status() == Status::Unsupported;
    let is_ok = is_unsupported || check.is_passed();
    let directive = if is_unsupported { " # SKIP cannot be judged on this machine" } else { "" };
    let name = format!("{}: {}", check.facts.id, check.facts.title);
    let ok = if is_ok { "ok" } else { "not ok" };
    line(text, &format!("{ok} {number} - {}{directive}", escaped(&in_line(&name))));
    if check.status() != Status::Pass {
        // JSON is YAML.
        let details = [
            ("status", serde_json::to_string(words::status(check.status()))?),
            ("points", serde_json::to_string(&check.points())?),
            ("max_points", serde_json::to_string(&check.max_points())?),
            ("message", serde_json::to_string(&words::message(check, view))?),
            ("details", serde_json::to_string(&terminal::told(check, view))?),
        ];
        line(text, "  ---");
        for (name, value) in details {
            line(text, &format!("  {name}: {}", safe(&value, Medium::Json)));
        }
        line(text, "  ...");
    }
    Ok(())
}

/// A stranger's words on one line.
fn in_line(words: &str) -> String {
    safe(words, Medium::Terminal).replace('\n', " ")
}

/// A `#` would begin a directive.
fn escaped(name: &str) -> String {
    name.replace('\\', "\\\\").replace('#', "\\#")
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn every_verdict_is_a_test_point() {
        insta::assert_snapshot!(sample::told_as("tap"));
    }
}
