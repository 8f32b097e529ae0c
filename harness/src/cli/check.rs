//! `harness check`: one submission, one exercise.

use std::path::{Path, PathBuf};

use clap::Args;

use super::options::Options;
use super::outputs::Outputs;
use super::{say, specs};
use crate::exit::Exit;
use crate::run::Submission;

/// Checks one submission, and says what is right, what is wrong and why.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Check {
    /// The id of an exercise, or the path of a spec.
    #[arg(value_name = "EXERCISE|SPEC.yaml")]
    exercise: String,
    /// The folder with the submission, or `reference` for the reference solution.
    #[arg(value_name = "DIR|reference", default_value = ".")]
    submission: PathBuf,
    #[command(flatten)]
    options: Options,
    #[command(flatten)]
    outputs: Outputs,
}

const EXAMPLES: &str = "\
Examples:
  harness check time-echo                     Check the programs in this folder.
  harness check time-echo --program server    Check the server alone.
  harness check time-echo --only closes -v    Play one check, and show everything that was said.
  harness check time-echo ada --junit out.xml Check the folder `ada`, and write a report for CI.
  harness check time-echo reference           See what the reference solution earns.

Exit codes: 0 full marks, 1 points lost, 2 wrong usage or a mistake in the spec,
3 something that is not the submission's fault.";

impl Check {
    pub(super) fn run(self) -> Exit {
        self.play().unwrap_or_else(|exit| exit)
    }

    fn play(self) -> Result<Exit, Exit> {
        let plan = self.options.plan(&specs::load(&self.exercise)?)?;
        let submission = submission(self.submission)?;
        let outputs = self.outputs.open()?;
        let runner = self.options.runner()?;
        let mut desk = outputs.desk();
        let cleared = runner.run(&plan, &submission, |event| desk.event(event));
        if let Err(error) = cleared {
            say::note(&format!("the copy of the submission could not be removed: {error}"), "");
        }
        Ok(outputs.finish(desk))
    }
}

/// What is played with, once it is known to be there.
fn submission(given: PathBuf) -> Result<Submission, Exit> {
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
