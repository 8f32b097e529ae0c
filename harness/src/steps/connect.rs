//! `connect`: the harness connects to the server.

use super::lint::Lint;
use crate::text::Place;
use std::io;
use std::net::SocketAddr;
use std::os::fd::OwnedFd;

use rustix::net::{AddressFamily, SocketFlags, SocketType, sockopt};
use serde::{Deserialize, Serialize};

use crate::event::EventKind;
use crate::stage::connection::Connection;
use crate::stage::scene::{Waited, broken};
use crate::stage::template::Template;
use crate::stage::world::World;
use crate::stage::{Halt, Scene};
use crate::verdict::{Ending, FindingKind, Readiness};

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
}

impl Connect {
    /// Connects once the server listens: never before, so that no stray connection uses up a server that takes only one.
    pub(super) fn act(&self, scene: &mut Scene) -> Result<(), Halt> {
        if let Some(reply) = &self.after_reply {
            let reply = scene.fill(reply)?;
            return self.act_after(&reply.0, scene);
        }
        let address = await_listening(scene)?;
        for number in 1..=self.count.unwrap_or(1) {
            let name = match (&self.name, self.count) {
                (Some(name), Some(_)) => format!("{name}{number}"),
                (Some(name), None) => name.clone(),
                (None, _) => scene.world().fresh_name(),
            };
            connect(scene, address, name)?;
        }
        Ok(())
    }
}

/// Waits until the server listens.
pub fn await_listening(scene: &Scene) -> Result<SocketAddr, Halt> {
    let listens = |world: &mut World| world.player("server").and_then(|player| player.running.listens.first().copied());
    scene.wait(listens).map_err(|waited| not_ready(scene, waited, "server", Readiness::Listen))
}

/// The finding of a program that never became ready.
pub fn not_ready(scene: &Scene, waited: Waited, role: &str, awaited: Readiness) -> Halt {
    let ending = match waited {
        Waited::Ended(ending) => ending,
        Waited::Halted(halt) => return halt,
    };
    let world = scene.world();
    let output = world.player(role).map(|player| player.printed.together.all().into()).unwrap_or_default();
    let tried = world.setting.programs.get(role).map(|launch| vec![launch.arguments.clone()]).unwrap_or_default();
    Halt::Found(Box::new(FindingKind::NotReady { role: role.to_owned(), awaited, ending, output, tried }))
}

fn connect(scene: &mut Scene, address: SocketAddr, name: String) -> Result<(), Halt> {
    match open(address) {
        Ok((socket, harness)) => stand(scene, name, socket, (address, harness)),
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::ConnectionRefused | io::ErrorKind::TimedOut | io::ErrorKind::ConnectionReset
            ) =>
        {
            let ending = match scene.wait(|_| None::<()>) {
                Err(Waited::Ended(ending)) => ending,
                Err(Waited::Halted(halt)) => return Err(halt),
                Ok(()) => Ending::Closed,
            };
            Err(not_ready(scene, Waited::Ended(ending), "server", Readiness::Listen))
        }
        Err(error) => Err(broken(error)),
    }
}

/// A connection stands: it is the current one from now on. The two ends are the program's and the harness's.
pub(super) fn stand(
    scene: &mut Scene,
    name: String,
    socket: OwnedFd,
    (program, harness): (SocketAddr, SocketAddr),
) -> Result<(), Halt> {
    scene.state(EventKind::Connected { connection: name.clone(), program, harness })?;
    let mut world = scene.world();
    let index = world.connections.len();
    world.connections.push(Connection::new(name, "server".to_owned(), socket, program, harness));
    drop(world);
    scene.current = Some(index);
    Ok(())
}

/// A connection with the harness's end of it. On the loopback, connecting never waits: the server's queue takes it or refuses.
pub(super) fn open(address: SocketAddr) -> io::Result<(OwnedFd, SocketAddr)> {
    let family = if address.is_ipv4() { AddressFamily::INET } else { AddressFamily::INET6 };
    let socket =
        rustix::net::socket_with(family, SocketType::STREAM, SocketFlags::CLOEXEC | SocketFlags::NONBLOCK, None)?;
    sockopt::set_tcp_nodelay(&socket, true)?;
    match rustix::net::connect(&socket, &address) {
        Ok(()) | Err(rustix::io::Errno::INPROGRESS) => {}
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
        if let Some(reply) = &self.after_reply {
            lint.template(place, reply);
            lint.on(place, None);
            let at = lint.find(place, "after_reply");
            if self.count.is_some() {
                lint.complain(at, "one game is over, and one begins", "Leave `count` out.");
            }
            if !lint.knows("reply") {
                lint.complain(
                    at,
                    "no step before this one keeps a reply",
                    "Add `save: reply` to the `expect` before it.",
                );
            }
        }
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
        lint.open(place, self.name.as_deref(), self.count.map(|count| count.min(MOST)));
    }
}

/// More connections than any exercise needs; a program may hold about a thousand files open.
const MOST: u32 = 500;
