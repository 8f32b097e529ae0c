//! `harness lint`: finds the mistakes of specs before anybody is graded by them.

use std::fmt::Write as _;

use clap::Args;

use super::{say, specs};
use crate::exit::Exit;
use crate::plan::odds::odds;
use crate::spec::Exercise;

/// Finds the mistakes of specs, all at once, each with its place and its remedy.
#[derive(Debug, Args)]
pub(super) struct Lint {
    /// Paths of specs, or ids of exercises.
    #[arg(required = true, value_name = "SPEC.yaml|EXERCISE")]
    specs: Vec<String>,
    /// Shows what each check leaves to chance: how likely a right program is failed, and how likely a guess passes.
    #[arg(short, long)]
    verbose: bool,
}

impl Lint {
    pub(super) fn run(self) -> Exit {
        let mut worst = Exit::Full;
        for given in &self.specs {
            let exit = match specs::load(given) {
                Ok(exercise) => say::print(&self.praise(given, &exercise), Exit::Full),
                Err(exit) => exit,
            };
            worst = worst.max(exit);
        }
        worst
    }

    fn praise(&self, given: &str, exercise: &Exercise) -> String {
        let (points, bonus) = exercise.points();
        let checks = exercise.checks.len();
        let mut text = format!("{given}: no mistakes, {checks} {}, {points} points", plural(checks));
        if bonus > 0.0 {
            let _ = write!(text, " and {bonus} bonus");
        }
        text.push('\n');
        if self.verbose {
            let lines: String = odds(exercise).lines().map(|line| format!("  {line}\n")).collect();
            text.push_str(&lines);
        }
        text
    }
}

fn plural(checks: usize) -> &'static str {
    if checks == 1 { "check" } else { "checks" }
}
