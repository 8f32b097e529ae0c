//! `expect_close`, `expect_quiet`, `expect_exit`: something ends, or nothing comes.

use serde::{Deserialize, Serialize};

use super::lint::Lint;
use crate::text::Place;

/// Waits until the program has closed a connection.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectClose {
    /// The connection; by default the one that was opened last.
    pub on: Option<String>,
    /// What the program may still send before it closes.
    #[serde(default)]
    pub after: Before,
}

/// What may come before an end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Before {
    /// Nothing but white space and line ends.
    #[default]
    Nothing,
    /// Whatever it likes.
    Anything,
}

/// Waits until a program has ended.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectExit {
    /// `server` or `client`; by default the check's program.
    pub program: Option<String>,
    /// The exit code it must end with; any, when not given.
    pub code: Option<i32>,
}

impl ExpectClose {
    /// A connection must be open to be closed.
    pub(crate) fn lint(&self, place: Place, lint: &mut Lint<'_>) {
        lint.on(place, self.on.as_deref());
    }
}

impl ExpectExit {
    /// Only a program of the check can be seen to end.
    pub(crate) fn lint(&self, place: Place, lint: &mut Lint<'_>) {
        lint.program(place, self.program.as_deref());
    }
}
