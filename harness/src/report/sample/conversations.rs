//! Plays of the sample run with findings on connections and terminals.

use super::builders::{blocked, client, connection, differed, missing, of, stands, with_client, with_server, worth};
use super::{Play, answered, found, near, printed, sent};
use crate::event::{EventKind, Speaker};
use crate::text::Bytes;
use crate::verdict::{BlockedOn, END_OF_CONNECTION, Ending, FindingKind, Heard};

fn one() -> Heard {
    Heard::Connection("one".to_owned())
}

/// Answers that are right, missing or wrong.
pub(super) fn answers() -> Vec<Play> {
    vec![
        of(
            "appends-time",
            "The server appends the time",
            with_server(vec![
                sent("one", b"heron\n"),
                answered("one", b"heron 12:00:01\n"),
                EventKind::Saved { name: "word".to_owned(), value: Bytes::from("heron") },
                EventKind::StepDone { line: 20, step: "expect".to_owned() },
            ]),
        ),
        of(
            "every-block",
            "The server answers every block of a connection, as it comes, not only the first",
            with_server(vec![
                sent("one", b"heron"),
                answered("one", b"heron 12:00:01"),
                sent("one", b"stork"),
                missing(
                    one(),
                    "the block and the time",
                    b"",
                    Ending::Stuck(vec![blocked("recvfrom", connection("one"))]),
                ),
            ]),
        ),
        of(
            "clock",
            "The time is current",
            with_server(vec![
                sent("one", b"heron\n"),
                answered("one", b"heronn 12:00:01"),
                differed(one(), "the time", None, b"heronn 12:00:01", 5, None),
            ]),
        ),
        of(
            "large-block",
            "A large block comes back whole",
            with_server(vec![
                sent("one", &b"kingfisher ".repeat(186)),
                answered("one", &b"kingfisher ".repeat(93)),
                missing(
                    one(),
                    "the block and the time",
                    &b"kingfisher ".repeat(93),
                    Ending::OutOfTime { charged_ms: 5000, blocked: vec![blocked("running", BlockedOn::Processor)] },
                ),
            ]),
        ),
    ]
}

/// Answers that are nearly right, too long, or cut off.
pub(super) fn manners() -> Vec<Play> {
    vec![
        worth(0.5, 0.5, of("near-full", "Says who has won", with_server(vec![sent("one", b"rock"), near()]))),
        worth(0.5, 0.25, of("near-half", "Says who has won, exactly", with_server(vec![sent("one", b"rock"), near()]))),
        of(
            "quiet",
            "Nothing comes after the answer",
            with_server(vec![
                sent("one", b"a\0b\n"),
                answered("one", super::hostile::BYTES),
                found(FindingKind::Unexpected { received: Bytes::from(super::hostile::BYTES), heard: one() }),
            ]),
        ),
        of(
            "cut-off",
            "The server reads everything",
            with_server(vec![
                sent("one", b"first\n"),
                found(FindingKind::CutOff { unsent: Bytes::from("second\n"), heard: one(), ending: Ending::Reset }),
            ]),
        ),
    ]
}

/// What comes, or not, where there is more than one question and answer.
pub(super) fn ends() -> Vec<Play> {
    vec![
        of(
            "second-client",
            "A second client is served",
            with_server(vec![
                stands("two", 40002),
                sent("two", b"heron\n"),
                missing(
                    Heard::Connection("two".to_owned()),
                    "the block and the time",
                    b"",
                    Ending::Stuck(vec![
                        blocked("recvfrom", connection("one")),
                        blocked("accept4", BlockedOn::Listener { address: "0.0.0.0:33498".to_owned(), waiting: 1 }),
                    ]),
                ),
            ]),
        ),
        of(
            "ends-at-eof",
            "The server ends the connection when the data ends",
            with_server(vec![
                sent("one", b"it's 100%\n"),
                answered("one", b"it's 100% 12:00:01"),
                EventKind::Closed { by: Speaker::Harness, connection: "one".to_owned(), reset: false },
                missing(one(), END_OF_CONNECTION, b"", Ending::Stuck(vec![blocked("futex", BlockedOn::Thread)])),
            ]),
        ),
        client(of(
            "prints-reply",
            "The client prints the reply",
            with_client(vec![
                sent("one", "鷺鷺 12:00:01\n".as_bytes()),
                printed("client", "Reply: 鷺? 12:00:01\n".as_bytes()),
                differed(
                    Heard::Terminal("client".to_owned()),
                    "the reply",
                    Some("鷺鷺 12:00:01"),
                    "鷺? 12:00:01\n".as_bytes(),
                    3,
                    Some("the second character was lost: decode only once the whole reply is there"),
                ),
            ]),
        )),
    ]
}
