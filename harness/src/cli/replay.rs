//! `harness replay`: tells a recorded run again, with the bytes it was told with, or plays a bundle again on another program.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

use clap::Args;

use super::kept::Kept;
use super::options::{Staging, drawn_seed};
use super::outputs::Outputs;
use super::{check, say, specs};
use crate::class::record;
use crate::event::Event;
use crate::exit::Exit;
use crate::plan::{Choices, Plan, Selection};
use crate::report::bundle::{self, Bundle};
use crate::report::replay;

/// Tells a recorded run again in any form of report, or plays a bundle again on a mended program.
#[derive(Debug, Args)]
pub(super) struct Replay {
    /// The file that `--events` wrote, a folder that `--bundle` wrote, a record of a class, or `-` for standard input.
    #[arg(value_name = "EVENTS.jsonl|BUNDLE|-")]
    record: PathBuf,
    /// Plays the bundle's check again, with the same random values, with the programs in this folder.
    #[arg(long, value_name = "DIR")]
    against: Option<PathBuf>,
    #[command(flatten)]
    staging: Staging,
    #[command(flatten)]
    outputs: Outputs,
    #[command(flatten)]
    kept: Kept,
}

impl Replay {
    pub(super) fn run(self) -> Exit {
        self.tell().unwrap_or_else(|exit| exit)
    }

    fn tell(self) -> Result<Exit, Exit> {
        if let Some(against) = self.against.clone() {
            return self.play_again(against);
        }
        let events = events(&self.record)?;
        let outputs = self.outputs.open()?;
        self.kept.open()?;
        let mut desk = outputs.desk();
        for event in &events {
            desk.event(event);
        }
        let audience = outputs.audience();
        let (report, exit) = outputs.finish(desk);
        let origin = Bundle { exercise: report.exercise.clone(), ..Bundle::default() };
        Ok(exit.max(self.kept.write(&report, audience, &origin)))
    }

    /// Plays the check of a bundle with other programs.
    fn play_again(self, against: PathBuf) -> Result<Exit, Exit> {
        let file = self.record.join(bundle::FILE);
        let read = fs::read_to_string(&file).map_err(|error| error.to_string()).and_then(|text| Bundle::read(&text));
        let bundle = read.map_err(|why| {
            let remedy = "Give a folder that `harness check --bundle` wrote.";
            say::usage(&format!("`{}` cannot be read: {why}", file.display()), remedy)
        })?;
        let selection = Selection { program: None, only: vec![bundle.check.clone()] };
        let seed = bundle.seed.unwrap_or_else(drawn_seed);
        let choices = Choices { strict: bundle.strict, ..Choices::new(selection, seed) };
        let plan = Plan::new(&specs::load(&bundle.exercise)?, &choices)
            .map_err(|complaint| say::usage(&complaint.title, &complaint.remedy))?;
        check::play(&plan, &check::submission(against)?, &self.staging, (&self.outputs, &self.kept), &bundle)
    }
}

/// The events of a recorded run or of a bundle. What cannot be read is told.
pub(super) fn events(record: &Path) -> Result<Vec<Event>, Exit> {
    let name = record.display();
    let record = open(record).map_err(|error| {
        say::usage(&format!("`{name}` cannot be read: {error}"), "Give the file that `--events` wrote.")
    })?;
    replay::read(record).map_err(|unreadable| say::usage(&format!("`{name}`, {unreadable}"), ""))
}

fn open(path: &Path) -> io::Result<Box<dyn BufRead>> {
    if path == Path::new("-") {
        return Ok(Box::new(io::stdin().lock()));
    }
    let path = if path.is_dir() { path.join(bundle::EVENTS) } else { path.to_owned() };
    if path.extension().is_some_and(|ending| ending == "gz") {
        return Ok(Box::new(record::open(&path)?));
    }
    Ok(Box::new(BufReader::new(File::open(&path)?)))
}
