//! Plays the checks of a run side by side, each once those it needs are over.

use std::collections::BTreeMap;
use std::sync::{Condvar, Mutex, PoisonError};

use jiff::Timestamp;

use super::play::{self, Staging};
use super::readying::{NotReady, Readied};
use super::runner::Run;
use crate::event::EventKind;
use crate::plan::{PlannedCheck, Play};
use crate::program::{Launch, key};
use crate::verdict::{Fault, FaultKind, FindingKind};

/// How a check ended, as far as others need to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// Nothing that costs points was found.
    Kept,
    /// Something was.
    Lost,
    /// It could not be judged, for a fault of this kind.
    Unjudged(FaultKind),
}

/// The ends of all checks, for those that wait for them.
struct Ends {
    known: Mutex<Vec<Option<End>>>,
    changed: Condvar,
}

/// Plays all checks of the plan.
pub fn play_all(run: &Run<'_>, readied: &BTreeMap<String, Readied>) {
    let ends = Ends { known: Mutex::new(vec![None; run.plan.checks.len()]), changed: Condvar::new() };
    std::thread::scope(|scope| {
        for index in run.plan.order() {
            let (ends, check) = (&ends, &run.plan.checks[index]);
            scope.spawn(move || {
                // Whatever happens, nobody may wait for this check for ever.
                let end =
                    std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| play_when_due(run, check, readied, ends)));
                ends.set(index, end.unwrap_or(End::Unjudged(FaultKind::Harness)));
            });
        }
    });
}

impl Ends {
    fn set(&self, index: usize, end: End) {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)[index] = Some(end);
        self.changed.notify_all();
    }

    fn first_lost(&self) -> Option<usize> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.iter().position(|end| *end == Some(End::Lost))
    }

    /// Waits until this check is over. It is: each is bounded by the limits of its play, and set whatever happens.
    fn of(&self, index: usize) -> End {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            match known[index] {
                Some(end) => return end,
                None => known = self.changed.wait(known).unwrap_or_else(PoisonError::into_inner),
            }
        }
    }
}

fn play_when_due(run: &Run<'_>, check: &PlannedCheck, readied: &BTreeMap<String, Readied>, ends: &Ends) -> End {
    for needed in &check.needs {
        let id = &run.plan.checks[*needed].facts.id;
        match ends.of(*needed) {
            End::Kept => {}
            End::Lost => {
                run.tell(Some(check.index), EventKind::Skipped { because_of: id.clone() });
                return End::Lost;
            }
            End::Unjudged(kind) => {
                let message = format!("It needs `{id}`, which could not be judged.");
                return unjudged(run, check, Fault::new(kind, message, "See what is said there."));
            }
        }
    }
    // An audit asks of a mutant no more than whether it is noticed.
    if let Some(lost) = ends.first_lost().filter(|_| run.plan.interposer.is_some()) {
        run.tell(Some(check.index), EventKind::Skipped { because_of: run.plan.checks[lost].facts.id.clone() });
        return End::Lost;
    }
    match launches(check, readied) {
        Ok(programs) => play(run, check, programs),
        Err(NotReady::Faulted(fault)) => unjudged(run, check, fault),
        Err(NotReady::Found(finding)) => {
            run.tell(Some(check.index), EventKind::Found(finding));
            run.tell(Some(check.index), EventKind::CheckEnded { took_ms: 0 });
            End::Lost
        }
    }
}

/// The programs of a check with its limits; or why one of them is not ready.
fn launches(check: &PlannedCheck, readied: &BTreeMap<String, Readied>) -> Result<BTreeMap<String, Launch>, NotReady> {
    let mut programs = BTreeMap::new();
    for role in &check.roles {
        let service = check.service.as_deref().filter(|_| role == "server");
        let Some(readied) = readied.get(&key(role, service)).or_else(|| readied.get(role)) else {
            let message = format!("The exercise names no {role}.");
            return Err(NotReady::Faulted(Fault::new(FaultKind::Spec, message, "Name it under `programs`.")));
        };
        let mut launch = readied.clone()?;
        launch.limits = check.limits.get(role).copied().unwrap_or(launch.limits);
        launch.services.asked.clone_from(&check.service);
        if let Some(arguments) = &check.arguments {
            launch.arguments.clone_from(arguments);
        }
        programs.insert(role.clone(), launch);
    }
    Ok(programs)
}

fn play(run: &Run<'_>, check: &PlannedCheck, programs: BTreeMap<String, Launch>) -> End {
    let zone = check.zone(Timestamp::now(), &run.runner.zones);
    let staging = Staging::check(check, programs, zone, run.plan.interposer).leading(run.leads);
    let order = Play::Check { index: check.index, steps: check.steps.clone() };
    let mut end = End::Kept;
    let played = play::play(run, staging, order, |event| {
        if let EventKind::Faulted(fault) = &event.kind {
            end = End::Unjudged(fault.kind);
        } else if let EventKind::Found(finding) = &event.kind
            && !matches!(finding.kind, FindingKind::Near { .. })
        {
            end = End::Lost;
        }
        run.pass_on(event);
    });
    match played {
        Ok(()) => end,
        Err(fault) => unjudged(run, check, fault),
    }
}

fn unjudged(run: &Run<'_>, check: &PlannedCheck, fault: Fault) -> End {
    let end = End::Unjudged(fault.kind);
    run.tell(Some(check.index), EventKind::Faulted(fault));
    end
}
