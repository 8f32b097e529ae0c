//! A helper of the stage as a process: a program of ours that the stage talks to over pipes, and that ends with it.

use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::path::PathBuf;
use std::sync::Arc;

use rustix::fs::MemfdFlags;
use rustix::pipe::{PipeFlags, pipe_with};

use super::kept::{Kept, NotStarted, drain};
use crate::sandbox::Level;
use crate::sandbox::keeper::{StartOrder, Whose};
use crate::sandbox::threads::{Thread, read_threads};
use crate::sandbox::view::{self, View};

/// What its /tmp, its shared memory and its folder may each hold, in MiB.
const ROOM: u32 = 256;
/// What is kept of what it wrote on standard error.
const LAST_WORDS: usize = 16 << 10;

/// How a helper is started.
#[derive(Clone, Debug)]
pub struct HelperOrder {
    /// The command and its arguments.
    pub command: Vec<String>,
    /// An empty folder on which its view of the file system is mounted.
    pub root: PathBuf,
    /// Folders of this machine that it sees beside the system's own, read-only.
    pub shown: Vec<PathBuf>,
    /// Small files of its host: path and text.
    pub files: Vec<(PathBuf, String)>,
    /// Files in the folder in which it works: path in it and content.
    pub placed: Vec<(PathBuf, Vec<u8>)>,
}

/// A helper that runs, in namespaces of its own. Dropped, it is gone, with everything it has started.
pub struct Helper {
    kept: Kept,
    input: OwnedFd,
    output: Arc<OwnedFd>,
    errors: OwnedFd,
}

impl Helper {
    /// Starts a helper. Only a stage of the level `full` has helpers.
    pub fn start(order: HelperOrder) -> io::Result<Self> {
        let (its_input, input) = pipe_with(PipeFlags::CLOEXEC)?;
        let (output, its_output) = pipe_with(PipeFlags::CLOEXEC)?;
        rustix::io::ioctl_fionbio(&output, true)?;
        // A pipe that nobody reads would stop it some day; a file does not.
        let errors = rustix::fs::memfd_create("errors", MemfdFlags::CLOEXEC)?;
        let streams = [its_input.as_fd(), its_output.as_fd(), errors.as_fd()];
        let (kept, _) = Kept::start(&start_order(order), &streams).map_err(|why| match why {
            NotStarted::Io(error) => error,
            NotStarted::Refused(refused) => refused.into(),
            NotStarted::NotExecuted(why) => io::Error::other(why),
            NotStarted::Overdue => io::ErrorKind::TimedOut.into(),
            NotStarted::Ended => io::Error::other("it ended at once"),
        })?;
        Ok(Self { kept, input, output: Arc::new(output), errors })
    }

    /// Where it speaks, to be polled.
    pub fn output(&self) -> Arc<OwnedFd> {
        self.output.clone()
    }

    /// Says something to it, which is taken as a whole: helpers are told little.
    pub fn tell(&self, mut bytes: &[u8]) -> io::Result<()> {
        while !bytes.is_empty() {
            match rustix::io::write(&self.input, bytes) {
                Ok(length) => bytes = &bytes[length..],
                Err(rustix::io::Errno::INTR) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    /// Takes what it has said; `None` once it says nothing more.
    pub fn hear(&self) -> io::Result<Option<Vec<u8>>> {
        let mut heard = Vec::new();
        let is_over = drain(&self.output, &mut heard)?;
        Ok((!is_over || !heard.is_empty()).then_some(heard))
    }

    /// What it has written on standard error, from the beginning.
    pub fn errors(&self) -> String {
        let mut buffer = vec![0; LAST_WORDS];
        let length = rustix::io::pread(&self.errors, &mut buffer, 0).unwrap_or(0);
        String::from_utf8_lossy(&buffer[..length]).into_owned()
    }

    /// The threads of those of its processes whose command line fits.
    pub fn threads(&self, fits: impl Fn(&str) -> bool) -> Vec<Thread> {
        let mut found = self.kept.processes();
        found.retain(|pid| {
            std::fs::read(format!("/proc/{pid}/cmdline")).is_ok_and(|line| fits(&String::from_utf8_lossy(&line)))
        });
        read_threads(&found)
    }
}

fn start_order(order: HelperOrder) -> StartOrder {
    let environment =
        [("PATH", "/usr/local/bin:/usr/bin:/bin"), ("HOME", view::HOME), ("LANG", "C.UTF-8"), ("TZ", "UTC")];
    StartOrder {
        whose: Whose::Ours,
        level: Level::Full,
        view: View {
            root: order.root,
            folder: None,
            shared: false,
            shown: order.shown.into_iter().map(|folder| (folder.clone(), folder)).collect(),
            files: order.files,
            placed: order.placed,
            size_mib: ROOM,
        },
        command: order.command,
        environment: environment.map(|(name, value)| (name.to_owned(), value.to_owned())).into(),
        working_directory: PathBuf::from(view::FOLDER),
        limits: None,
        uid: None,
    }
}
