//! What a program may use up.

use serde::{Deserialize, Serialize};

/// The limits of one program, or of one build. A spec may change each of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// Seconds a step may wait for the program, the time the program waited for a processor not counted.
    pub step_seconds: u32,
    /// Seconds a whole check may take, counted likewise.
    pub check_seconds: u32,
    /// Seconds of processor time.
    pub processor_seconds: u32,
    /// Processes and threads at once.
    pub processes: u32,
    /// Memory, in MiB.
    pub memory_mib: u32,
    /// Everything the program writes to its folder and to /tmp, in MiB.
    pub files_mib: u32,
    /// Output that is kept, in KiB; the rest is counted.
    pub output_kib: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            step_seconds: 5,
            check_seconds: 30,
            processor_seconds: 10,
            processes: 128,
            memory_mib: 1024,
            files_mib: 256,
            output_kib: 1024,
        }
    }
}
