//! Passes datagrams on between a client that sends them elsewhere and the server of another submission.

use std::io;
use std::net::SocketAddr;
use std::os::fd::{AsFd, OwnedFd};
use std::sync::Arc;

use rustix::net::{AddressFamily, SendFlags, SocketFlags, SocketType};

use super::connection::receive;
use super::door::Door;
use super::lead;
use super::world::World;
use crate::sandbox::sockets;
use crate::verdict::Transport;

/// A place at which datagrams come that are the server's. Its answers come from there, as the client awaits them.
pub struct Relay {
    door: Door,
    server: SocketAddr,
    /// Addresses of the client, each with the socket that speaks for it to the server.
    callers: Vec<(SocketAddr, Arc<OwnedFd>)>,
}

/// Sees to it that the server is met at an address to which a led client turns; false where nobody is to be met there.
pub fn reach(world: &mut World, player: usize, address: SocketAddr) -> bool {
    if !lead::is_led(world, player) || lead::is_met(world, address, Transport::Udp, &sockets::udp_sockets()) {
        return false;
    }
    if world.relays.iter().any(|relay| relay.door.address == address) {
        return true;
    }
    let Some(server) = world.server_at(Transport::Udp) else { return false };
    let role = world.players[player].running.role.clone();
    // Where the client itself stands, nobody else can.
    let Ok(door) = Door::open_for_datagrams(address, &role) else { return false };
    if let Some(tap) = &mut world.tap {
        tap.leave_out(address);
    }
    world.relays.push(Relay { door, server, callers: Vec::new() });
    true
}

impl Relay {
    /// Its sockets, to be watched.
    pub fn descriptors(&self) -> Vec<Arc<dyn AsFd + Send + Sync>> {
        let mut descriptors: Vec<Arc<dyn AsFd + Send + Sync>> = vec![self.door.socket.clone()];
        for (_, socket) in &self.callers {
            descriptors.push(socket.clone());
        }
        descriptors
    }

    /// Passes on what has come. What finds no room or nobody is lost, as datagrams are.
    pub fn pass_on(&mut self) -> io::Result<()> {
        let flags = SendFlags::DONTWAIT | SendFlags::NOSIGNAL;
        while let Some((datagram, client)) = receive(&self.door.socket)? {
            let _ = rustix::net::sendto(self.caller(client)?, &datagram, flags, &self.server);
        }
        for (client, socket) in &self.callers {
            while let Some((datagram, _)) = receive(socket)? {
                let _ = rustix::net::sendto(&self.door.socket, &datagram, flags, client);
            }
        }
        Ok(())
    }

    fn caller(&mut self, client: SocketAddr) -> io::Result<Arc<OwnedFd>> {
        if let Some((_, socket)) = self.callers.iter().find(|(known, _)| *known == client) {
            return Ok(socket.clone());
        }
        let family = if self.server.is_ipv4() { AddressFamily::INET } else { AddressFamily::INET6 };
        let flags = SocketFlags::CLOEXEC | SocketFlags::NONBLOCK;
        let socket = Arc::new(rustix::net::socket_with(family, SocketType::DGRAM, flags, None)?);
        self.callers.push((client, socket.clone()));
        Ok(socket)
    }
}
