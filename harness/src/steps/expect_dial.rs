//! `expect_dial`: the client dials, and where to.

use super::lint::Lint;
use crate::text::Place;
use serde::{Deserialize, Serialize};

use super::connect::not_ready;
use super::port::{Port, elsewhere};
use crate::stage::template::Template;
use crate::stage::{Halt, Scene};
use crate::verdict::Readiness;

/// Waits until the program has dialled.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectDial {
    /// `server` or `client`; by default the check's program.
    pub program: Option<String>,
    /// The port it must dial; any, when not given.
    pub port: Option<Port>,
    /// The address it must dial; any, when not given.
    pub address: Option<Template>,
}

impl ExpectDial {
    /// Waits until the program has dialled, and holds the address against what was asked for.
    pub(super) fn act(&self, scene: &mut Scene) -> Result<(), Halt> {
        let role = scene.role(self.program.as_ref());
        let dialled = scene.wait(|world| world.dialled.iter().find(|(by, _)| *by == role).map(|(_, address)| *address));
        let dialled = dialled.map_err(|waited| not_ready(scene, waited, &role, Readiness::Dial))?;
        let port = self.port.as_ref().map(|port| scene.fill(&port.0)).transpose()?;
        let address = self.address.as_ref().map(|address| scene.fill(address)).transpose()?;
        let (is_port, is_address) = (dialled.port().to_string(), dialled.ip().to_string());
        let fits = port.as_ref().is_none_or(|port| port.to_text() == is_port)
            && address.as_ref().is_none_or(|address| address.to_text() == is_address);
        if fits {
            return Ok(());
        }
        let expected = match (address, port) {
            (Some(address), Some(port)) => format!("a dial of port {} at {}", port.to_text(), address.to_text()),
            (Some(address), None) => format!("a dial of {}", address.to_text()),
            (None, port) => format!("a dial of port {}", port.unwrap_or_default().to_text()),
        };
        Err(elsewhere(role, expected, &dialled.to_string(), "that is another address or port"))
    }
}

impl ExpectDial {
    /// Only a program of the check can be seen to dial.
    pub(crate) fn lint(&self, place: Place, lint: &mut Lint<'_>) {
        if !lint.plays_both() || self.program.is_some() {
            lint.program(place, self.program.as_deref());
        }
        if let Some(port) = &self.port {
            port.lint(place, lint, "nobody can dial port 0");
        }
        if let Some(address) = &self.address {
            lint.template(place, address);
        }
    }
}
