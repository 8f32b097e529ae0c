//! Types the lines of whoever sits at the terminals, when a program asks for them.

use super::world::World;
use crate::event::{Channel, EventKind, Speaker};
use crate::program::stuck::Reading;
use crate::verdict::{BlockedOn, Fault, FaultKind};

/// Types the answer at a program that reads its terminal and has read all that was typed.
pub(super) fn type_if_asked(world: &mut World, reading: &Reading) -> Result<bool, Fault> {
    type_where(world, reading, |role| {
        reading.story.iter().any(|blocked| blocked.role == role && blocked.on == BlockedOn::Terminal)
    })
}

/// A program that watches several things may watch its terminal too.
pub(super) fn type_at_stuck(world: &mut World, reading: &Reading) -> Result<bool, Fault> {
    type_where(world, reading, |role| {
        reading.story.iter().any(|blocked| blocked.role == role && blocked.on == BlockedOn::Several)
    })
}

/// One that waits for several things with a limit, and then looks again, is never stuck.
pub(super) fn type_beside(world: &mut World, reading: &Reading) -> Result<bool, Fault> {
    type_where(world, reading, |role| reading.beside_terminal.contains(role))
}

fn type_where(world: &mut World, reading: &Reading, asks: impl Fn(&str) -> bool) -> Result<bool, Fault> {
    if !world.players.iter().any(|player| asks(&player.running.role)) {
        return Ok(false);
    }
    // The prompt was printed before the program began to read.
    world.drain().map_err(typing_failed)?;
    let World { players, timeline, .. } = world;
    for player in players {
        if player.running.exit.is_some() || !asks(&player.running.role) || player.running.terminal.has_unread_input() {
            continue;
        }
        // A line takes its time through the terminal: until the program has moved, it has not read the last one.
        let turns = reading.turns.get(&player.running.role).copied().unwrap_or_default();
        let Some(typed) = player.typist.answer_at(turns) else { continue };
        let on = Channel::Terminal(player.running.role.clone());
        typed
            .type_at(&player.running.terminal)
            .and_then(|bytes| timeline.state(EventKind::Passed { by: Speaker::Harness, on, bytes, omitted: 0 }))
            .map_err(typing_failed)?;
        return Ok(true);
    }
    Ok(false)
}

fn typing_failed(error: std::io::Error) -> Fault {
    Fault::new(FaultKind::Harness, format!("Typing at the terminal failed: {error}."), "Run `harness doctor`.")
}
