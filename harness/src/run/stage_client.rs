//! Plays one order on a stage: starts the stage's process and hears what it tells.

use std::fs::File;
use std::io::{self, Read as _, Write as _};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, poll};
use rustix::time::Timespec;

use super::slots::{Slot, Slots};
use crate::event::{Event, EventKind};
use crate::plan::Order;
use crate::sandbox::fork_server::{ForkServer, Forked};
use crate::verdict::{Exit, Fault, FaultKind};

/// A stage ends by itself, by the limits of its check; this is for one that broke.
const LONGEST: Duration = Duration::from_secs(15 * 60);

/// Plays an order. Every event but `Paused` and `Resumed` is handed to `hear`. A stage that broke off is a fault.
pub fn play(stages: &ForkServer, order: &Order, slots: &Slots, mut hear: impl FnMut(Event)) -> Result<(), Fault> {
    let mut slot = Some(slots.take());
    let mut stage = start(stages, order).map_err(|error| broken(&format!("could not be started: {error}")))?;
    let heard = listen(&mut stage, slots, &mut slot, &mut hear);
    let ended = match stage.end() {
        Ok(Some(Exit::Code(code))) => format!("exit code {code}"),
        Ok(Some(Exit::Signal(signal))) => format!("signal {signal}"),
        Ok(None) => "and nobody knows how".to_owned(),
        Err(error) => error.to_string(),
    };
    match heard {
        Ok(true) => Ok(()),
        Ok(false) => Err(broken(&format!("broke off ({ended}){}", last_words(&mut stage)))),
        Err(error) => Err(broken(&format!("could not be heard: {error}"))),
    }
}

/// Splits off a stage and tells it its order.
fn start(stages: &ForkServer, order: &Order) -> io::Result<Forked> {
    let mut stage = stages.fork(order.setting.level)?;
    let mut line = serde_json::to_vec(order)?;
    line.push(b'\n');
    match &mut stage.input {
        Some(input) => input.write_all(&line)?,
        None => return Err(io::ErrorKind::BrokenPipe.into()),
    }
    Ok(stage)
}

/// Hears the stage to its end; true once it has said that the play is over.
fn listen<'a>(
    stage: &mut Forked,
    slots: &'a Slots,
    slot: &mut Option<Slot<'a>>,
    hear: &mut impl FnMut(Event),
) -> io::Result<bool> {
    let deadline = Instant::now() + LONGEST;
    let (mut heard, mut over) = (Vec::new(), false);
    while read_more(&mut stage.output, &mut heard, deadline)? {
        let mut from = 0;
        while let Some(length) = heard[from..].iter().position(|byte| *byte == b'\n') {
            let event: Event = serde_json::from_slice(&heard[from..from + length])?;
            from += length + 1;
            if event.kind == EventKind::Paused {
                // The place is another's while the play waits for the clock.
                *slot = None;
            } else if event.kind == EventKind::Resumed {
                *slot = Some(slots.take());
                if let Some(input) = &mut stage.input {
                    input.write_all(b"go\n")?;
                }
            } else {
                over |= matches!(event.kind, EventKind::CheckEnded { .. });
                hear(event);
            }
        }
        heard.drain(..from);
    }
    Ok(over)
}

/// Reads what the stage has written; false at the end, and when the stage has had more time than any play can take.
fn read_more(output: &mut File, heard: &mut Vec<u8>, deadline: Instant) -> io::Result<bool> {
    let left = deadline.saturating_duration_since(Instant::now());
    let timeout = Timespec { tv_sec: i64::try_from(left.as_secs()).unwrap_or(i64::MAX), tv_nsec: 0 };
    match poll(&mut [PollFd::new(&*output, PollFlags::IN)], Some(&timeout)) {
        Ok(0) => return Ok(false),
        Ok(_) => {}
        Err(rustix::io::Errno::INTR) => return Ok(true),
        Err(error) => return Err(error.into()),
    }
    let mut buffer = [0; 16 * 1024];
    let length = output.read(&mut buffer)?;
    heard.extend_from_slice(&buffer[..length]);
    Ok(length > 0)
}

/// What a broken stage wrote on standard error, as far as it is there.
fn last_words(stage: &mut Forked) -> String {
    let errors = &mut stage.errors;
    let mut buffer = [0; 4096];
    let there = poll(&mut [PollFd::new(&*errors, PollFlags::IN)], Some(&Timespec::default())).unwrap_or(0);
    let length = if there > 0 { errors.read(&mut buffer).unwrap_or(0) } else { 0 };
    let words = String::from_utf8_lossy(&buffer[..length]);
    if words.trim().is_empty() { String::new() } else { format!(": {}", words.trim()) }
}

fn broken(what: &str) -> Fault {
    Fault::new(
        FaultKind::Harness,
        format!("The stage {what}."),
        "Run `harness doctor`; if it finds nothing, this is a bug of the harness.",
    )
}
