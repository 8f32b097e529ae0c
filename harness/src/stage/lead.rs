//! Leads a client to the server of another submission, wherever it dials: the port and the address are each author's own.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::os::fd::OwnedFd;

use rustix::fs::{OFlags, fcntl_getfl, fcntl_setfl};
use rustix::io::Errno;
use rustix::net::{AddressFamily, sockopt};

use super::dial::{go_on, who_stands};
use super::standing::Stander;
use super::world::World;
use crate::sandbox::network::canonical;
use crate::sandbox::questions::Question;
use crate::sandbox::sockets::{self, Socket};
use crate::verdict::Transport;

/// Where a dial is to be led; `None` for one that reaches its server by itself, and where nobody is led.
pub fn away_from(world: &World, player: usize, address: SocketAddr) -> io::Result<Option<SocketAddr>> {
    if !is_led(world, player) {
        return Ok(None);
    }
    let address = SocketAddr::new(canonical(address.ip()), address.port());
    let nobody = matches!(who_stands(world, address, Transport::Tcp)?, None | Some(Stander::Refuse));
    let is_met = || is_met(world, address, Transport::Tcp, &sockets::tcp_sockets().unwrap_or_default());
    Ok(if nobody && !is_met() { world.server_at(Transport::Tcp) } else { None })
}

/// Whether a program is led at all: a client, to the server of another submission.
pub fn is_led(world: &World, player: usize) -> bool {
    world.setting.leads && world.players[player].running.role != "server"
}

/// Whether the server is met at exactly this address. `sockets` are those of the stage.
pub fn is_met(world: &World, address: SocketAddr, transport: Transport, sockets: &[Socket]) -> bool {
    let Some(server) = world.player("server") else { return false };
    server.running.waits_at(transport).iter().any(|at| at.port() == address.port())
        && sockets.iter().any(|socket| {
            let waits = socket.listens || transport == Transport::Udp;
            socket.transport == transport && waits && hears(socket.local, address)
        })
}

/// Whether a socket that waits at one address is reached at the other.
fn hears(local: SocketAddr, address: SocketAddr) -> bool {
    let everywhere = local.ip().is_unspecified() && (local.is_ipv6() || address.is_ipv4());
    local.port() == address.port() && (local.ip() == address.ip() || everywhere)
}

/// Connects on the client's behalf. A call that may wait is only begun, and then let go on: the kernel asks a socket that
/// is about to connect for no address any more, and waits as long as the program wants.
pub fn connect(
    world: &mut World,
    player: usize,
    question: &Question,
    socket: &OwnedFd,
    server: SocketAddr,
) -> io::Result<()> {
    let Some(server) = as_dialled_from(socket, server)? else { return go_on(world, player, question) };
    let flags = fcntl_getfl(socket)?;
    fcntl_setfl(socket, flags | OFlags::NONBLOCK)?;
    let result = rustix::net::connect(socket, &server);
    fcntl_setfl(socket, flags)?;
    match result {
        Err(Errno::INPROGRESS) if !flags.contains(OFlags::NONBLOCK) => go_on(world, player, question),
        result => world.players[player].running.listener.done(question, result.map_err(io::Error::from)),
    }
}

/// The server's address as a socket of this family dials it; `None` where it cannot.
fn as_dialled_from(socket: &OwnedFd, server: SocketAddr) -> io::Result<Option<SocketAddr>> {
    let is_ipv6 = sockopt::socket_domain(socket)? == AddressFamily::INET6;
    Ok(match server.ip() {
        IpAddr::V4(ip) if is_ipv6 => {
            // One that has an address already keeps to IPv6 if it said so; then its own call says so, too.
            let _ = sockopt::set_ipv6_v6only(socket, false);
            Some(SocketAddr::new(ip.to_ipv6_mapped().into(), server.port()))
        }
        IpAddr::V4(_) => Some(server),
        IpAddr::V6(_) => is_ipv6.then_some(server),
    })
}

#[cfg(test)]
mod tests {
    use super::hears;

    #[test]
    fn a_server_is_met_at_its_own_address_or_at_any_where_it_has_none() {
        let hears = |local: &str, address: &str| {
            hears(local.parse().expect("an address"), address.parse().expect("an address"))
        };
        for (local, address, met) in [
            ("127.0.0.1:80", "127.0.0.1:80", true),
            ("127.0.0.1:80", "127.0.0.1:81", false),
            ("127.0.0.1:80", "10.1.2.3:80", false),
            ("127.0.0.1:80", "[::1]:80", false),
            ("0.0.0.0:80", "10.1.2.3:80", true),
            ("0.0.0.0:80", "[::1]:80", false),
            ("[::]:80", "10.1.2.3:80", true),
            ("[::]:80", "[::1]:80", true),
        ] {
            assert_eq!(hears(local, address), met, "{local} {address}");
        }
    }
}
