//! `harness audit`: plays the submissions of exercises that are named right or broken, and shows whether the specs agree.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;

use super::options::{Staging, drawn_seed};
use super::progress::Progress;
use super::{say, specs};
use crate::audit::share::ONE_IN;
use crate::audit::{self, Kind, List, Matrix, Mutants, Outcome, Reason, Subject, place, render, score};
use crate::exit::Exit;
use crate::program::Toolbox;
use crate::run::Runner;
use crate::sandbox::Level;
use crate::spec::Exercise;
use crate::spec::library::EXERCISES;
use crate::text::{Complaint, excerpt};

/// Plays the reference solution and every right and broken submission of exercises.
///
/// Prints a matrix of submissions and checks for each, and what is not as its `audit.yaml` names it.
#[derive(Debug, Args)]
pub(super) struct Audit {
    /// The ids of exercises, or the paths of specs [default: every exercise of the library].
    #[arg(value_name = "EXERCISE|SPEC.yaml")]
    exercises: Vec<String>,
    /// Plays every submission so many times, each time with another seed.
    #[arg(long, value_name = "NUMBER", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    repeat: u32,
    /// Plays one in so many of the checks that a broken submission is to pass, others with each seed. What it is to lose is
    /// always played, and by right submissions everything [default: 6 for the whole library, 1 where exercises are named].
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u64).range(1..))]
    one_in: Option<u64>,
    /// Plays only this submission, or `reference`; may be given several times, or as a list with commas.
    #[arg(long, value_name = "SLUG", value_delimiter = ',')]
    only_submission: Vec<String>,
    /// Leaves out the mutants of the reference solution, which are played with whole lists of submissions.
    #[arg(long)]
    no_mutants: bool,
    /// The folder with `audit.yaml`, or the one above it [default: fixtures/submissions, here or further up].
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
        self.play().map_or_else(|exit| exit, |(matrices, mutants)| show(&matrices, &mutants))
    }

    fn play(&self) -> Result<(Vec<Matrix>, Vec<Mutants>), Exit> {
        let every = || EXERCISES.iter().map(|(id, _)| (*id).to_owned()).collect();
        let named: Vec<String> = if self.exercises.is_empty() { every() } else { self.exercises.clone() };
        let subjects: Vec<Subject> = named.iter().map(|named| self.subject(named)).collect::<Result<_, _>>()?;
        let runner = self.staging.runner()?;
        let audit = audit::Audit {
            subjects: &subjects,
            only: &self.only_submission,
            one_in: self.one_in.unwrap_or(if self.exercises.is_empty() { ONE_IN } else { 1 }),
            repeat: self.repeat,
            seed: self.seed,
            at_once: self.staging.at_once(),
        };
        let progress = Progress::new(subjects.iter().map(|subject| subject.list.entries.len()).sum());
        let matrices =
            audit::play(&audit, &runner, Toolbox::of_this_machine(), |over, of| progress.reach(over, of, ""))
                .map_err(|complaint| say::usage(&complaint.title, &complaint.remedy))?;
        drop(progress);
        Ok((matrices, self.mutants(&subjects, &runner)))
    }

    /// Plays the mutants, where the audit is of whole lists of submissions. At the level `plain`, where plays of one port take
    /// turns, nobody would wait for so many: they are left out, and said to be.
    fn mutants(&self, subjects: &[Subject], runner: &Runner) -> Vec<Mutants> {
        let whole =
            self.only_submission.is_empty() && subjects.iter().all(|subject| subject.list.kind == Kind::Submissions);
        if self.no_mutants || !whole {
            return Vec::new();
        }
        if runner.level == Level::Plain {
            let remedy = "Audit where `harness doctor` says `full`, or say `--no-mutants`.";
            say::note("at the level `plain`, the mutants of the reference solutions are left out", remedy);
            return Vec::new();
        }
        let progress = Progress::new(0);
        audit::mutants::play(subjects, runner, (self.seed, self.staging.at_once()), |over, of| {
            progress.reach(over, of, "mutants");
        })
    }

    /// An exercise with its list.
    fn subject(&self, named: &str) -> Result<Subject, Exit> {
        let exercise = specs::load(named)?;
        let folder = self.folder(&exercise)?;
        Ok(Subject { list: list(&exercise, &folder)?, reasons: reasons(&exercise, &folder)?, exercise, folder })
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

/// Reads the list of submissions.
fn list(exercise: &Exercise, folder: &Path) -> Result<List, Exit> {
    read(&folder.join(place::LIST), |text| List::read(text, exercise, folder))
}

/// Reads the reasons for survivors, if there are any.
fn reasons(exercise: &Exercise, folder: &Path) -> Result<Vec<Reason>, Exit> {
    let path = folder.join(place::REASONS);
    if path.exists() { read(&path, |text| Reason::read_all(text, exercise)) } else { Ok(Vec::new()) }
}

/// Reads a file. Every complaint about it is printed.
fn read<T>(path: &Path, understand: impl FnOnce(&str) -> Result<T, Vec<Complaint>>) -> Result<T, Exit> {
    let name = path.display().to_string();
    let text = fs::read_to_string(path)
        .map_err(|error| say::usage(&format!("`{name}` cannot be read: {error}"), "It is text in UTF-8."))?;
    understand(&text).map_err(|complaints| {
        let coloured = say::is_coloured(&std::io::stderr());
        say::to_errors(&excerpt::render_all(&complaints, &name, &text, coloured));
        Exit::Usage
    })
}

fn show(matrices: &[Matrix], mutants: &[Mutants]) -> Exit {
    let outcomes = || matrices.iter().map(Matrix::outcome);
    let exit = if outcomes().any(|outcome| outcome == Outcome::Faulted)
        || mutants.iter().any(|mutants| !mutants.faults.is_empty())
    {
        Exit::Fault
    } else if outcomes().any(|outcome| outcome == Outcome::Differs) || !audit::mutants::enough(mutants) {
        Exit::Lost
    } else {
        Exit::Full
    };
    let coloured = say::is_coloured(&std::io::stdout());
    let (shown, score) = (render::render_all(matrices, coloured), score::render(mutants, coloured));
    say::print(&format!("{shown}{score}"), exit)
}
