//! `start` and `signal`: what the harness does to a program as a process.

use serde::{Deserialize, Serialize};

use super::lint::Lint;
use crate::text::Place;

/// Starts a program of the submission. A check that holds no `start` starts its programs at its beginning.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Start {
    /// `server` or `client`.
    pub program: String,
}

/// Sends a signal to a program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signal {
    /// `server` or `client`; by default the check's program.
    pub program: Option<String>,
    /// Which.
    pub name: SignalName,
}

/// The signals a person would send.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignalName {
    /// Ctrl-C.
    Interrupt,
    /// `kill`.
    Terminate,
    /// The terminal was closed.
    HangUp,
}

impl Start {
    /// Only a program of the check can be started.
    pub(crate) fn lint(&self, place: Place, lint: &mut Lint<'_>) {
        lint.program(place, Some(&self.program));
    }
}

impl Signal {
    /// Only a program of the check can be sent a signal.
    pub(crate) fn lint(&self, place: Place, lint: &mut Lint<'_>) {
        lint.program(place, self.program.as_deref());
    }
}
