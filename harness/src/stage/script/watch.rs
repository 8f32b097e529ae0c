//! What the running scripts of a spec are doing, for whoever watches over a wait.

use std::io;
use std::net::SocketAddr;
use std::time::Instant;

use crate::program::Checker;
use crate::program::checker::Doing;
use crate::program::stuck::Reading;
use crate::program::waits::Surroundings;
use crate::sandbox::sockets::{self, Socket};
use crate::stage::world::World;
use crate::verdict::{SCRIPTS_CONNECTION, Transport};

/// Whether a script runs.
pub fn any_runs(world: &World) -> bool {
    world.scripts.iter().flatten().any(|script| script.exit.is_none())
}

/// Names for the connections between the programs and scripts, as seen from both ends.
pub fn connections(world: &World, sockets: &[Socket]) -> Vec<((SocketAddr, SocketAddr), String)> {
    let own = running(world).flat_map(|script| script.own(sockets));
    let stands = own.filter(|socket| socket.transport == Transport::Tcp && !socket.listens);
    let ends = stands.flat_map(|socket| [(socket.local, socket.remote), (socket.remote, socket.local)]);
    ends.map(|ends| (ends, SCRIPTS_CONNECTION.to_owned())).collect()
}

/// Whether a script waits at an address for whoever dials.
pub fn stands_at(world: &World, address: SocketAddr, transport: Transport) -> bool {
    any_runs(world) && {
        let sockets = sockets::all().unwrap_or_default();
        running(world).any(|script| script.waits_at(&sockets, transport).contains(&address.port()))
    }
}

/// Takes the scripts into a reading: while one is at work by itself, nobody waits for a program.
pub fn add_to(reading: &mut Reading, world: &World, surroundings: &Surroundings<'_>, deadline: Instant) {
    for script in running(world) {
        let threads = script.threads();
        let doing = script.doing(&threads, surroundings, deadline);
        reading.add_go_between(&threads, doing.is_at_work());
        // Whoever keeps a script from running keeps the program waiting.
        reading.times.extend(threads.iter().map(|thread| (thread.number, thread.time)));
    }
}

/// What one of the scripts does now.
pub fn doing(world: &World, number: usize) -> io::Result<Doing> {
    let Some(script) = &world.scripts[number] else { return Ok(Doing::default()) };
    let sockets = sockets::all()?;
    let connections = world.names_of(&sockets);
    let surroundings = Surroundings { sockets: &sockets, connections: &connections };
    Ok(script.doing(&script.threads(), &surroundings, Instant::now()))
}

fn running(world: &World) -> impl Iterator<Item = &Checker> {
    world.scripts.iter().flatten().filter(|script| script.exit.is_none())
}
