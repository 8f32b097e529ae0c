//! `harness replay`: tells a recorded run again, with the bytes it was told with.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

use clap::Args;

use super::outputs::Outputs;
use super::say;
use crate::exit::Exit;
use crate::report::replay;

/// Tells a recorded run again, in any form of report.
#[derive(Debug, Args)]
pub(super) struct Replay {
    /// The file that `--events` wrote, or `-` for standard input.
    #[arg(value_name = "EVENTS.jsonl|-")]
    record: PathBuf,
    #[command(flatten)]
    outputs: Outputs,
}

impl Replay {
    pub(super) fn run(self) -> Exit {
        self.tell().unwrap_or_else(|exit| exit)
    }

    fn tell(self) -> Result<Exit, Exit> {
        let name = self.record.display();
        let record = open(&self.record).map_err(|error| {
            say::usage(&format!("`{name}` cannot be read: {error}"), "Give the file that `--events` wrote.")
        })?;
        let events = replay::read(record).map_err(|unreadable| say::usage(&format!("`{name}`, {unreadable}"), ""))?;
        let outputs = self.outputs.open()?;
        let mut desk = outputs.desk();
        for event in &events {
            desk.event(event);
        }
        Ok(outputs.finish(desk))
    }
}

fn open(path: &Path) -> io::Result<Box<dyn BufRead>> {
    if path == Path::new("-") {
        return Ok(Box::new(io::stdin().lock()));
    }
    let file = File::open(path)?;
    if file.metadata()?.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    Ok(Box::new(BufReader::new(file)))
}
