//! Waiting until a program does what makes it ready, and what is found where it never does.

use std::net::SocketAddr;

use crate::program::libraries;
use crate::stage::dial::Dial;
use crate::stage::scene::Waited;
use crate::stage::world::World;
use crate::stage::{Halt, Scene};
use crate::text::Bytes;
use crate::verdict::{Ending, Fault, FaultKind, FindingKind, Readiness, Transport};

/// Waits until the server can be reached, over its own transport where none is named.
pub fn await_server(scene: &Scene, transport: Option<Transport>) -> Result<SocketAddr, Halt> {
    let transport = transport.unwrap_or_else(|| scene.world().transport("server"));
    match (transport, scene.wait(|world| world.server_at(transport))) {
        (_, Ok(address)) => Ok(address),
        // Nothing more comes: then the socket is it of which the kernel has named the port.
        (Transport::Udp, Err(Waited::Ended(ending))) if scene.world().asked().is_none() => {
            let bound = scene.world().player("server").and_then(|player| player.running.bound.first().copied());
            match (bound, &ending) {
                (Some(bound), Ending::Stuck(_) | Ending::OutOfTime { .. }) => Ok(bound.at),
                _ => Err(not_ready(scene, Waited::Ended(ending), "server", (Readiness::Listen, transport))),
            }
        }
        (_, Err(waited)) => {
            let elsewhere = no_service(&scene.world(), &waited, transport);
            Err(elsewhere.unwrap_or_else(|| not_ready(scene, waited, "server", (Readiness::Listen, transport))))
        }
    }
}

/// Waits until a program does what makes it ready.
pub fn await_ready(scene: &Scene, role: &str, readiness: Readiness) -> Result<(), Halt> {
    let transport = scene.world().transport(role);
    let ready = match readiness {
        Readiness::Start => return Ok(()),
        Readiness::Listen if role == "server" && scene.world().offers_several() => {
            return await_services(scene, transport);
        }
        Readiness::Listen if role == "server" => return await_server(scene, None).map(|_| ()),
        Readiness::Listen => scene
            .wait(|world| world.player(role).and_then(|player| player.running.waits_at(transport).first().copied()))
            .map(|_| ()),
        Readiness::Dial => {
            scene.wait(|world| world.dialled.iter().any(|dial| dial.transport == transport).then_some(()))
        }
    };
    ready.map_err(|waited| not_ready(scene, waited, role, (readiness, transport)))
}

/// Waits until all services of a server are there; or those that it has, once no others can come.
fn await_services(scene: &Scene, transport: Transport) -> Result<(), Halt> {
    let all = |world: &mut World| {
        let ports = world.ports_of_services();
        let launch = world.setting.programs.get("server");
        launch.is_some_and(|launch| launch.services.are_all_at(&ports)).then_some(())
    };
    match scene.wait(all) {
        Err(Waited::Ended(Ending::Stuck(_) | Ending::OutOfTime { .. }))
            if !scene.world().ports_of_services().is_empty() =>
        {
            Ok(())
        }
        Err(waited) => Err(not_ready(scene, waited, "server", (Readiness::Listen, transport))),
        Ok(()) => Ok(()),
    }
}

/// The finding of a server that listens, but not where the service in question belongs.
fn no_service(world: &World, waited: &Waited, transport: Transport) -> Option<Halt> {
    let Waited::Ended(Ending::Stuck(_) | Ending::OutOfTime { .. }) = waited else { return None };
    let services = &world.setting.programs.get("server")?.services;
    let running = &world.player("server")?.running;
    let ports = |transport| -> Vec<u16> {
        let mut ports: Vec<u16> = running.waits_at(transport).iter().map(SocketAddr::port).collect();
        // Some listen for IPv4 and IPv6 separately.
        ports.sort_unstable();
        ports.dedup();
        ports
    };
    let (service, listens, others) = (services.asked.clone()?, ports(transport), ports(transport.other()));
    // A program of its own has found the port for its service already, if only over the other transport.
    let port = services.port().or(others.first().copied())?;
    let is_extra = transport != world.transport("server") && !others.is_empty();
    let kind = FindingKind::NoService { service, port, transport, listens: listens.clone() };
    (!listens.is_empty() || is_extra).then(|| Halt::Found(Box::new(kind)))
}

/// The finding of a program that never became ready.
pub fn not_ready(scene: &Scene, waited: Waited, role: &str, awaited: (Readiness, Transport)) -> Halt {
    let ending = match waited {
        Waited::Ended(ending) => ending,
        Waited::Halted(halt) => return halt,
    };
    let (awaited, transport) = awaited;
    let world = scene.world();
    if let (Some(port), Readiness::Listen) = (world.refused_port, awaited) {
        let message = format!("This machine does not let an ordinary user wait at port {port}.");
        return Halt::Faulted(Fault::new(FaultKind::Unsupported, message, "Run where `harness doctor` says `full`."));
    }
    let output: Bytes = world.player(role).map(|player| player.printed.together.all().into()).unwrap_or_default();
    if let (Ending::Exited(_), Some(fault)) = (&ending, libraries::missing(&output.to_text())) {
        return Halt::Faulted(fault);
    }
    let tried = world.setting.programs.get(role).map(|launch| vec![launch.arguments.clone()]).unwrap_or_default();
    let instead = instead(&world, role, awaited, transport.other());
    let role = role.to_owned();
    Halt::Found(Box::new(FindingKind::NotReady { role, awaited, ending, output, tried, transport, instead }))
}

/// Where a program has done over another transport what was awaited.
fn instead(world: &World, role: &str, awaited: Readiness, transport: Transport) -> Option<SocketAddr> {
    match awaited {
        Readiness::Start => None,
        Readiness::Listen => world.player(role)?.running.waits_at(transport).first().copied(),
        Readiness::Dial => {
            let other = |dial: &&Dial| dial.role == role && dial.transport == transport;
            world.dialled.iter().find(other).map(|dial| dial.address)
        }
    }
}
