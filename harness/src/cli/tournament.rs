//! `harness tournament`: every submission's client against every other's server, and who breaks the rule where two disagree.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Args;

use super::class_folder::hand_ins;
use super::options::{Staging, drawn_seed};
use super::progress::Progress;
use super::say::{self, Leavable};
use super::specs;
use super::whole::Whole;
use crate::class::tournament::{self, Table, files};
use crate::exit::Exit;

/// Plays every submission's client against every other's server, its own and the reference's.
///
/// Prints a matrix of clients and servers, with how many others each gets along, and who breaks the rule where two
/// disagree: whoever does not get along with the reference solution either, and loses a check by itself.
#[derive(Debug, Args)]
pub(super) struct Tournament {
    /// The id of an exercise, or the path of a spec.
    #[arg(value_name = "EXERCISE|SPEC.yaml")]
    exercise: String,
    /// The folder with one sub-folder for each submission.
    #[arg(value_name = "CLASS_DIR")]
    class: PathBuf,
    /// Where tournament.json and tournament.csv go.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Writes the result as JSON.
    #[arg(long, value_name = "PATH|-")]
    json: Option<PathBuf>,
    /// Repeats the random values of an earlier run; else they are drawn anew.
    #[arg(long, value_name = "NUMBER", default_value_t = drawn_seed(), hide_default_value = true)]
    seed: u64,
    #[command(flatten)]
    staging: Staging,
}

/// What is written to a file.
type Content = fn(&Table, &mut Whole) -> io::Result<()>;

impl Tournament {
    pub(super) fn run(self) -> Exit {
        self.play().unwrap_or_else(|exit| exit)
    }

    fn play(&self) -> Result<Exit, Exit> {
        let began = Instant::now();
        let exercise = specs::load(&self.exercise)?;
        let plans = tournament::Plans::new(&exercise, self.seed)
            .map_err(|complaint| say::usage(&complaint.title, &complaint.remedy))?;
        let scratch = tempfile::tempdir().map_err(|error| {
            say::usage(&format!("no temporary folder can be made: {error}"), "See whether TMPDIR has room.")
        })?;
        let submissions = self.submissions(scratch.path())?;
        let outputs = self.outputs()?;
        let runner = self.staging.runner()?;
        let tournament =
            tournament::Tournament { submissions: &submissions, plans: &plans, at_once: self.staging.at_once() };
        let progress = Progress::new(submissions.len());
        let table = tournament.play(&runner, |over, of, name| progress.reach(over, of, name));
        drop(progress);
        let is_written = write(&table, outputs);
        let exit = if table.is_faulty() || !is_written { Exit::Fault } else { Exit::Full };
        Ok(self.show(&table, exit, began))
    }

    /// The names and folders of the class's submissions; archives are unpacked below `scratch`. What else is there, and what
    /// cannot be taken, is noted.
    fn submissions(&self, scratch: &Path) -> Result<Vec<(String, PathBuf)>, Exit> {
        let class = hand_ins(&self.class, self.out.as_deref().unwrap_or(scratch))?;
        for refused in &class.refused {
            say::note(&format!("the submission `{}` cannot be taken", refused.name), &refused.why);
        }
        Ok(class.students.into_iter().map(|student| (student.name, student.folder)).collect())
    }

    /// The files that are asked for, found to be writable before anything is played.
    fn outputs(&self) -> Result<Vec<(Whole, Content)>, Exit> {
        let (json, csv): (Content, Content) =
            (|table, to| files::write_json(table, to), |table, to| files::write_csv(table, to));
        let mut wanted = Vec::new();
        if let Some(out) = &self.out {
            fs::create_dir_all(out).map_err(|error| {
                let what = format!("the folder `{}` for the results cannot be made: {error}", out.display());
                say::usage(&what, "Name a folder that can be written to.")
            })?;
            wanted.extend([(out.join("tournament.json"), json), (out.join("tournament.csv"), csv)]);
        }
        wanted.extend(self.json.iter().filter(|path| !is_standard(path)).map(|path| (path.clone(), json)));
        let open = |(path, content): (PathBuf, Content)| {
            Whole::open(&path).map(|whole| (whole, content)).map_err(|(what, remedy)| say::usage(&what, &remedy))
        };
        wanted.into_iter().map(open).collect()
    }

    /// Where standard output is the document's, the page goes to standard error.
    fn show(&self, table: &Table, exit: Exit, began: Instant) -> Exit {
        let page = |coloured| tournament::render(table, coloured) + &last_line(table, began);
        if !self.json.as_deref().is_some_and(is_standard) {
            return say::print(&page(say::is_coloured(&io::stdout())), exit);
        }
        say::to_errors(page(say::is_coloured(&io::stderr())).trim_end());
        match files::write_json(table, &mut Leavable(io::stdout())) {
            Ok(()) => exit,
            Err(error) => {
                say::complain(&format!("the output cannot be written: {error}"), "See whether the disk has room.");
                Exit::Fault
            }
        }
    }
}

fn is_standard(path: impl AsRef<Path>) -> bool {
    path.as_ref() == Path::new("-")
}

/// Writes the files; false where one could not be, which is said.
fn write(table: &Table, outputs: Vec<(Whole, Content)>) -> bool {
    let mut all = true;
    for (mut whole, content) in outputs {
        // What cannot be written is the file's trouble, and told at its end.
        let written = content(table, &mut whole).and_then(|()| whole.flush()).map_err(|error| error.to_string());
        if let Err(trouble) = whole.finish().and(written) {
            say::complain(&trouble, "See whether the disk has room, and whether the folder is still there.");
            all = false;
        }
    }
    all
}

fn last_line(table: &Table, began: Instant) -> String {
    let count = |wanted: Option<bool>| table.met().filter(|(_, meeting)| meeting.outcome.is_along() == wanted).count();
    let (along, apart, unjudged) = (count(Some(true)), count(Some(false)), count(None));
    format!(
        "{} pairs in {:.1} s: {along} get along, {apart} do not, {unjudged} could not be played.\n",
        along + apart + unjudged,
        began.elapsed().as_secs_f64(),
    )
}
