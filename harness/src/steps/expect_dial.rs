//! `expect_dial`: the client dials, and where to.

use super::lint::Lint;
use crate::text::Place;
use serde::{Deserialize, Serialize};

use super::connect::not_ready;
use crate::stage::dial::Dial;
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
        let transport = scene.world().transport(&role);
        let wanted = |dial: &&Dial| dial.role == role && dial.transport == transport;
        let dialled = scene.wait(|world| world.dialled.iter().find(wanted).map(|dial| dial.address));
        let address = dialled.map_err(|waited| not_ready(scene, waited, &role, (Readiness::Dial, transport)))?;
        match self.port {
            Some(port) if port != address.port() => {
                let received = address.to_string().as_str().into();
                let (expected, heard) = (format!("a dial of port {port}"), Heard::System(role));
                Err(Halt::Found(Box::new(FindingKind::Differed {
                    expected,
                    literal: None,
                    received,
                    at: 0,
                    remark: None,
                    heard,
                })))
            }
            _ => Ok(()),
        }
    }
}

impl ExpectDial {
    /// Only a program of the check can be seen to dial.
    pub(crate) fn lint(&self, place: Place, lint: &mut Lint<'_>) {
        if lint.plays_both() && self.program.is_none() {
            return;
        }
        lint.program(place, self.program.as_deref());
        if self.port == Some(0) {
            let at = lint.find(place, "port");
            lint.complain(at, "nobody can dial port 0", "Leave `port` out when any will do.");
        }
    }
}
