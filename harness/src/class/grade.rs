//! Grades a class: its submissions side by side, each result written as it comes.

use std::io;

use super::{Results, Student};
use crate::plan::Plan;
use crate::report::{Gradebook, Points, Report, Tally};
use crate::run::{Runner, Submission, side_by_side};

/// A class to be graded.
#[derive(Clone, Copy, Debug)]
pub struct Class<'a> {
    /// Its submissions.
    pub students: &'a [Student],
    /// What is played with each: the same for all of them.
    pub plan: &'a Plan,
    /// Where results go.
    pub results: &'a Results,
    /// How many submissions are in play at once. More than there are places for plays, because a play that waits for the
    /// clock gives its place away; not all, so that memory does not grow with the class.
    pub at_once: usize,
}

/// What a summary needs of a graded submission; the rest stands in its file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Graded {
    /// The submission's name.
    pub name: String,
    /// Its points.
    pub score: Points,
    /// The points of a flawless one.
    pub max_score: Points,
    /// Its bonus points.
    pub bonus: Points,
    /// Counted checks that could not be judged.
    pub lacking: Vec<String>,
    /// What went wrong on our side, a sentence each, none of them twice.
    pub faults: Vec<String>,
}

impl Graded {
    /// Whether something of ours keeps the score from being the whole truth.
    pub fn is_faulty(&self) -> bool {
        !self.lacking.is_empty() || !self.faults.is_empty()
    }
}

/// Grades every submission and then writes the gradebook. `heard` is told of each as it ends, in the order of their ends;
/// what comes back is in the order of the class.
pub fn grade(class: &Class<'_>, runner: &Runner, mut heard: impl FnMut(&Graded)) -> io::Result<Vec<Graded>> {
    let mut gradebook = Gradebook::new();
    let mut graded: Vec<Graded> = vec![Graded::default(); class.students.len()];
    side_by_side(
        class.students,
        class.at_once,
        |student| play(class, student, runner),
        |index, played| {
            let student = &class.students[index];
            let (report, mut faults) =
                played.unwrap_or_else(|| (never_begun(class, student), vec![BROKE_OFF.to_owned()]));
            if let Err(error) = class.results.write(&student.file, &report) {
                faults.push(format!("Its result could not be written: {error}."));
            }
            gradebook.add(&report);
            graded[index] = Graded::new(&report, faults);
            heard(&graded[index]);
        },
    );
    class.results.write_gradebook(&gradebook)?;
    Ok(graded)
}

const BROKE_OFF: &str = "The harness broke off in the middle of it.";

/// Plays one submission; beside its report, what went wrong that is no check's.
fn play(class: &Class<'_>, student: &Student, runner: &Runner) -> (Report, Vec<String>) {
    let mut tally = Tally::new();
    let ran = runner.run(class.plan, &Submission::Folder(student.folder.clone()), |event| tally.event(event));
    let mut report = tally.finish();
    report.submission.clone_from(&student.name);
    let fault = ran.err().map(|error| format!("Its copy could not be removed: {error}."));
    (report, fault.into_iter().collect())
}

/// The report of a run that nothing is known of: every check is a fault.
fn never_begun(class: &Class<'_>, student: &Student) -> Report {
    Report { submission: student.name.clone(), exercise: class.plan.exercise.clone(), ..Report::default() }
}

impl Graded {
    fn new(report: &Report, mut faults: Vec<String>) -> Self {
        let of_checks = report.checks.iter().filter(|check| check.is_unjudged()).flat_map(|check| &check.faults);
        faults.extend(report.faults.iter().chain(of_checks).map(|fault| fault.message.clone()));
        let mut told = Vec::new();
        for fault in faults {
            if !told.contains(&fault) {
                told.push(fault);
            }
        }
        Self {
            name: report.submission.clone(),
            score: report.score(),
            max_score: report.max_score(),
            bonus: report.bonus(),
            lacking: report.lacking().iter().map(|check| check.facts.id.clone()).collect(),
            faults: told,
        }
    }
}
