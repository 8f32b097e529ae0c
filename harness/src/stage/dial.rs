//! What happens when a program binds, listens, dials or asks for a name.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::os::fd::OwnedFd;

use rustix::net::{SocketType, sockopt};

use super::connection::Connection;
use super::datagrams;
use super::door::Door;
use super::lead;
use super::script;
use super::standing::Stander;
use super::world::World;
use crate::event::EventKind;
use crate::program::Running;
use crate::sandbox::Level;
use crate::sandbox::network::canonical;
use crate::sandbox::questions::{Call, Question, duplicate};
use crate::verdict::{Limit, Transport};

/// How many connections to the harness one check takes; a program that dials and dials is stopped here.
const MOST_TAKEN: usize = 300;

/// An address to which a program has turned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dial {
    /// Role of the program.
    pub role: String,
    /// Where it dialled.
    pub address: SocketAddr,
    /// Over TCP, or with a datagram.
    pub transport: Transport,
}

/// Answers the next question of a program's filter.
pub fn answer_filter(world: &mut World, player: usize) -> io::Result<()> {
    let Some(question) = world.players[player].running.listener.receive()? else { return Ok(()) };
    match question.call {
        Call::Listen { socket, backlog } => listen(world, player, &question, socket, backlog),
        Call::Connect { socket, address: Some(address) } => {
            match transport_of(&question, socket) {
                Some((Transport::Tcp, socket)) => {
                    dial(world, player, address)?;
                    if let Some(server) = lead::away_from(world, player, address)? {
                        return lead::connect(world, player, &question, &socket, server);
                    }
                }
                Some((Transport::Udp, _)) => datagrams::connect(world, player, address)?,
                None => {}
            }
            go_on(world, player, &question)
        }
        Call::Send { socket, address: Some(address) } => {
            if let Some((Transport::Udp, _)) = transport_of(&question, socket) {
                datagrams::send(world, player, address)?;
            }
            go_on(world, player, &question)
        }
        Call::Bind { socket, address: Some(address) } => {
            world.refused_port = world.refused_port.or_else(|| refused(world, address.port()));
            bind(world, player, &question, socket, address)
        }
        Call::SetAlarm { on } => {
            let alarms = &mut world.players[player].running.alarms;
            if on {
                alarms.insert(question.process())
            } else {
                alarms.remove(&question.process())
            };
            go_on(world, player, &question)
        }
        Call::SetTimer => {
            world.players[player].running.has_timer = true;
            go_on(world, player, &question)
        }
        Call::Bind { .. } | Call::Connect { .. } | Call::Send { .. } | Call::Other(_) => {
            go_on(world, player, &question)
        }
    }
}

fn bind(world: &mut World, player: usize, question: &Question, socket: i32, address: SocketAddr) -> io::Result<()> {
    match transport_of(question, socket) {
        Some((Transport::Udp, socket)) => datagrams::bind(world, player, question, &socket, address),
        Some((Transport::Tcp, socket)) => {
            // A connection of the last start, not quite gone, must not be in the way of the next: of this program in the
            // same check, or of another one where the ports are shared. Both starts must have said so.
            sockopt::set_socket_reuseaddr(&socket, true)?;
            go_on(world, player, question)
        }
        None => go_on(world, player, question),
    }
}

/// The port, if this machine keeps it for root. The hosts of the level `full` give every port to everybody.
fn refused(world: &World, port: u16) -> Option<u16> {
    let is_root = world.setting.uid.is_none() && nix::unistd::geteuid().is_root();
    if world.setting.level == Level::Full || is_root {
        return None;
    }
    let first = std::fs::read_to_string("/proc/sys/net/ipv4/ip_unprivileged_port_start").ok();
    let first = first.and_then(|first| first.trim().parse().ok()).unwrap_or(1024);
    (1..first).contains(&port).then_some(port)
}

/// Lets the call happen.
pub fn go_on(world: &World, player: usize, question: &Question) -> io::Result<()> {
    world.players[player].running.listener.go_on(question)
}

/// Listens on the program's behalf, so that when the harness knows of it, the socket does listen.
fn listen(world: &mut World, player: usize, question: &Question, socket: i32, backlog: i32) -> io::Result<()> {
    let Ok(socket) = duplicate(question.thread, socket) else { return go_on(world, player, question) };
    let Some(address) = rustix::net::getsockname(&socket).ok().and_then(|address| SocketAddr::try_from(address).ok())
    else {
        // Not an internet socket: a program's affair with itself.
        return go_on(world, player, question);
    };
    let result = rustix::net::listen(&socket, backlog).map_err(io::Error::from);
    if result.is_ok() {
        // A socket that was never bound has its port only now.
        let address = rustix::net::getsockname(&socket)
            .ok()
            .and_then(|address| SocketAddr::try_from(address).ok())
            .unwrap_or(address);
        let reachable = reachable(address, sockopt::ipv6_v6only(&socket).unwrap_or(false));
        let running = &mut world.players[player].running;
        if !running.listens.contains(&reachable) {
            running.listens.push(reachable);
            let role = running.role.clone();
            world.timeline.state(EventKind::Listened { role, address, transport: Transport::Tcp })?;
        }
    }
    world.players[player].running.listener.done(question, result)
}

