//! An author's own checker as a process: the harness's side, with a host's view of its own, that ends with the stage.

mod awaits;
mod judged;
mod prepare;

use std::fs::File;
use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::sync::Arc;
use std::time::Instant;

use nix::sys::wait::waitpid;
use nix::unistd::Pid;
use rustix::pipe::{PipeFlags, pipe_with};

use super::launch::Launch;
use super::running::{LONGEST_START, is_keeper, wait_readable};
use super::surroundings::Surroundings;
use super::waits;
use crate::sandbox::control::{Control, Said};
use crate::sandbox::keeper::{StartOrder, Whose};
use crate::sandbox::sockets::Socket;
use crate::sandbox::threads::{Thread, read_threads};
use crate::sandbox::{Level, Limits, keeper, processes};
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
    /// `None` only while it is dropped.
    control: Option<Arc<Control>>,
    keeper: Pid,
    level: Level,
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
        let checker = Self::spawn(file, &order);
        checker.and_then(|checker| checker.await_start(launch).map(|()| checker)).map_err(|error| match error {
            Refusal::Io(error) => Fault::new(
                FaultKind::Machine,
                format!("The spec's script `{file}` could not be started: {error}."),
                "See whether this machine has memory, processes and disk left.",
            ),
            Refusal::Fault(fault) => fault,
        })
    }

    fn spawn(file: &str, order: &StartOrder) -> Result<Self, Refusal> {
        let nothing = File::open("/dev/null")?;
        let (output, its_output) = pipe_with(PipeFlags::CLOEXEC)?;
        let (errors, its_errors) = pipe_with(PipeFlags::CLOEXEC)?;
        for says in [&output, &errors] {
            rustix::io::ioctl_fionbio(says, true)?;
        }
        let (control, end) = Control::pair()?;
        let keeper = keeper::split_off(order, &end, &[nothing.as_fd(), its_output.as_fd(), its_errors.as_fd()])?;
        Ok(Self {
            file: file.to_owned(),
            output: Vec::new(),
            errors: Vec::new(),
            exit: None,
            started: Instant::now(),
            control: Some(Arc::new(control)),
            keeper,
            level: order.level,
            says: [Some(Arc::new(output)), Some(Arc::new(errors))],
        })
    }

    fn await_start(&self, launch: &Launch) -> Result<(), Refusal> {
        let Some(control) = &self.control else { return Err(io::Error::from(io::ErrorKind::NotConnected).into()) };
        if !wait_readable(control, LONGEST_START)? {
            return Err(io::Error::from(io::ErrorKind::TimedOut).into());
        }
        match control.receive::<Said>()? {
            Some((Said::Started, _)) => Ok(()),
            Some((Said::Refused(refused), _)) => Err(Refusal::Fault(refused.into())),
            Some((Said::NotExecuted(why), _)) => {
                let command = launch.command.first().map_or("", String::as_str);
                let message = format!("The spec's script `{}` could not be run by `{command}`: {why}.", self.file);
                Err(Refusal::Fault(Fault::new(FaultKind::Unsupported, message, "Install it on this machine.")))
            }
            Some((Said::Exited(_), _)) | None => Err(io::Error::other("it ended while it was being set up").into()),
        }
    }

    /// What to watch: the line to its keeper, and where it speaks.
    pub fn descriptors(&self) -> Vec<Descriptor> {
        let control = self.control.iter().map(|control| control.clone() as Descriptor);
        let says = self.says.iter().flatten().map(|says| says.clone() as Descriptor);
        control.chain(says).filter(|_| self.exit.is_none()).collect()
    }

    /// Takes in what it has said, and how it ended.
    pub fn take_in(&mut self) -> io::Result<()> {
        if let Some(control) = self.control.clone().filter(|_| self.exit.is_none())
            && wait_readable(&control, std::time::Duration::ZERO)?
        {
            match control.receive::<Said>()? {
                Some((Said::Exited(exit), _)) => self.exit = Some(exit),
                Some(_) => {}
                None => self.exit = Some(Exit::Signal(libc::SIGKILL)),
            }
        }
        // What it said before it ended lies in the pipes by now.
        for (says, kept) in self.says.iter_mut().zip([&mut self.output, &mut self.errors]) {
            // A pipe whose other end is gone would stir for ever.
            if let Some(open) = says
                && hear(open, kept)?
            {
                *says = None;
            }
        }
        Ok(())
    }

    /// All its threads, those of what it has started among them.
    pub fn threads(&self) -> Vec<Thread> {
        read_threads(&self.processes())
    }

    fn processes(&self) -> Vec<i32> {
        let keeper = self.keeper.as_raw();
        let mut found = processes::descendants(keeper);
        found.retain(|pid| self.level == Level::Plain || !is_keeper(keeper, *pid));
        found
    }

    /// Those of the stage's sockets that are its own.
    pub fn own<'a>(&self, sockets: &'a [Socket]) -> Vec<&'a Socket> {
        let own: Vec<u64> = self.processes().into_iter().flat_map(waits::sockets_of).collect();
        sockets.iter().filter(|socket| own.contains(&socket.inode)).collect()
    }

    /// The ports at which it waits for others.
    pub fn waits_at(&self, sockets: &[Socket], transport: Transport) -> Vec<u16> {
        let mut own = self.own(sockets);
        own.retain(|socket| socket.transport == transport && (socket.listens || transport == Transport::Udp));
        own.into_iter().map(|socket| socket.local.port()).collect()
    }
}

impl Drop for Checker {
    fn drop(&mut self) {
        // Without its line, the keeper ends, and all that was below it.
        drop(self.control.take());
        let _ = waitpid(self.keeper, None);
    }
}

enum Refusal {
    Io(io::Error),
    Fault(Fault),
}

impl From<io::Error> for Refusal {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl From<rustix::io::Errno> for Refusal {
    fn from(error: rustix::io::Errno) -> Self {
        Self::Io(error.into())
    }
}

/// Takes what lies in a pipe, and keeps the end of it all; whether that was the last of it.
fn hear(says: &OwnedFd, kept: &mut Vec<u8>) -> io::Result<bool> {
    let mut buffer = [0; 16 << 10];
    loop {
        match rustix::io::read(says, &mut buffer) {
            Ok(0) => return Ok(true),
            Err(rustix::io::Errno::AGAIN) => return Ok(false),
            Ok(length) => {
                kept.extend_from_slice(&buffer[..length]);
                let too_much = kept.len().saturating_sub(KEPT);
                kept.drain(..too_much);
            }
            Err(rustix::io::Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
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
