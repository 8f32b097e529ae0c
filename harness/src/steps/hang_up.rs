//! `shut_down`, `close`, `reset`: the three ways in which the harness ends its side of a connection.

use serde::{Deserialize, Serialize};

use super::lint::Lint;
use crate::text::Place;

/// A step that needs no more than a connection.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OnConnection {
    /// The connection; by default the one that was opened last.
    pub on: Option<String>,
}

impl OnConnection {
    /// A connection must be open.
    pub(crate) fn lint(&self, place: Place, lint: &mut Lint<'_>) {
        lint.on(place, self.on.as_deref());
    }
}
