//! Plays every submission of an audit, several at once, as often as asked for.

use std::path::PathBuf;

use super::{Entry, List, Matrix, Reason};
use crate::plan::{Choices, Plan, Selection};
use crate::program::Toolbox;
use crate::program::needs::{NEEDS, is_on_stage};
use crate::report::{Report, Tally};
use crate::run::{Runner, Submission, side_by_side};
use crate::spec::Exercise;
use crate::text::{Complaint, Place, similar};

/// What is audited, and how.
#[derive(Clone, Copy, Debug)]
pub struct Audit<'a> {
    /// The exercises.
    pub subjects: &'a [Subject],
    /// Only these submissions; all, when empty.
    pub only: &'a [String],
    /// Of the checks that a broken submission is to pass, one in so many is played, others with each seed.
    pub one_in: u64,
    /// How often each is played.
    pub repeat: u32,
    /// Seed of the first time; each time after it takes the next.
    pub seed: u64,
    /// How many submissions are in play at once.
    pub at_once: usize,
}

/// An exercise to be audited.
#[derive(Debug)]
pub struct Subject {
    /// The exercise.
    pub exercise: Exercise,
    /// Its submissions.
    pub list: List,
    /// Why some mutants of its reference solution may survive.
    pub reasons: Vec<Reason>,
    /// The folder in which they lie.
    pub folder: PathBuf,
}

/// One time that one submission is played.
struct Turn {
    /// The index of its exercise and of that one's matrix.
    subject: usize,
    row: usize,
    seed: u64,
    submission: Submission,
    selection: Selection,
}

/// Plays everything and fills a matrix for each exercise. After each turn `heard` is told how many are over, and how many
/// there are.
pub fn play(
    audit: &Audit<'_>,
    runner: &Runner,
    toolbox: &Toolbox,
    mut heard: impl FnMut(usize, usize),
) -> Result<Vec<Matrix>, Complaint> {
    let mut matrices = prepared(audit, toolbox)?;
    let turns = turns(audit, &mut matrices);
    let mut over = 0;
    heard(over, turns.len());
    side_by_side(
        &turns,
        audit.at_once,
        |turn| run(&audit.subjects[turn.subject].exercise, turn, runner),
        |index, result| {
            let Turn { subject, row, .. } = turns[index];
            let (report, fault) =
                result.unwrap_or_else(|| (None, Some("The harness broke off in the middle of it.".to_owned())));
            if let Some(report) = report {
                matrices[subject].record(row, &report);
            }
            matrices[subject].rows[row].faults.extend(fault);
            over += 1;
            heard(over, turns.len());
        },
    );
    Ok(matrices)
}

/// Plays one turn; beside its report, what went wrong that is no check's.
fn run(exercise: &Exercise, turn: &Turn, runner: &Runner) -> (Option<Report>, Option<String>) {
    let choices = Choices::new(turn.selection.clone(), turn.seed);
    let plan = match Plan::new(exercise, &choices) {
        Ok(plan) => plan,
        Err(complaint) => return (None, Some(format!("It could not be planned: {}.", complaint.title))),
    };
    let mut tally = Tally::new();
    let ran = runner.run(&plan, &turn.submission, |event| tally.event(event));
    let fault = ran.err().map(|error| format!("The copy of the submission could not be removed: {error}."));
    (Some(tally.finish()), fault)
}

/// The matrices, with what is not played here already said.
fn prepared(audit: &Audit<'_>, toolbox: &Toolbox) -> Result<Vec<Matrix>, Complaint> {
    let mut matrices: Vec<Matrix> =
        audit.subjects.iter().map(|subject| Matrix::new(&subject.exercise, &subject.list)).collect();
    let known = || matrices.iter().flat_map(|matrix| matrix.rows.iter().map(|row| row.submission.as_str()));
    if let Some(unknown) = audit.only.iter().find(|only| !known().any(|row| row == *only)) {
        let exercises: Vec<String> = matrices.iter().map(|matrix| format!("`{}`", matrix.exercise)).collect();
        let title = format!("no submission of {} is called `{unknown}`", exercises.join(", "));
        let remedy = similar::nearest(unknown, known())
            .map_or_else(|| "The list is `audit.yaml`.".to_owned(), |meant| format!("Did you mean `{meant}`?"));
        return Err(Complaint::new(Place::default(), title, remedy));
    }
    for (matrix, subject) in matrices.iter_mut().zip(audit.subjects) {
        if !audit.only.is_empty() {
            matrix.retain(audit.only);
        }
        for row in &mut matrix.rows {
            row.left_out = subject.list.entry(&row.submission).and_then(|entry| missing(entry, toolbox));
        }
    }
    Ok(matrices)
}

/// Why a submission cannot be played on this machine.
fn missing(entry: &Entry, toolbox: &Toolbox) -> Option<String> {
    entry.needs.iter().find_map(|tool| {
        let absent = || format!("This machine has no `{}`.", tool.value);
        let Some(need) = NEEDS.iter().find(|need| need.tools.iter().any(|tools| tools.contains(&tool.as_str()))) else {
            return (!is_on_stage(tool)).then(absent);
        };
        if let Err(fault) = need.met(toolbox) {
            return Some(fault.message);
        }
        // Any shell runs a plain script, but who asks for bash means bash.
        let stands_in = need.language == "shell" && toolbox.find(tool).is_none();
        stands_in.then(absent)
    })
}

/// All turns; every submission has had its first before one has its second.
fn turns(audit: &Audit<'_>, matrices: &mut [Matrix]) -> Vec<Turn> {
    let mut turns = Vec::new();
    for repetition in 0..audit.repeat.max(1) {
        let seed = audit.seed.wrapping_add(u64::from(repetition));
        for (index, (matrix, subject)) in matrices.iter_mut().zip(audit.subjects).enumerate() {
            for (row, played) in matrix.rows.iter_mut().enumerate().filter(|(_, row)| row.left_out.is_none()) {
                let chosen = played.choose(audit.one_in, row, seed);
                let only = chosen.into_iter().map(|column| matrix.checks[column].clone()).collect();
                let entry = subject.list.entry(&played.submission);
                let program = entry.and_then(|entry| entry.program.as_ref()).map(|role| role.value.clone());
                let folder = || Submission::Folder(subject.folder.join(&played.submission));
                let submission = entry.map_or(Submission::Reference, |_| folder());
                turns.push(Turn { subject: index, row, seed, submission, selection: Selection { program, only } });
            }
        }
    }
    turns
}
