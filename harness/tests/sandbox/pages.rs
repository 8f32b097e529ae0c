//! A real browser opens a page: what it shows is judged, whoever ends first, and nothing of it is left.

use std::time::{Duration, Instant};

use harness::event::EventKind;
use harness::stage::browser;
use harness::verdict::{BROWSERS_CONNECTION, BlockedOn, Ending, Exit, FaultKind, FindingKind, Heard};

use crate::daemon::{alive, ends_soon};
use crate::stage::{Stage, not_tested};
use crate::told::Told;

const PAGE: &str = "<html><head><title>Birds</title></head><body><h1>Grey   heron</h1><p>It works.</p></body></html>";

/// Much longer than a browser takes, on the busiest machine; much shorter than the deadline of the program.
const SOON: Duration = Duration::from_secs(40);

/// A server that does this with its first client, whose request it has read; none where there is no browser to visit it.
fn server(then: &str) -> Option<Stage> {
    server_at(4711, then)
}

fn server_at(port: u16, then: &str) -> Option<Stage> {
    if browser::find().is_none() {
        not_tested("pages in a browser, because there is none; `apt install chromium`");
        return None;
    }
    let source = format!(
        "
import socket, time
s = socket.socket()
s.bind(('', {port}))
s.listen()
c, _ = s.accept()
asked = c.recv(4096)
head, page = b'HTTP/1.1 200 OK\\r\\n', b'{PAGE}'
{then}
"
    );
    let stage = Stage::server(&source).steps(
        "[expect_page: { target: /a.html, shows: { text: \"Grey heron\\n\\nIt works.\" }, title: { text: Birds } }]",
    );
    // A program that is stuck must be seen to be, and not just run out of time.
    Some(stage.limits(|limits| (limits.step_seconds, limits.check_seconds) = (120, 120)))
}

/// How many pictures of the page were kept.
fn pictures(told: &Told) -> usize {
    let is_png = |png: &str| png.starts_with("iVBORw0KGgo") && png.len() < 200_000;
    told.0.iter().filter(|kind| matches!(kind, EventKind::Pictured { png, .. } if is_png(png))).count()
}

#[test]
fn a_server_that_serves_one_connection_is_judged_by_its_page() {
    let Some(stage) = server("c.sendall(head + b'\\r\\n' + page)") else { return };
    let told = stage.play();
    told.sound();
    assert_eq!((told.exit(), pictures(&told), told.dialled().len()), (Some(Exit::Code(0)), 1, 0));
}

#[test]
fn one_connection_is_made_for_a_page() {
    let Some(stage) = server(
        "c.sendall(head + b'\\r\\n' + page)
c.close()
s.settimeout(1)
try: print('another', s.accept())
except TimeoutError: print('none')",
    ) else {
        return;
    };
    // The server goes on for a second after the page was shown.
    let stage =
        stage.steps("[expect_page: { shows: { contains: heron } }, expect_output: none, expect_exit: { code: 0 }]");
    assert_eq!(stage.play().sound(), "none\n");
}

#[test]
fn a_page_that_is_there_needs_no_end() {
    for then in [
        "c.sendall(head + b'\\r\\n' + page); c.recv(1)",
        "c.sendall(head + b'Content-Length: %d\\r\\n\\r\\n' % len(page) + page); c.recv(1)",
    ] {
        let Some(stage) = server(then) else { return };
        let began = Instant::now();
        let told = stage.play();
        told.sound();
        assert!(began.elapsed() < SOON, "{told:?}");
        assert_eq!(pictures(&told), 1, "{then}");
    }
}

#[test]
fn a_server_that_hangs_on_the_request_is_seen_to_be_stuck() {
    let Some(stage) = server("c.recv(4096)") else { return };
    let began = Instant::now();
    let told = stage.play();
    assert!(began.elapsed() < SOON, "{told:?}");
    let Some(FindingKind::Missing { ending: Ending::Stuck(blocked), heard, .. }) = told.finding() else {
        panic!("stuck: {told:?}");
    };
    let on: Vec<_> = blocked.iter().map(|blocked| (blocked.call.as_str(), &blocked.on)).collect();
    assert_eq!(on, [("recv", &BlockedOn::Connection(BROWSERS_CONNECTION.to_owned()))]);
    assert_eq!(*heard, Heard::Page("http://127.0.0.1:4711/a.html".to_owned()));
}

#[test]
fn why_there_is_no_page_is_told_in_the_browsers_words() {
    for (then, told, ended) in [
        ("c.close(); time.sleep(99)", "ERR_EMPTY_RESPONSE", None),
        ("c.close(); s.close(); raise SystemExit(3)", "ERR_EMPTY_RESPONSE", Some(Exit::Code(3))),
        ("c.sendall(page); c.close(); time.sleep(99)", "ERR_INVALID_HTTP_RESPONSE", None),
        (
            "c.sendall(head + b'Content-Type: application/zip\\r\\n\\r\\n' + page); c.close(); time.sleep(99)",
            "ERR_ABORTED",
            None,
        ),
    ] {
        let Some(stage) = server(then) else { return };
        let play = stage.play();
        let Some(FindingKind::NoPage { error, exit, .. }) = play.finding() else { panic!("{then}: {play:?}") };
        assert_eq!((error.as_str(), *exit), (told, ended), "{then}");
    }
}

#[test]
fn the_source_of_a_page_is_not_the_page() {
    let Some(stage) = server("c.sendall(head + b'Content-Type: text/plain\\r\\n\\r\\n' + page); c.close()") else {
        return;
    };
    let told = stage.play();
    let Some(FindingKind::Differed { received, .. }) = told.finding() else { panic!("{told:?}") };
    assert_eq!(received.to_text(), PAGE);
}

#[test]
fn a_machine_without_a_browser_costs_nothing() {
    let source = "import socket, time\ns = socket.socket()\ns.bind(('', 4711))\ns.listen()\ntime.sleep(99)\n";
    for (place, message) in [
        (None, "This machine has no browser that can be driven."),
        (Some("/bin/false"), "The browser ended by itself: it said nothing."),
    ] {
        let mut stage = Stage::server(source).steps("[expect_page: { shows: { contains: heron } }]");
        stage.setting.browser = place.map(Into::into);
        let told = stage.play();
        let fault = told.0.iter().find_map(|kind| match kind {
            EventKind::Faulted(fault) => Some((fault.kind, fault.message.as_str())),
            _ => None,
        });
        assert_eq!(fault, Some((FaultKind::Unsupported, message)));
    }
}

#[test]
fn a_browser_ends_with_its_stage_however_that_ends() {
    // It stands on the browser's command line, and on that of no other.
    let port = 20_000 + u16::try_from(std::process::id() % 10_000).expect("a port");
    let mark = format!("--explicitly-allowed-ports={port}");
    for is_killed in [true, false] {
        let Some(stage) = server_at(port, "time.sleep(100)") else { return };
        let mut play = stage.start();
        play.until(|kind| matches!(kind, EventKind::Visited { .. }));
        assert!(!alive(&mark).is_empty(), "the browser lives while the page is awaited");
        if is_killed {
            drop(play);
        } else {
            play.hang_up();
            play.finish();
        }
        ends_soon(&mark);
    }
}
