//! A student's program that runs: its keeper, its terminal, and the questions of its filter.

use std::collections::BTreeSet;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use nix::sys::wait::waitpid;
use nix::unistd::Pid;
use rustix::event::{PollFd, PollFlags, poll};
use rustix::time::Timespec;

use super::launch::Launch;
use super::surroundings::Surroundings;
use super::terminal::Terminal;
use crate::sandbox::control::{Control, Said};
use crate::sandbox::keeper::StartOrder;
use crate::sandbox::questions::Listener;
use crate::sandbox::{Level, keeper, processes};
use crate::verdict::{Exit, Fault, FaultKind, Transport};

/// A running program.
pub struct Running {
    /// `server` or `client`.
    pub role: String,
    /// Its terminal: input and output.
    pub terminal: Terminal,
    /// The terminal of its standard error.
    pub errors: Terminal,
    /// Where its filter asks.
    pub listener: Listener,
    /// Whether no process is left that the filter could ask for.
    pub filter_gone: bool,
    /// Where it listens, as far as it was seen.
    pub listens: Vec<SocketAddr>,
    /// Where it has bound datagram sockets.
    pub bound: Vec<Bound>,
    /// Its processes that have set an alarm, whose signal may end any wait.
    pub alarms: BTreeSet<i32>,
    /// Whether it set another timer, of which the same holds.
    pub has_timer: bool,
    /// How it ended.
    pub exit: Option<Exit>,
    /// When it was started.
    pub started: Instant,
    level: Level,
    control: Arc<Control>,
    keeper: Pid,
}

/// A datagram socket that a program has bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bound {
    /// Where it can be reached.
    pub at: SocketAddr,
    /// Whether the program has named the port. Runtimes bind sockets of which only the kernel names it.
    pub chosen: bool,
}

/// How a program was started: the process, and its command line for people.
pub type Start = (Running, String);

/// Setting up a view takes milliseconds; this is for a machine that hangs.
pub(super) const LONGEST_START: Duration = Duration::from_secs(30);

impl Running {
    /// Starts a program.
    pub fn start(launch: &Launch, surroundings: &Surroundings) -> Result<Start, Fault> {
        let order = surroundings.order(launch);
        let shown =
            shlex::try_join(order.command.iter().map(String::as_str)).unwrap_or_else(|_| order.command.join(" "));
        let running = Self::spawn(launch, &order).map_err(|error| match error {
            StartError::Io(error) => Fault::new(
                FaultKind::Machine,
                format!("The program could not be started: {error}."),
                "See whether this machine has memory, processes and disk left.",
            ),
            StartError::Fault(fault) => fault,
        })?;
        Ok((running, shown))
    }

    fn spawn(launch: &Launch, order: &StartOrder) -> Result<Self, StartError> {
        let (terminal, errors) = (Terminal::open()?, Terminal::open()?);
        let (control, end) = Control::pair()?;
        let keeper = keeper::split_off(order, &end, &[terminal.program_end(), errors.program_end()])?;
        // Held here as well, the line would never end.
        drop(end);
        let level = order.level;
        if !wait_readable(&control, LONGEST_START)? {
            return Err(StartError::Fault(Fault::new(
                FaultKind::Machine,
                "The sandbox was not ready after 30 seconds.",
                "This machine is overloaded or hangs.",
            )));
        }
        match control.receive::<Said>()? {
            Some((Said::Started, mut descriptors)) => {
                let listener = descriptors.pop().ok_or_else(|| io::Error::other("the keeper sent no listener"))?;
                Ok(Self {
                    role: launch.role.clone(),
                    terminal,
                    errors,
                    listener: Listener::new(listener),
                    filter_gone: false,
                    listens: Vec::new(),
                    bound: Vec::new(),
                    alarms: BTreeSet::new(),
                    has_timer: false,
                    exit: None,
                    started: Instant::now(),
                    level,
                    control: Arc::new(control),
                    keeper,
                })
            }
            Some((Said::Refused(refused), _)) => Err(StartError::Fault(refused.into())),
            Some((Said::NotExecuted(why), _)) => Err(StartError::Fault(not_executed(launch, &why))),
            Some((Said::Exited(_), _)) | None => Err(StartError::Fault(Fault::new(
                FaultKind::Harness,
                "The sandbox ended before it started the program.",
                "Run `harness doctor`.",
            ))),
        }
    }

