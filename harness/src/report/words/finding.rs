//! Findings in words: what the program did or did not do, and why that could not change any more.

use std::fmt::Write as _;
use std::net::SocketAddr;

use super::super::timeline::Scene;
use super::ending::{after_printing, ending};
use super::{Story, exit, limit, ordinal, page, script};
use crate::text::{Bytes, shown};
use crate::verdict::{END_OF_CONNECTION, Ending, Exit, FindingKind, Heard, Readiness, Transport};

/// Columns that bytes take within a sentence.
const COLUMNS: usize = 60;

pub(super) fn story(scene: &Scene<'_>, kind: &FindingKind) -> Story {
    match kind {
        FindingKind::Differed { expected, received, at, remark, heard, .. } => {
            differed(scene, heard, expected, received, *at, remark.as_deref())
        }
        FindingKind::Missing { expected, received, heard, ending: why, .. } => {
            missing(scene, heard, expected, received, why)
        }
        FindingKind::Near { expected, received, differs } => {
            let title = format!("nearly right, but for {differs}");
            let message = format!("{title}: expected {expected}, received {}", short(received));
            // An end that came late has no bytes of its own.
            if received.0.is_empty() { Story::new(title.clone(), title) } else { Story::new(title, message) }
        }
        FindingKind::Unexpected { received, heard } => unexpected(scene, heard, received),
        FindingKind::NoPage { expected, heard, error, status, media_type, exit } => {
            page::no_page(scene, heard, expected, (error, *status, media_type.as_deref()), *exit)
        }
        FindingKind::CutOff { unsent, heard, ending: why } => {
            let (did, means) = ending(scene, heard, why);
            let title = format!("{} would not take everything it was sent", subject(scene, heard));
            let message = format!("{title}: it {did} before {} could be sent", short(unsent));
            Story { beside_bytes: format!("{title}: it {did}"), ..Story::new(title, message) }.with_diagnosis(means)
        }
        FindingKind::NeverHappened { awaited, rounds } => {
            let title = format!("in {rounds} rounds, this never happened: {awaited}");
            Story::new(title.clone(), title)
        }
        FindingKind::Exited { expected, exit: how } => exited(scene, expected, *how),
        FindingKind::NoProgram { role, looked_for, ambiguous } => no_program(role, looked_for, ambiguous),
        FindingKind::Unusable { role, problem } => {
            Story::new(format!("the {role} cannot be taken from the submission"), problem.clone())
        }
        FindingKind::NotBuilt { role, command, output, exit: how } => {
            let told = format!("the {role} could not be built: `{command}` {}", exit(*how));
            let message = format!("{told}{}", after_printing(&output.0));
            Story { beside_bytes: told, ..Story::new(format!("the {role} could not be built"), message) }
                .with_diagnosis("Run the build command yourself and mend the first error that it prints.")
        }
        FindingKind::NotReady { role, awaited, transport, instead: Some(address), .. } => {
            other_transport(role, *awaited, *transport, *address)
        }
        FindingKind::NotReady { role, awaited, ending: why, output, tried, transport, instead: None } => {
            not_ready(scene, role, (*awaited, *transport), why, output, tried)
        }
        FindingKind::NoService { service, port, transport, listens } => no_service(service, *port, *transport, listens),
        FindingKind::Told { script, message } => script::told(script, message),
        FindingKind::LeftWaiting { script, printed, ending } => script::left_waiting(scene, script, printed, ending),
        FindingKind::Exceeded { limit: which, role } => {
            let (did, look_for) = limit(*which);
            let title = format!("the {role} {did} and was stopped");
            Story::new(title.clone(), title).with_diagnosis(look_for)
        }
    }
}

fn differed(
    scene: &Scene<'_>,
    heard: &Heard,
    expected: &str,
    received: &Bytes,
    at: usize,
    remark: Option<&str>,
) -> Story {
    let title = match heard {
        Heard::Connection(_) => format!("{} said something else than it should", subject(scene, heard)),
        Heard::Terminal(role) => format!("the {role} printed something else than it should"),
        Heard::Wire => "the two programs said something else than they should".to_owned(),
        Heard::Page(_) => return page::differed(heard, expected, &short(received), remark),
        Heard::System(role) => format!("the {role} did something else than it should"),
    };
    let place = match remark {
        Some(remark) => remark.to_owned(),
        None if at == 0 => "it differs from the first byte on".to_owned(),
        None => format!("it differs from byte {} on", at + 1),
    };
    let message = format!("{title}: expected {expected}, received {}: {place}", short(received));
    Story::new(title, message)
}

