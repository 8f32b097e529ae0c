//! Reads a recorded run and sends it over a desk: what comes out is what came out live.

use std::fmt;
use std::io::{self, BufRead};

use super::Desk;
use crate::event::{Event, EventKind, VERSION};

/// Reads the events of a recorded run. Nothing is told of a file that is not sound to its end.
pub fn read(record: impl BufRead) -> Result<Vec<Event>, Unreadable> {
    let mut events: Vec<Event> = Vec::new();
    for (index, line) in record.lines().enumerate() {
        let number = index + 1;
        let line = line.map_err(|error| Unreadable { line: number, trouble: Trouble::Io(error) })?;
        if index == 0
            && let Some(version) = version(&line).filter(|version| *version > u64::from(VERSION))
        {
            return Err(Unreadable { line: number, trouble: Trouble::Newer(version) });
        }
        let event = serde_json::from_str(&line)
            .map_err(|error| Unreadable { line: number, trouble: Trouble::Broken(error) })?;
        check_order(&events, &event).map_err(|trouble| Unreadable { line: number, trouble })?;
        events.push(event);
    }
    if events.is_empty() { Err(Unreadable { line: 1, trouble: Trouble::NoRun }) } else { Ok(events) }
}

/// Sends a recorded run over a desk.
pub fn replay(record: impl BufRead, desk: &mut Desk<'_>) -> Result<(), Unreadable> {
    for event in &read(record)? {
        desk.event(event);
    }
    Ok(())
}

/// Why a recorded run cannot be read.
#[derive(Debug)]
pub struct Unreadable {
    /// The line, from 1.
    pub line: usize,
    trouble: Trouble,
}

#[derive(Debug)]
enum Trouble {
    Io(io::Error),
    Newer(u64),
    Broken(serde_json::Error),
    NoRun,
    SecondRun,
    NoSuchCheck(usize),
}

impl fmt::Display for Unreadable {
    fn fmt(&self, form: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(form, "line {}: ", self.line)?;
        match &self.trouble {
            Trouble::Io(error) => write!(form, "cannot be read: {error}"),
            Trouble::Newer(version) => write!(
                form,
                "the run was recorded in format {version}, and this harness reads formats up to {VERSION}. Replay it with the harness that recorded it, or a newer one."
            ),
            Trouble::Broken(error) if error.is_eof() => {
                write!(form, "breaks off. The recording was cut short; remove the line to replay what came before it.")
            }
            // The place that the error names counts lines within this one line.
            Trouble::Broken(error) => {
                let error = error.to_string();
                let what = error.split(" at line ").next().unwrap_or_default();
                write!(form, "is no event ({what}). Record the run again with `--events`.")
            }
            Trouble::NoRun => {
                write!(form, "does not begin a run. A recorded run is the file that `--events` writes.")
            }
            Trouble::SecondRun => write!(form, "begins a second run. Keep each run in a file of its own."),
            Trouble::NoSuchCheck(index) => {
                write!(form, "is about check {}, which the run did not announce. Record the run again.", index + 1)
            }
        }
    }
}

impl std::error::Error for Unreadable {}

/// The version that a first line names, whatever else it holds.
fn version(line: &str) -> Option<u64> {
    let line: serde_json::Value = serde_json::from_str(line).ok()?;
    line.pointer("/kind/run_started/version")?.as_u64()
}

fn check_order(events: &[Event], event: &Event) -> Result<(), Trouble> {
    let begins = matches!(event.kind, EventKind::RunStarted(_));
    let Some(first) = events.first() else { return if begins { Ok(()) } else { Err(Trouble::NoRun) } };
    if begins {
        return Err(Trouble::SecondRun);
    }
    match (&first.kind, event.check) {
        (EventKind::RunStarted(run), Some(index)) if index >= run.checks.len() => Err(Trouble::NoSuchCheck(index)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::{read, replay};
    use crate::report::{Audience, Desk, FORMATS, events::Events, sample};

    fn record() -> String {
        sample::told(|to| Box::new(Events::new(to, Audience::Instructor)))
    }

    #[test]
    fn a_replayed_run_is_told_with_the_same_bytes() {
        for format in FORMATS {
            for audience in [Audience::Student, Audience::Instructor] {
                let live = sample::told(|to| format.reporter(to, audience));
                let mut again = Vec::new();
                let mut desk = Desk::new(vec![format.reporter(Box::new(&mut again), audience)]);
                replay(record().as_bytes(), &mut desk).expect("a sound record");
                let (_, told) = desk.finish();
                told.expect("a Vec takes everything");
                assert_eq!(String::from_utf8(again).expect("UTF-8"), live, "{}", format.name);
            }
        }
    }

    #[test]
    fn every_way_to_break_a_record_is_named_with_its_line() {
        let record = record();
        let first = record.lines().next().expect("a line");
        let why = |record: &str| read(record.as_bytes()).expect_err("broken").to_string();
        assert_eq!(why(""), "line 1: does not begin a run. A recorded run is the file that `--events` writes.");
        assert_eq!(
            why("{\"at\":0,\"check\":null,\"kind\":\"run_ended\"}"),
            "line 1: does not begin a run. A recorded run is the file that `--events` writes."
        );
        assert_eq!(
            why("{\"kind\":{\"run_started\":{\"version\":2,\"new\":[]}}}"),
            "line 1: the run was recorded in format 2, and this harness reads formats up to 1. Replay it with the harness that recorded it, or a newer one."
        );
        assert_eq!(
            why(&format!("{first}\n{{\"at\":1,\"che")),
            "line 2: breaks off. The recording was cut short; remove the line to replay what came before it."
        );
        let unknown = why(&format!("{first}\n{{\"at\":1,\"check\":0,\"kind\":\"danced\"}}"));
        assert!(
            unknown.starts_with("line 2: is no event (unknown variant `danced`, expected one of `run_started`, "),
            "{unknown}"
        );
        assert!(unknown.ends_with("`run_ended`). Record the run again with `--events`."), "{unknown}");
        assert_eq!(
            why(&format!("{first}\n{first}")),
            "line 2: begins a second run. Keep each run in a file of its own."
        );
        assert_eq!(
            why(&format!("{first}\n{{\"at\":1,\"check\":99,\"kind\":{{\"check_ended\":{{\"took_ms\":1}}}}}}")),
            "line 2: is about check 100, which the run did not announce. Record the run again."
        );
    }
}
