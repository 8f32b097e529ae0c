//! How far a program is kept apart from the machine.

use serde::{Deserialize, Serialize};

/// A level of isolation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// A host of its own: network, files, processes, users, names.
    Full,
    /// A process group on this machine, where namespaces are refused.
    Plain,
}

impl std::fmt::Display for Level {
    fn fmt(&self, form: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        form.write_str(match self {
            Self::Full => "full",
            Self::Plain => "plain",
        })
    }
}
