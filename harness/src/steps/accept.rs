//! `accept`: the harness takes the next connection that the client has dialled.

use serde::{Deserialize, Serialize};

use super::connect::not_ready;
use crate::stage::{Halt, Scene};
use crate::verdict::Readiness;

/// Takes the next connection that the client has dialled.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Accept {
    /// Name of the connection.
    #[serde(rename = "as")]
    pub name: Option<String>,
}

impl Accept {
    /// Waits until the client has dialled, and makes its connection the current one.
    pub(super) fn act(&self, scene: &mut Scene) -> Result<(), Halt> {
        let role = scene.role(None);
        let arrived = scene.wait(|world| (!world.arrived.is_empty()).then(|| world.arrived.remove(0)));
        let index = arrived.map_err(|waited| not_ready(scene, waited, &role, Readiness::Dial))?;
        if let Some(name) = &self.name {
            scene.world().connections[index].name.clone_from(name);
        }
        scene.current = Some(index);
        Ok(())
    }
}
