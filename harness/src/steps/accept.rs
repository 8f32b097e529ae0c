//! `accept`: the harness takes the next connection that the client has dialled.

use serde::{Deserialize, Serialize};

use super::lint::Lint;
use crate::text::Place;

/// Takes the next connection that the client has dialled.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Accept {
    /// Name of the connection.
    #[serde(rename = "as")]
    pub name: Option<String>,
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
        lint.open(place, self.name.as_deref(), None);
    }
}
