//! `expect_listen`: the server listens, and on which port.

use super::lint::Lint;
use crate::text::Place;
use serde::{Deserialize, Serialize};

use super::port::{Port, elsewhere};
use super::ready::not_ready;
use crate::stage::{Halt, Scene};
use crate::verdict::{Readiness, Transport};

/// Waits until the program listens.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectListen {
    /// `server` or `client`; by default the check's program.
    pub program: Option<String>,
    /// The port it must listen on; any, when not given.
    pub port: Option<Port>,
}

impl ExpectListen {
    /// Waits until the program listens, and holds the port against what was asked for.
    pub(super) fn act(&self, scene: &mut Scene) -> Result<(), Halt> {
        let role = scene.role(self.program.as_ref());
        let listens = scene.wait(|world| world.player(&role)?.running.listens.first().copied());
        let listens = listens.map_err(|waited| not_ready(scene, waited, &role, (Readiness::Listen, Transport::Tcp)))?;
        let Some(port) = self.port.as_ref().map(|port| scene.fill(&port.0)).transpose()? else { return Ok(()) };
        if port.to_text() == listens.port().to_string() {
            return Ok(());
        }
        let expected = format!("a listening socket on port {}", port.to_text());
        Err(elsewhere(role, expected, &format!("one on port {}", listens.port()), "that is another port"))
    }
}

impl ExpectListen {
    /// Only a program of the check can be seen to listen.
    pub(crate) fn lint(&self, place: Place, lint: &mut Lint<'_>) {
        lint.program(place, self.program.as_deref());
        if let Some(port) = &self.port {
            port.lint(place, lint, "nobody can listen on port 0");
        }
    }
}
