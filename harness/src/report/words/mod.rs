//! The one voice in which findings and faults are told, whatever the format.

mod blocked;
mod ending;
mod event;
mod exit;
mod fault;
mod finding;
mod limit;
mod page;
mod script;

use super::summary::CheckReport;
use super::timeline::Scene;
use super::view::View;
use crate::event::Prepared;
use crate::text::{Medium, safe};
use crate::verdict::{Fault, Finding, FindingKind, Status};

pub use event::happened;
pub use exit::exit;
pub use limit::limit;

/// One finding or fault, told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Story {
    /// What happened, in one line without a full stop.
    pub title: String,
    /// The same with its reason, in one line, where nothing else is shown.
    pub message: String,
    /// The same with its reason, for a report that shows the bytes themselves beside it.
    pub beside_bytes: String,
    /// What it means and what to do about it, in whole sentences; may be empty.
    pub diagnosis: String,
}

impl Story {
    /// A title and a message; where bytes are shown, the title is enough.
    fn new(title: String, message: String) -> Self {
        Self { beside_bytes: title.clone(), title, message, diagnosis: String::new() }
    }

    fn with_diagnosis(self, diagnosis: impl Into<String>) -> Self {
        Self { diagnosis: diagnosis.into(), ..self }
    }

    /// Tells a finding of a check.
    pub fn of_finding(check: &CheckReport, finding: &Finding) -> Self {
        finding::story(&Scene::of(check, finding), &finding.kind).made_safe()
    }

    /// Tells a fault.
    pub fn of_fault(fault: &Fault) -> Self {
        fault::story(fault).made_safe()
    }

    /// Tells why a check was not played.
    pub fn of_skip(check: &CheckReport, view: &View<'_>) -> Option<Self> {
        let because_of = check.skipped_because.as_deref()?;
        let lost = match view.check(because_of) {
            Some(_) => format!("it needs `{because_of}`, which was lost"),
            // The name of a check that the reader may not see would already tell something about it.
            None => return Some(Self::new(SKIPPED_FOR_A_HIDDEN_ONE.to_owned(), SKIPPED_FOR_A_HIDDEN_ONE.to_owned())),
        };
        let message = format!("Not played: {lost}");
        Some(Self::new(message.clone(), message).made_safe())
    }

    /// Wherever it goes, a story brings nothing along that acts on a terminal, and its title and message stay one line.
    fn made_safe(self) -> Self {
        let line = |text: &str| sentence(&safe(&text.replace('\n', " "), Medium::Terminal));
        Self {
            title: line(self.title.trim_end_matches('.')),
            message: line(&self.message),
            beside_bytes: line(&self.beside_bytes),
            diagnosis: safe(&self.diagnosis, Medium::Terminal),
        }
    }
}

/// What is said of a check that was not played because of one that the reader may not see.
pub const SKIPPED_FOR_A_HIDDEN_ONE: &str = "Not played: it needs another check that was lost";

/// Everything that is to be told about a check, the reason for its verdict first. Empty for a pass.
pub fn stories(check: &CheckReport, view: &View<'_>) -> Vec<Story> {
    match check.status() {
        Status::Pass => Vec::new(),
        Status::Skip => Story::of_skip(check, view).into_iter().collect(),
        Status::Unsupported | Status::Fault => check.faults.iter().map(Story::of_fault).collect(),
        Status::Near | Status::Fail => {
            reasons(check).into_iter().map(|finding| Story::of_finding(check, finding)).collect()
        }
    }
}

/// The findings of a check, those that cost points first.
pub fn reasons(check: &CheckReport) -> Vec<&Finding> {
    let mut findings: Vec<&Finding> = check.findings.iter().collect();
    findings.sort_by_key(|finding| matches!(finding.kind, FindingKind::Near { .. }));
    findings
}

/// The one-line story of a check; empty for a pass.
pub fn message(check: &CheckReport, view: &View<'_>) -> String {
    let stories = stories(check, view);
    let Some(first) = stories.first() else { return String::new() };
    match stories.len() {
        1 => first.message.clone(),
        more => format!("{} (and {} more)", first.message, more - 1),
    }
}

/// A program's main file, and what runs or builds it, where that says which version it is.
pub fn program(program: &Prepared) -> String {
    let version = if program.version.is_empty() { String::new() } else { format!(" ({})", program.version) };
    format!("{}{version}", program.file)
}

/// The mark of a verdict, as every format writes it.
pub fn status(status: Status) -> &'static str {
    match status {
        Status::Pass => "pass",
        Status::Near => "near",
        Status::Fail => "fail",
        Status::Skip => "skip",
        Status::Unsupported => "unsupported",
        Status::Fault => "fault",
    }
}

/// With its first letter in upper case.
fn sentence(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

/// The place of something in a row: `first`, `second` … `11th`.
fn ordinal(number: usize) -> String {
    const WORDS: [&str; 10] =
        ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];
    match number.checked_sub(1).and_then(|index| WORDS.get(index)) {
        Some(word) => (*word).to_owned(),
        None => match (number % 10, number % 100) {
            (1, tens) if tens != 11 => format!("{number}st"),
            (2, tens) if tens != 12 => format!("{number}nd"),
            (3, tens) if tens != 13 => format!("{number}rd"),
            _ => format!("{number}th"),
        },
    }
}

/// The right words for a number of things: `another client waits`, `3 other clients wait`.
fn counted(number: u32, one: &str, many: &str) -> String {
    if number == 1 { one.to_owned() } else { format!("{number} {many}") }
}
