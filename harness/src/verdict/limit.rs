//! Which limit a program has gone over.

use serde::{Deserialize, Serialize};

/// The limits a program runs under.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Limit {
    /// Wall time of a check.
    Time,
    /// Processor time.
    Processor,
    /// Memory.
    Memory,
    /// Processes and threads.
    Processes,
    /// Size of its files.
    Files,
    /// Output on its terminal.
    Output,
    /// Bytes on a connection.
    Sent,
    /// Open files and connections.
    Descriptors,
}
