//! `connect`: the harness connects to the server.

use serde::{Deserialize, Serialize};

/// Connects to the server, as soon as it listens.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Connect {
    /// Name of the connection; with `count`, of the group (`c` makes `c1`, `c2` …).
    #[serde(rename = "as")]
    pub name: Option<String>,
    /// How many to open, one after the other.
    pub count: Option<u32>,
}
