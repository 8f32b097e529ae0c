//! Everything that happened in a check, with times and speakers, for `--verbose`.

use super::super::page::{COLUMNS, FAINT, Page, STRONG};
use super::super::summary::CheckReport;
use super::super::words;
use crate::event::{Channel, Event, EventKind, Speaker};
use crate::text::{Bytes, Excerpt, shown, thousands};
use crate::verdict::Transport;

/// Column at which the story of an event begins.
const MARGIN: usize = 14;

pub(super) fn timeline(page: &mut Page, check: &CheckReport) {
    let Some(first) = check.timeline.first() else { return };
    page.end_line().plain("   ").put(STRONG, "timeline").end_line();
    for event in &check.timeline {
        moment(page, event, event.at.saturating_sub(first.at));
    }
}

fn moment(page: &mut Page, event: &Event, since: u64) {
    let milliseconds = since / 1000;
    let time = format!("{:>6}.{:03} s  ", milliseconds / 1000, milliseconds % 1000);
    if let EventKind::Passed { by, on, bytes, omitted } = &event.kind {
        page.put(FAINT, &time).plain(&said(by, on)).end_line();
        for row in Excerpt::new(&bytes.0, None, COLUMNS - MARGIN).rows {
            page.plain(&" ".repeat(MARGIN)).plain(&row).end_line();
        }
        if *omitted > 0 {
            page.plain(&" ".repeat(MARGIN)).plain(&format!("… and {} bytes that were not kept", thousands(*omitted)));
            page.end_line();
        }
        return;
    }
    page.labelled(&time, &happened(&event.kind));
}

/// Who said something, and where.
fn said(by: &Speaker, on: &Channel) -> String {
    let who = match by {
        Speaker::Harness => "harness",
        Speaker::Program(role) => role,
    };
    match on {
        Channel::Connection(name) => format!("{who} → {name}"),
        Channel::Terminal(role) if *by == Speaker::Harness => format!("typed at the {role}'s terminal"),
        Channel::Terminal(_) => format!("{who} printed"),
        Channel::StandardError(_) => format!("{who} printed on standard error"),
        Channel::Wire => format!("{who} said to the other program"),
    }
}

fn happened(kind: &EventKind) -> String {
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
        EventKind::Exited { role, exit } => format!("the {role} {}", words::exit(*exit)),
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
        EventKind::Prepared(prepared) => format!("{} is {}", prepared.role, words::program(prepared)),
        EventKind::RunStarted(_) => "the run began".to_owned(),
        EventKind::Spoiled => "the interposer spoiled what came".to_owned(),
        EventKind::Paused => "waits for the clock".to_owned(),
        EventKind::Resumed => "the clock has come round".to_owned(),
        EventKind::RunEnded => "the run is over".to_owned(),
        EventKind::Passed { .. } => String::new(),
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

fn short(bytes: &Bytes) -> String {
    shown(&bytes.0, COLUMNS - MARGIN - 16)
}
