//! `harness grade`: a class of submissions, each graded into a file of its own, and a gradebook of them all.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use clap::Args;

use super::class_folder::{earlier, hand_ins, import, read_changes, register, results, roster, write_manifest};
use super::dates::Dates;
use super::live::{self, Live};
use super::options::{Options, drawn_seed};
use super::pages::Pages;
use super::{say, specs};
use crate::class::manifest::{self, Manifest};
use crate::class::{self, Again, Class, Graded, HandIns, Missing, Register, Results, Shard, Subject, summary};
use crate::exit::Exit;
use crate::report::origin::BUILD;
use crate::run::Runner;
use crate::spec::Exercise;

/// Grades every submission of a class: folders, archives, or what a learning platform's download holds.
///
/// Writes results/SUBMISSION.json and what a student may see of it, feedback/SUBMISSION.json, as each submission ends, and
/// gradebook.csv at the end; with several exercises, results/EXERCISE/SUBMISSION.json. The same command goes on where an
/// earlier one was stopped, and plays only what has changed since.
#[derive(Debug, Args)]
#[command(after_help = FILES, override_usage = "harness grade [OPTIONS] --out <DIR> <EXERCISE|SPEC.yaml>... <CLASS_DIR>")]
pub(super) struct Grade {
    /// The ids of exercises or the paths of specs, and then the class: a folder with a folder or an archive for each submission,
    /// or one archive of it.
    // In one list, so that options may stand between them.
    #[arg(value_name = "TARGET", required = true)]
    targets: Vec<PathBuf>,
    /// Where the results go.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Who should have handed in, a CSV table with a column `id`, `name` or `email`; who has not is shown as missing.
    #[arg(long, value_name = "FILE")]
    roster: Option<PathBuf>,
    /// Grades one part of the class, `2/4`, to be put together by `harness merge`; `auto` or `auto/4` takes the part from
    /// what Slurm, Kubernetes or GitLab say in the environment.
    #[arg(long, value_name = "K/N")]
    shard: Option<String>,
    /// Plays everything again, also what has not changed.
    #[arg(long, conflicts_with = "only_failed")]
    regrade: bool,
    /// Plays again what lost points, beside what has changed.
    #[arg(long)]
    only_failed: bool,
    /// Says nothing while it goes on, but for alarms.
    #[arg(long, short)]
    quiet: bool,
    #[command(flatten)]
    pages: Pages,
    #[command(flatten)]
    deadline: Dates,
    #[command(flatten)]
    options: Options,
}

const FILES: &str = "\
In the folder of the results:
  gradebook.csv   a row a submission, written at the end
  results/        everything about each submission, for the instructor
  feedback/       what a student may see of it
  changes.yaml    yours: points that you add, take or set by hand; never touched, see the README
  report.html     the class for a browser; a page a submission is in pages/ and, for the student, in feedback/
  records/        everything that happened, from which the pages are drawn; see `harness replay`
  canvas.csv      the points for Canvas's import, or moodle.csv, where its own table is the roster
  grading.json    the seed and what was graded, so that the same command goes on

Exit codes: 0 graded, 2 wrong usage or a mistake in a spec, 3 something could not be judged, 130 stopped by Ctrl-C.";

impl Grade {
    pub(super) fn run(self) -> Exit {
        self.grade().unwrap_or_else(|exit| exit)
    }

    fn grade(&self) -> Result<Exit, Exit> {
        let began = Instant::now();
        let (class_folder, given) = self.targets()?;
        let loaded = loaded(given)?;
        let ids: Vec<&str> = loaded.iter().map(|(exercise, _)| exercise.exercise.as_str()).collect();
        let shard = self.shard()?;
        let earlier = earlier(&self.out)?;
        let seed = self.seed(earlier.as_ref(), shard)?;
        let listed = self.roster.as_deref().map(roster).transpose()?;
        let mut class = hand_ins(class_folder, &self.out)?;
        let deadline = self.deadline.read()?;
        let register = register(&class, listed.as_ref(), &deadline);
        let results = results(&self.out, &ids, &class)?;
        let runner = self.options.staging.runner()?;
        let manifest = Self::manifest(&runner, seed, &loaded, &class, &register.missing, shard);
        write_manifest(&manifest, &self.out)?;
        let names: Vec<&str> = manifest.submissions.keys().map(String::as_str).collect();
        let changes = read_changes(&self.out, &ids, &names)?;
        let own: BTreeSet<&str> = manifest.own().map(|(name, _)| name).collect();
        class.students.retain(|student| own.contains(&student.name.as_str()));
        class.refused.retain(|refused| own.contains(&refused.name.as_str()));
        let subjects = self.subjects(&loaded, seed, &runner)?;
        let (stop, runner) = (Arc::new(AtomicBool::new(false)), Arc::new(runner));
        live::stop_on_signals(&stop, &runner).map_err(|error| {
            say::complain(&format!("Ctrl-C cannot be heard: {error}"), "");
            Exit::Fault
        })?;
        let class = Class {
            students: &class.students,
            refused: &class.refused,
            register: &register,
            deadline: &deadline,
            subjects: &subjects,
            results: &results,
            changes: &changes,
            again: self.again(),
            time: self.pages.time(),
            stop: &stop,
            at_once: self.options.staging.at_once(),
        };
        let live = Live::new((class.students.len() + class.refused.len()) * subjects.len(), self.quiet);
        let graded = class::grade(&class, &runner, &live).map_err(|error| {
            let what = format!("`{}` cannot be written: {error}", results.gradebook().display());
            say::complain(&what, "The result of each submission is in its file.");
            Exit::Fault
        })?;
        live.over();
        if class.is_stopped() {
            say::note(&live.left(), "The same command goes on where it stopped.");
            return Ok(Exit::Stopped);
        }
        self.pages.draw(&results, &manifest)?;
        if let Some(sheet) = listed.as_ref().and_then(|roster| roster.sheet.as_ref()) {
            import(&self.out, sheet, &register, &graded)?;
        }
        Ok(told(&graded, &register, &results, began))
    }

