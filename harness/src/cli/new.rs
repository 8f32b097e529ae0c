//! `harness new`: the beginning of a spec.

use std::fs::OpenOptions;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use clap::Args;

use super::{replay, say};
use crate::exit::Exit;
use crate::spec::sketch;

/// Begins a spec, from a template or from a conversation that was recorded.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct New {
    /// The id of the exercise: small letters, digits and `-`. `ID.yaml` is written here.
    #[arg(value_name = "ID")]
    id: String,
    /// Writes down what was said in a run that `--events` has recorded, or in a bundle.
    #[arg(long, value_name = "EVENTS.jsonl|BUNDLE")]
    from: Option<PathBuf>,
}

const EXAMPLES: &str = "\
Examples:
  harness new guess-a-number
  harness check echo ada --only echoes --events echo.jsonl; harness new my-echo --from echo.jsonl";

impl New {
    pub(super) fn run(self) -> Exit {
        self.begin().unwrap_or_else(|exit| exit)
    }

    fn begin(&self) -> Result<Exit, Exit> {
        let is_letter = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
        let id = &self.id;
        if !id.chars().all(is_letter) || !id.starts_with(|letter: char| letter.is_ascii_lowercase()) {
            let remedy = "Write small letters, digits and `-`, a letter first: `guess-a-number`.";
            return Err(say::usage(&format!("`{id}` cannot be the id of an exercise"), remedy));
        }
        let text = match &self.from {
            None => sketch::template(id),
            Some(record) => sketch::of_record(id, &replay::events(record)?).ok_or_else(|| {
                let remedy = "Record a check of a server or a client: `harness check … --only CHECK --events FILE`.";
                say::usage(&format!("nothing was said in `{}`", record.display()), remedy)
            })?,
        };
        let path = PathBuf::from(format!("{id}.yaml"));
        write(&path, &text).map_err(|error| {
            let remedy = "Take another id, or go where you may write; nothing is overwritten.";
            say::usage(&format!("`{}` cannot be written: {error}", path.display()), remedy)
        })?;
        let next = format!("{0} is begun. Next: `harness lint {0}`, `harness check {0} DIR`.\n", path.display());
        Ok(say::print(&next, Exit::Full))
    }
}

/// Writes a file that is not there yet.
fn write(path: &Path, text: &str) -> io::Result<()> {
    OpenOptions::new().write(true).create_new(true).open(path)?.write_all(text.as_bytes())
}
