//! `accept`: the harness takes the next connection that the client has dialled.

use super::lint::Lint;
use crate::text::Place;
use serde::{Deserialize, Serialize};

use super::ready::not_ready;
use crate::stage::{Halt, Scene};
use crate::verdict::{Readiness, Transport};

/// Takes the next connection that the client has dialled.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Accept {
    /// Name of the connection.
    #[serde(rename = "as")]
    pub name: Option<String>,
    /// Over which transport it has dialled: `tcp`, or `udp`, where whatever comes from one address is a connection.
    /// By default, the client's.
    pub transport: Option<Transport>,
}

impl Accept {
    /// Waits until the client has dialled, and makes its connection the current one.
    pub(super) fn act(&self, scene: &mut Scene) -> Result<(), Halt> {
        let role = scene.role(None);
        let transport = self.transport.unwrap_or_else(|| scene.world().transport(&role));
        let arrived = scene.wait(|world| world.take_arrived(transport));
        let index = arrived.map_err(|waited| not_ready(scene, waited, &role, (Readiness::Dial, transport)))?;
        if let Some(name) = &self.name {
            scene.world().connections[index].name.clone_from(name);
        }
        scene.current = Some(index);
        Ok(())
    }
}

impl Accept {
    /// Only a client dials, and only the harness itself can answer it.
    pub(crate) fn lint(&self, place: Place, lint: &mut Lint<'_>) {
        if lint.plays_both() {
            lint.complain(
                place,
                "the harness accepts nothing while the two programs talk to each other",
                "Read their conversation with `expect_wire`.",
            );
        } else if !lint.plays("client") {
            lint.complain(place, "a server does not dial", "Open a connection to it with `- connect`.");
        }
        lint.open(place, self.name.as_deref(), None, self.transport);
    }
}
