//! `harness grade`: a class of submissions, each graded into a file of its own, and a gradebook of them all.

use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Args;

use super::options::Options;
use super::progress::Progress;
use super::{say, specs};
use crate::class::{self, Class, Graded, HandIns, Results, summary};
use crate::exit::Exit;
use crate::text::{Medium, safe};

/// Grades every submission of a class: folders, archives, or what a learning platform's download holds.
///
/// Writes results/SUBMISSION.json as each submission ends, and gradebook.csv at the end.
#[derive(Debug, Args)]
pub(super) struct Grade {
    /// The id of an exercise, or the path of a spec.
    #[arg(value_name = "EXERCISE|SPEC.yaml")]
    exercise: String,
    /// The folder with a folder or an archive for each submission, or one archive of it.
    #[arg(value_name = "CLASS_DIR")]
    class: PathBuf,
    /// Where the results go.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    #[command(flatten)]
    options: Options,
}

impl Grade {
    pub(super) fn run(self) -> Exit {
        self.grade().unwrap_or_else(|exit| exit)
    }

    fn grade(&self) -> Result<Exit, Exit> {
        let began = Instant::now();
        let exercise = specs::load(&self.exercise)?;
        let plan = self.options.plan(&exercise)?;
        let hand_ins = hand_ins(&self.class, &self.out)?;
        let results = results(&self.out, &hand_ins)?;
        let runner = self.options.staging.runner()?;
        let at_once = self.options.staging.at_once();
        let class = Class { students: &hand_ins.students, plan: &plan, results: &results, at_once };
        let progress = Progress::new(hand_ins.students.len());
        let mut over = 0;
        let graded = class::grade(&class, &runner, |graded| {
            over += 1;
            progress.reach(over, hand_ins.students.len(), &graded.name);
            if !progress.is_seen() {
                say::to_errors(&summary::line(graded));
            }
        });
        drop(progress);
        let graded = graded.map_err(|error| {
            let what = format!("`{}` cannot be written: {error}", results.gradebook().display());
            say::complain(&what, "The result of each submission is in its file.");
            Exit::Fault
        })?;
        let faulty = graded.iter().any(Graded::is_faulty);
        let mut page = summary::summary(&graded);
        page.push_str(&last_lines(&graded, &results, began));
        Ok(say::print(&page, if faulty { Exit::Fault } else { Exit::Full }))
    }
}

/// Where archives are unpacked, below the folder for the results.
const SCRATCH: &str = "unpacked";

/// The class's submissions; what else is in its folder, and what cannot be taken, is noted.
fn hand_ins(class: &Path, out: &Path) -> Result<HandIns, Exit> {
    let hand_ins = HandIns::of(class, out, &out.join(SCRATCH)).map_err(|error| {
        let what = format!("the class `{}` cannot be read: {error}", class.display());
        say::usage(&what, "Name the folder that holds a folder or an archive for each submission, or an archive of it.")
    })?;
    for note in &hand_ins.notes {
        say::note(note, "");
    }
    for refused in &hand_ins.refused {
        say::note(&format!("the submission `{}` cannot be taken", refused.name), &refused.why);
    }
    if hand_ins.students.is_empty() {
        let what = format!("no submission is in `{}`", class.display());
        return Err(say::usage(&what, "Each folder and each archive in the class's folder is one submission."));
    }
    Ok(hand_ins)
}

/// The folder for the results; what an earlier run has left there is noted.
fn results(out: &Path, hand_ins: &HandIns) -> Result<Results, Exit> {
    let results = Results::in_folder(out).map_err(|error| {
        let what = format!("the folder `{}` for the results cannot be made: {error}", out.display());
        say::usage(&what, "Name a folder that can be written to.")
    })?;
    let files: Vec<&str> = hand_ins.students.iter().map(|student| student.file.as_str()).collect();
    for stranger in results.strangers(&files) {
        say::note(&format!("`results/{stranger}` belongs to no submission of this class."), "It is left as it is.");
    }
    Ok(results)
}

fn last_lines(graded: &[Graded], results: &Results, began: Instant) -> String {
    let faulty = graded.iter().filter(|graded| graded.is_faulty()).count();
    let lost = graded.iter().filter(|graded| !graded.is_faulty() && graded.score < graded.max_score).count();
    let full = graded.len() - faulty - lost;
    let submissions = if graded.len() == 1 { "submission" } else { "submissions" };
    let places = format!("Gradebook: {}\nResults:   {}", results.gradebook().display(), results.folder().display());
    format!(
        "\n{} {submissions} in {:.1} s: {full} with full marks, {lost} with points lost, {faulty} with faults.\n{}\n",
        graded.len(),
        began.elapsed().as_secs_f64(),
        safe(&places, Medium::Terminal)
    )
}
