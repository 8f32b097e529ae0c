//! What an event says in words, for whoever reads a timeline.

use crate::event::{EventKind, Speaker};
use crate::text::{Bytes, shown, thousands};
use crate::verdict::Transport;

/// What happened, in a few words; nothing for bytes, which are shown themselves.
pub fn happened(kind: &EventKind) -> String {
    match kind {
        EventKind::CheckStarted { zone } => format!("the stage stands; its clock reads the time of {zone}"),
        EventKind::Placed { role, path, length } => {
            format!("put {path} into the {role}'s folder ({} bytes)", thousands(*length))
        }
        EventKind::Started { role, command } => format!("started the {role}: {command}"),
        EventKind::Listened { role, address, transport: Transport::Tcp } => {
            format!("the {role} listens at {address}")
        }
        EventKind::Listened { role, address, transport: Transport::Udp } => {
            format!("the {role} takes datagrams at {address}")
        }
        EventKind::Dialled { role, address, answered_by, transport } => {
            let did = match transport {
                Transport::Tcp => "dialled",
                Transport::Udp => "sends datagrams to",
            };
            format!("the {role} {did} {address} ({})", who_stands_there(answered_by))
        }
        EventKind::LookedUp { name, answer } => {
            format!("asked for the address of {name}: {}", answer.as_deref().unwrap_or("no such name"))
        }
        EventKind::Connected { connection, program, harness, transport } => {
            let over = if transport.is_tcp() { "" } else { " (UDP)" };
            format!("connection {connection}{over}: program at {program}, harness at {harness}")
        }
        EventKind::Visited { url } => format!("a browser opens {url}"),
        EventKind::Pictured { url, width, height, png } => {
            let bytes = thousands(png.len() as u64 / 4 * 3);
            format!("the browser shows {url}: there is a picture of it ({width} × {height}, {bytes} bytes)")
        }
        EventKind::Closed { by, connection, reset } => {
            let who = if let Speaker::Program(role) = by { role } else { "harness" };
            format!("{who} {} {connection}", if *reset { "reset" } else { "ended its side of" })
        }
        EventKind::Exited { role, exit } => format!("the {role} {}", super::exit(*exit)),
        EventKind::Saved { name, value } => format!("{name} = {}", short(value)),
        EventKind::StepDone { line, step } => format!("✓ {step} (line {line} of the spec)"),
        EventKind::Probed { role, arguments, line_end, habits, .. } => {
            let arguments = if arguments.is_empty() { "no arguments".to_owned() } else { arguments.join(" ") };
            let habits: String = habits.iter().map(|(name, way)| format!(", {name} by {way}")).collect();
            format!("the {role} is played with {arguments}, line end {}{habits}", shown(line_end.as_bytes(), 20))
        }
        EventKind::Found(finding) => format!("✗ judged here (line {} of the spec)", finding.line),
        EventKind::Faulted(fault) => format!("! {}", fault.message),
        EventKind::Skipped { because_of } => format!("not played because of {because_of}"),
        EventKind::CheckEnded { took_ms } => format!("over, after {took_ms} ms"),
        EventKind::Prepared(prepared) => format!("{} is {}", prepared.role, super::program(prepared)),
        EventKind::RunStarted(_) => "the run began".to_owned(),
        EventKind::Spoiled => "the interposer spoiled what came".to_owned(),
        EventKind::Paused => "waits for the clock".to_owned(),
        EventKind::Resumed => "the clock has come round".to_owned(),
        EventKind::RunEnded => "the run is over".to_owned(),
        EventKind::Passed { .. } | EventKind::Captured { .. } => String::new(),
    }
}

fn who_stands_there(answered_by: &str) -> &str {
    match answered_by {
        "answer" => "the harness answers there",
        "refuse" => "refused there",
        "drop" => "nothing answers there",
        "program" => "the submission's other program listens there",
        "script" => "a script of the exercise answers there",
        other => other,
    }
}

/// What still fits on a line beside its name.
fn short(bytes: &Bytes) -> String {
    shown(&bytes.0, 50)
}
