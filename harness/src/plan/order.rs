//! What a stage's process is told to do: one play, with every choice made.

use serde::{Deserialize, Serialize};

use crate::stage::Setting;
use crate::steps::{Habit, Steps};
use crate::verdict::Readiness;

/// One play.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Order {
    /// The stage it is played on.
    pub setting: Setting,
    /// What is played.
    pub play: Play,
}

/// The kinds of plays.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Play {
    /// A check of the exercise.
    Check {
        /// Its index in the run.
        index: usize,
        /// Its steps.
        steps: Steps,
    },
    /// Learns how a program wants to be started and spoken to.
    Probe {
        /// Role of the program.
        role: String,
        /// What makes it ready.
        readiness: Readiness,
        /// The lists of arguments to try, one after the other.
        ladder: Vec<Vec<String>>,
        /// A message that every right program answers, to learn the line end it waits for; `None` where the exercise shows the line end.
        message: Option<String>,
        /// What it may do in several ways, to be learnt.
        habits: Vec<Habit>,
    },
    /// Runs a build command in the submission's prepared folder, which keeps what it makes.
    Build {
        /// Role of the program.
        role: String,
    },
    /// Sets up the stage and takes it down again, to learn what this machine gives.
    Rehearse,
}
