//! A summary in Markdown: a table of the checks, then what was lost and why, folded away.
//!
//! What a program or a student wrote stands in code only, where Markdown and HTML mean nothing and nobody is mentioned.

use std::fmt::Write as _;
use std::io;

use super::summary::CheckReport;
use super::view::View;
use super::words::Story;
use super::{Points, terminal};
use crate::text::{Medium, safe};
use crate::verdict::Status;

/// The whole summary.
pub fn text(view: &View<'_>) -> io::Result<String> {
    let report = view.report;
    let mut text = format!("## {}\n\n{}\n\n", prose(&report.title), score(view));
    let _ = writeln!(text, "Submission {}, exercise {}.", code(&report.submission), code(&report.exercise));
    let lacking: Vec<String> = view.lacking().into_iter().map(|check| code(&check.facts.id)).collect();
    if !lacking.is_empty() {
        let why = "The score is not complete: these checks could not be judged, which is not the student's doing:";
        let _ = writeln!(text, "\n{why} {}.", lacking.join(", "));
    }
    for fault in &report.faults {
        let _ = writeln!(text, "\n{}", fenced(&Story::of_fault(fault).message));
    }
    text.push_str("\n| | Check | Points |\n| --- | --- | ---: |\n");
    for check in view.checks() {
        let bonus = if check.facts.bonus { "bonus " } else { "" };
        let points = format!("{bonus}{} of {}", check.points(), check.max_points());
        let _ = writeln!(text, "| {} | {} | {points} |", mark(check.status()), prose(&check.facts.title));
    }
    match view.hidden() {
        0 => {}
        1 => text.push_str("\nOne more check is hidden.\n"),
        more => {
            let _ = writeln!(text, "\n{more} more checks are hidden.");
        }
    }
    for check in view.checks().filter(|check| !matches!(check.status(), Status::Pass | Status::Skip)) {
        text.push_str(&details(check, view));
    }
    Ok(text)
}

/// `**Score: 17 of 20**, bonus 1 of 2`
fn score(view: &View<'_>) -> String {
    let bonus = match view.max_bonus() {
        Points::ZERO => String::new(),
        most => format!(", bonus {} of {most}", view.bonus()),
    };
    format!("**Score: {} of {}**{bonus}", view.score(), view.max_score())
}

/// A check that is worth some words, folded away.
pub(super) fn details(check: &CheckReport, view: &View<'_>) -> String {
    let title = format!("{} {}", mark(check.status()), prose(&check.facts.title));
    let told = fenced(&terminal::told(check, view));
    format!("\n<details><summary>{title}</summary>\n\n{told}\n\n</details>\n")
}

/// A verdict at a glance.
fn mark(status: Status) -> &'static str {
    match status {
        Status::Pass => "✅",
        Status::Near => "🟡 near",
        Status::Fail => "❌",
        Status::Skip => "⏭️ not played",
        Status::Unsupported => "➖ unsupported here",
        Status::Fault => "⚠️ fault",
    }
}

/// Words of the spec on one line; whatever Markdown would read in them is escaped.
pub(super) fn prose(words: &str) -> String {
    let mut prose = String::new();
    for letter in safe(words, Medium::Terminal).replace('\n', " ").chars() {
        match letter {
            '<' => prose.push_str("&lt;"),
            '>' => prose.push_str("&gt;"),
            '&' => prose.push_str("&amp;"),
            // A mention is made of what is shown, so that a backslash before it is no help.
            '@' => prose.push_str("@\u{2060}"),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '(' | ')' | '#' | '!' | '|' | '~' | ':' => {
                prose.extend(['\\', letter]);
            }
            _ => prose.push(letter),
        }
    }
    prose
}

/// A name as code on one line, also in a table.
fn code(name: &str) -> String {
    let name = safe(name, Medium::Terminal).replace('\n', " ").replace('|', "\\|");
    let fence = "`".repeat(longest_run(&name) + 1);
    format!("{fence} {name} {fence}")
}

/// Lines as code, whatever they hold.
fn fenced(text: &str) -> String {
    let fence = "`".repeat((longest_run(text) + 1).max(3));
    format!("{fence}text\n{}\n{fence}", safe(text, Medium::Terminal))
}

/// How many backticks stand side by side at the most.
fn longest_run(text: &str) -> usize {
    text.split(|letter| letter != '`').map(str::len).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::{code, fenced, prose};

    #[test]
    fn every_verdict_has_its_row() {
        insta::assert_snapshot!(sample::told_as("markdown"));
    }

    #[test]
    fn nothing_in_a_name_is_markdown() {
        assert_eq!(prose("a [b](c) <i> @d\n# e"), "a \\[b\\]\\(c\\) &lt;i&gt; @\u{2060}d \\# e");
        assert_eq!(code("a`b|``c"), "``` a`b\\|``c ```");
        assert_eq!(fenced("```\nx"), "````text\n```\nx\n````");
    }
}
