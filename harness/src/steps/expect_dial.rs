//! `expect_dial`: the client dials, and where to.

use serde::{Deserialize, Serialize};

/// Waits until the program has dialled.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectDial {
    /// `server` or `client`; by default the check's program.
    pub program: Option<String>,
    /// The port it must dial; any, when not given.
    pub port: Option<u16>,
}
