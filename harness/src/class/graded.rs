//! [`Graded`]: what a summary needs of a graded submission.

use crate::report::json::Check;
use crate::report::{Document, Points};
use crate::verdict::Fault;

/// What a summary needs of a graded submission; the rest stands in its file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Graded {
    /// The submission's name.
    pub name: String,
    /// The exercise's id.
    pub exercise: String,
    /// Its points.
    pub score: Points,
    /// The points of a flawless one.
    pub max_score: Points,
    /// Its bonus points.
    pub bonus: Points,
    /// Counted checks that could not be judged.
    pub lacking: Vec<String>,
    /// Counted checks that lost points.
    pub lost: Vec<String>,
    /// What went wrong on our side, a sentence each, none of them twice.
    pub faults: Vec<String>,
    /// Whether an earlier result was good enough.
    pub reused: bool,
    /// What changed its points: the names of rules, or that it was by hand. None of them twice.
    pub adjusted: Vec<String>,
}

impl Graded {
    /// Whether something of ours keeps the score from being the whole truth.
    pub fn is_faulty(&self) -> bool {
        !self.lacking.is_empty() || !self.faults.is_empty()
    }

    /// The same, with what went wrong that is no check's.
    pub fn with_faults(self, mut faults: Vec<String>) -> Self {
        faults.extend(self.faults);
        Self { faults: distinct(faults), ..self }
    }

    /// What a summary needs of a result.
    pub fn of(result: Document) -> Self {
        let of_checks = result.checks.iter().filter(|check| check.is_unjudged()).flat_map(|check| &check.faults);
        // A check that was not played for what went wrong with the whole run only repeats it.
        let repeats = |fault: &&Fault| result.faults.iter().any(|whole| fault.message.ends_with(&whole.message));
        let faults = distinct(
            result.faults.iter().chain(of_checks.filter(|fault| !repeats(fault))).map(|fault| fault.message.clone()),
        );
        let lost = |check: &&Check| !check.bonus && !check.is_unjudged() && check.points < check.max_points;
        Self {
            lost: result.checks.iter().filter(lost).map(|check| check.id.clone()).collect(),
            score: result.score,
            max_score: result.max_score,
            bonus: result.bonus,
            adjusted: distinct(result.adjustments.iter().map(|made| {
                let why = if made.is_rule { &made.by } else { "changed by hand" };
                why.to_owned()
            })),
            name: result.submission,
            exercise: result.exercise,
            lacking: result.lacking,
            faults,
            reused: false,
        }
    }
}

/// Each sentence once, in the order in which they were first said.
fn distinct(sentences: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut told = Vec::new();
    for sentence in sentences {
        if !told.contains(&sentence) {
            told.push(sentence);
        }
    }
    told
}
