//! `expect_dial`: the client dials, and where to.

use serde::{Deserialize, Serialize};

use super::lint::Lint;
use crate::text::Place;

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
