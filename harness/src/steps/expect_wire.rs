//! `expect_wire`: one program of the submission says something to the other.

use serde::{Deserialize, Serialize};

use crate::stage::matcher::beside::step_with_matcher;

step_with_matcher! {
    /// Waits until what one program sent to the other, read off the wire, matches.
    ExpectWire {
        /// Who says it: `server` or `client`.
        from: Option<String>,
        /// Keeps what matched under this name.
        save: Option<String>,
    }
}

/// Waits until the two programs have closed their connection.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectWireClose {}
