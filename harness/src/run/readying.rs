//! Makes a submission's programs ready: found, copied, built, probed, each role by itself.

use std::collections::BTreeMap;
use std::path::Path;

use super::play::{self, Staging};
use super::runner::{Run, Submission};
use super::services;
use crate::event::EventKind;
use crate::plan::{PlannedProgram, Play};
use crate::program::{Launch, Outcome, Ready, Services, Wanted, prepare, prepare_reference};
use crate::verdict::{Fault, Finding, FindingKind};

/// What became of a program.
pub type Readied = Result<Launch, NotReady>;

/// Why a program cannot be played with. Every check of it ends so.
#[derive(Clone, Debug)]
pub enum NotReady {
    /// The student's.
    Found(Finding),
    /// Ours.
    Faulted(Fault),
}

/// Makes all programs of the plan ready, by their keys. A service is offered by a program of its own or by the one for all.
/// The submission's copy is prepared in the folder `into`.
pub fn ready(run: &Run<'_>, submission: &Submission, into: &Path) -> BTreeMap<String, Readied> {
    let wanted: Vec<Wanted> = run.plan.programs.values().map(wanted).collect();
    let preparation = match submission {
        Submission::Folder(folder) => prepare(folder, &wanted, into, run.uid),
        Submission::Reference => {
            prepare_reference(&run.plan.exercise, run.runner.stages.executable(), &wanted, into, run.uid)
        }
    };
    // The program for all services last: perhaps each service has one of its own, and nobody needs it.
    let (common, others): (Vec<_>, Vec<_>) = run.plan.programs.values().partition(|one| !one.services.is_empty());
    let mut programs = preparation.programs;
    let mut readied = ready_these(run, &others, &mut programs);
    for common in common {
        if services::needs_common(common, &readied) {
            readied.extend(ready_these(run, &[common], &mut programs));
        }
    }
    services::share(&mut readied, &run.plan.programs);
    readied
}

/// Builds these programs one after the other, because builds write to the same folder, and probes them side by side.
fn ready_these(
    run: &Run<'_>,
    planned: &[&PlannedProgram],
    programs: &mut BTreeMap<String, Outcome>,
) -> BTreeMap<String, Readied> {
    let mut built = Vec::new();
    for planned in planned {
        let outcome = match programs.remove(&planned.key()) {
            Some(Outcome::Ready(ready)) => build(run, planned, &ready).map(|()| *ready),
            Some(Outcome::Found(finding)) => Err(NotReady::Found(finding)),
            Some(Outcome::Faulted(fault)) => Err(NotReady::Faulted(fault)),
            None => continue,
        };
        built.push((*planned, outcome));
    }
    std::thread::scope(|scope| {
        let probes: Vec<_> = built
            .into_iter()
            .map(|(planned, outcome)| {
                (planned.key(), scope.spawn(move || outcome.and_then(|ready| probe(run, planned, ready))))
            })
            .collect();
        probes
            .into_iter()
            .map(|(key, probe)| (key, probe.join().unwrap_or_else(|_| Err(NotReady::Faulted(play::panicked())))))
            .collect()
    })
}

fn wanted(planned: &PlannedProgram) -> Wanted {
    Wanted {
        role: planned.role.clone(),
        service: planned.service.clone(),
        names: planned.files.clone(),
        build: planned.build.iter().cloned().collect(),
        run: planned.run.clone().unwrap_or_default(),
        supplied: planned.supplied.clone(),
        input: planned.input.clone(),
        port: planned.port,
        limits: planned.limits,
    }
}

fn build(run: &Run<'_>, planned: &PlannedProgram, ready: &Ready) -> Result<(), NotReady> {
    for command in &ready.builds {
        let role = command.launch.role.clone();
        play_alone(run, planned, command.launch.clone(), Play::Build { role }, |_| ())?;
    }
    Ok(())
}

/// Learns the arguments and the line end of a program, where the exercise leaves them open.
fn probe(run: &Run<'_>, planned: &PlannedProgram, ready: Ready) -> Readied {
    let services = Services { table: planned.services.clone(), ..Services::default() };
    let mut launch = Launch { transport: planned.transport, services, ..ready.launch.clone() };
    if let Some(arguments) = planned.settled() {
        run.tell(None, EventKind::Prepared(ready.facts()));
        launch.arguments = arguments.to_vec();
        return Ok(launch);
    }
    let play = Play::Probe {
        role: planned.role.clone(),
        readiness: planned.readiness,
        ladder: planned.ladder.clone(),
        habits: planned.habits.clone(),
        message: planned.line_end_probe.as_ref().map(crate::text::Bytes::to_text),
    };
    let mut learnt = None;
    let result = play_alone(run, planned, launch.clone(), play, |kind| {
        if let EventKind::Probed { arguments, line_end, habits, ports, .. } = kind {
            learnt = Some((arguments.clone(), line_end.clone(), habits.clone(), ports.clone()));
        }
    });
    run.tell(None, EventKind::Prepared(ready.facts()));
    result?;
    if let Some((arguments, line_end, habits, ports)) = learnt {
        launch.services.learn(&ports);
        launch.arguments = arguments;
        launch.line_end = line_end;
        launch.habits = habits;
    }
    Ok(launch)
}

/// Plays something with one program alone, before the checks.
fn play_alone(
    run: &Run<'_>,
    planned: &PlannedProgram,
    launch: Launch,
    play: Play,
    mut note: impl FnMut(&EventKind),
) -> Result<(), NotReady> {
    let staging = Staging::alone(planned, launch);
    let mut outcome = Ok(());
    let result = play::play(run, staging, play, |event| {
        note(&event.kind);
        if let EventKind::Found(Finding { kind: FindingKind::Near { .. }, .. }) = &event.kind {
            // A habit with a near miss is one.
        } else if let EventKind::Found(finding) = &event.kind {
            outcome = Err(NotReady::Found(finding.clone()));
        } else if let EventKind::Faulted(fault) = &event.kind {
            outcome = Err(NotReady::Faulted(fault.clone()));
        } else if let EventKind::Probed { .. } = &event.kind {
            // What else a program does before its checks is nobody's story.
            run.pass_on(event);
        }
    });
    result.map_err(NotReady::Faulted).and(outcome)
}
