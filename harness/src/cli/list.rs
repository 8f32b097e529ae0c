//! `harness list`: the exercises that are inside the binary.

use clap::Args;

use super::{say, specs};
use crate::exit::Exit;
use crate::spec::Exercise;
use crate::spec::explain;
use crate::spec::library::EXERCISES;

/// Lists the exercises with their points, programs and sheets.
#[derive(Debug, Args)]
pub(super) struct List {}

impl List {
    #[expect(clippy::unused_self, reason = "every command is run the same way")]
    pub(super) fn run(self) -> Exit {
        let exercises: Result<Vec<Exercise>, Exit> = EXERCISES.iter().map(|(id, _)| specs::load(id)).collect();
        match exercises {
            Ok(exercises) => say::print(&explain::list(&exercises), Exit::Full),
            Err(exit) => exit,
        }
    }
}
