//! What is not the student's: a fault of the harness, of the spec or of the machine.

use serde::{Deserialize, Serialize};

/// Something that is not the student's: it never costs a point and makes the score incomplete.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// What failed.
    pub kind: FaultKind,
    /// What happened, for a person.
    pub message: String,
    /// What to do about it; empty when nothing is known.
    pub remedy: String,
}

/// The kinds of faults.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FaultKind {
    /// A namespace, a mount or another service of the kernel was refused.
    Kernel,
    /// No interpreter, compiler or library for this program on this machine.
    Toolchain,
    /// The spec asks for something that cannot be done.
    Spec,
    /// The machine ran out of disk, memory or processors.
    Machine,
    /// The harness itself broke.
    Harness,
    /// The check needs a level of isolation that this machine or this run does not give. Judged as *unsupported*.
    Unsupported,
    /// What was handed in cannot be taken: an archive that is damaged, of an unknown kind, or made to do harm.
    Refused,
}

impl Fault {
    /// A fault with its remedy.
    pub fn new(kind: FaultKind, message: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { kind, message: message.into(), remedy: remedy.into() }
    }
}
