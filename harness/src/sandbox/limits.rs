//! What a program may use up, and how the kernel is told.

use std::io;

use nix::sys::resource::{Resource, getrlimit, setrlimit};
use serde::{Deserialize, Serialize};

/// What the kernel gives beyond a limit. A program that gets at it has gone over the limit, and the harness sees that it has,
/// and says so; one that the kernel merely refused something would fail in ways that do not tell why.
pub const FILES_BEYOND_MIB: u32 = 1;

/// Open descriptors of all processes of a program together. No exercise needs as many, and none may be so many that what the
/// kernel keeps behind them is more than the memory of a program.
pub const DESCRIPTORS: u64 = 8192;

/// See [`FILES_BEYOND_MIB`]: the share of the memory.
const MEMORY_BEYOND: u64 = 8;

/// The limits of one program, or of one build. A spec may change each of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// Seconds a step may wait for the program, the time the program waited for a processor not counted.
    pub step_seconds: u32,
    /// Seconds a whole check may take, counted likewise.
    pub check_seconds: u32,
    /// Seconds of processor time, of all its processes together.
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
        let memory = mebibytes(self.memory_mib) + mebibytes(self.memory_mib) / MEMORY_BEYOND;
        let files = mebibytes(self.files_mib + FILES_BEYOND_MIB);
        for (resource, soft, hard) in [
            // The soft limit says SIGXCPU, by which the report knows why; the hard one kills.
            (Resource::RLIMIT_CPU, processor, processor + 1),
            (Resource::RLIMIT_NPROC, u64::from(self.processes) + 1, u64::from(self.processes) + 1),
            // Data rather than address space: Java and Node reserve far more than they use.
            (Resource::RLIMIT_DATA, memory, memory),
            (Resource::RLIMIT_FSIZE, files, files),
            (Resource::RLIMIT_NOFILE, 1024, 4096),
            // Of no bytes, a machine that hands crashes to a program of its own would still hand them over; of one, it does not.
            (Resource::RLIMIT_CORE, 1, 1),
        ] {
            // Who runs the harness under a tighter limit than this cannot give more.
            let (_, most) = getrlimit(resource)?;
            setrlimit(resource, soft.min(most), hard.min(most))?;
        }
        Ok(())
    }
}

/// Lets the calling process, a stage's or what becomes one, open as many descriptors as it may: programs decide how many it needs.
pub fn open_many() -> io::Result<()> {
    let (_, most) = getrlimit(Resource::RLIMIT_NOFILE)?;
    setrlimit(Resource::RLIMIT_NOFILE, most, most).map_err(Into::into)
}
