//! [`Scene`]: what the timeline of a check says about the moment in which something was found.

use std::net::SocketAddr;

use super::summary::CheckReport;
use crate::event::{Channel, Event, EventKind, Speaker};
use crate::verdict::{Finding, Transport};

/// The events of a check up to one finding.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scene<'a> {
    pub(super) check: &'a CheckReport,
    pub(super) events: &'a [Event],
}

/// Bytes that one side said without being interrupted, and the pieces in which it did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) bytes: Vec<u8>,
    /// Lengths of the pieces.
    pub(super) pieces: Vec<usize>,
    /// How many bytes were not kept.
    pub(super) omitted: u64,
}

impl<'a> Scene<'a> {
    /// The events up to this finding; all of them when it is not among them.
    pub(super) fn of(check: &'a CheckReport, finding: &Finding) -> Self {
        let found = |event: &Event| matches!(&event.kind, EventKind::Found(found) if found == finding);
        let end = check.timeline.iter().position(found).unwrap_or(check.timeline.len());
        Self { check, events: &check.timeline[..end] }
    }

    /// The whole timeline.
    pub(super) fn whole(check: &'a CheckReport) -> Self {
        Self { check, events: &check.timeline }
    }

    /// `server`, `client`, or `program` where a check is about both.
    pub(super) fn role(&self) -> &'a str {
        match self.check.facts.program.as_str() {
            role @ ("server" | "client") => role,
            _ => "program",
        }
    }

    /// The connections in the order in which they came to stand.
    pub(super) fn connections(&self) -> Vec<&'a str> {
        self.kinds().filter_map(if_connected).collect()
    }

    /// Whether the conversation goes in datagrams.
    pub(super) fn is_over_udp(&self) -> bool {
        self.kinds().any(|kind| matches!(kind, EventKind::Connected { transport: Transport::Udp, .. }))
    }

    /// The last address at which the program listened and, where it listens on several ports, was reached.
    pub(super) fn listened_at(&self) -> Option<SocketAddr> {
        let reached = |kind: &EventKind| {
            if let EventKind::Connected { program, .. } = kind { Some(program.port()) } else { None }
        };
        let port = self.kinds().rev().find_map(reached);
        let listened =
            |kind: &EventKind| if let EventKind::Listened { address, .. } = kind { Some(*address) } else { None };
        let last = |port: Option<u16>| {
            self.kinds().rev().filter_map(listened).find(|address| port.is_none_or(|port| port == address.port()))
        };
        port.and_then(|port| last(Some(port))).or_else(|| last(None))
    }

    /// Where the server has sent a datagram although nobody had asked from there.
    pub(super) fn stray(&self) -> Option<SocketAddr> {
        self.kinds().rev().find_map(|kind| {
            if let EventKind::Dialled { role, address, transport: Transport::Udp, .. } = kind {
                (role == "server").then_some(*address)
            } else {
                None
            }
        })
    }

    /// The address that the program dialled first.
    pub(super) fn dialled(&self) -> Option<SocketAddr> {
        self.kinds().find_map(|kind| if let EventKind::Dialled { address, .. } = kind { Some(*address) } else { None })
    }

    /// The page that a browser opened last.
    pub(super) fn visited(&self) -> Option<&'a str> {
        self.kinds()
            .rev()
            .find_map(|kind| if let EventKind::Visited { url } = kind { Some(url.as_str()) } else { None })
    }

    /// The command line of the program in this role.
    pub(super) fn command(&self, role: &str) -> Option<&'a str> {
        self.kinds().rev().find_map(|kind| {
            if let EventKind::Started { role: of, command } = kind {
                (of == role).then_some(command.as_str())
            } else {
                None
            }
        })
    }

    fn kinds(&self) -> impl DoubleEndedIterator<Item = &'a EventKind> + use<'a> {
        self.events.iter().map(|event| &event.kind)
    }

    /// What the harness said last on this channel (or on any connection), in one go.
    pub(super) fn last_sent(&self, on: Option<&str>) -> Option<Said> {
        self.turns(on).pop().map(|(sent, _)| sent)
    }

    /// What was typed last.
    pub(super) fn last_typed(&self) -> Option<&'a [u8]> {
        self.kinds().rev().find_map(|kind| {
            if let EventKind::Passed { by: Speaker::Harness, on: Channel::Terminal(_), bytes, .. } = kind {
                Some(bytes.0.as_slice())
            } else {
                None
            }
        })
    }

    /// What the harness said on a connection, turn by turn, and whether the program said something after each.
    pub(super) fn turns(&self, on: Option<&str>) -> Vec<(Said, bool)> {
        let mut turns: Vec<(Said, bool)> = Vec::new();
        for event in self.events {
            let EventKind::Passed { by, on: Channel::Connection(name), bytes, omitted } = &event.kind else { continue };
            if on.is_some_and(|on| on != name) {
                continue;
            }
            match (by, turns.last_mut()) {
                (Speaker::Program(_), Some(turn)) => turn.1 = true,
                (Speaker::Program(_), None) => {}
                (Speaker::Harness, Some((said, false))) => said.add(&bytes.0, *omitted),
                (Speaker::Harness, _) => {
                    let mut said = Said::default();
                    said.add(&bytes.0, *omitted);
                    turns.push((said, false));
                }
            }
        }
        turns
    }

    /// Everything that the program in this role printed.
    pub(super) fn printed(&self, role: &str) -> Vec<u8> {
        let mut printed = Vec::new();
        for event in self.events {
            if let EventKind::Passed { by: Speaker::Program(_), on, bytes, .. } = &event.kind
                && matches!(on, Channel::Terminal(of) | Channel::StandardError(of) if of == role || role == "program")
            {
                printed.extend_from_slice(&bytes.0);
            }
        }
        printed
    }
}

impl Said {
    fn add(&mut self, bytes: &[u8], omitted: u64) {
        self.bytes.extend_from_slice(bytes);
        self.pieces.push(bytes.len());
        self.omitted += omitted;
    }
}

fn if_connected(kind: &EventKind) -> Option<&str> {
    if let EventKind::Connected { connection, .. } = kind { Some(connection) } else { None }
}

/// The last line that is not blank.
pub(super) fn last_line(printed: &[u8]) -> Option<&[u8]> {
    printed.split(|byte| *byte == b'\n').rev().map(<[u8]>::trim_ascii).find(|line| !line.is_empty())
}
