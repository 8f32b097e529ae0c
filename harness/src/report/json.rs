//! The result as JSON: stable names, versioned, written and read back.

use std::io;

use serde::{Deserialize, Serialize};

use super::handed_in::HandedIn;
use super::origin::Origin;
use super::points::Points;
use super::summary::CheckReport;
use super::view::{Time, View};
use super::words;
use crate::event::{Prepared, Visibility};
use crate::text::{Medium, safe};
use crate::verdict::{Fault, Status};

/// Version of this format. Fields may be added; a change of what stands here makes a new version.
pub const VERSION: u32 = 1;

/// The whole document.
pub fn text(view: &View<'_>) -> io::Result<String> {
    Document::new(view).to_text()
}

/// A result.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// [`VERSION`].
    pub version: u32,
    /// Version of the harness that played.
    pub harness: String,
    /// Id of the exercise.
    pub exercise: String,
    /// Name of the submission.
    pub submission: String,
    /// Points, bonus aside, with everything below `adjustments`.
    pub score: Points,
    /// The score of a flawless submission.
    pub max_score: Points,
    /// Points of bonus checks.
    pub bonus: Points,
    /// Whether every counted check could be judged.
    pub complete: bool,
    /// Ids of the counted checks that could not be judged.
    pub lacking: Vec<String>,
    /// `full` or `plain`.
    pub isolation: String,
    /// Seed of every random value; not told to a reader from whom a check is hidden, who could draw its values with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seed: Option<u64>,
    /// When the run began, RFC 3339 in UTC.
    pub started: String,
    /// The programs that were found, with the versions of their interpreters or compilers.
    pub programs: Vec<Prepared>,
    /// By whom it was handed in and when, as far as that is known; with results of a class.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handed_in: Option<HandedIn>,
    /// Faults that belong to no single check.
    pub faults: Vec<Fault>,
    /// How many checks are left out, because the reader may not see them.
    pub hidden: usize,
    /// What changed the points that the checks came to; the sum of it is in `score`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub adjustments: Vec<Adjustment>,
    /// The checks, in the order of the spec.
    pub checks: Vec<Check>,
    /// What the result follows from; with results of a class.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<Origin>,
}

/// A check of a result.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Check {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// `server`, `client` or both.
    pub program: String,
    /// How it ended.
    pub status: Status,
    /// What it earned.
    pub points: Points,
    /// What it can earn.
    pub max_points: Points,
    /// Whether its points come on top of the score.
    pub bonus: bool,
    /// Who may see it.
    pub visibility: Visibility,
    /// What happened, in words.
    pub message: String,
    /// For a check that lost points; else empty.
    pub hint: String,
    /// Wall time of its play in milliseconds.
    pub took_ms: u64,
    /// What failed of ours.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub faults: Vec<Fault>,
    /// Id of the lost check that kept it from being played.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub skipped_because: Option<String>,
}

/// Points that were added to, or taken from, what the checks came to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Adjustment {
    /// How many points more; fewer, when negative.
    pub points: Points,
    /// Why.
    pub comment: String,
    /// Who decided it; a rule by its name.
    pub by: String,
    /// Whether that is a rule of the class, and no decision by hand.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_rule: bool,
}

impl Document {
    /// What this reader may know.
    pub fn new(view: &View<'_>) -> Self {
        let report = view.report;
        Self {
            version: VERSION,
            harness: report.harness.clone(),
            exercise: report.exercise.clone(),
            submission: report.submission.clone(),
            score: view.score(),
            max_score: view.max_score(),
            bonus: view.bonus(),
            complete: view.complete(),
            lacking: view.lacking().into_iter().map(|check| check.facts.id.clone()).collect(),
            isolation: report.isolation.clone(),
            seed: view.seed(),
            started: report.started.clone(),
            programs: report.programs.clone(),
            handed_in: None,
            faults: report.faults.clone(),
            hidden: view.hidden(),
            adjustments: Vec::new(),
            checks: view.checks().map(|check| Check::new(check, view)).collect(),
            origin: None,
        }
    }

    /// Reads one back.
    pub fn read(text: &str) -> Result<Self, String> {
        let document: Self = serde_json::from_str(text).map_err(|error| error.to_string())?;
        if document.version == VERSION {
            Ok(document)
        } else {
            Err(format!("it is of version {}, and this harness reads version {VERSION}", document.version))
        }
    }

    /// Its text, harmless wherever it is shown.
    pub fn to_text(&self) -> io::Result<String> {
        let text = serde_json::to_string_pretty(self)?;
        Ok(format!("{}\n", safe(&text, Medium::Json)))
    }

    /// What the checks came to, without any adjustment.
    pub fn earned(&self) -> Points {
        self.checks.iter().filter(|check| !check.bonus).map(|check| check.points).sum()
    }

