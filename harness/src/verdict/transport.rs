//! How messages travel: as a stream of bytes, or as datagrams that keep their boundaries.

use serde::{Deserialize, Serialize};

/// A transport of the internet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Transport {
    /// A stream of bytes between two ends that are connected.
    #[default]
    Tcp,
    /// Datagrams: each goes its own way, and comes whole or not at all.
    Udp,
}

impl Transport {
    /// Whether it is the transport that goes without saying.
    pub fn is_tcp(&self) -> bool {
        *self == Self::Tcp
    }

    /// The other one.
    pub fn other(self) -> Self {
        match self {
            Self::Tcp => Self::Udp,
            Self::Udp => Self::Tcp,
        }
    }
}