fn missing(scene: &Scene<'_>, heard: &Heard, expected: &str, received: &Bytes, why: &Ending) -> Story {
    let subject = subject(scene, heard);
    let (did, means) = ending(scene, heard, why);
    let title = match heard {
        Heard::Connection(_) if expected == END_OF_CONNECTION => format!("{subject} did not close the connection"),
        Heard::Connection(_) if !received.0.is_empty() => format!("{subject} sent only a part of {expected}"),
        Heard::Connection(name) => unanswered(scene, &subject, name, expected),
        Heard::Terminal(_) if received.0.is_empty() => format!("{subject} did not print {expected}"),
        Heard::Terminal(_) => format!("{subject} printed something, but not {expected}"),
        Heard::Wire => format!("{expected} was never said between the two programs"),
        Heard::Page(url) if received.0.is_empty() => format!("the browser still waits for {url}"),
        Heard::Page(url) => format!("the browser still waits for the rest of {url}, without {expected}"),
        Heard::System(_) => format!("{expected} never came"),
    };
    let part = if received.0.is_empty() { String::new() } else { format!(" ({} came)", short(received)) };
    let who = match heard {
        Heard::Wire => "one of them",
        _ if title.contains(&subject) => "it",
        Heard::Connection(_) | Heard::Terminal(_) | Heard::System(_) | Heard::Page(_) => &subject,
    };
    let mut did = format!("{who} {did}");
    let mut means = means;
    if let (Heard::Connection(_), Some(address)) = (heard, scene.stray()) {
        let _ = write!(did, "; it has sent a datagram to {address}, from where nobody had asked");
        "Each call of `recvfrom` tells who sent the datagram: the answer goes to exactly that address."
            .clone_into(&mut means);
    }
    let message = format!("{title}{part}: {did}");
    Story { beside_bytes: format!("{title}: {did}"), ..Story::new(title, message) }.with_diagnosis(means)
}

/// Where the conversation was when the answer failed to come.
fn unanswered(scene: &Scene<'_>, subject: &str, connection: &str, expected: &str) -> String {
    let turns = scene.turns(Some(connection));
    let answered = turns.iter().filter(|(_, answered)| *answered).count();
    let connections = scene.connections();
    let place = connections.iter().position(|name| *name == connection).filter(|_| connections.len() > 1);
    match (turns.len(), answered, place) {
        (0, ..) => format!("{subject} said nothing, but should have said {expected}"),
        (turns, answered, _) if answered == turns => format!("after its last answer, {expected} never came"),
        (turns, answered, _) if answered + 1 == turns && answered > 0 => {
            format!("{subject} answered the {} message, but not the {}", ordinal(answered), ordinal(turns))
        }
        (_, 0, Some(place)) => format!("{subject} did not answer on the {} connection", ordinal(place + 1)),
        (..) => format!("{subject} did not answer"),
    }
}

fn exited(scene: &Scene<'_>, expected: &str, how: Exit) -> Story {
    let role = scene.role();
    let told = format!("expected {expected}, but the {role} {}", exit(how));
    let message = format!("{told}{}", after_printing(&scene.printed(role)));
    Story { beside_bytes: told, ..Story::new(format!("the {role} ended in another way than it should"), message) }
}

fn unexpected(scene: &Scene<'_>, heard: &Heard, received: &Bytes) -> Story {
    let title = match heard {
        Heard::Connection(_) => format!("{} said more than it should", subject(scene, heard)),
        Heard::Terminal(role) => format!("the {role} printed more than it should"),
        Heard::Wire => "the two programs said more than they should".to_owned(),
        Heard::Page(url) => format!("{url} shows more than it should"),
        Heard::System(role) => format!("the {role} did more than it should"),
    };
    let message = format!("{title}: {} came where nothing more was to come", short(received));
    Story::new(title, message)
}

fn no_program(role: &str, looked_for: &[String], ambiguous: &[String]) -> Story {
    let names = looked_for.join(", ");
    let wanted = looked_for.first().map_or_else(|| format!("{role}.*"), Clone::clone);
    if ambiguous.is_empty() {
        let title = format!("there is no {role} in the submission");
        let told = format!("{title}: looked for {names}");
        let remedy = format!("Name the file `{wanted}` and put it at the top of the folder.");
        return Story { beside_bytes: told.clone(), ..Story::new(title, told) }.with_diagnosis(remedy);
    }
    let title = format!("it is not clear which file is the {role}");
    let told = format!("{title}: {} could each be it", ambiguous.join(", "));
    let remedy = format!("Name the right one `{wanted}`, or leave the others out.");
    Story { beside_bytes: told.clone(), ..Story::new(title, told) }.with_diagnosis(remedy)
}

