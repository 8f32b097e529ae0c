//! `harness check`: one submission, one exercise.

use std::path::{Path, PathBuf};

use clap::Args;

use super::guess;
use super::kept::Kept;
use super::options::{Options, Staging, drawn_seed};
use super::outputs::Outputs;
use super::watch::Watch;
use super::{say, specs};
use crate::exit::Exit;
use crate::plan::{Choices, Plan, Selection};
use crate::report::bundle::Bundle;
use crate::report::{CheckReport, Report};
use crate::run::{Runner, Submission};
use crate::spec::{Exercise, library};
use crate::verdict::Status;

/// Checks one submission, and says what is right, what is wrong and why.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Check {
    /// The id of an exercise, or the path of a spec; without one, the files say which exercise they are for.
    #[arg(value_name = "EXERCISE|SPEC.yaml")]
    exercise: Option<String>,
    /// The folder with the submission [default: this one], or `reference` for the reference solution.
    #[arg(value_name = "DIR|reference")]
    submission: Option<PathBuf>,
    /// Checks again whenever a file changes, first what was lost, until Ctrl-C.
    #[arg(long)]
    watch: bool,
    #[command(flatten)]
    options: Options,
    #[command(flatten)]
    outputs: Outputs,
    #[command(flatten)]
    kept: Kept,
}

const EXAMPLES: &str = "\
Examples:
  harness check                               Check the programs in this folder.
  harness check time-echo --watch             Check them again whenever a file is saved.
  harness check time-echo --program server    Check the server alone.
  harness check time-echo --only closes -v    Play one check, and show everything that was said.
  harness check time-echo ada --html ada.html Check the folder `ada`, and write a page about it.
  harness check time-echo --pcap captures     Write what passed on the wire, for Wireshark.
  harness check time-echo reference           See what the reference solution earns.

Exit codes: 0 full marks, 1 points lost, 2 wrong usage or a mistake in the spec,
3 something that is not the submission's fault.";

impl Check {
    pub(super) fn run(self) -> Exit {
        self.checked().unwrap_or_else(|exit| exit)
    }

    fn checked(mut self) -> Result<Exit, Exit> {
        let (given, folder) = self.target()?;
        let exercise = specs::load(&given)?;
        let plan = self.options.plan(&exercise)?;
        let submission = submission(folder)?;
        let origin = Bundle { exercise: given, strict: self.options.strict, ..Bundle::default() };
        if self.watch {
            self.options.seed.get_or_insert_with(drawn_seed);
            return self.watched(&exercise, &submission, &origin);
        }
        play(&plan, &submission, &self.options.staging, (&self.outputs, &self.kept), &origin)
    }

    /// The exercise and the folder, as far as they were given.
    fn target(&self) -> Result<(String, PathBuf), Exit> {
        let here = || PathBuf::from(".");
        match (&self.exercise, &self.submission) {
            (Some(exercise), Some(folder)) => Ok((exercise.clone(), folder.clone())),
            // One word may be either.
            (Some(word), None) if library::find(word).is_err() && Path::new(word).is_dir() => {
                Ok((guess::exercise_of(Path::new(word))?, PathBuf::from(word)))
            }
            (Some(exercise), None) => Ok((exercise.clone(), here())),
            (None, folder) => {
                let folder = folder.clone().unwrap_or_else(here);
                Ok((guess::exercise_of(&folder)?, folder))
            }
        }
    }

    /// Plays, and plays again after each change: first what was lost, and once that is mended, everything.
    fn watched(&self, exercise: &Exercise, submission: &Submission, origin: &Bundle) -> Result<Exit, Exit> {
        let Submission::Folder(folder) = submission else {
            return Err(say::usage("the reference solution does not change", "Name a folder with `--watch`."));
        };
        let watch = Watch::on(folder)?;
        self.kept.open()?;
        let mut runner = self.options.staging.runner()?;
        runner.captures = self.kept.captures();
        let mut lost: Vec<String> = Vec::new();
        loop {
            let first = std::mem::take(&mut lost);
            let was_whole = first.is_empty();
            let report = self.round(exercise, first, (&runner, submission), origin)?;
            lost = report.checks.iter().filter(|check| is_lost(check)).map(|check| check.facts.id.clone()).collect();
            if lost.is_empty() && !was_whole {
                continue;
            }
            say::to_errors("\nWaiting for a change. Ctrl-C ends.");
            if !watch.wait() {
                return Ok(Exit::Full);
            }
            say::to_errors("");
        }
    }

    /// Plays these checks, or all that were asked for.
    fn round(
        &self,
        exercise: &Exercise,
        first: Vec<String>,
        (runner, submission): (&Runner, &Submission),
        origin: &Bundle,
    ) -> Result<Report, Exit> {
        let seed = self.options.seed.unwrap_or_default();
        let plan = if first.is_empty() {
            self.options.plan_with(exercise, seed)?
        } else {
            let choices = Choices::new(Selection { program: None, only: first }, seed);
            Plan::new(exercise, &Choices { strict: self.options.strict, ..choices })
                .map_err(|complaint| say::usage(&complaint.title, &complaint.remedy))?
        };
        told(&plan, (runner, submission), (&self.outputs, &self.kept), origin).map(|(report, _)| report)
    }
}

fn is_lost(check: &CheckReport) -> bool {
    check.points() < check.max_points() && !matches!(check.status(), Status::Skip | Status::Unsupported)
}

/// Plays once and tells it. `origin` says how a bundle of it is played again.
pub(super) fn play(
    plan: &Plan,
    submission: &Submission,
    staging: &Staging,
    (outputs, kept): (&Outputs, &Kept),
    origin: &Bundle,
) -> Result<Exit, Exit> {
    kept.open()?;
    let mut runner = staging.runner()?;
    runner.captures = kept.captures();
    told(plan, (&runner, submission), (outputs, kept), origin).map(|(_, exit)| exit)
}

fn told(
    plan: &Plan,
    (runner, submission): (&Runner, &Submission),
    (outputs, kept): (&Outputs, &Kept),
    origin: &Bundle,
) -> Result<(Report, Exit), Exit> {
    let outputs = outputs.open()?;
    let mut desk = outputs.desk();
    let cleared = runner.run(plan, submission, |event| desk.event(event));
    if let Err(error) = cleared {
        say::note(&format!("the copy of the submission could not be removed: {error}"), "");
    }
    let audience = outputs.audience();
    let (report, exit) = outputs.finish(desk);
    let written = kept.write(&report, audience, origin);
    Ok((report, exit.max(written)))
}

/// What is played with, once it is known to be there.
pub(super) fn submission(given: PathBuf) -> Result<Submission, Exit> {
    if given.as_os_str() == "reference" {
        return Ok(Submission::Reference);
    }
    let name = given.display();
    if given.is_file() {
        let folder = given.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let remedy = format!("Give the folder it lies in: `{}`.", folder.display());
        return Err(say::usage(&format!("`{name}` is a file; a submission is a folder"), &remedy));
    }
    match std::fs::read_dir(&given) {
        Ok(_) => Ok(Submission::Folder(given)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            Err(say::usage(&format!("there is no folder `{name}`"), "Give the folder that holds the programs."))
        }
        Err(error) => Err(say::usage(
            &format!("the folder `{name}` cannot be read: {error}"),
            "Give yourself the right to read it.",
        )),
    }
}
