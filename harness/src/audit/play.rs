//! Plays every submission of an audit, several at once, as often as asked for.

use std::path::Path;

use super::{Entry, List, Matrix};
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
    /// The exercise.
    pub exercise: &'a Exercise,
    /// Its submissions.
    pub list: &'a List,
    /// The folder in which they lie.
    pub folder: &'a Path,
    /// Only these; all, when empty.
    pub only: &'a [String],
    /// How often each is played.
    pub repeat: u32,
    /// Seed of the first time; each time after it takes the next.
    pub seed: u64,
    /// How many submissions are in play at once.
    pub at_once: usize,
}

/// One time that one submission is played.
struct Turn {
    row: usize,
    seed: u64,
    submission: Submission,
    selection: Selection,
}

/// Plays everything. After each turn `heard` is told how many are over, and how many there are.
pub fn play(
    audit: &Audit<'_>,
    runner: &Runner,
    toolbox: &Toolbox,
    mut heard: impl FnMut(usize, usize),
) -> Result<Matrix, Complaint> {
    let mut matrix = prepared(audit, toolbox)?;
    let turns = turns(audit, &matrix);
    let mut over = 0;
    heard(over, turns.len());
    side_by_side(
        &turns,
        audit.at_once,
        |turn| run(audit.exercise, turn, runner),
        |index, result| {
            let row = turns[index].row;
            let (report, fault) =
                result.unwrap_or_else(|| (None, Some("The harness broke off in the middle of it.".to_owned())));
            if let Some(report) = report {
                matrix.record(row, &report);
            }
            matrix.rows[row].faults.extend(fault);
            over += 1;
            heard(over, turns.len());
        },
    );
    Ok(matrix)
}

/// Plays one turn; beside its report, what went wrong that is no check's.
fn run(exercise: &Exercise, turn: &Turn, runner: &Runner) -> (Option<Report>, Option<String>) {
    let choices = Choices { selection: turn.selection.clone(), seed: turn.seed, strict: false };
    let plan = match Plan::new(exercise, &choices) {
        Ok(plan) => plan,
        Err(complaint) => return (None, Some(format!("It could not be planned: {}.", complaint.title))),
    };
    let mut tally = Tally::new();
    let ran = runner.run(&plan, &turn.submission, |event| tally.event(event));
    let fault = ran.err().map(|error| format!("The copy of the submission could not be removed: {error}."));
    (Some(tally.finish()), fault)
}

/// The matrix, with what is not played here already said.
fn prepared(audit: &Audit<'_>, toolbox: &Toolbox) -> Result<Matrix, Complaint> {
    let mut matrix = Matrix::new(audit.exercise, audit.list);
    for only in audit.only {
        if !matrix.rows.iter().any(|row| row.submission == *only) {
            let title = format!("no submission of `{}` is called `{only}`", matrix.exercise);
            let known = matrix.rows.iter().map(|row| row.submission.as_str());
            let remedy = similar::nearest(only, known)
                .map_or_else(|| "The list is `audit.yaml`.".to_owned(), |meant| format!("Did you mean `{meant}`?"));
            return Err(Complaint::new(Place::default(), title, remedy));
        }
    }
    if !audit.only.is_empty() {
        matrix.retain(audit.only);
    }
    for row in &mut matrix.rows {
        let entry = audit.list.entries.iter().find(|entry| entry.slug.value == row.submission);
        row.left_out = entry.and_then(|entry| missing(entry, toolbox));
    }
    Ok(matrix)
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
fn turns(audit: &Audit<'_>, matrix: &Matrix) -> Vec<Turn> {
    let rows = || matrix.rows.iter().enumerate().filter(|(_, row)| row.left_out.is_none());
    let seeds = (0..audit.repeat.max(1)).map(|repetition| audit.seed.wrapping_add(u64::from(repetition)));
    let turn = |seed, row, slug: &str| {
        let entry = audit.list.entries.iter().find(|entry| entry.slug.value == slug);
        let program = entry.and_then(|entry| entry.program.as_ref()).map(|role| role.value.clone());
        let submission = entry.map_or(Submission::Reference, |_| Submission::Folder(audit.folder.join(slug)));
        Turn { row, seed, submission, selection: Selection { program, only: Vec::new() } }
    };
    seeds.flat_map(|seed| rows().map(move |(row, played)| turn(seed, row, &played.submission))).collect()
}
