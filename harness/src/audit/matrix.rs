//! [`Matrix`]: submissions × checks, each cell with what is named and what came.

use std::collections::BTreeSet;

use super::{Cell, Entry, Kind, List};
use crate::plan::Selection;
use crate::report::{Audience, Report, words};
use crate::spec::Exercise;
use crate::verdict::Status;

/// The name of the reference solution's row.
pub const REFERENCE: &str = "reference";

/// An audit, counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matrix {
    /// Id of the exercise.
    pub exercise: String,
    /// Ids of its checks, in the order of the spec.
    pub checks: Vec<String>,
    /// The reference solution, except beside peers, then the submissions in the order of their list.
    pub rows: Vec<Row>,
    /// Checks that no submission is named to lose, so that nobody knows whether they can be lost at all.
    pub never_lost: Vec<String>,
}

/// A submission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its folder's name.
    pub submission: String,
    /// Why it was not played, in a sentence.
    pub left_out: Option<String>,
    /// A cell for each check; `None` where the check is not played with this submission.
    pub cells: Vec<Option<Cell>>,
    /// What went wrong on our side beside all checks, a sentence each.
    pub faults: Vec<String>,
}

/// What an audit comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Everything is as named.
    AsNamed,
    /// Something is not, or a check is lost by nobody.
    Differs,
    /// Something of ours failed; what else differs may be no more than its consequence.
    Faulted,
}

impl Matrix {
    /// A matrix for a list, nothing of which has been played. What is asked of a list of submissions, that somebody
    /// loses each check, peers cannot give; and the reference solution says nothing about them.
    pub fn new(exercise: &Exercise, list: &List) -> Self {
        let entries = &list.entries;
        let checks: Vec<String> = exercise.checks.iter().map(|check| check.id.value.clone()).collect();
        let losable: BTreeSet<&str> =
            entries.iter().flat_map(|entry| &entry.loses).map(|id| id.value.as_str()).collect();
        let of_submissions = list.kind == Kind::Submissions;
        let never_lost = checks.iter().filter(|id| of_submissions && !losable.contains(id.as_str())).cloned().collect();
        let all_pass = || checks.iter().map(|_| Some(Cell::new(Status::Pass))).collect();
        let reference = of_submissions.then(|| Row::new(REFERENCE, all_pass()));
        let rows = entries.iter().map(|entry| Row::new(&entry.slug, cells(exercise, entry)));
        let rows = reference.into_iter().chain(rows).collect();
        Self { exercise: exercise.exercise.value.clone(), checks, rows, never_lost }
    }

    /// Keeps only these rows. Whether every check is lost by somebody says nothing about a part of a list.
    pub fn retain(&mut self, submissions: &[String]) {
        self.rows.retain(|row| submissions.contains(&row.submission));
        self.never_lost.clear();
    }

    /// Takes in what a play of a row came to.
    pub fn record(&mut self, row: usize, report: &Report) {
        let Some(row) = self.rows.get_mut(row) else { return };
        let view = report.seen_by(Audience::Instructor);
        for check in &report.checks {
            let column = self.checks.iter().position(|id| *id == check.facts.id);
            if let Some(Some(cell)) = column.and_then(|column| row.cells.get_mut(column)) {
                cell.record(report.seed, check.status(), || words::message(check, &view));
            }
        }
        row.faults.extend(report.faults.iter().map(|fault| fault.message.clone()));
    }

    /// What it comes to.
    pub fn outcome(&self) -> Outcome {
        let played = || self.rows.iter().filter(|row| row.left_out.is_none());
        let cells = || played().flat_map(Row::played);
        if cells().any(|(_, cell)| cell.is_unjudged()) || played().any(|row| !row.faults.is_empty()) {
            Outcome::Faulted
        } else if cells().all(|(_, cell)| cell.is_as_named()) && self.never_lost.is_empty() {
            Outcome::AsNamed
        } else {
            Outcome::Differs
        }
    }

    /// What is not played on this machine, and why: submissions, and then checks.
    pub fn left_out(&self) -> Vec<(&str, &str)> {
        let rows = self.rows.iter().filter_map(|row| Some((row.submission.as_str(), row.left_out.as_deref()?)));
        // What one play of a check has shown to be beyond this machine is so for all.
        let checks = self.checks.iter().enumerate().filter_map(|(column, check)| {
            let mut cells = self.rows.iter().filter_map(|row| row.cells.get(column)?.as_ref());
            Some((check.as_str(), cells.find_map(|cell| cell.unsupported.as_deref())?))
        });
        rows.chain(checks).collect()
    }

    /// How many times a check was played.
    pub fn plays(&self) -> usize {
        self.rows.iter().flat_map(Row::played).map(|(_, cell)| cell.plays).sum()
    }

    /// How many of these plays did not end as named.
    pub fn flips(&self) -> usize {
        self.rows.iter().flat_map(Row::played).map(|(_, cell)| cell.surprises.len()).sum()
    }
}

