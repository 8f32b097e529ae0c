//! `connect: { after_reply: … }`: once a game is over, the next one begins on a connection of its own.

use std::net::SocketAddr;
use std::os::fd::OwnedFd;

use super::connect::{Connect, open};
use super::hang_up::OnConnection;
use super::lint::Lint;
use crate::event::EventKind;
use crate::sandbox::sockets::tcp_sockets;
use crate::stage::connection::Connection;
use crate::stage::scene::{Waited, broken};
use crate::stage::world::World;
use crate::stage::{Entrance, Halt, Scene};
use crate::text::Place;
use crate::verdict::Transport;

impl Connect {
    /// Leaves the connection as it is unless the last reply was this one. Else the program may close it, the harness
    /// does, and connects again: to the program as it stands or, if that takes nobody any more, to a fresh one. A
    /// server that serves a single client and ends is as right as one that goes on.
    pub(super) fn act_after(&self, reply: &[u8], scene: &mut Scene) -> Result<(), Halt> {
        if scene.variables.get("reply").is_none_or(|last| last.0 != reply) {
            return Ok(());
        }
        let over = scene.connection(None)?;
        match scene.wait(|world| world.connections[over].ended.map(|_| ())) {
            // Whether it closes is another check's question.
            Ok(()) | Err(Waited::Ended(_)) => {}
            Err(Waited::Halted(halt)) => return Err(halt),
        }
        OnConnection::default().close(scene)?;
        if let Some((address, socket, harness)) = accepted(scene)? {
            let name = self.name.clone().unwrap_or_else(|| scene.world().fresh_name());
            return stand(scene, name, socket, (address, harness));
        }
        end_server(scene)?;
        scene.start("server", &Entrance::default())?;
        Self { name: self.name.clone(), ..Self::default() }.act(scene)
    }
}

/// A connection stands: it is the current one from now on. The two ends are the program's and the harness's.
pub(super) fn stand(
    scene: &mut Scene,
    name: String,
    socket: OwnedFd,
    (program, harness): (SocketAddr, SocketAddr),
) -> Result<(), Halt> {
    let transport = Transport::Tcp;
    scene.state(EventKind::Connected { connection: name.clone(), program, harness, transport })?;
    let mut world = scene.world();
    let index = world.connections.len();
    world.connections.push(Connection::new(name, "server".to_owned(), socket, program, harness));
    drop(world);
    scene.current = Some(index);
    Ok(())
}

/// A connection that the server has accepted; nothing if it ends, or waits for something else.
fn accepted(scene: &Scene) -> Result<Option<(SocketAddr, OwnedFd, SocketAddr)>, Halt> {
    let has_ended = |world: &World| world.player("server").is_none_or(|player| player.running.exit.is_some());
    let listens =
        scene.wait(|world| if has_ended(world) { Some(None) } else { world.server_at(Transport::Tcp).map(Some) });
    let address = match listens {
        Ok(Some(address)) => address,
        Ok(None) | Err(Waited::Ended(_)) => return Ok(None),
        Err(Waited::Halted(halt)) => return Err(halt),
    };
    // Refused: it has closed its door, and is on its way out.
    let Ok((socket, harness)) = open(address, false) else { return Ok(None) };
    let taken = scene.wait(|world| {
        if has_ended(world) {
            return Some(false);
        }
        // A connection that waits in the queue is nobody's socket yet.
        let sockets = tcp_sockets().unwrap_or_default();
        let mut theirs = sockets.iter().filter(|socket| socket.local.port() == address.port());
        theirs.any(|socket| socket.remote == harness && socket.inode != 0).then_some(true)
    });
    match taken {
        Ok(true) => Ok(Some((address, socket, harness))),
        Ok(false) | Err(Waited::Ended(_)) => Ok(None),
        Err(Waited::Halted(halt)) => Err(halt),
    }
}

/// Ends the server, if it has not ended by itself: a fresh one needs its port.
fn end_server(scene: &Scene) -> Result<(), Halt> {
    if let Some(player) = scene.world().player("server").filter(|player| player.running.exit.is_none()) {
        player.running.signal(libc::SIGKILL).map_err(broken)?;
    }
    match scene.wait(|world| world.player("server").is_none_or(|player| player.running.exit.is_some()).then_some(())) {
        Ok(()) | Err(Waited::Ended(_)) => Ok(()),
        Err(Waited::Halted(halt)) => Err(halt),
    }
}

impl Connect {
    /// A game must be on, and its replies kept.
    pub(super) fn lint_after(&self, place: Place, lint: &mut Lint<'_>) {
        let Some(reply) = &self.after_reply else { return };
        lint.template(place, reply);
        lint.on(place, None);
        let at = lint.find(place, "after_reply");
        if self.count.is_some() || self.to.is_some() || self.transport.is_some() {
            let remedy = "Leave `count`, `to` and `transport` out: the server is found where it was.";
            lint.complain(at, "one game is over, and one begins", remedy);
        }
        if !lint.knows("reply") {
            lint.complain(at, "no step before this one keeps a reply", "Add `save: reply` to the `expect` before it.");
        }
    }
}
