//! An author's own checker as a process: the harness's side, with a host's view of its own, that ends with the stage.

mod awaits;
mod judged;
mod prepare;

use std::fs::File;
use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::sync::Arc;
use std::time::Instant;

use rustix::pipe::{PipeFlags, pipe_with};

use super::kept::{Kept, NotStarted, drain};
use super::launch::Launch;
use super::surroundings::Surroundings;
use super::waits;
use crate::sandbox::Limits;
use crate::sandbox::keeper::{StartOrder, Whose};
use crate::sandbox::sockets::Socket;
use crate::sandbox::threads::{Thread, read_threads};
use crate::verdict::{Exit, Fault, FaultKind, Transport};

pub use awaits::Doing;
pub use judged::{Judged, judge, last_words_of};
pub use prepare::{Launches, Scripts, mistake_of, prepare};

/// What is kept of what it says, from the end: its message is its last line.
const KEPT: usize = 16 << 10;

/// Something to watch.
pub type Descriptor = Arc<dyn AsFd + Send + Sync>;

/// A checker that runs. Dropped, it is gone, with everything it has started.
pub struct Checker {
    /// The file, as the spec names it.
    pub file: String,
    /// What it has printed: its message.
    pub output: Vec<u8>,
    /// What it has written on standard error.
    pub errors: Vec<u8>,
    /// How it ended.
    pub exit: Option<Exit>,
    /// When it was started.
    pub started: Instant,
    kept: Kept,
    /// Its standard output and error; `None` once nobody can write there any more.
    says: [Option<Arc<OwnedFd>>; 2],
}

impl Checker {
    /// Starts a checker, with these variables beside the usual ones.
    pub fn start(
        file: &str,
        launch: &Launch,
        surroundings: &Surroundings,
        variables: Vec<(String, String)>,
    ) -> Result<Self, Fault> {
        let mut order = surroundings.order(launch);
        (order.whose, order.limits) = (Whose::Ours, Some(launch.limits));
        order.environment.extend(variables);
        Self::spawn(file, &order).map_err(|why| {
            let failed = |why: &str| {
                let message = format!("The spec's script `{file}` could not be started: {why}.");
                Fault::new(FaultKind::Machine, message, "See whether this machine has memory, processes and disk left.")
            };
            match why {
                NotStarted::Io(error) => failed(&error.to_string()),
                NotStarted::Overdue => failed("the sandbox was not ready after 30 seconds"),
                NotStarted::Ended => failed("it ended while it was being set up"),
                NotStarted::Refused(refused) => refused.into(),
                NotStarted::NotExecuted(why) => {
                    let command = launch.command.first().map_or("", String::as_str);
                    let message = format!("The spec's script `{file}` could not be run by `{command}`: {why}.");
                    Fault::new(FaultKind::Unsupported, message, "Install it on this machine.")
                }
            }
        })
    }

    fn spawn(file: &str, order: &StartOrder) -> Result<Self, NotStarted> {
        let nothing = File::open("/dev/null")?;
        let pipe = || pipe_with(PipeFlags::CLOEXEC).map_err(io::Error::from);
        let ((output, its_output), (errors, its_errors)) = (pipe()?, pipe()?);
        for says in [&output, &errors] {
            rustix::io::ioctl_fionbio(says, true).map_err(io::Error::from)?;
        }
        let (kept, _) = Kept::start(order, &[nothing.as_fd(), its_output.as_fd(), its_errors.as_fd()])?;
        Ok(Self {
            file: file.to_owned(),
            output: Vec::new(),
            errors: Vec::new(),
            exit: None,
            started: Instant::now(),
            kept,
            says: [Some(Arc::new(output)), Some(Arc::new(errors))],
        })
    }

    /// What to watch: the line to its keeper, and where it speaks.
    pub fn descriptors(&self) -> Vec<Descriptor> {
        let control = self.kept.control().into_iter().map(|control| control as Descriptor);
        let says = self.says.iter().flatten().map(|says| says.clone() as Descriptor);
        control.chain(says).filter(|_| self.exit.is_none()).collect()
    }

    /// Takes in what it has said, and how it ended.
    pub fn take_in(&mut self) -> io::Result<()> {
        if self.exit.is_none() {
            self.exit = self.kept.ended()?;
        }
        // What it said before it ended lies in the pipes by now.
        for (says, kept) in self.says.iter_mut().zip([&mut self.output, &mut self.errors]) {
            // A pipe whose other end is gone would stir for ever.
            if let Some(open) = says {
                let is_over = drain(open, kept)?;
                let too_much = kept.len().saturating_sub(KEPT);
                kept.drain(..too_much);
                if is_over {
                    *says = None;
                }
            }
        }
        Ok(())
    }

    /// All its threads, those of what it has started among them.
    pub fn threads(&self) -> Vec<Thread> {
        read_threads(&self.kept.processes())
    }

    /// Those of the stage's sockets that are its own.
    pub fn own<'a>(&self, sockets: &'a [Socket]) -> Vec<&'a Socket> {
        let own: Vec<u64> = self.kept.processes().into_iter().flat_map(waits::sockets_of).collect();
        sockets.iter().filter(|socket| own.contains(&socket.inode)).collect()
    }

    /// The ports at which it waits for others.
    pub fn waits_at(&self, sockets: &[Socket], transport: Transport) -> Vec<u16> {
        let mut own = self.own(sockets);
        own.retain(|socket| socket.transport == transport && (socket.listens || transport == Transport::Udp));
        own.into_iter().map(|socket| socket.local.port()).collect()
    }
}

/// What a checker may use up. The time it may take is the step's.
pub const LIMITS: Limits = Limits {
    step_seconds: 5,
    check_seconds: 30,
    processor_seconds: 30,
    processes: 128,
    memory_mib: 1024,
    files_mib: 64,
    output_kib: 16,
};
