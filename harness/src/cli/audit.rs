//! `harness audit`: plays the submissions of an exercise that are named right or broken, and shows whether the spec agrees.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;

use super::options::{Staging, drawn_seed};
use super::progress::Progress;
use super::{say, specs};
use crate::audit::{self, List, Matrix, Outcome, place, render};
use crate::exit::Exit;
use crate::program::Toolbox;
use crate::spec::Exercise;
use crate::text::excerpt;

/// Plays the reference solution and every right and broken submission of an exercise.
///
/// Prints the matrix of submissions and checks, and what is not as `audit.yaml` names it.
#[derive(Debug, Args)]
pub(super) struct Audit {
    /// The id of an exercise, or the path of a spec.
    #[arg(value_name = "EXERCISE|SPEC.yaml")]
    exercise: String,
    /// Plays every submission so many times, each time with another seed.
    #[arg(long, value_name = "NUMBER", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    repeat: u32,
    /// Plays only this submission, or `reference`; may be given several times, or as a list with commas.
    #[arg(long, value_name = "SLUG", value_delimiter = ',')]
    only_submission: Vec<String>,
    /// The folder with `audit.yaml` [default: fixtures/submissions/EXERCISE, here or further up].
    #[arg(long, value_name = "DIR")]
    fixtures: Option<PathBuf>,
    /// Seed of the first time; else it is drawn.
    #[arg(long, value_name = "NUMBER", default_value_t = drawn_seed(), hide_default_value = true)]
    seed: u64,
    #[command(flatten)]
    staging: Staging,
}

impl Audit {
    pub(super) fn run(self) -> Exit {
        self.play().map_or_else(|exit| exit, |matrix| show(&matrix))
    }

    fn play(&self) -> Result<Matrix, Exit> {
        let exercise = specs::load(&self.exercise)?;
        let folder = self.folder(&exercise)?;
        let list = list(&exercise, &folder)?;
        let runner = self.staging.runner()?;
        let audit = audit::Audit {
            exercise: &exercise,
            list: &list,
            folder: &folder,
            only: &self.only_submission,
            repeat: self.repeat,
            seed: self.seed,
            at_once: self.staging.at_once(),
        };
        let progress = Progress::new(list.entries.len());
        audit::play(&audit, &runner, Toolbox::of_this_machine(), |over, of| progress.reach(over, of, ""))
            .map_err(|complaint| say::usage(&complaint.title, &complaint.remedy))
    }

    /// The folder with the list.
    fn folder(&self, exercise: &Exercise) -> Result<PathBuf, Exit> {
        let id = &exercise.exercise.value;
        let found = match &self.fixtures {
            Some(named) => place::find_in(id, named),
            None => std::env::current_dir().ok().and_then(|here| place::find(id, &here)),
        };
        found.ok_or_else(|| {
            say::usage(
                &format!("there is no list `{}` of submissions for `{id}`", place::LIST),
                &format!("Run this in the project's folder, which holds fixtures/submissions/{id}, or name the folder with `--fixtures`."),
            )
        })
    }
}

/// Reads the list. Every complaint about it is printed.
fn list(exercise: &Exercise, folder: &Path) -> Result<List, Exit> {
    let path = folder.join(place::LIST);
    let text = fs::read_to_string(&path).map_err(|error| {
        say::usage(&format!("`{}` cannot be read: {error}", path.display()), "It is text in UTF-8.")
    })?;
    List::read(&text, exercise, folder).map_err(|complaints| {
        let (name, coloured) = (path.display().to_string(), say::is_coloured(&std::io::stderr()));
        say::to_errors(&excerpt::render_all(&complaints, &name, &text, coloured));
        Exit::Usage
    })
}

fn show(matrix: &Matrix) -> Exit {
    let exit = match matrix.outcome() {
        Outcome::AsNamed => Exit::Full,
        Outcome::Differs => Exit::Lost,
        Outcome::Faulted => Exit::Fault,
    };
    say::print(&render::render(matrix, say::is_coloured(&std::io::stdout())), exit)
}
