//! Whether a program has done all it will do about what it was sent: a glance where a verdict needs proof.

use std::time::{Duration, Instant};

use super::Scene;
use super::scene::{Halt, Waited, broken};
use super::vigil;
use super::world::World;
use crate::sandbox::sockets;
use crate::verdict::BlockedOn;

/// A program that neither speaks nor prints for so long counts as idle, whatever its threads do.
const SILENCE: Duration = Duration::from_millis(50);

impl Scene {
    /// Waits until the programs have read what they were sent and wait for more, and hears all that they have said
    /// until then. One reading is enough: who would judge by what is missing waits on.
    pub fn until_idle(&self) -> Result<(), Halt> {
        match self.wait(|world| is_idle(world).then_some(())) {
            Ok(()) | Err(Waited::Ended(_)) => self.world().drain().map_err(broken),
            Err(Waited::Halted(halt)) => Err(halt),
        }
    }
}

fn is_idle(world: &World) -> bool {
    if world.last_happening.elapsed() >= SILENCE {
        return true;
    }
    let Ok(sockets) = sockets::tcp_sockets() else { return false };
    let ours = |socket: &sockets::Socket| {
        world.connections.iter().any(|ours| ours.program == socket.local && ours.harness == socket.remote)
    };
    if sockets.iter().any(|socket| socket.waiting > 0 && (socket.listens || ours(socket))) {
        return false;
    }
    let busy = |on: &BlockedOn| matches!(on, BlockedOn::Processor | BlockedOn::Clock);
    vigil::read(world, Instant::now()).is_ok_and(|reading| !reading.story.iter().any(|thread| busy(&thread.on)))
}