impl Row {
    fn new(submission: &str, cells: Vec<Option<Cell>>) -> Self {
        Self { submission: submission.to_owned(), left_out: None, cells, faults: Vec::new() }
    }

    /// The cells that are played, with their columns.
    pub fn played(&self) -> impl Iterator<Item = (usize, &Cell)> {
        let cells = self.cells.iter().enumerate();
        cells.filter_map(|(column, cell)| Some((column, cell.as_ref()?)))
    }
}

fn cells(exercise: &Exercise, entry: &Entry) -> Vec<Option<Cell>> {
    let selection = Selection { program: entry.program.as_ref().map(|role| role.value.clone()), only: Vec::new() };
    let played = selection.of(exercise).unwrap_or_default();
    let is_played = |id: &str| played.iter().any(|check| check.id.value == id);
    let ids = exercise.checks.iter().map(|check| check.id.value.as_str());
    ids.map(|id| is_played(id).then(|| Cell::new(entry.named(id)))).collect()
}

#[cfg(test)]
mod tests {
    use super::Matrix;
    use crate::audit::{Kind, List};
    use crate::event::{CheckFacts, Event, EventKind, RunStarted, VERSION};
    use crate::report::{Report, Tally};
    use crate::spec::{Exercise, load};
    use crate::verdict::{Exit, Finding, FindingKind, Status};

    const SPEC: &str = "
format: 1
exercise: x
title: X
sheet: S
programs: { server: { files: [s.*] }, client: { files: [c.*] } }
checks:
  - { id: greets, title: A, program: server, points: 1, because: b, hint: h, steps: [connect] }
  - { id: dials, title: A, program: client, points: 1, because: b, hint: h, steps: [accept] }
";

    fn exercise() -> Exercise {
        load(SPEC, &|_| None).expect("it is sound")
    }

    fn list() -> List {
        serde_yaml::from_str("- { slug: mute, about: A, program: server, loses: [greets] }\n").expect("a list")
    }

    /// A run with this seed in which the only check of the server is lost, or kept.
    fn report(seed: u64, lost: bool) -> Report {
        let facts = CheckFacts {
            id: "greets".to_owned(),
            title: "A".to_owned(),
            program: "server".to_owned(),
            points: 1.0,
            near_points: 1.0,
            bonus: false,
            because: "b".to_owned(),
            hint: "h".to_owned(),
            visibility: crate::event::Visibility::Visible,
            line: 8,
        };
        let started = RunStarted {
            version: VERSION,
            harness: "0".to_owned(),
            exercise: "x".to_owned(),
            title: "X".to_owned(),
            sheet: "S".to_owned(),
            submission: "mute".to_owned(),
            seed,
            isolation: "full".to_owned(),
            started: "2026-11-21T09:00:00Z".to_owned(),
            checks: vec![facts],
        };
        let exited = FindingKind::Exited { expected: "to go on".to_owned(), exit: Exit::Code(1) };
        let found = lost.then_some(EventKind::Found(Finding { kind: exited, line: 8 }));
        let kinds = found.into_iter().chain([EventKind::CheckEnded { took_ms: 1 }]);
        let mut tally = Tally::new();
        tally.event(&Event { at: 0, check: None, kind: EventKind::RunStarted(Box::new(started)) });
        for kind in kinds {
            tally.event(&Event { at: 1, check: Some(0), kind });
        }
        tally.finish()
    }

    #[test]
    fn every_submission_has_the_cells_of_its_role_and_a_check_that_nobody_loses_is_told() {
        let matrix = Matrix::new(&exercise(), &list());
        let named =
            |row: usize| matrix.rows[row].cells.iter().map(|cell| cell.as_ref().map(|cell| cell.named)).collect();
        let (reference, mute): (Vec<_>, Vec<_>) = (named(0), named(1));
        assert_eq!(reference, [Some(Status::Pass), Some(Status::Pass)]);
        assert_eq!(mute, [Some(Status::Fail), None]);
        assert_eq!(matrix.never_lost, ["dials"]);
    }

    #[test]
    fn peers_need_not_lose_every_check_and_stand_alone() {
        let matrix = Matrix::new(&exercise(), &List { kind: Kind::Peers, ..list() });
        let rows: Vec<_> = matrix.rows.iter().map(|row| row.submission.as_str()).collect();
        assert_eq!(rows, ["mute"]);
        assert_eq!(matrix.never_lost, [""; 0]);
    }

    #[test]
    fn a_broken_submission_that_passes_is_a_flip() {
        let mut matrix = Matrix::new(&exercise(), &list());
        matrix.record(1, &report(7, true));
        assert_eq!((matrix.plays(), matrix.flips()), (1, 0));
        matrix.record(1, &report(8, false));
        assert_eq!((matrix.plays(), matrix.flips()), (2, 1));
        let cell = matrix.rows[1].cells[0].as_ref().expect("a cell");
        assert_eq!((cell.surprises[0].seed, cell.surprises[0].got), (8, Status::Pass));
    }
}
