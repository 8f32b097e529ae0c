//! A student's program that runs: its keeper, its terminal, and the questions of its filter.

use std::collections::BTreeSet;
use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use super::kept::{Kept, NotStarted};
use super::launch::Launch;
use super::surroundings::Surroundings;
use super::terminal::Terminal;
use crate::sandbox::Level;
use crate::sandbox::control::Control;
use crate::sandbox::keeper::StartOrder;
use crate::sandbox::processes;
use crate::sandbox::questions::Listener;
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
    /// The prepared folder, where it works in that itself: a build.
    shared: Option<PathBuf>,
    kept: Kept,
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

impl Running {
    /// Starts a program.
    pub fn start(launch: &Launch, surroundings: &Surroundings) -> Result<Start, Fault> {
        let order = surroundings.order(launch);
        let shown =
            shlex::try_join(order.command.iter().map(String::as_str)).unwrap_or_else(|_| order.command.join(" "));
        let running = Self::spawn(launch, &order).map_err(|why| match why {
            NotStarted::Io(error) => Fault::new(
                FaultKind::Machine,
                format!("The program could not be started: {error}."),
                "See whether this machine has memory, processes and disk left.",
            ),
            NotStarted::Refused(refused) => refused.into(),
            NotStarted::NotExecuted(why) => not_executed(launch, &why),
            NotStarted::Overdue => Fault::new(
                FaultKind::Machine,
                "The sandbox was not ready after 30 seconds.",
                "This machine is overloaded or hangs.",
            ),
            NotStarted::Ended => Fault::new(
                FaultKind::Harness,
                "The sandbox ended before it started the program.",
                "Run `harness doctor`.",
            ),
        })?;
        Ok((running, shown))
    }

    fn spawn(launch: &Launch, order: &StartOrder) -> Result<Self, NotStarted> {
        let (terminal, errors) = (Terminal::open()?, Terminal::open()?);
        let (kept, mut handed) = Kept::start(order, &[terminal.program_end(), errors.program_end()])?;
        let listener = handed.pop().ok_or_else(|| io::Error::other("the keeper sent no listener"))?;
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
            shared: order.view.folder.clone().filter(|_| order.view.shared),
            kept,
        })
    }

    /// The line to the keeper, to be polled: it becomes readable when the program has ended.
    pub fn control(&self) -> io::Result<Arc<Control>> {
        self.kept.control()
    }

    /// Takes what the keeper has said. Returns how the program ended, the first time that is known.
    pub fn hear_keeper(&mut self) -> io::Result<Option<Exit>> {
        let said = self.kept.ended()?.filter(|_| self.exit.is_none());
        self.exit = self.exit.or(said);
        Ok(said)
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
        self.kept.control()?.send(&number, &[])
    }

    /// All living processes of the program.
    pub fn processes(&self) -> Vec<i32> {
        self.kept.processes()
    }

    /// How far it is kept apart.
    pub fn level(&self) -> Level {
        self.kept.level()
    }

    /// The root of what it sees, from here; `None` where it sees this machine's.
    pub fn root(&self) -> Option<PathBuf> {
        self.kept.root()
    }

    /// The prepared folder, where it works in that itself: a build.
    pub fn shared_folder(&self) -> Option<&Path> {
        self.shared.as_deref()
    }

    /// The most memory that one of its processes held, in KiB; known once it has ended.
    pub fn most_memory_kib(&self) -> u64 {
        self.kept.most_memory_kib()
    }

    /// Whether every process of the program is on its way out or gone.
    pub fn is_ending(&self) -> bool {
        self.processes().into_iter().all(processes::is_ending)
    }

    /// Ends the program and all it has left behind, and returns once nothing of it is alive.
    pub fn stop(self) -> io::Result<()> {
        let Self { mut kept, terminal, errors, listener, .. } = self;
        drop(listener);
        let ended = kept.end();
        drop((terminal, errors));
        ended
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
