//! [`Report`]: what one run amounts to, as the tally folded it.

use super::points::Points;
use super::view::{Audience, Time, View};
use crate::event::{CheckFacts, Event, Prepared, Visibility};
use crate::verdict::{Fault, Finding, Status};

/// One run, folded. While the run goes on it holds what is known so far.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Whether the run's first event has come.
    pub begun: bool,
    /// Whether the run is over.
    pub over: bool,
    /// Id of the exercise.
    pub exercise: String,
    /// Title of the exercise.
    pub title: String,
    /// The sheet it comes from.
    pub sheet: String,
    /// The submission: its folder's name.
    pub submission: String,
    /// Seed of every random value.
    pub seed: u64,
    /// `full` or `plain`.
    pub isolation: String,
    /// Version of the harness that played.
    pub harness: String,
    /// When the run began, RFC 3339 in UTC.
    pub started: String,
    /// The programs that were found, with the versions of their interpreters or compilers.
    pub programs: Vec<Prepared>,
    /// Faults that belong to no single check.
    pub faults: Vec<Fault>,
    /// Every announced check, in the order of the spec.
    pub checks: Vec<CheckReport>,
}

impl Report {
    /// The report as this audience may see it; scores are computed there.
    pub fn seen_by(&self, audience: Audience) -> View<'_> {
        View::new(self, audience)
    }

    /// The report as students may see it at this time.
    pub fn seen_by_students(&self, time: Time) -> View<'_> {
        View::new(self, Audience::Student).at(time)
    }

    /// Points of passed and near checks, bonus aside.
    pub fn score(&self) -> Points {
        self.seen_by(Audience::Instructor).score()
    }

    /// The score of a flawless submission, bonus aside.
    pub fn max_score(&self) -> Points {
        self.seen_by(Audience::Instructor).max_score()
    }

    /// Points of passed and near bonus checks.
    pub fn bonus(&self) -> Points {
        self.seen_by(Audience::Instructor).bonus()
    }

    /// Whether every counted check could be judged.
    pub fn complete(&self) -> bool {
        self.seen_by(Audience::Instructor).complete()
    }

    /// The counted checks that could not be judged.
    pub fn lacking(&self) -> Vec<&CheckReport> {
        self.seen_by(Audience::Instructor).lacking()
    }

    /// 0 for full marks (bonus aside), 1 when points were lost, 3 when something of ours kept a counted check from being judged.
    pub fn exit_code(&self) -> u8 {
        self.seen_by(Audience::Instructor).exit_code()
    }
}

/// One check, folded.
#[derive(Clone, Debug)]
pub struct CheckReport {
    /// What was announced.
    pub facts: CheckFacts,
    /// What the program did wrong, or nearly right.
    pub findings: Vec<Finding>,
    /// What failed of ours.
    pub faults: Vec<Fault>,
    /// Id of the lost check that kept this one from being played.
    pub skipped_because: Option<String>,
    /// Everything that happened in its play.
    pub timeline: Vec<Event>,
    /// Wall time of the play.
    pub took_ms: u64,
    /// The judgement; `None` until the check has ended.
    pub judged: Option<Status>,
}

impl CheckReport {
    pub(super) fn new(facts: CheckFacts) -> Self {
        Self {
            facts,
            findings: Vec::new(),
            faults: Vec::new(),
            skipped_because: None,
            timeline: Vec::new(),
            took_ms: 0,
            judged: None,
        }
    }

    /// The judgement; a check without an end is a fault.
    pub fn status(&self) -> Status {
        self.judged.unwrap_or(Status::Fault)
    }

    /// The points it earned.
    pub fn points(&self) -> Points {
        match self.status() {
            Status::Pass => self.max_points(),
            Status::Near => Points::new(self.facts.near_points).min(self.max_points()),
            Status::Fail | Status::Skip | Status::Unsupported | Status::Fault => Points::ZERO,
        }
    }

    /// The points it can earn.
    pub fn max_points(&self) -> Points {
        Points::new(self.facts.points)
    }

    /// Whether it passed, or came near enough for all of its points. A format that knows no remark calls that a pass.
    pub fn is_passed(&self) -> bool {
        matches!(self.status(), Status::Pass | Status::Near) && self.points() >= self.max_points()
    }

    /// Whether a student may see it now.
    pub fn is_visible(&self) -> bool {
        self.facts.visibility == Visibility::Visible
    }

    /// Whether something of ours kept it from being judged.
    pub fn is_unjudged(&self) -> bool {
        matches!(self.status(), Status::Fault | Status::Unsupported)
    }
}
