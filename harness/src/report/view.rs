//! [`View`]: a report as a student or an instructor may see it, and the scores that follow from that.

use super::points::Points;
use super::summary::{CheckReport, Report};
use crate::event::Visibility;

/// Who reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Sees visible checks only, and how many others there are.
    Student,
    /// Sees everything.
    Instructor,
}

/// When a student reads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Time {
    /// While submissions can still be handed in.
    #[default]
    BeforeDue,
    /// After that.
    AfterDue,
    /// Once grades are published.
    Published,
}

impl Time {
    /// Whether a student may see then what has this visibility.
    pub fn shows(self, visibility: Visibility) -> bool {
        match visibility {
            Visibility::Visible => true,
            Visibility::Hidden => false,
            Visibility::AfterDue => self >= Self::AfterDue,
            Visibility::AfterPublished => self >= Self::Published,
        }
    }
}

/// A report and who reads it.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// All of it.
    pub report: &'a Report,
    audience: Audience,
    /// When a student reads.
    time: Time,
}

impl<'a> View<'a> {
    pub(super) fn new(report: &'a Report, audience: Audience) -> Self {
        Self { report, audience, time: Time::BeforeDue }
    }

    pub(super) fn at(self, time: Time) -> Self {
        Self { time, ..self }
    }

    /// Whether the reader may see the check.
    pub fn shows(&self, check: &CheckReport) -> bool {
        self.audience == Audience::Instructor || self.time.shows(check.facts.visibility)
    }

    /// The check of this id, if the reader may see it.
    pub fn check(&self, id: &str) -> Option<&'a CheckReport> {
        self.checks().find(|check| check.facts.id == id)
    }

    /// The checks that the reader may see, in the order of the spec.
    pub fn checks(&self) -> impl Iterator<Item = &'a CheckReport> + use<'a> {
        let view = *self;
        self.report.checks.iter().filter(move |check| view.shows(check))
    }

    /// How many checks the reader does not see.
    pub fn hidden(&self) -> usize {
        self.report.checks.len() - self.checks().count()
    }

    /// The seed of every random value; not told to a reader from whom a check is hidden, who could draw its values with it.
    pub fn seed(&self) -> Option<u64> {
        (self.hidden() == 0).then_some(self.report.seed)
    }

    /// Points of passed and near checks, bonus aside.
    pub fn score(&self) -> Points {
        self.counted().map(CheckReport::points).sum()
    }

    /// The score of a flawless submission, bonus aside.
    pub fn max_score(&self) -> Points {
        self.counted().map(CheckReport::max_points).sum()
    }

    /// Points of passed and near bonus checks.
    pub fn bonus(&self) -> Points {
        self.checks().filter(|check| check.facts.bonus).map(CheckReport::points).sum()
    }

    /// The bonus points of a flawless submission.
    pub fn max_bonus(&self) -> Points {
        self.checks().filter(|check| check.facts.bonus).map(CheckReport::max_points).sum()
    }

    /// Whether every counted check could be judged.
    pub fn complete(&self) -> bool {
        self.report.begun && self.lacking().is_empty()
    }

    /// The counted checks that could not be judged.
    pub fn lacking(&self) -> Vec<&'a CheckReport> {
        self.counted().filter(|check| check.is_unjudged()).collect()
    }

    /// 0 for full marks, 1 when points were lost, 3 when something of ours went wrong: that wins, because
    /// the lost points may be no more than its consequence. Bonus checks never change it.
    pub fn exit_code(&self) -> u8 {
        if !self.complete() || !self.report.faults.is_empty() { 3 } else { u8::from(self.score() < self.max_score()) }
    }

    fn counted(&self) -> impl Iterator<Item = &'a CheckReport> + use<'a> {
        self.checks().filter(|check| !check.facts.bonus)
    }
}
