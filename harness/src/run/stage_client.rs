//! Plays one order on a stage: starts the stage's process and hears what it tells.

use std::io::{self, Read as _, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, poll};
use rustix::time::Timespec;

use super::slots::{Slot, Slots};
use crate::event::{Event, EventKind};
use crate::plan::Order;
use crate::verdict::{Fault, FaultKind};

/// A stage ends by itself, by the limits of its check; this is for one that broke.
const LONGEST: Duration = Duration::from_secs(15 * 60);

/// Plays an order. Every event but `Paused` and `Resumed` is handed to `hear`. A stage that broke off is a fault.
pub fn play(harness: &Path, order: &Order, slots: &Slots, mut hear: impl FnMut(Event)) -> Result<(), Fault> {
    let mut slot = Some(slots.take());
    let mut stage = start(harness, order).map_err(|error| broken(&format!("could not be started: {error}")))?;
    let heard = listen(&mut stage, slots, &mut slot, &mut hear);
    let _ = stage.kill();
    let ended = stage.wait();
    match heard {
        Ok(true) => Ok(()),
        Ok(false) => Err(broken(&format!(
            "broke off ({}){}",
            ended.map_or_else(|error| error.to_string(), |status| status.to_string()),
            last_words(&mut stage)
        ))),
        Err(error) => Err(broken(&format!("could not be heard: {error}"))),
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "a stage is a process of the harness's own, started here and nowhere else"
)]
fn start(harness: &Path, order: &Order) -> io::Result<Child> {
    let mut stage = Command::new(harness)
        .arg("__stage")
        .env_clear()
        .current_dir("/")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let mut line = serde_json::to_vec(order)?;
    line.push(b'\n');
    match &mut stage.stdin {
        Some(input) => input.write_all(&line)?,
        None => return Err(io::ErrorKind::BrokenPipe.into()),
    }
    Ok(stage)
}

/// Hears the stage to its end; true once it has said that the play is over.
fn listen<'a>(
    stage: &mut Child,
    slots: &'a Slots,
    slot: &mut Option<Slot<'a>>,
    hear: &mut impl FnMut(Event),
) -> io::Result<bool> {
    let Some(mut output) = stage.stdout.take() else { return Ok(false) };
    let deadline = Instant::now() + LONGEST;
    let (mut heard, mut over) = (Vec::new(), false);
    while read_more(&mut output, &mut heard, deadline)? {
        let mut from = 0;
        while let Some(length) = heard[from..].iter().position(|byte| *byte == b'\n') {
            let event: Event = serde_json::from_slice(&heard[from..from + length])?;
            from += length + 1;
            if event.kind == EventKind::Paused {
                // The place is another's while the play waits for the clock.
                *slot = None;
            } else if event.kind == EventKind::Resumed {
                *slot = Some(slots.take());
                if let Some(input) = &mut stage.stdin {
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
fn read_more(output: &mut ChildStdout, heard: &mut Vec<u8>, deadline: Instant) -> io::Result<bool> {
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
fn last_words(stage: &mut Child) -> String {
    let Some(errors) = &mut stage.stderr else { return String::new() };
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
