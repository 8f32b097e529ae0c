//! How to see a lost check again by hand, without the harness where that is possible.

use std::fmt::Write as _;
use std::net::SocketAddr;

use super::summary::CheckReport;
use super::timeline::{Said, Scene};
use super::view::View;
use crate::event::{Channel, Event, EventKind, Speaker};

/// What fits on a command line that a person would still read.
const LONGEST: usize = 400;

/// The line that plays the check again, with the same drawn values where the reader may know the seed.
pub(super) fn again(view: &View<'_>, check: &CheckReport) -> String {
    let id = |id: &str| shlex::try_quote(id).map_or_else(|_| String::from("?"), std::borrow::Cow::into_owned);
    let seed = view.seed().map(|seed| format!(" --seed {seed}")).unwrap_or_default();
    format!("harness check {} --only {}{seed}", id(&view.report.exercise), id(&check.facts.id))
}

/// The lines that play the harness's part by hand, if the play is one that a person can repeat.
pub(super) fn by_hand(check: &CheckReport) -> Option<String> {
    let scene = Scene::whole(check);
    if let Some(url) = scene.visited() {
        let url = shlex::try_quote(url).ok()?;
        return Some(format!("curl -i {url}   # or open it in a browser"));
    }
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
    // What is piped to nc and is empty, it does not send.
    let is_one_message = is_one_message && !turns[0].0.bytes.is_empty();
    if is_one_message {
        // Without -N, nc waits for the server to end the conversation, as the harness does. Over UDP nothing ends.
        let nc = if scene.is_over_udp() { "nc -u -w 2" } else { "nc" };
        return Some(format!("{} | {nc} {} {}", printf(&turns[0].0)?, host(address), address.port()));
    }
    if turns.is_empty() { None } else { script(scene, address) }
}

fn to_a_client(scene: &Scene<'_>) -> Option<String> {
    let address = scene.dialled()?;
    let start = scene.command("client").unwrap_or("the client");
    // Elsewhere than on this machine, only the harness can stand in for the server.
    if !address.ip().is_loopback() {
        return None;
    }
    let over = if scene.is_over_udp() { "-u " } else { "" };
    let listen = format!("nc {over}-l {}", address.port());
    match scene.turns(None).as_slice() {
        [] => Some(format!("{listen}   # then, in another terminal: {start}")),
        [(said, _), ..] => Some(format!("{} | {listen}   # then, in another terminal: {start}", printf(said)?)),
    }
}

/// The conversation as a line of Python, where pieces, turns, several connections or a half-close matter.
fn script(scene: &Scene<'_>, address: SocketAddr) -> Option<String> {
    let (names, over_udp) = (scene.connections(), scene.is_over_udp());
    let variable = |name: &str| names.iter().position(|other| *other == name).map(|index| format!("c{}", index + 1));
    let mut lines = vec!["import socket, time".to_owned()];
    let mut sender: Option<(String, Act)> = None;
    for event in scene.events {
        let Some((name, act)) = act(event) else { continue };
        let connection = variable(name)?;
        let goes_on = sender.as_ref().is_some_and(|last| *last == (connection.clone(), act));
        match (act, sent(event)) {
            (Act::Connected, _) => lines.push(connected(&connection, address, over_udp)),
            (Act::Sent, Some((bytes, 0))) => {
                // A pause between two pieces keeps them apart on the wire.
                lines.extend((goes_on && !over_udp).then(|| "time.sleep(0.2)".to_owned()));
                lines.push(format!("{connection}.sendall({})", python(bytes)));
            }
            (Act::Sent, _) => return None,
            (Act::Ended, _) => lines.push(format!("{connection}.shutdown(socket.SHUT_WR)")),
            (Act::Answered, _) if goes_on && !over_udp => {}
            (Act::Answered, _) => lines.push(format!("print({connection}.recv(65536))")),
        }
        sender = Some((connection, act));
    }
    // Whoever plays it by hand wants to see that nothing comes.
    let (connection, act) = sender?;
    if act != Act::Answered {
        lines.push(format!("print({connection}.recv(65536))"));
    }
    Some(format!("python3 -c '{}'", lines.join("; ")))
}

