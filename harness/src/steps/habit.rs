//! `by_habit`: what right programs do in several ways is learnt of each program once, and then played in its own way.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Steps;
use super::act::{Halted, play};
use super::lint::Lint;
use crate::stage::Scene;
use crate::stage::matcher::examine::Mistake;
use crate::stage::scene::mistaken;
use crate::text::{Bytes, Place, similar};

/// What the sheet leaves open, and every program decides once: under which name it takes a parameter, how it wants data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Habit {
    /// What it is called. `{name}` stands for the way of the program in hand, in every play.
    pub name: String,
    /// The ways, the likeliest first.
    pub one_of: Vec<String>,
    /// Steps that a program gets through in its own way alone, each way on a program that was started afresh. Of several
    /// plays, the next one counts where no way gets through the one before. Where none does, the first way is taken.
    pub plays: Vec<Steps>,
}

/// Plays the steps for the way that the program was found to have.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ByHabit {
    /// The name of the habit.
    pub habit: String,
    /// The steps for each of its ways.
    pub ways: BTreeMap<String, Steps>,
}

impl ByHabit {
    /// Plays the steps for its way.
    pub(super) fn act(&self, scene: &mut Scene) -> Result<(), Halted> {
        let way = scene.variables.get(&self.habit).map(Bytes::to_text).unwrap_or_default();
        match self.ways.get(&way) {
            Some(steps) => play(steps, scene),
            None => Err(mistaken(Mistake::Unreadable(format!("`{}` has no way `{way}`", self.habit))).into()),
        }
    }

    /// There are steps for each way of a habit.
    pub(crate) fn lint(&self, place: Place, lint: &mut Lint<'_>) {
        let Some(known) = lint.habits.get(&self.habit).cloned() else {
            let remedy = similar::remedy(&self.habit, lint.habits.keys().map(String::as_str));
            let at = lint.find(place, &self.habit);
            return lint.complain(at, format!("the exercise has no habit `{}`", self.habit), remedy);
        };
        if let Some(missing) = known.iter().find(|way| !self.ways.contains_key(*way)) {
            lint.complain(place, format!("there are no steps for the way `{missing}`"), "Add them below `ways:`.");
        }
        if let Some(unknown) = self.ways.keys().find(|way| !known.contains(way)) {
            let at = lint.find(place, unknown);
            let remedy = similar::remedy(unknown, known.iter().map(String::as_str));
            lint.complain(at, format!("`{}` has no way `{unknown}`", self.habit), remedy);
        }
        let ways: Vec<Steps> = self.ways.values().cloned().collect();
        lint.branches(place, "by_habit", &ways, false);
    }
}
