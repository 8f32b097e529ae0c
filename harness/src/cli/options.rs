//! The options that commands share which play: what is played, and how.

use std::collections::BTreeMap;
use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use clap::builder::PossibleValuesParser;
use clap::{Args, ValueEnum};

use super::say;
use crate::exit::Exit;
use crate::plan::{Choices, Plan, Selection};
use crate::report::origin::{BUILD, Origin};
use crate::run::{Isolation, Runner, level};
use crate::sandbox::fork_server::ForkServer;
use crate::spec::Exercise;

/// What is played, and how.
#[derive(Clone, Debug, Args)]
pub(super) struct Options {
    /// Plays only the checks about this program.
    #[arg(long, value_name = "ROLE", value_parser = PossibleValuesParser::new(["server", "client"]), help_heading = PLAYED)]
    program: Option<String>,
    /// Plays only this check; may be given several times, or as a list with commas.
    #[arg(long, value_name = "CHECK", value_delimiter = ',', help_heading = PLAYED)]
    only: Vec<String>,
    /// Repeats the random values of an earlier run; else they are drawn anew.
    #[arg(long, value_name = "NUMBER", help_heading = PLAYED)]
    pub(super) seed: Option<u64>,
    /// Gives no points for near misses.
    #[arg(long, help_heading = PLAYED)]
    pub(super) strict: bool,
    #[command(flatten)]
    pub(super) staging: Staging,
}

/// How it is played.
#[derive(Clone, Debug, Args)]
pub(super) struct Staging {
    /// Plays so many checks at a time [default: twice the processors].
    #[arg(long, value_name = "NUMBER", help_heading = STAGE)]
    jobs: Option<NonZeroUsize>,
    /// Sets how far programs are kept apart from this machine.
    #[arg(long, value_name = "LEVEL", value_enum, default_value_t, help_heading = STAGE)]
    isolation: Level,
}

const PLAYED: &str = "What is played";
const STAGE: &str = "How it is played";

/// The levels that can be asked for.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum Level {
    /// `full` where the machine gives it, else `plain`.
    #[default]
    Auto,
    /// A host of its own for every check, or nothing at all.
    Full,
    /// A process on this machine, one check at a time.
    Plain,
}

/// Seeds stay so short that a person can type one, and that JavaScript reads it exactly.
const SEEDS: u64 = 1_000_000_000_000;

/// A seed of chance.
pub(super) fn drawn_seed() -> u64 {
    // The standard library seeds its hash tables from the kernel's randomness; that is chance enough for a number that is printed.
    RandomState::new().build_hasher().finish() % SEEDS
}

impl Options {
    /// Decides a run of this exercise; a seed is drawn where none was given. A mistake in the options is printed.
    pub(super) fn plan(&self, exercise: &Exercise) -> Result<Plan, Exit> {
        self.plan_with(exercise, self.seed.unwrap_or_else(drawn_seed))
    }

    /// Decides a run of this exercise with this seed. A mistake in the options is printed.
    pub(super) fn plan_with(&self, exercise: &Exercise, seed: u64) -> Result<Plan, Exit> {
        let selection = Selection { program: self.program.clone(), only: self.only.clone() };
        Plan::new(exercise, &Choices { strict: self.strict, ..Choices::new(selection, seed) })
            .map_err(|complaint| say::usage(&complaint.title, &complaint.remedy))
    }

    /// What results follow from that are played so, of a spec with these hashes.
    pub(super) fn origin(&self, spec: BTreeMap<String, String>, seed: u64, isolation: String) -> Origin {
        Origin {
            harness: BUILD.to_owned(),
            spec,
            submission: String::new(),
            seed,
            isolation,
            strict: self.strict,
            program: self.program.clone(),
            only: self.only.clone(),
        }
    }
}

impl Staging {
    /// Gets ready to play at the level that was asked for. What stands in the way is printed; that `auto` came down to `plain`, too.
    pub(super) fn runner(&self) -> Result<Runner, Exit> {
        let stages = fork_server(&executable()?)?;
        let isolation = match self.isolation {
            Level::Auto => Isolation::Auto,
            Level::Full => Isolation::Full,
            Level::Plain => Isolation::Plain,
        };
        let (level, refused) = level::decide(isolation, &stages).map_err(|fault| say::fault(&fault))?;
        if let Some(refused) = refused {
            let what =
                format!("programs run at the level `plain`, because this machine refuses `full`: {}", refused.message);
            say::note(&what, &refused.remedy);
        }
        Runner::new(stages, level, self.jobs()).map_err(|error| {
            say::complain(
                &format!("no folder could be made for copies of submissions: {error}"),
                "See whether the disk of the temporary folder (TMPDIR) has room.",
            );
            Exit::Fault
        })
    }

    /// How many submissions are in play at once: more than checks are played at a time, because a play that waits for the
    /// clock gives its place to another.
    pub(super) fn at_once(&self) -> usize {
        self.jobs().saturating_mul(8)
    }

    /// How many checks are played at a time.
    pub(super) fn jobs(&self) -> usize {
        let twice = || std::thread::available_parallelism().map_or(2, |processors| processors.get() * 2);
        self.jobs.map_or_else(twice, NonZeroUsize::get)
    }
}

/// The harness's own executable, by which it starts its stages.
pub(super) fn executable() -> Result<PathBuf, Exit> {
    std::env::current_exe().map_err(|error| {
        say::complain(&format!("the harness cannot find its own executable: {error}"), "See that /proc is mounted.");
        Exit::Fault
    })
}

/// Starts the process that stages come from.
pub(super) fn fork_server(harness: &Path) -> Result<ForkServer, Exit> {
    ForkServer::start(harness).map_err(|error| {
        say::complain(
            &format!("the harness cannot start itself: {error}"),
            "See whether this machine has processes and memory left.",
        );
        Exit::Fault
    })
}
