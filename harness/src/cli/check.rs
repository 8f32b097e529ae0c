//! `harness check`: one submission, one exercise.

use std::path::PathBuf;

use clap::Args;

use crate::exit::Exit;
use crate::plan::{Choices, Plan, Selection};
use crate::report::{Audience, Desk, Look, Terminal};
use crate::run::{Isolation, Runner, Submission, level};
use crate::spec::library;

/// Checks one submission.
#[derive(Debug, Args)]
pub(super) struct Check {
    /// An exercise, or the path of a spec.
    exercise: String,
    /// The submission's folder, or `reference`.
    #[arg(default_value = ".")]
    submission: PathBuf,
    /// Plays only these checks.
    #[arg(long)]
    only: Vec<String>,
    #[arg(short, long)]
    verbose: bool,
    #[arg(long)]
    plain: bool,
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

impl Check {
    pub(super) fn run(self) -> Exit {
        let Ok(source) = library::find(&self.exercise) else { return Exit::Usage };
        let Ok(exercise) = source.load() else { return Exit::Usage };
        let choices =
            Choices { selection: Selection { program: None, only: self.only }, seed: self.seed, strict: false };
        let Ok(plan) = Plan::new(&exercise, &choices) else { return Exit::Usage };
        let Ok(harness) = std::env::current_exe() else { return Exit::Fault };
        let isolation = if self.plain { Isolation::Plain } else { Isolation::Auto };
        let Ok((level, why)) = level::decide(isolation, &harness) else { return Exit::Fault };
        if let Some(why) = why {
            anstream::eprintln!("{why:?}");
        }
        let Ok(runner) = Runner::new(harness, level, 4) else { return Exit::Fault };
        let submission = if self.submission.as_os_str() == "reference" {
            Submission::Reference
        } else {
            Submission::Folder(self.submission)
        };
        let look = Look { audience: Audience::Student, coloured: false, verbose: self.verbose };
        let mut desk = Desk::new(vec![Box::new(Terminal::new(Box::new(std::io::stdout()), look))]);
        let _ = runner.run(&plan, &submission, |event| desk.event(event));
        let (report, _) = desk.finish();
        match report.exit_code() {
            0 => Exit::Full,
            1 => Exit::Lost,
            _ => Exit::Fault,
        }
    }
}
