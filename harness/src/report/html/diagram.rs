//! [`Diagram`]: a check as a sequence diagram, with a life line for the client, the server and the terminal.

use serde::Serialize;

use super::page::harmless;
use crate::event::{Channel, Event, EventKind, Speaker};
use crate::report::summary::CheckReport;
use crate::report::words::{self, Story};
use crate::text::{shown, thousands};

#[derive(Serialize)]
pub(super) struct Diagram {
    lanes: Vec<String>,
    moments: Vec<Moment>,
    /// How many moments in the middle are left out.
    left_out: usize,
    /// Before which moment they would stand.
    gap: usize,
}

/// A row of the diagram.
#[derive(Default, Serialize)]
struct Moment {
    /// Milliseconds since the play began.
    time: String,
    kind: &'static str,
    /// Its first and last life line, from 0.
    first: usize,
    last: usize,
    /// Whether it goes from the last to the first.
    is_leftward: bool,
    /// Who says something to whom, for who does not see the arrow.
    spoken: String,
    words: String,
    bytes: String,
    omitted: String,
}

const CLIENT: usize = 0;
const SERVER: usize = 1;
const TERMINAL: usize = 2;
/// Moments that are shown before a gap, and after it.
const SHOWN: usize = 60;
/// Columns of what is said in a row.
const COLUMNS: usize = 150;

impl Diagram {
    /// The diagram of a check in which something was played.
    pub(super) fn of(check: &CheckReport) -> Option<Self> {
        let began = check.timeline.first()?.at;
        let has_terminal = check.timeline.iter().any(|event| at_a_terminal(&event.kind).is_some());
        let stage = Stage { program: &check.facts.program };
        let mut moments: Vec<Moment> = Vec::new();
        for event in &check.timeline {
            if let Some(moment) = stage.moment(check, event) {
                let microseconds = event.at.saturating_sub(began);
                let time = format!("{}.{}", thousands(microseconds / 1000), microseconds / 100 % 10);
                moments.push(Moment { time, ..moment });
            }
        }
        let mut lanes = vec![stage.name(CLIENT), stage.name(SERVER)];
        lanes.extend(has_terminal.then(|| "terminal".to_owned()));
        // What is told across all life lines must not reach beyond them.
        for moment in &mut moments {
            moment.last = moment.last.min(lanes.len() - 1);
        }
        let left_out = moments.len().saturating_sub(2 * SHOWN);
        let gap = if left_out > 0 { SHOWN } else { moments.len() };
        moments.drain(gap..gap + left_out);
        (!moments.is_empty()).then_some(Self { lanes, moments, left_out, gap })
    }
}

/// Whose part the harness plays.
struct Stage<'a> {
    program: &'a str,
}

impl Stage<'_> {
    fn name(&self, lane: usize) -> String {
        let role = if lane == CLIENT { "client" } else { "server" };
        let who = if self.program == role {
            " (the program)"
        } else if ["client", "server"].contains(&self.program) {
            " (the harness)"
        } else {
            ""
        };
        format!("{role}{who}")
    }

    /// The life line of the harness where it speaks on a connection.
    fn harness(&self) -> usize {
        if self.program == "client" { SERVER } else { CLIENT }
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "every other event is told in words")]
    fn moment(&self, check: &CheckReport, event: &Event) -> Option<Moment> {
        match &event.kind {
            EventKind::Passed { by, on, bytes, omitted } => {
                let (from, to) = self.way(by, on);
                let omitted =
                    if *omitted == 0 { String::new() } else { format!("and {} more bytes", thousands(*omitted)) };
                Some(Moment {
                    bytes: harmless(&shown(&bytes.0, COLUMNS)),
                    omitted,
                    ..self.arrow(from, to, String::new())
                })
            }
            EventKind::Connected { transport, .. } if transport.is_tcp() => {
                Some(self.arrow(CLIENT, SERVER, "connects".to_owned()))
            }
            EventKind::Closed { by, reset, .. } => {
                let from = self.speaker(by);
                let words = if *reset { "resets the connection" } else { "ends its side" };
                Some(self.arrow(from, CLIENT + SERVER - from, words.to_owned()))
            }
            EventKind::Found(finding) => {
                let words = format!("✗ {}", Story::of_finding(check, finding).title);
                Some(Moment { kind: "found", last: TERMINAL, words: harmless(&words), ..Moment::default() })
            }
            EventKind::Faulted(fault) => {
                let words = format!("! {}", Story::of_fault(fault).title);
                Some(Moment { kind: "found", last: TERMINAL, words: harmless(&words), ..Moment::default() })
            }
            EventKind::Started { role, .. }
            | EventKind::Listened { role, .. }
            | EventKind::Dialled { role, .. }
            | EventKind::Placed { role, .. }
            | EventKind::Exited { role, .. } => {
                let lane = if role == "client" { CLIENT } else { SERVER };
                let words = harmless(&words::happened(&event.kind));
                Some(Moment { kind: "note", first: lane, last: lane, words, ..Moment::default() })
            }
            EventKind::LookedUp { .. } | EventKind::Visited { .. } | EventKind::Pictured { .. } | EventKind::Paused => {
                let words = harmless(&words::happened(&event.kind));
                Some(Moment { kind: "note", last: TERMINAL, words, ..Moment::default() })
            }
            _ => None,
        }
    }

    fn arrow(&self, from: usize, to: usize, words: String) -> Moment {
        let name = |lane: usize| if lane == TERMINAL { "terminal".to_owned() } else { self.name(lane) };
        Moment {
            kind: "arrow",
            first: from.min(to),
            last: from.max(to),
            is_leftward: to < from,
            spoken: format!("{} to {}", name(from), name(to)),
            words,
            ..Moment::default()
        }
    }

    /// From which life line to which something is said.
    fn way(&self, by: &Speaker, on: &Channel) -> (usize, usize) {
        let from = self.speaker(by);
        match on {
            Channel::Terminal(role) | Channel::StandardError(role) => {
                let lane = if role == "client" { CLIENT } else { SERVER };
                if *by == Speaker::Harness { (TERMINAL, lane) } else { (lane, TERMINAL) }
            }
            Channel::Connection(_) | Channel::Wire => (from, CLIENT + SERVER - from),
        }
    }

    fn speaker(&self, by: &Speaker) -> usize {
        match by {
            Speaker::Harness => self.harness(),
            Speaker::Program(role) if role == "client" => CLIENT,
            Speaker::Program(role) if role == "server" => SERVER,
            Speaker::Program(_) => CLIENT + SERVER - self.harness(),
        }
    }
}

fn at_a_terminal(kind: &EventKind) -> Option<&str> {
    if let EventKind::Passed { on: Channel::Terminal(role) | Channel::StandardError(role), .. } = kind {
        Some(role)
    } else {
        None
    }
}