/// The lines that make a connection, or a socket whose datagrams go to one place.
fn connected(name: &str, address: SocketAddr, over_udp: bool) -> String {
    let elsewhere = is_elsewhere(address);
    let host = if elsewhere { "socket.gethostname()".to_owned() } else { format!("\"{}\"", host(address)) };
    let to = format!("({host}, {})", address.port());
    if over_udp {
        let family = if host.contains(':') { "AF_INET6" } else { "AF_INET" };
        return format!("{name} = socket.socket(socket.{family}, socket.SOCK_DGRAM); {name}.connect({to})");
    }
    format!("{name} = socket.create_connection({to})")
}

/// What a script repeats of a conversation.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Act {
    Connected,
    Sent,
    Answered,
    Ended,
}

/// The connection that an event is about, and what happened there.
fn act(event: &Event) -> Option<(&str, Act)> {
    if let EventKind::Connected { connection, .. } = &event.kind {
        return Some((connection, Act::Connected));
    }
    if let EventKind::Closed { connection, by: Speaker::Harness, reset: false } = &event.kind {
        return Some((connection, Act::Ended));
    }
    if let EventKind::Passed { by, on: Channel::Connection(name), .. } = &event.kind {
        return Some((name, if *by == Speaker::Harness { Act::Sent } else { Act::Answered }));
    }
    None
}

/// The bytes that passed, and how many more were not kept.
fn sent(event: &Event) -> Option<(&[u8], u64)> {
    if let EventKind::Passed { bytes, omitted, .. } = &event.kind { Some((&bytes.0, *omitted)) } else { None }
}

/// Whether the harness ended its side while the program could still speak.
fn half_closes(scene: &Scene<'_>) -> bool {
    scene.events.iter().any(|event| matches!(event.kind, EventKind::Closed { by: Speaker::Harness, .. }))
}

/// Where to reach on this machine what was listened at on the stage.
fn host(address: SocketAddr) -> &'static str {
    match address {
        _ if is_elsewhere(address) => "$(hostname)",
        SocketAddr::V6(six) if six.ip().is_loopback() => "::1",
        SocketAddr::V4(_) | SocketAddr::V6(_) => "127.0.0.1",
    }
}

/// Whether the server chose the address of the host itself, which differs from machine to machine.
fn is_elsewhere(address: SocketAddr) -> bool {
    !address.ip().is_loopback() && !address.ip().is_unspecified()
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

#[cfg(test)]
mod tests {
    use super::{Said, host, is_elsewhere, printf, python};

    const HARD: &[u8] = b"-e 100% it's \"q\" \\ \r\n\t\0\x1b\xff$(x)`y`";

    #[test]
    fn a_shell_gets_every_byte_and_runs_none() {
        let said = Said { bytes: HARD.to_vec(), ..Said::default() };
        assert_eq!(printf(&said).as_deref(), Some(r#"printf '\055e 100%% it\047s "q" \\ \r\n\t\000\033\377$(x)`y`'"#));
        assert_eq!(python(HARD), r#"b"-e 100% it\x27s \"q\" \\ \r\n\t\x00\x1b\xff$(x)`y`""#);
    }

    #[test]
    fn what_was_not_kept_cannot_be_repeated() {
        assert_eq!(printf(&Said { omitted: 1, ..Said::default() }), None);
    }

    #[test]
    fn addresses_of_the_stage_become_addresses_of_this_machine() {
        let hosts = ["0.0.0.0:7", "127.0.0.1:7", "[::]:7", "[::1]:7", "10.3.2.1:7"].map(|address| {
            let address = address.parse().expect("an address");
            (host(address), is_elsewhere(address))
        });
        let here = "127.0.0.1";
        assert_eq!(hosts, [(here, false), (here, false), (here, false), ("::1", false), ("$(hostname)", true)]);
    }
}
