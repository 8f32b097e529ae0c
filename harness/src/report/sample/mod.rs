//! One recorded run with every status, every kind of finding and hostile output, for the tests of every format.

use std::io::Write;

use super::{Audience, Desk, Format, Report, Reporter, Tally};
use crate::event::{Channel, CheckFacts, Event, EventKind, Prepared, RunStarted, Speaker, VERSION, Visibility};
use crate::text::Bytes;
use crate::verdict::{Exit, Fault, FaultKind, Finding, FindingKind};

mod builders;
mod checks;
mod conversations;
mod hostile;
mod pages;

/// One play: its facts and what happened, without its start and its time.
pub(super) struct Play {
    pub(super) facts: CheckFacts,
    pub(super) kinds: Vec<EventKind>,
    pub(super) ends: bool,
}

/// What a reporter writes about the run.
pub(super) fn told(reporter: impl for<'a> Fn(Box<dyn Write + 'a>) -> Box<dyn Reporter + 'a>) -> String {
    told_of(&run(), reporter)
}

/// What this format says of the run to an instructor.
pub(super) fn told_as(format: &str) -> String {
    told(|to| Format::named(format).expect("a format").reporter(to, Audience::Instructor))
}

/// What this format says of the run to a student.
pub(super) fn told_to_a_student(format: &str) -> String {
    told(|to| Format::named(format).expect("a format").reporter(to, Audience::Student))
}

/// What a reporter writes about these events.
pub(super) fn told_of(
    events: &[Event],
    reporter: impl for<'a> Fn(Box<dyn Write + 'a>) -> Box<dyn Reporter + 'a>,
) -> String {
    let mut written = Vec::new();
    let mut desk = Desk::new(vec![reporter(Box::new(&mut written))]);
    for event in events {
        desk.event(event);
    }
    let (_, told) = desk.finish();
    told.expect("a Vec takes everything");
    String::from_utf8(written).expect("every format is UTF-8")
}

/// The run, folded.
pub(super) fn report() -> Report {
    let mut tally = Tally::new();
    for event in &run() {
        tally.event(event);
    }
    tally.finish()
}

/// The run.
pub(super) fn run() -> Vec<Event> {
    played(checks::plays())
}

/// A run of these plays, one after the other.
pub(super) fn played(plays: Vec<Play>) -> Vec<Event> {
    let mut events = vec![event(None, started(plays.iter().map(|play| play.facts.clone()).collect()))];
    for (role, file, version) in
        [("server", "simple_server.py", "Python 3.11.2"), ("client", "simple_client.c", "gcc 12.2.0")]
    {
        events.push(event(None, prepared(role, file, version)));
    }
    for (index, play) in plays.into_iter().enumerate() {
        let count = play.kinds.len() as u64;
        for (kind, moment) in play.kinds.into_iter().zip(1..) {
            events.push(Event { at: 1_000_000 * index as u64 + 1_500 * moment, check: Some(index), kind });
        }
        if play.ends {
            let at = 1_000_000 * index as u64 + 1_500 * (count + 1);
            events.push(Event { at, check: Some(index), kind: EventKind::CheckEnded { took_ms: 10 + count } });
        }
    }
    events.push(event(None, EventKind::RunEnded));
    events
}

pub(super) fn event(check: Option<usize>, kind: EventKind) -> Event {
    Event { at: 0, check, kind }
}

pub(super) fn started(checks: Vec<CheckFacts>) -> EventKind {
    EventKind::RunStarted(Box::new(RunStarted {
        version: VERSION,
        harness: "0.1.0".to_owned(),
        exercise: "time-echo".to_owned(),
        title: "Echo with the time".to_owned(),
        sheet: "Internet Protocols, Problem 1".to_owned(),
        submission: "alice".to_owned(),
        seed: 17,
        isolation: "full".to_owned(),
        started: "2026-11-21T09:00:00Z".to_owned(),
        checks,
    }))
}

fn prepared(role: &str, file: &str, version: &str) -> EventKind {
    let language = version.split(' ').next().unwrap_or_default().to_owned();
    let built_with = (language == "gcc").then(|| format!("gcc -o client {file}"));
    EventKind::Prepared(Prepared {
        role: role.to_owned(),
        file: file.to_owned(),
        language,
        version: version.to_owned(),
        built_with,
    })
}

pub(super) fn check_of(id: &str, points: f64, near_points: f64) -> CheckFacts {
    CheckFacts {
        id: id.to_owned(),
        title: format!("Title of {id}"),
        program: "server".to_owned(),
        points,
        near_points,
        bonus: false,
        because: "\"Append the current time to each block.\" (Problem 1)".to_owned(),
        hint: "Read, append, send, and start over until the data ends.".to_owned(),
        visibility: Visibility::Visible,
        line: 12,
    }
}

pub(super) fn found(kind: FindingKind) -> EventKind {
    EventKind::Found(Finding { kind, line: 21 })
}

pub(super) fn finding() -> EventKind {
    found(FindingKind::Exited { expected: "to go on".to_owned(), exit: Exit::Code(1) })
}

pub(super) fn near() -> EventKind {
    found(FindingKind::Near {
        expected: "`you win`".to_owned(),
        received: Bytes::from("You win!"),
        differs: "letter case and closing punctuation".to_owned(),
    })
}

pub(super) fn fault(kind: FaultKind) -> EventKind {
    EventKind::Faulted(Fault::new(kind, "No java here.", "Install a JDK."))
}

pub(super) fn sent(on: &str, bytes: &[u8]) -> EventKind {
    passed(Speaker::Harness, Channel::Connection(on.to_owned()), bytes)
}

pub(super) fn answered(on: &str, bytes: &[u8]) -> EventKind {
    passed(Speaker::Program("server".to_owned()), Channel::Connection(on.to_owned()), bytes)
}

pub(super) fn printed(role: &str, bytes: &[u8]) -> EventKind {
    passed(Speaker::Program(role.to_owned()), Channel::Terminal(role.to_owned()), bytes)
}

fn passed(by: Speaker, on: Channel, bytes: &[u8]) -> EventKind {
    EventKind::Passed { by, on, bytes: Bytes::from(bytes), omitted: 0 }
}
