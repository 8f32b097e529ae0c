//! `connect`: the harness connects to the server.

use super::connect_after::stand;
use super::lint::Lint;
use super::ready::await_server;
use crate::text::{Bytes, Place};
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::os::fd::OwnedFd;
use std::sync::Arc;

use rustix::net::{AddressFamily, SocketFlags, SocketType, sockopt};
use serde::{Deserialize, Serialize};

use crate::event::EventKind;
use crate::sandbox::network;
use crate::stage::connection::Connection;
use crate::stage::matcher::examine::Mistake;
use crate::stage::scene::{Waited, broken, mistaken};
use crate::stage::template::Template;
use crate::stage::{Halt, Scene};
use crate::verdict::{Ending, FindingKind, Heard, Transport};

/// Connects to the server, as soon as it listens.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Connect {
    /// Name of the connection; with `count`, of the group (`c` makes `c1`, `c2` …).
    #[serde(rename = "as")]
    pub name: Option<String>,
    /// How many to open, one after the other.
    pub count: Option<u32>,
    /// Connects anew only once the value saved as `reply` is this one: the game on the last connection is over. A server that
    /// has ended with it is started afresh first.
    pub after_reply: Option<Template>,
    /// The address at which the server must be found, on the port it listens on; by default wherever it listens.
    pub to: Option<Template>,
    /// Reads nothing from it until a step awaits something there, and has room for little: a server that sends more than
    /// some hundred kilobytes waits until then.
    #[serde(default)]
    pub unread: bool,
    /// Over which transport: `tcp`, or `udp`, where a connection is a socket of the harness with an address of its own.
    /// By default, the server's.
    pub transport: Option<Transport>,
}

impl Connect {
    /// Connects once the server listens: never before, so that no stray connection uses up a server that takes only one.
    pub(super) fn act(&self, scene: &mut Scene) -> Result<(), Halt> {
        if let Some(reply) = &self.after_reply {
            let reply = scene.fill(reply)?;
            return self.act_after(&reply.0, scene);
        }
        let transport = self.transport.unwrap_or_else(|| scene.world().transport("server"));
        let listens = await_server(scene, Some(transport))?;
        let to = self.to.as_ref().map(|to| ip(scene, to)).transpose()?;
        let address = to.map_or(listens, |ip| SocketAddr::new(ip, listens.port()));
        for number in 1..=self.count.unwrap_or(1) {
            let name = match (&self.name, self.count) {
                (Some(name), Some(_)) => format!("{name}{number}"),
                (Some(name), None) => name.clone(),
                (None, _) => scene.world().fresh_name(),
            };
            match transport {
                Transport::Tcp => {
                    connect(scene, (address, listens), name, self.unread)?;
                }
                Transport::Udp => face(scene, address, name)?,
            }
        }
        Ok(())
    }
}

/// The address that a template stands for.
fn ip(scene: &Scene, template: &Template) -> Result<IpAddr, Halt> {
    let text = scene.fill(template)?.to_text();
    text.parse().map_err(|_| mistaken(Mistake::Unreadable(format!("`{text}` is no address"))))
}

/// Opens a socket for datagrams to and from the server, at an address that no other of this play has: a server
/// that answers a fixed address, or the last sender, is seen to.
fn face(scene: &mut Scene, address: SocketAddr, name: String) -> Result<(), Halt> {
    let mut world = scene.world();
    let before = world.connections.iter().filter(|connection| connection.transport == Transport::Udp).count();
    let host = match (address.ip(), u8::try_from(before)) {
        (IpAddr::V4(ip), Ok(before @ 1..250)) if ip.is_loopback() => Ipv4Addr::new(127, 0, 0, before + 1).into(),
        (IpAddr::V4(ip), _) if ip.is_loopback() => Ipv4Addr::LOCALHOST.into(),
        (ip, _) => ip,
    };
    let (socket, harness) = open_for_datagrams(SocketAddr::new(host, 0)).map_err(broken)?;
    let (index, transport) = (world.connections.len(), Transport::Udp);
    world
        .timeline
        .state(EventKind::Connected { connection: name.clone(), program: address, harness, transport })
        .map_err(broken)?;
    let role = "server".to_owned();
    world.connections.push(Connection::of_datagrams(name, role, Arc::new(socket), address, harness));
    drop(world);
    scene.current = Some(index);
    Ok(())
}

/// It is not connected: what comes from another address is to be seen, too.
fn open_for_datagrams(address: SocketAddr) -> io::Result<(OwnedFd, SocketAddr)> {
    let family = if address.is_ipv4() { AddressFamily::INET } else { AddressFamily::INET6 };
    let flags = SocketFlags::CLOEXEC | SocketFlags::NONBLOCK;
    let socket = rustix::net::socket_with(family, SocketType::DGRAM, flags, None)?;
    network::make_room(&socket);
    rustix::net::bind(&socket, &address)?;
    let harness = SocketAddr::try_from(rustix::net::getsockname(&socket)?)?;
    Ok((socket, harness))
}

