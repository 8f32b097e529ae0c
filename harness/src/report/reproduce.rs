//! How to see a lost check again by hand, without the harness where that is possible.

use std::fmt::Write as _;
use std::net::SocketAddr;

use super::summary::{CheckReport, Report};
use super::timeline::{Said, Scene};
use crate::event::{Channel, Event, EventKind, Speaker};

/// What fits on a command line that a person would still read.
const LONGEST: usize = 400;

/// The line that plays the check again with the same drawn values.
pub(super) fn again(report: &Report, check: &CheckReport) -> String {
    let id = |id: &str| shlex::try_quote(id).map_or_else(|_| String::from("?"), std::borrow::Cow::into_owned);
    format!("harness check {} --only {} --seed {}", id(&report.exercise), id(&check.facts.id), report.seed)
}

/// The lines that play the harness's part by hand, if the play is one that a person can repeat.
pub(super) fn by_hand(check: &CheckReport) -> Option<String> {
    let scene = Scene::whole(check);
    let lines = match check.facts.program.as_str() {
        "server" => to_a_server(&scene),
        "client" => to_a_client(&scene),
        _ => None,
    };
    lines.filter(|lines| lines.len() <= LONGEST)
}

fn to_a_server(scene: &Scene<'_>) -> Option<String> {
    let address = scene.listened_at()?;
    let turns = scene.turns(None);
    let is_one_message =
        scene.connections().len() == 1 && turns.len() == 1 && turns[0].0.pieces.len() == 1 && !half_closes(scene);
    if is_one_message {
        // Without -N, nc waits for the server to end the conversation, as the harness does.
        return Some(format!("{} | nc {} {}", printf(&turns[0].0)?, host(address), address.port()));
    }
    script(scene, address)
}

fn to_a_client(scene: &Scene<'_>) -> Option<String> {
    let address = scene.dialled()?;
    let start = scene.command("client").unwrap_or("the client");
    // Elsewhere than on this machine, only the harness can stand in for the server.
    if !address.ip().is_loopback() {
        return None;
    }
    let listen = format!("nc -l {}", address.port());
    match scene.turns(None).as_slice() {
        [] => Some(format!("{listen}   # then, in another terminal: {start}")),
        [(said, _), ..] => Some(format!("{} | {listen}   # then, in another terminal: {start}", printf(said)?)),
    }
}

/// The conversation as a line of Python, where pieces, turns, several connections or a half-close matter.
fn script(scene: &Scene<'_>, address: SocketAddr) -> Option<String> {
    let names = scene.connections();
    let variable = |name: &str| names.iter().position(|other| *other == name).map(|index| format!("c{}", index + 1));
    let mut lines = vec!["import socket, time".to_owned()];
    let mut last: Option<(String, bool)> = None;
    for event in scene.events {
        let (name, by_harness) = speaker(event)?;
        let Some(connection) = name.and_then(variable) else { continue };
        let said_before = last.replace((connection.clone(), by_harness));
        if let Some(line) = line_of(&event.kind, &connection, address, said_before)? {
            lines.push(line);
        }
    }
    (lines.len() > 1).then(|| format!("python3 -c '{}'", lines.join("; ")))
}

/// The connection that an event is about, and whether the harness acted on it. `None` when bytes were not kept.
fn speaker(event: &Event) -> Option<(Option<&str>, bool)> {
    if let EventKind::Passed { by, on: Channel::Connection(name), omitted, .. } = &event.kind {
        let by_harness = *by == Speaker::Harness;
        return (*omitted == 0 || !by_harness).then_some((Some(name.as_str()), by_harness));
    }
    if let EventKind::Connected { connection, .. } | EventKind::Closed { connection, by: Speaker::Harness, .. } =
        &event.kind
    {
        return Some((Some(connection.as_str()), true));
    }
    Some((None, true))
}

/// One event as a statement; `Some(None)` where it needs none.
#[expect(clippy::option_option, reason = "the outer one ends the script, the inner one leaves out a line")]
fn line_of(
    kind: &EventKind,
    connection: &str,
    address: SocketAddr,
    before: Option<(String, bool)>,
) -> Option<Option<String>> {
    let same = |by_harness: bool| before.as_ref().is_some_and(|last| last.0 == connection && last.1 == by_harness);
    if let EventKind::Connected { .. } = kind {
        let host = host(address);
        return Some(Some(format!("{connection} = socket.create_connection((\"{host}\", {}))", address.port())));
    }
    if let EventKind::Closed { reset, .. } = kind {
        // What follows a half-close still has to be read.
        let end = format!("{connection}.shutdown(socket.SHUT_WR); print({connection}.recv(65536))");
        return Some((!reset).then_some(end));
    }
    if let EventKind::Passed { by: Speaker::Harness, bytes, .. } = kind {
        let send = format!("{connection}.sendall({})", python(&bytes.0));
        return Some(Some(if same(true) { format!("time.sleep(0.2); {send}") } else { send }));
    }
    Some((!same(false)).then(|| format!("print({connection}.recv(65536))")))
}

/// Whether the harness ended its side while the program could still speak.
fn half_closes(scene: &Scene<'_>) -> bool {
    scene.events.iter().any(|event| matches!(event.kind, EventKind::Closed { by: Speaker::Harness, .. }))
}

/// Where to reach on this machine what was listened at on the stage.
fn host(address: SocketAddr) -> &'static str {
    if address.is_ipv6() && address.ip().is_loopback() { "::1" } else { "127.0.0.1" }
}

/// A `printf` that any shell understands: octal escapes for whatever is not plain ASCII.
fn printf(said: &Said) -> Option<String> {
    if said.omitted > 0 {
        return None;
    }
    let mut format = String::new();
    for (index, byte) in said.bytes.iter().enumerate() {
        match byte {
            b'\n' => format.push_str("\\n"),
            b'\r' => format.push_str("\\r"),
            b'\t' => format.push_str("\\t"),
            b'%' => format.push_str("%%"),
            b'\\' => format.push_str("\\\\"),
            // A quote would end the string, and a dash at the start would be taken for an option.
            b'\'' => format.push_str("\\047"),
            b'-' if index == 0 => format.push_str("\\055"),
            b' '..=b'~' => format.push(char::from(*byte)),
            other => {
                // Writing to a String cannot fail.
                let _ = write!(format, "\\{other:03o}");
            }
        }
    }
    Some(format!("printf '{format}'"))
}

/// A bytes literal of Python that holds no single quote, so that it can stand in a shell's single quotes.
fn python(bytes: &[u8]) -> String {
    let mut literal = String::from("b\"");
    for byte in bytes {
        match byte {
            b'\n' => literal.push_str("\\n"),
            b'\r' => literal.push_str("\\r"),
            b'\t' => literal.push_str("\\t"),
            b'"' | b'\\' => literal.extend(['\\', char::from(*byte)]),
            b'\'' => literal.push_str("\\x27"),
            b' '..=b'~' => literal.push(char::from(*byte)),
            other => {
                // Writing to a String cannot fail.
                let _ = write!(literal, "\\x{other:02x}");
            }
        }
    }
    literal.push('"');
    literal
}
