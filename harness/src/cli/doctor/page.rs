//! The doctor's findings as a page.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};

use super::Findings;
use super::remedy::remedies;
use crate::program::needs::NEEDS;
use crate::program::{Interpreter, Toolbox};
use crate::sandbox::probe::{Answer, Service};

const GOOD: Style = AnsiColor::Green.on_default();
const BAD: Style = AnsiColor::Red.on_default();
const FAINT: Style = Style::new().dimmed();
const STRONG: Style = Style::new().bold();

const PLAIN: &str = "\
Runs get the level `plain`: programs take turns, and checks that need a network
of their own are not played.";

/// Everything that was found out, and what to do.
pub(super) fn page(findings: &Findings) -> String {
    let machine = &findings.machine;
    let mut page = format!("harness {} on {}, user {}\n", env!("CARGO_PKG_VERSION"), machine.system, machine.uid);
    heading(&mut page, "What a stage asks of the kernel");
    for answer in &findings.answers {
        kernel_line(&mut page, answer);
    }
    let unasked = Service::ALL.len() - findings.answers.len() - findings.roots_alone;
    if unasked > 0 {
        line(&mut page, FAINT, "-", &format!("{unasked} more"), "not asked for, after what was refused");
    }
    if findings.has_zones {
        line(&mut page, GOOD, "ok", "time zones (/usr/share/zoneinfo)", "");
    } else {
        line(&mut page, FAINT, "no", "time zones (/usr/share/zoneinfo)", "every clock reads UTC; `apt install tzdata`");
    }
    match &findings.browser {
        Some(browser) => line(&mut page, GOOD, "ok", "a browser to show pages to", browser),
        None => line(
            &mut page,
            FAINT,
            "no",
            "a browser to show pages to",
            "such checks are not played; `apt install chromium`",
        ),
    }
    heading(&mut page, "What programs are written in");
    languages(&mut page);
    heading(&mut page, "Levels of isolation, rehearsed");
    for (name, rehearsed) in [("full", &findings.full), ("plain", &findings.plain)] {
        match rehearsed {
            Ok(()) => line(&mut page, GOOD, "ok", name, ""),
            Err(fault) => line(&mut page, BAD, "refused", name, &fault.message),
        }
    }
    last_words(&mut page, findings);
    page
}

fn kernel_line(page: &mut String, answer: &Answer) {
    let service = answer.service;
    match (&answer.refused, service.without()) {
        (None, _) => line(page, GOOD, "ok", service.words(), ""),
        (Some(refused), None) => line(page, BAD, "refused", service.words(), refused),
        (Some(refused), Some(without)) => {
            line(page, FAINT, "no", service.words(), &format!("{refused}; {without}"));
        }
    }
}

/// The tools of each language with their versions, or what to install.
fn languages(page: &mut String) {
    let toolbox = Toolbox::of_this_machine();
    let found = NEEDS.map(|need| need.met(toolbox).ok());
    // All are asked at once, and then heard one after the other.
    found.iter().flatten().flatten().for_each(Interpreter::ask_version);
    for (need, tools) in NEEDS.iter().zip(found) {
        match tools {
            Some(tools) => {
                let named: Vec<String> =
                    tools.iter().map(|tool| format!("{} {}", tool.name, tool.version()).trim().to_owned()).collect();
                line(page, GOOD, "ok", need.language, &named.join(", "));
            }
            None if need.package.is_empty() => line(page, FAINT, "no", need.language, "not on this machine"),
            None => line(page, FAINT, "no", need.language, &format!("apt install {}", need.package)),
        }
    }
}

/// The level that runs get, and what stands in the way of `full`.
fn last_words(page: &mut String, findings: &Findings) {
    let refusals = findings.answers.iter().filter(|answer| answer.refused.is_some());
    let first = refusals.clone().find(|answer| answer.service.without().is_none());
    match (&findings.full, &findings.plain) {
        (Ok(()), _) => {
            let _ = writeln!(page, "\nRuns get the level `full`.");
            return;
        }
        (Err(_), Ok(())) => {
            let _ = writeln!(page, "\n{PLAIN}");
        }
        (Err(_), Err(_)) => {
            let _ = writeln!(page, "\nNothing can be played on this machine.");
        }
    }
    heading(page, "What to do");
    let remedies = match first {
        Some(refusal) => remedies(refusal, &findings.machine),
        None => findings.full.as_ref().err().map(|fault| fault.remedy.clone()).into_iter().collect(),
    };
    let _ = writeln!(page, "{}", remedies.join("\n\n"));
}

fn heading(page: &mut String, words: &str) {
    let _ = writeln!(page, "\n{STRONG}{words}{STRONG:#}");
}

/// `  ok       user namespace`
fn line(page: &mut String, style: Style, mark: &str, what: &str, more: &str) {
    let (what, more) = if more.is_empty() { (what.to_owned(), "") } else { (format!("{what:44}"), more) };
    let _ = writeln!(page, "  {style}{mark:8}{style:#} {what}{more}");
}
