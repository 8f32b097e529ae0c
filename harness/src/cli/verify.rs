//! `harness verify`: whether a result still follows from what it says that it came from.

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::Args;

use super::{say, specs};
use crate::class::hashes;
use crate::exit::Exit;
use crate::program::Toolbox;
use crate::program::needs::Need;
use crate::report::Document;
use crate::report::origin::BUILD;
use crate::text::{Medium, safe};

/// Computes again what a result says that it came from: harness, spec, submission and interpreters.
///
/// Exit codes: 0 everything is the same, 1 something differs, 2 wrong usage.
#[derive(Debug, Args)]
pub(super) struct Verify {
    /// A result, as `harness grade` has written it to results/.
    #[arg(value_name = "RESULT.json")]
    result: PathBuf,
    /// The submission's folder; without it, its files are not compared.
    #[arg(long, value_name = "DIR")]
    submission: Option<PathBuf>,
    /// The spec, where it is none of the harness's own.
    #[arg(long, value_name = "SPEC.yaml")]
    spec: Option<PathBuf>,
}

/// One thing that a result follows from.
struct Line {
    what: String,
    then: String,
    now: Option<String>,
}

impl Verify {
    pub(super) fn run(self) -> Exit {
        self.verify().unwrap_or_else(|exit| exit)
    }

    fn verify(&self) -> Result<Exit, Exit> {
        let name = self.result.display().to_string();
        let text = std::fs::read_to_string(&self.result)
            .map_err(|error| say::usage(&format!("`{name}` cannot be read: {error}"), "Name a file below results/."))?;
        let result = Document::read(&text).map_err(|error| {
            say::usage(
                &format!("`{name}` is no result: {error}"),
                "Name a file that `harness grade` has written to results/.",
            )
        })?;
        let Some(origin) = &result.origin else {
            let remedy =
                "Results of a class say so, in results/; what students get and `harness check --json` does not.";
            return Err(say::usage(&format!("`{name}` does not say what it came from"), remedy));
        };
        let given = self.spec.as_ref().map_or_else(|| result.exercise.clone(), |path| path.display().to_string());
        let (_, spec) = specs::load_hashed(&given)?;
        let submission = self
            .submission
            .as_ref()
            .map(|folder| {
                hashes::of_submission(folder).map_err(|error| {
                    let what = format!("the submission `{}` cannot be read: {error}", folder.display());
                    say::usage(&what, "Name the folder that was graded.")
                })
            })
            .transpose()?;
        let line =
            |what: &str, then: &str, now: Option<String>| Line { what: what.to_owned(), then: then.to_owned(), now };
        let mut lines = vec![line("harness", &origin.harness, Some(BUILD.to_owned()))];
        let names: std::collections::BTreeSet<&String> = origin.spec.keys().chain(spec.keys()).collect();
        for part in names {
            let nothing = || "not there".to_owned();
            let then = origin.spec.get(part).cloned().unwrap_or_else(nothing);
            lines.push(line(&format!("spec {part}"), &then, Some(spec.get(part).cloned().unwrap_or_else(nothing))));
        }
        lines.push(line("submission", &origin.submission, submission));
        for program in &result.programs {
            let now = version(&program.language, &program.version);
            lines.push(line(&format!("{} of the {}", program.language, program.role), &program.version, now));
        }
        let differs = lines.iter().any(Line::differs);
        let mut page: String = lines.iter().map(Line::told).collect();
        // Writing to a String cannot fail.
        let _ = writeln!(
            page,
            "\nSeed {}, isolation {}. To play it again: harness check {} DIR --seed {}",
            origin.seed, origin.isolation, result.exercise, origin.seed
        );
        Ok(say::print(&safe(&page, Medium::Terminal), if differs { Exit::Lost } else { Exit::Full }))
    }
}

/// The version that this machine has of a language: the one that was used, if it is still there.
fn version(language: &str, then: &str) -> Option<String> {
    let tools = Need::of(language)?.tools.iter().flat_map(|alternatives| alternatives.iter());
    let here = tools.filter_map(|tool| Toolbox::of_this_machine().find(tool));
    let versions: Vec<String> = here.map(|tool| tool.version().to_owned()).collect();
    let same = versions.iter().find(|version| *version == then).or_else(|| versions.first());
    Some(same.cloned().unwrap_or_else(|| "not there".to_owned()))
}

impl Line {
    fn differs(&self) -> bool {
        self.now.as_ref().is_some_and(|now| *now != self.then)
    }

    fn told(&self) -> String {
        match &self.now {
            None => format!("unknown  {}: {}\n", self.what, self.then),
            Some(now) if *now == self.then => format!("same     {}: {}\n", self.what, self.then),
            Some(now) => format!("DIFFERS  {}: {}, now {now}\n", self.what, self.then),
        }
    }
}