/// Connects to an address; where the server listens is another one if the spec says so.
fn connect(
    scene: &mut Scene,
    (address, listens): (SocketAddr, SocketAddr),
    name: String,
    unread: bool,
) -> Result<(), Halt> {
    match open(address, unread) {
        Ok((socket, harness)) => {
            stand(scene, name, socket, (address, harness))?;
            let newest = scene.connection(None)?;
            scene.world().connections[newest].held = unread;
            Ok(())
        }
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::ConnectionRefused | io::ErrorKind::TimedOut | io::ErrorKind::ConnectionReset
            ) =>
        {
            if address != listens {
                return Err(elsewhere(address, listens));
            }
            let ending = match scene.wait(|_| None::<()>) {
                Err(Waited::Ended(ending)) => ending,
                Err(Waited::Halted(halt)) => return Err(halt),
                Ok(()) => Ending::Closed,
            };
            Err(gone(listens, ending))
        }
        Err(error) => Err(broken(error)),
    }
}

/// The finding of a server that has listened, and does so no longer.
fn gone(listens: SocketAddr, ending: Ending) -> Halt {
    Halt::Found(Box::new(FindingKind::Missing {
        expected: format!("an answer at {listens}, where the server listened,"),
        literal: None,
        received: Bytes::default(),
        heard: Heard::System("server".to_owned()),
        ending,
    }))
}

/// The finding of a server that listens, but cannot be reached where it should be.
fn elsewhere(address: SocketAddr, listens: SocketAddr) -> Halt {
    Halt::Found(Box::new(FindingKind::Differed {
        expected: format!("a server that can be reached at {}", address.ip()),
        literal: None,
        received: format!("one at {listens}").as_str().into(),
        at: 0,
        remark: Some(format!("nobody listens on port {} of that address", address.port())),
        heard: Heard::System("server".to_owned()),
    }))
}

/// A connection with the harness's end of it. On the loopback, connecting never waits: the server's queue takes it or refuses.
/// `narrow` gives it little room on both ends: small packets, as on Ethernet, keep the server's share small as well.
pub(super) fn open(address: SocketAddr, narrow: bool) -> io::Result<(OwnedFd, SocketAddr)> {
    let family = if address.is_ipv4() { AddressFamily::INET } else { AddressFamily::INET6 };
    let socket =
        rustix::net::socket_with(family, SocketType::STREAM, SocketFlags::CLOEXEC | SocketFlags::NONBLOCK, None)?;
    sockopt::set_tcp_nodelay(&socket, true)?;
    if narrow {
        network::narrow(&socket)?;
    }
    match rustix::net::connect(&socket, &address) {
        Ok(()) => {}
        // A socket that does not block is never refused by the call itself; the loopback's answer is there behind it.
        Err(rustix::io::Errno::INPROGRESS) => sockopt::socket_error(&socket)??,
        Err(error) => return Err(error.into()),
    }
    let harness = SocketAddr::try_from(rustix::net::getsockname(&socket)?)?;
    Ok((socket, harness))
}

impl Connect {
    /// Only to a server can one connect; a group needs a name and a size.
    pub(crate) fn lint(&self, place: Place, lint: &mut Lint<'_>) {
        if lint.plays_both() {
            lint.complain(
                place,
                "the harness connects to nobody while the two programs talk to each other",
                "Read their conversation with `expect_wire`.",
            );
        } else if !lint.plays("server") {
            lint.complain(
                place,
                "nobody can connect to a client",
                "Take the connection that it dials with `- accept`.",
            );
        }
        self.lint_after(place, lint);
        match (self.count, self.name.as_deref()) {
            (Some(0), _) => {
                let at = lint.find(place, "count");
                lint.complain(at, "a count of 0 opens nothing", "Give a count of 1 or more.");
            }
            (Some(count), _) if count > MOST => {
                let at = lint.find(place, "count");
                lint.complain(
                    at,
                    format!("{count} connections are too many"),
                    format!("At most {MOST} are opened at once."),
                );
            }
            (Some(_), None) => {
                let at = lint.find(place, "count");
                lint.complain(
                    at,
                    "a group of connections needs a name",
                    "Add `as: c`; they are then `c1`, `c2` and so on.",
                );
            }
            _ => {}
        }
        if let Some(to) = &self.to {
            lint.template(place, to);
        }
        lint.open(place, self.name.as_deref(), self.count.map(|count| count.min(MOST)), self.transport);
    }
}

/// More connections than any exercise needs; a program may hold about a thousand files open.
const MOST: u32 = 500;