    /// The line to the keeper, to be polled: it becomes readable when the program has ended.
    pub fn control(&self) -> Arc<Control> {
        self.control.clone()
    }

    /// Takes what the keeper has said. Returns how the program ended, the first time that is known.
    pub fn hear_keeper(&mut self) -> io::Result<Option<Exit>> {
        match self.control.receive::<Said>()? {
            Some((Said::Exited(exit), _)) => {
                self.exit = Some(exit);
                Ok(Some(exit))
            }
            Some(_) => Ok(None),
            None => {
                let first = self.exit.is_none();
                self.exit.get_or_insert(Exit::Signal(9));
                Ok(self.exit.filter(|_| first))
            }
        }
    }

    /// Where it waits for others, over this transport.
    pub fn waits_at(&self, transport: Transport) -> Vec<SocketAddr> {
        match transport {
            Transport::Tcp => self.listens.clone(),
            Transport::Udp => self.bound.iter().filter(|bound| bound.chosen).map(|bound| bound.at).collect(),
        }
    }

    /// Sends a signal to the program and what it has started.
    pub fn signal(&self, number: i32) -> io::Result<()> {
        self.control.send(&number, &[])
    }

    /// All living processes of the program.
    pub fn processes(&self) -> Vec<i32> {
        let keeper = self.keeper.as_raw();
        let mut found = processes::descendants(keeper);
        if self.level == Level::Full {
            // Below the process that was started stands the first one of the namespace, which is the keeper itself.
            found.retain(|pid| !is_keeper(keeper, *pid));
        }
        found
    }

    /// Whether every process of the program is on its way out or gone.
    pub fn is_ending(&self) -> bool {
        self.processes().into_iter().all(processes::is_ending)
    }

    /// Ends the program and all it has left behind, and returns once nothing of it is alive.
    pub fn stop(self) -> io::Result<()> {
        let Self { control, keeper, terminal, errors, listener, .. } = self;
        drop((control, listener));
        let ended = waitpid(keeper, None);
        drop((terminal, errors));
        ended.map(|_| ()).map_err(Into::into)
    }
}

enum StartError {
    Io(io::Error),
    Fault(Fault),
}

impl From<io::Error> for StartError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// Whether a process is the first of its namespace, which keeps the program: the keeper's own child.
pub(super) fn is_keeper(outer: i32, pid: i32) -> bool {
    std::fs::read_to_string(format!("/proc/{pid}/stat"))
        .ok()
        .and_then(|stat| stat.rsplit(')').next()?.split_ascii_whitespace().nth(1)?.parse::<i32>().ok())
        .is_some_and(|parent| parent == outer)
}

pub(super) fn wait_readable(control: &Control, longest: Duration) -> io::Result<bool> {
    let timeout = Timespec { tv_sec: i64::try_from(longest.as_secs()).unwrap_or(i64::MAX), tv_nsec: 0 };
    loop {
        match poll(&mut [PollFd::new(control, PollFlags::IN)], Some(&timeout)) {
            Err(rustix::io::Errno::INTR) => {}
            other => return Ok(other? > 0),
        }
    }
}

fn not_executed(launch: &Launch, why: &str) -> Fault {
    let command = launch.command.first().cloned().unwrap_or_default();
    Fault::new(
        FaultKind::Toolchain,
        format!("`{command}` could not be executed: {why}."),
        format!("Install `{command}` on this machine, or name another command in the submission's manifest."),
    )
}
