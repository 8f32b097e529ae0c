//! The plays of the sample run, one for each status and each kind of finding.

use super::{Play, answered, check_of, fault, found, near, printed, sent};
use crate::event::{Channel, CheckFacts, EventKind, Speaker, Visibility};
use crate::text::Bytes;
use crate::verdict::{Blocked, BlockedOn, Ending, Exit, FaultKind, FindingKind, Heard, Limit, Readiness};

pub(in crate::report) fn plays() -> Vec<Play> {
    let mut plays = conversations();
    plays.extend(programs());
    plays.extend(ours());
    plays
}

/// Findings on connections and terminals.
fn conversations() -> Vec<Play> {
    let one = || Heard::Connection("one".to_owned());
    let clock = "heron".to_owned() + " 12:00:01";
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
                answered("one", clock.as_bytes()),
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
                missing(
                    one(),
                    crate::verdict::END_OF_CONNECTION,
                    b"",
                    Ending::Stuck(vec![blocked("futex", BlockedOn::Thread)]),
                ),
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

/// Findings about programs as a whole.
fn programs() -> Vec<Play> {
    let server = || "server".to_owned();
    let traceback: &[u8] = b"Traceback (most recent call last):\n  File \"simple_server.py\", line 4, in <module>\n    s.bind(('', 33498))\nOSError: [Errno 98] Address already in use\n";
    vec![
        of(
            "stays",
            "The server goes on after a client has left",
            with_server(vec![
                printed("server", b"waiting\n"),
                found(FindingKind::Exited { expected: "that it goes on".to_owned(), exit: Exit::Signal(11) }),
            ]),
        ),
        of(
            "listens",
            "The server listens",
            vec![
                EventKind::Started { role: server(), command: "python3 simple_server.py".to_owned() },
                found(FindingKind::NotReady {
                    role: server(),
                    awaited: Readiness::Listen,
                    ending: Ending::Exited(Exit::Code(1)),
                    output: Bytes::from(traceback),
                    tried: vec![vec![], vec!["{port}".to_owned()], vec!["{host}".to_owned(), "{port}".to_owned()]],
                }),
            ],
        ),
        client(of(
            "dials",
            "The client dials the server",
            vec![found(FindingKind::NotReady {
                role: "client".to_owned(),
                awaited: Readiness::Dial,
                ending: Ending::Stuck(vec![Blocked {
                    role: "client".to_owned(),
                    ..blocked("read", BlockedOn::Terminal)
                }]),
                output: Bytes::from("Enter the server name: "),
                tried: vec![vec![]],
            })],
        )),
        of(
            "found",
            "There is a server",
            vec![found(FindingKind::NoProgram {
                role: server(),
                looked_for: vec!["simple_server.*".to_owned(), "server.*".to_owned()],
                ambiguous: vec!["a.py".to_owned(), "b.py".to_owned()],
            })],
        ),
        client(of(
            "builds",
            "The client can be built",
            vec![found(FindingKind::NotBuilt {
                role: "client".to_owned(),
                command: "gcc -o client simple_client.c".to_owned(),
                output: Bytes::from(
                    "simple_client.c: In function 'main':\nsimple_client.c:7:3: error: expected ';' before 'return'\n",
                ),
                exit: Exit::Code(1),
            })],
        )),
        of(
            "modest",
            "The server prints little",
            with_server(vec![found(FindingKind::Exceeded { limit: Limit::Output, role: server() })]),
        ),
    ]
}

/// Skips, faults, bonus and hidden checks.
fn ours() -> Vec<Play> {
    let lost = || found(FindingKind::Exited { expected: "that it goes on".to_owned(), exit: Exit::Code(0) });
    let mut secret = of("secret", "A secret title", with_server(vec![sent("one", b"secret word\n"), lost()]));
    secret.facts.visibility = Visibility::AfterPublished;
    let mut bonus = of("empty-connection", "An empty connection does no harm", with_server(vec![]));
    bonus.facts.bonus = true;
    let skip = |id: &str, because_of: &str| Play {
        ends: false,
        ..of(id, "The time moves on", vec![EventKind::Skipped { because_of: because_of.to_owned() }])
    };
    vec![
        skip("clock-moves", "every-block"),
        skip("after-another", "secret"),
        of("browser", "A browser shows the page", vec![fault(FaultKind::Unsupported)]),
        of("java", "The Java server answers", vec![fault(FaultKind::Toolchain)]),
        Play { ends: false, ..of("broken", "The play breaks off", with_server(vec![lost()])) },
        secret,
        bonus,
    ]
}

fn of(id: &str, title: &str, kinds: Vec<EventKind>) -> Play {
    Play { facts: CheckFacts { title: title.to_owned(), ..check_of(id, 2.0, 2.0) }, kinds, ends: true }
}

fn client(mut play: Play) -> Play {
    play.facts.program = "client".to_owned();
    play
}

fn worth(points: f64, near_points: f64, mut play: Play) -> Play {
    (play.facts.points, play.facts.near_points) = (points, near_points);
    play
}

fn with_server(then: Vec<EventKind>) -> Vec<EventKind> {
    let role = || "server".to_owned();
    let mut kinds = vec![
        EventKind::CheckStarted { zone: "Asia/Kolkata".to_owned() },
        EventKind::Started { role: role(), command: "python3 simple_server.py".to_owned() },
        EventKind::Listened { role: role(), address: ([0, 0, 0, 0], 33498).into() },
        stands("one", 40001),
    ];
    kinds.extend(then);
    kinds
}

fn with_client(then: Vec<EventKind>) -> Vec<EventKind> {
    let role = || "client".to_owned();
    let mut kinds = vec![
        EventKind::Started { role: role(), command: "./client".to_owned() },
        EventKind::Dialled { role: role(), address: ([127, 0, 0, 1], 33498).into(), answered_by: "answer".to_owned() },
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

fn stands(name: &str, port: u16) -> EventKind {
    EventKind::Connected {
        connection: name.to_owned(),
        program: ([127, 0, 0, 1], 33498).into(),
        harness: ([127, 0, 0, 1], port).into(),
    }
}

fn differed(
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

fn missing(heard: Heard, expected: &str, received: &[u8], ending: Ending) -> EventKind {
    found(FindingKind::Missing {
        expected: expected.to_owned(),
        literal: None,
        received: Bytes::from(received),
        heard,
        ending,
    })
}

fn connection(name: &str) -> BlockedOn {
    BlockedOn::Connection(name.to_owned())
}

fn blocked(call: &str, on: BlockedOn) -> Blocked {
    Blocked { role: "server".to_owned(), call: call.to_owned(), on, timed: false, threads: 1 }
}
