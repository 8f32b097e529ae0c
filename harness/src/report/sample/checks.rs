//! The plays of the sample run, one for each status and each kind of finding.

use super::builders::{blocked, client, of, with_server};
use super::conversations::{answers, ends, manners};
use super::pages::pages;
use super::{Play, fault, found, printed, sent};
use crate::event::{EventKind, Visibility};
use crate::text::Bytes;
use crate::verdict::{Blocked, BlockedOn, Ending, Exit, FaultKind, FindingKind, Limit, Readiness, Transport};

pub(in crate::report) fn plays() -> Vec<Play> {
    [answers(), manners(), ends(), programs(), files(), pages(), ours()].into_iter().flatten().collect()
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
                    transport: Transport::Tcp,
                    instead: None,
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
                transport: Transport::Tcp,
                instead: None,
            })],
        )),
    ]
}

/// Findings about the files of a submission.
fn files() -> Vec<Play> {
    let server = || "server".to_owned();
    vec![
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
