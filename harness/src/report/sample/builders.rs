//! How the plays of the sample run are put together.

use super::{Play, check_of, found};
use crate::event::{Channel, CheckFacts, EventKind, Speaker};
use crate::text::Bytes;
use crate::verdict::{Blocked, BlockedOn, Ending, FindingKind, Heard, Transport};

pub(super) fn of(id: &str, title: &str, kinds: Vec<EventKind>) -> Play {
    Play { facts: CheckFacts { title: title.to_owned(), ..check_of(id, 2.0, 2.0) }, kinds, ends: true }
}

pub(super) fn client(mut play: Play) -> Play {
    play.facts.program = "client".to_owned();
    play
}

pub(super) fn worth(points: f64, near_points: f64, mut play: Play) -> Play {
    (play.facts.points, play.facts.near_points) = (points, near_points);
    play
}

pub(super) fn with_server(then: Vec<EventKind>) -> Vec<EventKind> {
    let role = || "server".to_owned();
    let mut kinds = vec![
        EventKind::CheckStarted { zone: "Asia/Kolkata".to_owned() },
        EventKind::Started { role: role(), command: "python3 simple_server.py".to_owned() },
        EventKind::Listened { role: role(), address: ([0, 0, 0, 0], 33498).into(), transport: Transport::Tcp },
        stands("one", 40001),
    ];
    kinds.extend(then);
    kinds
}

pub(super) fn with_client(then: Vec<EventKind>) -> Vec<EventKind> {
    let role = || "client".to_owned();
    let mut kinds = vec![
        EventKind::Started { role: role(), command: "./client".to_owned() },
        EventKind::Dialled {
            role: role(),
            address: ([127, 0, 0, 1], 33498).into(),
            answered_by: "answer".to_owned(),
            transport: Transport::Tcp,
        },
        stands("one", 40001),
        EventKind::Passed {
            by: Speaker::Program(role()),
            on: Channel::Connection("one".to_owned()),
            bytes: Bytes::from("heron\n"),
            omitted: 12_345,
        },
    ];
    kinds.extend(then);
    kinds
}

pub(super) fn stands(name: &str, port: u16) -> EventKind {
    EventKind::Connected {
        connection: name.to_owned(),
        program: ([127, 0, 0, 1], 33498).into(),
        harness: ([127, 0, 0, 1], port).into(),
        transport: Transport::Tcp,
    }
}

pub(super) fn differed(
    heard: Heard,
    expected: &str,
    literal: Option<&str>,
    received: &[u8],
    at: usize,
    remark: Option<&str>,
) -> EventKind {
    found(FindingKind::Differed {
        expected: expected.to_owned(),
        literal: literal.map(Bytes::from),
        received: Bytes::from(received),
        at,
        remark: remark.map(str::to_owned),
        heard,
    })
}

pub(super) fn missing(heard: Heard, expected: &str, received: &[u8], ending: Ending) -> EventKind {
    found(FindingKind::Missing {
        expected: expected.to_owned(),
        literal: None,
        received: Bytes::from(received),
        heard,
        ending,
    })
}

pub(super) fn connection(name: &str) -> BlockedOn {
    BlockedOn::Connection(name.to_owned())
}

pub(super) fn blocked(call: &str, on: BlockedOn) -> Blocked {
    Blocked { role: "server".to_owned(), call: call.to_owned(), on, timed: false, threads: 1 }
}
