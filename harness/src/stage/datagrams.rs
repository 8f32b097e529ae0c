//! What happens when a program binds a datagram socket or sends a datagram.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::os::fd::OwnedFd;

use rustix::net::sockopt;

use super::connection::{Connection, receive};
use super::dial::{Dial, go_on, is_a_programs, reachable, who_stands};
use super::door::Door;
use super::standing::Stander;
use super::world::World;
use super::{relay, resolver};
use crate::event::EventKind;
use crate::program::running::Bound;
use crate::sandbox::Level;
use crate::sandbox::network::canonical;
use crate::sandbox::questions::Question;
use crate::verdict::Transport;

/// Binds a datagram socket on the program's behalf, so that when the harness knows of it, datagrams do arrive.
pub fn bind(
    world: &mut World,
    player: usize,
    question: &Question,
    socket: &OwnedFd,
    address: SocketAddr,
) -> io::Result<()> {
    if matches!(address.ip(), IpAddr::V6(ip) if ip.is_unicast_link_local()) {
        // Which link is meant is not known here.
        return go_on(world, player, question);
    }
    let is_server = world.players[player].running.role == "server";
    if !is_server && world.setting.level == Level::Full {
        // A client may send to its own port at another address, where the harness then stands.
        sockopt::set_socket_reuseaddr(socket, true)?;
    }
    let result = rustix::net::bind(socket, &address).map_err(io::Error::from);
    if result.is_ok() {
        // A program that leaves the port to the kernel has it only now.
        let own =
            rustix::net::getsockname(socket).ok().and_then(|own| SocketAddr::try_from(own).ok()).unwrap_or(address);
        let at = reachable(own, sockopt::ipv6_v6only(socket).unwrap_or(false));
        let running = &mut world.players[player].running;
        running.bound.push(Bound { at, chosen: address.port() != 0 });
        let role = running.role.clone();
        if is_server || address.port() != 0 {
            world.timeline.state(EventKind::Listened { role, address: own, transport: Transport::Udp })?;
        }
    }
    world.players[player].running.listener.done(question, result)
}

/// A program is about to send a datagram to this address.
pub fn send(world: &mut World, player: usize, address: SocketAddr) -> io::Result<()> {
    if world.players[player].running.role != "server" {
        return dial(world, player, address, true);
    }
    let address = SocketAddr::new(canonical(address.ip()), address.port());
    let is_asked = world.connections.iter().any(|connection| connection.harness == address);
    // Who asks where the two programs talk to each other, only they know.
    let is_pair = world.setting.roles.len() > 1;
    if is_asked || is_pair || is_resolver(world, address) || world.transport("server") == Transport::Tcp {
        return Ok(());
    }
    // An answer to somebody who has not asked.
    let stander = if is_a_programs(world, address, Transport::Udp) { None } else { Some(Stander::Refuse) };
    note(world, "server", address, stander)
}

/// A program is about to connect a datagram socket. That is no dial yet: looking up a name connects sockets as well.
pub fn connect(world: &mut World, player: usize, address: SocketAddr) -> io::Result<()> {
    if world.players[player].running.role == "server" { Ok(()) } else { dial(world, player, address, false) }
}

/// Sees to it that whoever is to stand at this address does. `sent`: a datagram is on its way.
fn dial(world: &mut World, player: usize, address: SocketAddr, sent: bool) -> io::Result<()> {
    let address = SocketAddr::new(canonical(address.ip()), address.port());
    // Nothing can be sent to port 0; looking up a name without a port connects sockets to it.
    if is_resolver(world, address) || address.port() == 0 {
        return Ok(());
    }
    let role = world.players[player].running.role.clone();
    let mut stander = who_stands(world, address, Transport::Udp)?;
    if matches!(stander, None | Some(Stander::Refuse)) && relay::reach(world, player, address) {
        stander = None;
    }
    let has_door = world.doors.iter().any(|door| door.transport == Transport::Udp && door.address == address);
    if matches!(stander, Some(Stander::Answer | Stander::Drop)) && !has_door {
        match Door::open_for_datagrams(address, &role) {
            Ok(door) => world.doors.push(door),
            Err(error) if world.setting.level == Level::Plain && error.kind() == io::ErrorKind::AddrInUse => {
                return Err(error);
            }
            // The program itself stands there, or nobody can.
            Err(_) => stander = Some(Stander::Refuse),
        }
    }
    if sent || stander.is_none() { note(world, &role, address, stander) } else { Ok(()) }
}

/// Notes where a program sends its datagrams, the first time it sends one there.
fn note(world: &mut World, role: &str, address: SocketAddr, stander: Option<Stander>) -> io::Result<()> {
    let dial = Dial { role: role.to_owned(), address, transport: Transport::Udp };
    if world.dialled.contains(&dial) {
        return Ok(());
    }
    world.dialled.push(dial);
    let (role, answered_by) = (role.to_owned(), Stander::name_of(stander).to_owned());
    world.timeline.state(EventKind::Dialled { role, address, answered_by, transport: Transport::Udp })
}

/// Whether names are asked for there.
fn is_resolver(world: &World, address: SocketAddr) -> bool {
    match world.setting.level {
        Level::Full => address == SocketAddr::from((resolver::ADDRESS, 53)),
        Level::Plain => address.port() == 53,
    }
}

/// Takes every datagram that waits at a door. All from one address are a connection, whoever sent them.
pub fn take_all(world: &mut World, door: usize) -> io::Result<()> {
    while let Some((datagram, program)) = receive(&world.doors[door].socket)? {
        let harness = world.doors[door].address;
        let known = |connection: &Connection| {
            connection.at_door && connection.program == program && connection.harness == harness
        };
        let index = match world.connections.iter().position(known) {
            Some(index) => index,
            None => open(world, door, program)?,
        };
        world.hear_pieces(index, vec![(datagram, None)])?;
    }
    Ok(())
}

fn open(world: &mut World, door: usize, program: SocketAddr) -> io::Result<usize> {
    let (harness, role) = (world.doors[door].address, world.doors[door].role.clone());
    let stander = who_stands(world, harness, Transport::Udp)?;
    note(world, &role, harness, stander)?;
    let (index, name) = (world.connections.len(), world.fresh_name());
    let transport = Transport::Udp;
    world.timeline.state(EventKind::Connected { connection: name.clone(), program, harness, transport })?;
    let socket = world.doors[door].socket.clone();
    let connection = Connection::of_datagrams(name, role, socket, program, harness);
    world.connections.push(Connection { at_door: true, ..connection });
    world.arrived.push(index);
    Ok(index)
}
