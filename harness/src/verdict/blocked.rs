//! What a thread that does not run waits for.

use serde::{Deserialize, Serialize};

/// One thread, and the call it is in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Blocked {
    /// Role of the program the thread belongs to.
    pub role: String,
    /// The system call by name (`recvfrom`), or `running`.
    pub call: String,
    /// What the call waits on.
    pub on: BlockedOn,
    /// Whether the call has a time limit of its own that ends before the deadline.
    pub timed: bool,
    /// How many threads are in exactly this state.
    pub threads: u32,
}

/// What a blocked call waits on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BlockedOn {
    /// Data on (or room in) a connection, by its name in the spec.
    Connection(String),
    /// A new client on a listening socket, at this address.
    Listener {
        /// The address it listens at.
        address: String,
        /// Connections that wait to be accepted.
        waiting: u32,
    },
    /// A datagram, on a socket with this address.
    Datagrams {
        /// The address it is bound to.
        address: String,
    },
    /// The terminal.
    Terminal,
    /// A child process.
    Child,
    /// Another thread of the program (a lock, a join).
    Thread,
    /// A pipe or socket pair inside the program.
    Pipe,
    /// Several things at once (`select`, `poll`, `epoll`).
    Several,
    /// The clock.
    Clock,
    /// Nothing: it runs.
    Processor,
    /// Something else, as `/proc` names it.
    Other(String),
}
