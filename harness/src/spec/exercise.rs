//! An exercise as its author wrote it.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Check, Draw, LimitChanges, Programs};
use crate::program::checker::Scripts;
use crate::stage::near::NearRule;
use crate::stage::template::Template;
use crate::text::Located;

/// The newest format of specs that this harness reads.
pub const FORMAT: u32 = 1;

/// Values to draw, by the names that stand for them in templates.
pub type Draws = BTreeMap<String, Located<Draw>>;

/// Files that are put where the programs work, by their paths, relative to there; paths and contents are templates.
pub type Files = BTreeMap<String, Located<Template>>;

/// One exercise: which programs it asks for, and what they must do.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exercise {
    /// The format of the file.
    pub format: Located<u32>,
    /// The exercise's id.
    pub exercise: Located<String>,
    /// Its title.
    pub title: Located<String>,
    /// The sheet it comes from, and where in it.
    pub sheet: String,
    /// The programs it asks for.
    pub programs: Programs,
    /// Values drawn anew for every check.
    #[serde(default)]
    pub draw: Draws,
    /// Files that the programs of every check find where they work, with the names and contents drawn for it.
    #[serde(default)]
    pub files: Files,
    /// What a near miss is, where a check does not say otherwise.
    pub near: Option<NearRule>,
    /// What a program may use up, where neither it nor a check says otherwise.
    #[serde(default)]
    pub limits: LimitChanges,
    /// Checks taken over from other exercises; they are played before this exercise's own.
    #[serde(default)]
    pub include: Vec<Located<Include>>,
    /// The checks, in the order in which they are reported. After reading, the included ones stand first.
    #[serde(default)]
    pub checks: Vec<Located<Check>>,
    /// The texts of the specs that checks were taken over from, and of those that these name, by their ids.
    #[serde(skip)]
    pub included: BTreeMap<String, String>,
    /// What the files hold that its programs are supplied with, by the paths they are written with.
    #[serde(skip)]
    pub supplied: BTreeMap<String, Vec<u8>>,
    /// The scripts of its checks.
    #[serde(skip)]
    pub scripts: Scripts,
}

/// Checks of another exercise.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Include {
    /// The other exercise's id.
    pub exercise: Located<String>,
    /// Which of its checks; all, when not given.
    pub checks: Option<Vec<Located<String>>>,
}

impl Exercise {
    /// The check with this id.
    pub fn check(&self, id: &str) -> Option<&Check> {
        self.checks.iter().map(|check| &check.value).find(|check| check.id.value == id)
    }

    /// The sum of the points that count, and of the bonus points.
    pub fn points(&self) -> (f64, f64) {
        let sum = |bonus| self.checks.iter().filter(|check| check.bonus == bonus).map(|check| check.points.value).sum();
        (sum(false), sum(true))
    }
}
