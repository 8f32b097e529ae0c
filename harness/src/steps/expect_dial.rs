//! `expect_dial`: the client dials, and where to.

use serde::{Deserialize, Serialize};

use super::connect::not_ready;
use crate::stage::{Halt, Scene};
use crate::verdict::{FindingKind, Heard, Readiness};

/// Waits until the program has dialled.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectDial {
    /// `server` or `client`; by default the check's program.
    pub program: Option<String>,
    /// The port it must dial; any, when not given.
    pub port: Option<u16>,
}

impl ExpectDial {
    /// Waits until the program has dialled, and holds the address against what was asked for.
    pub(super) fn act(&self, scene: &mut Scene) -> Result<(), Halt> {
        let role = scene.role(self.program.as_ref());
        let dialled = scene.wait(|world| world.dialled.iter().find(|(by, _)| *by == role).map(|(_, address)| *address));
        let address = dialled.map_err(|waited| not_ready(scene, waited, &role, Readiness::Dial))?;
        match self.port {
            Some(port) if port != address.port() => {
                let received = address.to_string().as_str().into();
                let (expected, heard) = (format!("a dial of port {port}"), Heard::System(role));
                Err(Halt::Found(Box::new(FindingKind::Differed { expected, literal: None, received, at: 0, remark: None, heard })))
            }
            _ => Ok(()),
        }
    }
}
