//! Mutants: the reference solution behind an interposer that spoils what it says.
//!
//! A spec that does not notice one would not notice the same defect in a student's program.

use super::Subject;
use super::reasons::Reason;
use crate::event::EventKind;
use crate::plan::{Choices, Plan, Selection};
use crate::report::{Report, Tally};
use crate::run::{Runner, Submission, side_by_side};
use crate::spec::Exercise;
use crate::stage::Interposer;
use crate::stage::interposer::{Operator, Way};
use crate::steps::Step;
use crate::verdict::Status;

/// So many per cent of the mutants that are defects must be noticed. Not all, because what comes at once is chance: a mutant
/// that spoils one piece may meet another one the next time.
const AIM: usize = 95;

/// Whether enough of all mutants that are defects were noticed.
pub fn enough(all: &[Mutants]) -> bool {
    let noticed: usize = all.iter().map(|mutants| mutants.noticed).sum();
    let missed: usize = all.iter().map(Mutants::unexplained).sum();
    100 * noticed >= AIM * (noticed + missed)
}

/// One mutant: which program of the reference solution stands behind which interposer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mutant {
    /// The role.
    pub program: String,
    /// The interposer.
    pub interposer: Interposer,
}

/// What became of an exercise's mutants.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mutants {
    /// Id of the exercise.
    pub exercise: String,
    /// How many were noticed by a check.
    pub noticed: usize,
    /// Those that no check noticed, each with the reason why that is no defect, if its author gives one.
    pub survivors: Vec<(Mutant, Option<String>)>,
    /// What went wrong on our side, a sentence each.
    pub faults: Vec<String>,
}

/// How a mutant was played.
enum Fate {
    /// Nothing of what it said was spoiled: it is no mutant.
    Untouched,
    /// A check noticed.
    Noticed,
    /// None did.
    Survived,
    /// It could not be judged.
    Unjudged(String),
}

impl Mutants {
    /// Those that survived without a reason.
    pub fn unexplained(&self) -> usize {
        self.survivors.iter().filter(|(_, because)| because.is_none()).count()
    }

    fn record(&mut self, mutant: Mutant, fate: Fate, reason: Option<&Reason>) {
        match fate {
            Fate::Survived => self.survivors.push((mutant, reason.map(|reason| reason.because.clone()))),
            Fate::Untouched => {}
            Fate::Noticed => self.noticed += 1,
            Fate::Unjudged(fault) => self.faults.push(format!("{mutant}: {fault}")),
        }
    }
}

impl std::fmt::Display for Mutant {
    fn fmt(&self, form: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Interposer { on, operator } = self.interposer;
        write!(form, "{}, {} on its {}", self.program, operator.name(), on.name())
    }
}

/// Plays every mutant of every exercise, several at once. After each `heard` is told how many are over, and how many there are.
pub fn play(
    subjects: &[Subject],
    runner: &Runner,
    (seed, at_once): (u64, usize),
    mut heard: impl FnMut(usize, usize),
) -> Vec<Mutants> {
    let mutants: Vec<(usize, Mutant)> = subjects
        .iter()
        .enumerate()
        .flat_map(|(index, subject)| of(&subject.exercise).into_iter().map(move |mutant| (index, mutant)))
        .collect();
    let mut played: Vec<Mutants> = subjects
        .iter()
        .map(|subject| Mutants { exercise: subject.exercise.exercise.value.clone(), ..Mutants::default() })
        .collect();
    let mut over = 0;
    side_by_side(
        &mutants,
        at_once,
        |(subject, mutant)| fate(&subjects[*subject].exercise, mutant, runner, seed),
        |index, result| {
            let (subject, mutant) = mutants[index].clone();
            let broke_off = || Fate::Unjudged("The harness broke off in the middle of it.".to_owned());
            let reason = subjects[subject].reasons.iter().find(|reason| reason.is_of(&mutant));
            played[subject].record(mutant, result.unwrap_or_else(broke_off), reason);
            over += 1;
            heard(over, mutants.len());
        },
    );
    for mutants in &mut played {
        mutants.survivors.sort_by_key(|(mutant, _)| mutant.to_string());
    }
    played
}

/// The mutants of an exercise. A terminal is stood before only where a check awaits something printed there.
pub(super) fn of(exercise: &Exercise) -> Vec<Mutant> {
    let mut mutants = Vec::new();
    for (role, _) in exercise.programs.all() {
        let own = || exercise.checks.iter().filter(|check| check.program.name() == role);
        let awaits_output = |step: &Step| matches!(step, Step::ExpectOutput(_) | Step::ExpectPorts(_));
        let prints = own().flat_map(|check| &check.steps).any(|step| step.is_any(&awaits_output));
        for way in [Way::Connections, Way::Terminals] {
            if own().next().is_some() && (way == Way::Connections || prints) {
                let interposers = Operator::on(way).iter().map(|operator| Interposer { on: way, operator: *operator });
                mutants.extend(interposers.map(|interposer| Mutant { program: role.to_owned(), interposer }));
            }
        }
    }
    mutants
}

fn fate(exercise: &Exercise, mutant: &Mutant, runner: &Runner, seed: u64) -> Fate {
    let selection = Selection { program: Some(mutant.program.clone()), only: Vec::new() };
    let choices = Choices { interposer: Some(mutant.interposer), ..Choices::new(selection, seed) };
    let plan = match Plan::new(exercise, &choices) {
        Ok(plan) => plan,
        Err(complaint) => return Fate::Unjudged(format!("It could not be planned: {}.", complaint.title)),
    };
    let (mut tally, mut spoiled) = (Tally::new(), false);
    let ran = runner.run(&plan, &Submission::Reference, |event| {
        spoiled |= event.kind == EventKind::Spoiled;
        tally.event(event);
    });
    if let Err(error) = ran {
        return Fate::Unjudged(format!("A copy could not be removed: {error}."));
    }
    judged(&tally.finish(), spoiled)
}

fn judged(report: &Report, spoiled: bool) -> Fate {
    if report.checks.iter().any(|check| matches!(check.status(), Status::Fail | Status::Near)) {
        return Fate::Noticed;
    }
    let fault = report.checks.iter().flat_map(|check| &check.faults).chain(&report.faults).next();
    match fault {
        Some(fault) => Fate::Unjudged(fault.message.clone()),
        None if spoiled => Fate::Survived,
        None => Fate::Untouched,
    }
}
