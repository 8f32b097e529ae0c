//! What a program may use up, and how the kernel is told.

use std::io;

use nix::sys::resource::{Resource, setrlimit};
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

impl Limits {
    /// Puts the calling process and all it starts under these limits.
    pub fn apply(&self) -> io::Result<()> {
        let mebibytes = |count: u32| u64::from(count) * 1024 * 1024;
        let processor = u64::from(self.processor_seconds);
        for (resource, soft, hard) in [
            // The soft limit says SIGXCPU, by which the report knows why; the hard one kills.
            (Resource::RLIMIT_CPU, processor, processor + 1),
            (Resource::RLIMIT_NPROC, u64::from(self.processes), u64::from(self.processes)),
            // Data rather than address space: Java and Node reserve far more than they use.
            (Resource::RLIMIT_DATA, mebibytes(self.memory_mib), mebibytes(self.memory_mib)),
            (Resource::RLIMIT_FSIZE, mebibytes(self.files_mib), mebibytes(self.files_mib)),
            (Resource::RLIMIT_NOFILE, 1024, 4096),
            (Resource::RLIMIT_CORE, 0, 0),
        ] {
            setrlimit(resource, soft, hard)?;
        }
        Ok(())
    }
}
