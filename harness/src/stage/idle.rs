//! Whether a program has done all it will do about what it was sent: a glance where a verdict needs proof.

use std::time::{Duration, Instant};

use super::Scene;
use super::scene::{Halt, Waited, broken};
use super::vigil;
use super::world::World;
use crate::sandbox::sockets;
use crate::verdict::BlockedOn;

/// A program whose threads leave it open whether they will say more counts as idle after so long a silence.
const SILENCE: Duration = Duration::from_millis(50);

impl Scene {
    /// Waits until the program has answered on the current connection and waits for more, and hears all that it has
    /// said until then. One reading is enough: who would judge by what is missing waits on.
    pub fn until_idle(&self) -> Result<(), Halt> {
        let current = self.current;
        match self.wait(|world| is_idle(world, current).then_some(())) {
            Ok(()) | Err(Waited::Ended(_)) => self.world().drain().map_err(broken),
            Err(Waited::Halted(halt)) => Err(halt),
        }
    }
}

fn is_idle(world: &World, current: Option<usize>) -> bool {
    let current = current.map(|index| &world.connections[index]);
    if current.is_some_and(|current| current.ended.is_none() && !current.inbox.says_more()) {
        return false;
    }
    let Ok(sockets) = sockets::tcp_sockets() else { return false };
    let ours = |socket: &sockets::Socket| {
        world.connections.iter().any(|ours| ours.program == socket.local && ours.harness == socket.remote)
    };
    if sockets.iter().any(|socket| socket.waiting > 0 && (socket.listens || ours(socket))) {
        return false;
    }
    let Ok(reading) = vigil::read(world, Instant::now()) else { return false };
    let any = |is: &dyn Fn(&BlockedOn) -> bool| reading.story.iter().any(|thread| is(&thread.on));
    let (runs, sleeps) = (any(&|on| *on == BlockedOn::Processor), any(&|on| *on == BlockedOn::Clock));
    let reads =
        any(&|on| matches!((on, current), (BlockedOn::Connection(name), Some(current)) if *name == current.name));
    if !runs && (reads || !sleeps) {
        return true;
    }
    // Who does nothing but sleep means to go on; beside other threads, it may be a clock that ticks for ever.
    let only_sleeps = reading.story.iter().all(|thread| thread.on == BlockedOn::Clock);
    !only_sleeps && world.last_happening.elapsed() >= SILENCE
}