/// Where a socket that listens at this address can be reached from its own host.
pub fn reachable(address: SocketAddr, only_v6: bool) -> SocketAddr {
    let ip = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
        IpAddr::V6(ip) if ip.is_unspecified() && only_v6 => IpAddr::V6(Ipv6Addr::LOCALHOST),
        IpAddr::V6(ip) if ip.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
        ip @ (IpAddr::V4(_) | IpAddr::V6(_)) => ip.to_canonical(),
    };
    SocketAddr::new(ip, address.port())
}

/// The transport of a program's socket, and a duplicate of it; `None` for what is neither a stream nor for datagrams.
fn transport_of(question: &Question, socket: i32) -> Option<(Transport, OwnedFd)> {
    let socket = duplicate(question.thread, socket).ok()?;
    match sockopt::socket_type(&socket).ok()? {
        SocketType::STREAM => Some((Transport::Tcp, socket)),
        SocketType::DGRAM => Some((Transport::Udp, socket)),
        _ => None,
    }
}

/// Whether a program of the submission waits at an address.
pub fn is_a_programs(world: &World, address: SocketAddr, transport: Transport) -> bool {
    let waits = |running: &Running| match transport {
        Transport::Tcp => running.listens.iter().any(|listens| listens.port() == address.port()),
        // A client may have bound a port of its own.
        Transport::Udp => {
            running.role == "server" && running.bound.iter().any(|bound| bound.at.port() == address.port())
        }
    };
    world.players.iter().any(|player| waits(&player.running))
}

/// Who stands at an address that is turned to: whoever the check says; `None` for a program of the submission.
pub fn who_stands(world: &World, address: SocketAddr, transport: Transport) -> io::Result<Option<Stander>> {
    if is_a_programs(world, address, transport) {
        return Ok(None);
    }
    if script::stands_at(world, address, transport) {
        return Ok(Some(Stander::Script));
    }
    let stander = world.setting.standing.at(address, &world.setting.variables);
    stander.map(Some).map_err(|error| io::Error::other(format!("who stands at {address} is open: {error:?}")))
}

/// Sees to it that whoever is to stand at a dialled address does.
fn dial(world: &mut World, player: usize, address: SocketAddr) -> io::Result<()> {
    let role = world.players[player].running.role.clone();
    let address = SocketAddr::new(canonical(address.ip()), address.port());
    let stander = who_stands(world, address, Transport::Tcp)?;
    if !world.doors.iter().any(|door| door.transport == Transport::Tcp && door.address == address) {
        // The same port at another address would be another server; so each address has a door of its own.
        match stander {
            Some(Stander::Answer) => world.doors.push(Door::open(address, &role)?),
            Some(Stander::Drop) => world.doors.push(Door::open_silent(address, &role)?),
            Some(Stander::Refuse | Stander::Script) | None => {}
        }
    }
    let transport = Transport::Tcp;
    world.dialled.push(Dial { role: role.clone(), address, transport });
    let answered_by = Stander::name_of(stander).to_owned();
    world.timeline.state(EventKind::Dialled { role, address, answered_by, transport })
}

/// How many connections programs have made to the harness. Those that it makes itself are the spec's.
fn taken(world: &World) -> usize {
    let is_a_doors =
        |address| world.doors.iter().any(|door| door.transport == Transport::Tcp && door.address == address);
    world.connections.iter().filter(|connection| is_a_doors(connection.harness)).count()
}

/// Takes every connection that waits at a door, or every datagram.
pub fn accept_all(world: &mut World, door: usize) -> io::Result<()> {
    if world.doors[door].transport == Transport::Udp {
        return datagrams::take_all(world, door);
    }
    if !world.doors[door].answers() {
        return Ok(());
    }
    while let Some((socket, program)) = world.doors[door].accept()? {
        if taken(world) >= MOST_TAKEN {
            world.exceeded = world.exceeded.or(Some(Limit::Descriptors));
            return Ok(());
        }
        sockopt::set_tcp_nodelay(&socket, true)?;
        let (harness, role) = (world.doors[door].address, world.doors[door].role.clone());
        let index = world.connections.len();
        let name = world.fresh_name();
        world.timeline.state(EventKind::Connected {
            connection: name.clone(),
            program,
            harness,
            transport: Transport::Tcp,
        })?;
        world.connections.push(Connection::new(name, role, socket, program, harness));
        world.arrived.push(index);
    }
    Ok(())
}

/// Answers the next question for a name.
pub fn answer_name(world: &mut World) -> io::Result<()> {
    let Some(resolver) = &mut world.resolver else { return Ok(()) };
    for (name, answer) in resolver.answer()? {
        world.timeline.state(EventKind::LookedUp { name, answer })?;
    }
    Ok(())
}