fn not_ready(
    scene: &Scene<'_>,
    role: &str,
    awaited: (Readiness, Transport),
    why: &Ending,
    output: &Bytes,
    tried: &[Vec<String>],
) -> Story {
    let (what, never) = match awaited {
        (Readiness::Listen, Transport::Tcp) => ("listened", format!("the {role} never listened")),
        (Readiness::Listen, Transport::Udp) => {
            ("bound a UDP socket to a port", format!("the {role} never bound a UDP socket to a port"))
        }
        (Readiness::Dial, Transport::Tcp) => ("dialled", format!("the {role} never dialled")),
        (Readiness::Dial, Transport::Udp) => ("sent a datagram", format!("the {role} never sent a datagram")),
        (Readiness::Start, _) => ("was ready", format!("the {role} did not start")),
    };
    let (did, means) = ending(scene, &Heard::System(role.to_owned()), why);
    let (told, last) = match why {
        Ending::Exited(how) => (format!("the {role} {} before it {what}", exit(*how)), after_printing(&output.0)),
        Ending::Closed | Ending::Reset | Ending::Stuck(_) | Ending::OutOfTime { .. } | Ending::Exceeded(_) => {
            (format!("{never}: it {did}"), String::new())
        }
    };
    let ways: Vec<String> = tried.iter().map(|arguments| arguments_in_words(arguments)).collect();
    let tried = if ways.len() > 1 { format!(" It was tried {}.", ways.join(", then ")) } else { String::new() };
    let message = format!("{told}{last}");
    Story { beside_bytes: told, ..Story::new(never, message) }.with_diagnosis(format!("{means}{tried}").trim_start())
}

/// A server that offers other services than the one in question.
fn no_service(service: &str, port: u16, transport: Transport, listens: &[u16]) -> Story {
    let over = if transport.is_tcp() { "" } else { "UDP " };
    let title = format!("the server does not offer `{service}`{}", if transport.is_tcp() { "" } else { " over UDP" });
    let ports: Vec<String> = listens.iter().map(u16::to_string).collect();
    let elsewhere = match ports.as_slice() {
        [] => String::new(),
        [only] => format!("; it listens on port {only} only"),
        [..] => format!("; it listens on the ports {}", ports.join(", ")),
    };
    let message = format!("{title}: nobody listens on {over}port {port}{elsewhere}");
    Story { beside_bytes: message.clone(), ..Story::new(title, message) }.with_diagnosis(
        "Each service has a port of its own. A server may add one number to all ports of the table, the same to each.",
    )
}

/// A program that does the right thing over the wrong transport.
fn other_transport(role: &str, awaited: Readiness, transport: Transport, address: SocketAddr) -> Story {
    let (title, does) = match transport {
        Transport::Udp => (format!("the {role} uses TCP, and this exercise is about UDP"), "TCP"),
        Transport::Tcp => (format!("the {role} uses UDP, and this exercise is about TCP"), "UDP"),
    };
    let did = match (awaited, transport) {
        (Readiness::Listen, Transport::Udp) => format!("it listens for {does} connections at {address}"),
        (Readiness::Listen, Transport::Tcp) => format!("it waits for {does} datagrams at {address}"),
        (Readiness::Dial | Readiness::Start, Transport::Udp) => format!("it opens a {does} connection to {address}"),
        (Readiness::Dial | Readiness::Start, Transport::Tcp) => format!("it sends {does} datagrams to {address}"),
    };
    let remedy = match transport {
        Transport::Udp => {
            "A UDP socket is made with SOCK_DGRAM. It neither listens nor accepts nor needs a connection:              `sendto` and `recvfrom` carry the other side's address with each datagram."
        }
        Transport::Tcp => "A TCP socket is made with SOCK_STREAM; the server listens and accepts, the client connects.",
    };
    let message = format!("{title}: {did}");
    Story { beside_bytes: message.clone(), ..Story::new(title, message) }.with_diagnosis(remedy)
}

fn arguments_in_words(arguments: &[String]) -> String {
    if arguments.is_empty() { "without arguments".to_owned() } else { format!("with `{}`", arguments.join(" ")) }
}

/// Who should have said it.
fn subject(scene: &Scene<'_>, heard: &Heard) -> String {
    match heard {
        Heard::Terminal(role) | Heard::System(role) => format!("the {role}"),
        Heard::Connection(_) | Heard::Page(_) => format!("the {}", scene.role()),
        Heard::Wire => "the two programs".to_owned(),
    }
}

fn short(bytes: &Bytes) -> String {
    shown(&bytes.0, COLUMNS)
}