    /// What a student may see of it at this time, without any adjustment.
    pub fn for_student(&self, time: Time) -> Self {
        let may_see = |check: &&Check| time.shows(check.visibility);
        let checks: Vec<Check> =
            self.checks.iter().filter(may_see).cloned().map(|check| self.veiled(check, time)).collect();
        let hidden = self.hidden + self.checks.len() - checks.len();
        let counted = || checks.iter().filter(|check| !check.bonus);
        let lacking: Vec<String> =
            counted().filter(|check| check.is_unjudged()).map(|check| check.id.clone()).collect();
        let mut result = Self {
            max_score: counted().map(|check| check.max_points).sum(),
            bonus: checks.iter().filter(|check| check.bonus).map(|check| check.points).sum(),
            complete: lacking.is_empty() && (self.complete || !self.checks.is_empty()),
            lacking,
            seed: if hidden == 0 { self.seed } else { None },
            hidden,
            origin: None,
            checks,
            ..self.clone()
        };
        // A score that was set by hand would tell what the hidden checks came to.
        result.adjust(Vec::new());
        result
    }

    /// A check without the name of one that the student may not see.
    fn veiled(&self, check: Check, time: Time) -> Check {
        let is_seen = |id: &String| self.checks.iter().any(|other| other.id == *id && time.shows(other.visibility));
        match &check.skipped_because {
            Some(id) if !is_seen(id) => {
                Check { skipped_because: None, message: words::SKIPPED_FOR_A_HIDDEN_ONE.to_owned(), ..check }
            }
            Some(_) | None => check,
        }
    }

    /// Puts these adjustments in the place of all earlier ones. No score falls below nothing.
    pub fn adjust(&mut self, adjustments: Vec<Adjustment>) {
        let changed = adjustments.iter().map(|adjustment| adjustment.points);
        self.score = std::iter::once(self.earned()).chain(changed).sum::<Points>().max(Points::ZERO);
        self.adjustments = adjustments;
    }
}

impl Check {
    fn new(check: &CheckReport, view: &View<'_>) -> Self {
        let lost =
            matches!(check.status(), Status::Fail) || check.points() < check.max_points() && !check.is_unjudged();
        Self {
            id: check.facts.id.clone(),
            title: check.facts.title.clone(),
            program: check.facts.program.clone(),
            status: check.status(),
            points: check.points(),
            max_points: check.max_points(),
            bonus: check.facts.bonus,
            visibility: check.facts.visibility,
            message: words::message(check, view),
            hint: if lost { check.facts.hint.clone() } else { String::new() },
            took_ms: check.took_ms,
            faults: check.faults.clone(),
            skipped_because: check.skipped_because.clone().filter(|id| view.check(id).is_some()),
        }
    }

    /// Whether it passed, or came near enough for all of its points.
    pub fn is_passed(&self) -> bool {
        matches!(self.status, Status::Pass | Status::Near) && self.points >= self.max_points
    }

    /// Whether something of ours kept it from being judged.
    pub fn is_unjudged(&self) -> bool {
        matches!(self.status, Status::Fault | Status::Unsupported)
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::{Adjustment, Document};
    use crate::report::{Audience, Points};

    #[test]
    fn an_instructor_gets_every_check() {
        insta::assert_snapshot!(sample::told_as("json"));
    }

    #[test]
    fn a_student_gets_no_hidden_check_and_no_seed_to_draw_its_values_with() {
        let told = sample::told_to_a_student("json");
        assert!(!told.contains("secret"), "{told}");
        let document: serde_json::Value = serde_json::from_str(&told).expect("JSON");
        assert_eq!((&document["hidden"], document.get("seed")), (&1.into(), None));
    }

    #[test]
    fn a_document_is_read_back_as_it_was_written() {
        let told = sample::told_as("json");
        let document = Document::read(&told).expect("a result");
        assert_eq!(document.to_text().expect("written"), told);
        assert_eq!(
            Document::read(&told.replace("\"version\": 1", "\"version\": 9")).expect_err("another version"),
            "it is of version 9, and this harness reads version 1"
        );
    }

    #[test]
    fn adjustments_take_the_place_of_earlier_ones_and_no_score_is_below_nothing() {
        let mut document = Document::new(&sample::report().seen_by(Audience::Instructor));
        let earned = document.score;
        let by = |points| Adjustment {
            points: Points::new(points),
            comment: "seen by hand".to_owned(),
            by: "AL".to_owned(),
            is_rule: false,
        };
        document.adjust(vec![by(1.5), by(-0.5)]);
        assert_eq!(document.score, [earned, Points::new(1.0)].into_iter().sum());
        document.adjust(vec![by(-1000.0)]);
        assert_eq!(document.score, Points::ZERO);
        document.adjust(Vec::new());
        assert_eq!(document.score, earned);
    }
}
