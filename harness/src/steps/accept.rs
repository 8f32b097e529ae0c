//! `accept`: the harness takes the next connection that the client has dialled.

use serde::{Deserialize, Serialize};

/// Takes the next connection that the client has dialled.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Accept {
    /// Name of the connection.
    #[serde(rename = "as")]
    pub name: Option<String>,
}