    /// The exercises, planned, each with what its results follow from.
    fn subjects(&self, loaded: &[Loaded], seed: u64, runner: &Runner) -> Result<Vec<Subject>, Exit> {
        let subject = |(exercise, spec): &Loaded| {
            let origin = self.options.origin(spec.clone(), seed, runner.level.to_string());
            Ok(Subject { plan: self.options.plan_with(exercise, seed)?, origin })
        };
        loaded.iter().map(subject).collect()
    }

    /// The folder of the class, and the exercises before it.
    fn targets(&self) -> Result<(&Path, &[PathBuf]), Exit> {
        match self.targets.split_last() {
            Some((class, exercises)) if !exercises.is_empty() => Ok((class, exercises)),
            Some(_) | None => {
                let what = "the exercises and the folder of the class are not both given";
                Err(say::usage(what, "Write `harness grade EXERCISE CLASS_DIR --out DIR`."))
            }
        }
    }

    fn again(&self) -> Again {
        match (self.regrade, self.only_failed) {
            (true, _) => Again::All,
            (false, true) => Again::Lost,
            (false, false) => Again::Changed,
        }
    }

    fn shard(&self) -> Result<Option<Shard>, Exit> {
        let Some(given) = self.shard.as_deref() else { return Ok(None) };
        let parsed = match given.split_once('/') {
            _ if given == "auto" => Shard::from_environment(None, |name| std::env::var(name).ok()),
            Some(("auto", of)) => of
                .parse()
                .map_err(|_| format!("`{of}` is no number of parts"))
                .and_then(|of| Shard::from_environment(Some(of), |name| std::env::var(name).ok())),
            Some(_) | None => given.parse(),
        };
        let remedy =
            "Write `--shard 2/4` for the second of four parts, or `--shard auto` below Slurm, Kubernetes or GitLab.";
        parsed.map(Some).map_err(|what| say::usage(&format!("`--shard {given}`: {what}"), remedy))
    }

    /// The seed that was given, else that of the earlier grading, else a drawn one. Parts of one class must have the same.
    fn seed(&self, earlier: Option<&Manifest>, shard: Option<Shard>) -> Result<u64, Exit> {
        match (self.options.seed, earlier, shard) {
            (Some(seed), _, _) => Ok(seed),
            (None, Some(earlier), _) => Ok(earlier.seed),
            (None, None, Some(_)) => Err(say::usage(
                "nothing says which seed all parts of the class have in common",
                "Give every part the same, as in `--seed 4711`; a Slurm script has `--seed $SLURM_ARRAY_JOB_ID`.",
            )),
            (None, None, None) => Ok(drawn_seed()),
        }
    }

    fn manifest(
        runner: &Runner,
        seed: u64,
        loaded: &[Loaded],
        class: &HandIns,
        missing: &[Missing],
        shard: Option<Shard>,
    ) -> Manifest {
        let mut manifest = Manifest::new(BUILD, seed, runner.level.to_string());
        manifest.exercises = loaded
            .iter()
            .map(|(exercise, spec)| manifest::Exercise { id: exercise.exercise.value.clone(), spec: spec.clone() })
            .collect();
        let students = class.students.iter().map(|student| (student.name.clone(), student.file.clone()));
        let refused = class.refused.iter().map(|refused| (refused.name.clone(), refused.file.clone()));
        manifest.submissions = students.chain(refused).collect();
        manifest.missing = missing.to_vec();
        manifest.shard = shard;
        manifest
    }
}

/// Tells what the class came to.
fn told(graded: &[Graded], register: &Register, results: &Results, began: Instant) -> Exit {
    let took = format!("in {:.1} s", began.elapsed().as_secs_f64());
    let page = summary::page(graded, &register.missing, results, &took);
    say::print(&page, if graded.iter().any(Graded::is_faulty) { Exit::Fault } else { Exit::Full })
}

/// An exercise, and the hashes of what it is made of.
type Loaded = (Exercise, BTreeMap<String, String>);

/// The exercises that were named, none of them twice.
fn loaded(given: &[PathBuf]) -> Result<Vec<Loaded>, Exit> {
    let mut loaded: Vec<Loaded> = Vec::new();
    for given in given {
        let next = specs::load_hashed(&given.to_string_lossy())?;
        let id = &next.0.exercise.value;
        if loaded.iter().any(|(exercise, _)| exercise.exercise.value == *id) {
            return Err(say::usage(&format!("`{id}` is named twice"), "Name each exercise once."));
        }
        loaded.push(next);
    }
    Ok(loaded)
}
