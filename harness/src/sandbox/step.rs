//! One step of setting up a sandbox, by a name that `doctor` and error messages show.

use std::io;

use serde::{Deserialize, Serialize};

use crate::verdict::{Fault, FaultKind};

/// A step that the kernel refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    /// The step: "make namespaces".
    pub step: String,
    /// The kernel's answer.
    pub error: String,
}

/// Names a step's error.
pub fn step<T, E: Into<io::Error>>(name: &str, result: Result<T, E>) -> Result<T, Refused> {
    result.map_err(|error| Refused { step: name.to_owned(), error: error.into().to_string() })
}

impl std::fmt::Display for Refused {
    fn fmt(&self, form: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(form, "could not {}: {}", self.step, self.error)
    }
}

impl From<Refused> for io::Error {
    fn from(refused: Refused) -> Self {
        Self::other(refused.to_string())
    }
}

impl From<Refused> for Fault {
    fn from(refused: Refused) -> Self {
        Fault::new(
            FaultKind::Kernel,
            refused.to_string(),
            "Run `harness doctor` to see what this machine gives, and how to get the rest.",
        )
    }
}
