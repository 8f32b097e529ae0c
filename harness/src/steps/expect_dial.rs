//! `expect_dial`: the client dials, and where to.

use super::lint::Lint;
use crate::text::Place;
use std::net::{IpAddr, SocketAddr};

use serde::{Deserialize, Serialize};

use super::port::Port;
use super::ready::not_ready;
use crate::stage::dial::Dial;
use crate::stage::template::Template;
use crate::stage::{Halt, Scene};
use crate::verdict::{Fault, FaultKind, FindingKind, Heard, Readiness};

/// Waits until the program has dialled, for the first time or for a connection that was accepted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectDial {
    /// `server` or `client`; by default the check's program.
    pub program: Option<String>,
    /// The connection that was dialled; by default it is about the program's first dial, even one that nobody took.
    pub on: Option<String>,
    /// The port it must dial; any, when not given.
    pub port: Option<Port>,
    /// The address it must dial, or the name whose address it must; any, when not given.
    pub address: Option<Template>,
}

impl ExpectDial {
    /// Waits until the program has dialled, and holds the address against what was asked for.
    pub(super) fn act(&self, scene: &mut Scene) -> Result<(), Halt> {
        let role = scene.role(self.program.as_ref());
        let address = self.dialled(scene, &role)?;
        if let Some(port) = self.port.as_ref().map(|port| scene.fill(&port.0)).transpose()? {
            let port = port.to_text();
            if port != address.port().to_string() {
                return Err(elsewhere(role, format!("a dial of port {port}"), address, None));
            }
        }
        let Some(wanted) = self.address.as_ref().map(|wanted| scene.fill(wanted)).transpose()? else { return Ok(()) };
        let wanted = wanted.to_text();
        let (stands_for, remark) = match wanted.parse::<IpAddr>() {
            Ok(ip) => (Some(ip), None),
            Err(_) => (given(scene, &wanted)?, Some(format!("it never asked for the address of `{wanted}`"))),
        };
        if stands_for == Some(address.ip()) {
            return Ok(());
        }
        Err(elsewhere(role, format!("a dial of {wanted}"), address, remark.filter(|_| stands_for.is_none())))
    }

    /// Where it has dialled.
    fn dialled(&self, scene: &Scene, role: &str) -> Result<SocketAddr, Halt> {
        if self.on.is_some() {
            let index = scene.connection(self.on.as_ref())?;
            return Ok(scene.world().connections[index].harness);
        }
        let transport = scene.world().transport(role);
        let wanted = |dial: &&Dial| dial.role == role && dial.transport == transport;
        let dialled = scene.wait(|world| world.dialled.iter().find(wanted).map(|dial| dial.address));
        dialled.map_err(|waited| not_ready(scene, waited, role, (Readiness::Dial, transport)))
    }
}

/// The address that the program was told when it asked for a name.
fn given(scene: &Scene, name: &str) -> Result<Option<IpAddr>, Halt> {
    let world = scene.world();
    let Some(resolver) = &world.resolver else {
        let message = "Seeing which name a program asks for needs a resolver of its own.";
        let remedy = "Run where `harness doctor` says `full`.";
        return Err(Halt::Faulted(Fault::new(FaultKind::Unsupported, message, remedy)));
    };
    Ok(resolver.given(name).map(IpAddr::V4))
}

/// The finding of a program that has dialled elsewhere.
fn elsewhere(role: String, expected: String, dialled: SocketAddr, remark: Option<String>) -> Halt {
    let (received, heard) = (dialled.to_string().as_str().into(), Heard::System(role));
    Halt::Found(Box::new(FindingKind::Differed { expected, literal: None, received, at: 0, remark, heard }))
}

impl ExpectDial {
    /// Only a program of the check can be seen to dial.
    pub(crate) fn lint(&self, place: Place, lint: &mut Lint<'_>) {
        if !lint.plays_both() || self.program.is_some() {
            lint.program(place, self.program.as_deref());
        }
        if self.on.is_some() {
            lint.on(place, self.on.as_deref());
        }
        if let Some(port) = &self.port {
            port.lint(place, lint, "nobody can dial port 0");
        }
        if let Some(address) = &self.address {
            lint.template(place, address);
        }
    }
}
