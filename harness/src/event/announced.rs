//! What is announced before anything happens: the run, its checks, and the programs that were found.

use serde::{Deserialize, Serialize};

/// What a report must know before the first check.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RunStarted {
    /// [`super::VERSION`].
    pub version: u32,
    /// Version of the harness.
    pub harness: String,
    /// Id of the exercise.
    pub exercise: String,
    /// Its title.
    pub title: String,
    /// The sheet it comes from.
    pub sheet: String,
    /// The submission: its folder's name.
    pub submission: String,
    /// Seed of every random value.
    pub seed: u64,
    /// `full` or `plain`.
    pub isolation: String,
    /// Wall-clock time of the start, RFC 3339 in UTC.
    pub started: String,
    /// The checks that will be played, in the order of the spec.
    pub checks: Vec<CheckFacts>,
}

/// What a report must know about one check.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CheckFacts {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// `server`, `client`, or `both`.
    pub program: String,
    /// Points for a pass.
    pub points: f64,
    /// Points for a near miss.
    pub near_points: f64,
    /// Whether its points stand apart from the score.
    pub bonus: bool,
    /// The rule, and where the sheet or the RFC states it.
    pub because: String,
    /// One hint for the student.
    pub hint: String,
    /// Who may see it and when.
    pub visibility: Visibility,
    /// The spec's file name and the check's line in it, for authors.
    pub line: u32,
}

/// Who may see a check's result, and when.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Visibility {
    /// Everybody, always.
    #[default]
    Visible,
    /// Never the student.
    Hidden,
    /// The student once the exercise is due.
    AfterDue,
    /// The student once grades are published.
    AfterPublished,
}

/// A program of the submission, ready to be started.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Prepared {
    /// `server` or `client`.
    pub role: String,
    /// Its main file, relative to the submission's folder.
    pub file: String,
    /// Language by name: `Python`, `C`.
    pub language: String,
    /// Version of the interpreter or compiler, as it names itself.
    pub version: String,
    /// The build command that was run, if any.
    pub built_with: Option<String>,
}
