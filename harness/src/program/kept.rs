//! A process under its keeper, and the line between the stage and that keeper: what is common to all that a stage starts.

use std::io;
use std::os::fd::{BorrowedFd, OwnedFd};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use nix::sys::wait::waitpid;
use nix::unistd::Pid;
use rustix::event::{PollFd, PollFlags, poll};
use rustix::time::Timespec;

use crate::sandbox::control::{Control, Said};
use crate::sandbox::keeper::StartOrder;
use crate::sandbox::step::Refused;
use crate::sandbox::{Level, keeper, processes};
use crate::verdict::Exit;

/// Setting up a view takes milliseconds; this is for a machine that hangs.
const LONGEST_START: Duration = Duration::from_secs(30);

/// A process under its keeper. Dropped, it is gone, with everything it has started.
pub(super) struct Kept {
    /// `None` once it was ended.
    control: Option<Arc<Control>>,
    keeper: Pid,
    level: Level,
    /// The most memory that one of the processes held, in KiB; known once the first has ended.
    most_memory_kib: u64,
}

/// Why a process does not run.
pub(super) enum NotStarted {
    /// A call failed.
    Io(io::Error),
    /// A step of the set-up was refused.
    Refused(Refused),
    /// Its command could not be executed.
    NotExecuted(String),
    /// Nothing was heard for [`LONGEST_START`].
    Overdue,
    /// The keeper ended before it was set up.
    Ended,
}

impl Kept {
    /// Starts what is ordered, with these standard streams. Beside it comes what the keeper hands over: the listener of a
    /// student's program.
    pub(super) fn start(order: &StartOrder, streams: &[BorrowedFd<'_>]) -> Result<(Self, Vec<OwnedFd>), NotStarted> {
        let (control, end) = Control::pair()?;
        let keeper = keeper::split_off(order, &end, streams)?;
        // Held here as well, the line would never end.
        drop(end);
        let kept = Self { control: Some(Arc::new(control)), keeper, level: order.level, most_memory_kib: 0 };
        if !kept.has_said(LONGEST_START)? {
            return Err(NotStarted::Overdue);
        }
        match kept.control()?.receive::<Said>()? {
            Some((Said::Started, handed)) => Ok((kept, handed)),
            Some((Said::Refused(refused), _)) => Err(NotStarted::Refused(refused)),
            Some((Said::NotExecuted(why), _)) => Err(NotStarted::NotExecuted(why)),
            Some((Said::Exited(..), _)) | None => Err(NotStarted::Ended),
        }
    }

    /// The line to the keeper, to be polled: it becomes readable when the process has ended.
    pub(super) fn control(&self) -> io::Result<Arc<Control>> {
        self.control.clone().ok_or_else(|| io::ErrorKind::NotConnected.into())
    }

    /// How the process has ended, once the keeper says so.
    pub(super) fn ended(&mut self) -> io::Result<Option<Exit>> {
        if !self.has_said(Duration::ZERO)? {
            return Ok(None);
        }
        match self.control()?.receive::<Said>()? {
            Some((Said::Exited(exit, most_memory_kib), _)) => {
                self.most_memory_kib = most_memory_kib;
                Ok(Some(exit))
            }
            Some(_) => Ok(None),
            None => Ok(Some(Exit::Signal(libc::SIGKILL))),
        }
    }

    /// It and everything it has started, as far as it lives.
    pub(super) fn processes(&self) -> Vec<i32> {
        let outer = self.keeper.as_raw();
        let mut found = processes::descendants(outer);
        // The first process of a namespace is a keeper as well, our own child's child.
        found.retain(|pid| self.level == Level::Plain || !is_child(outer, *pid));
        found
    }

    /// See the field.
    pub(super) fn most_memory_kib(&self) -> u64 {
        self.most_memory_kib
    }

    /// How far it is kept apart.
    pub(super) fn level(&self) -> Level {
        self.level
    }

    /// The root of what it sees, from here; `None` where it sees this machine's.
    pub(super) fn root(&self) -> Option<PathBuf> {
        let inner = processes::children(self.keeper.as_raw()).into_iter().next();
        inner.filter(|_| self.level == Level::Full).map(|inner| PathBuf::from(format!("/proc/{inner}/root")))
    }

    /// Ends it, and returns once nothing of it is alive.
    pub(super) fn end(&mut self) -> io::Result<()> {
        // Without its line, the keeper ends, and the kernel ends all that was below it.
        match self.control.take() {
            Some(control) => drop(control),
            None => return Ok(()),
        }
        waitpid(self.keeper, None).map(|_| ()).map_err(Into::into)
    }

    fn has_said(&self, longest: Duration) -> io::Result<bool> {
        let control = self.control()?;
        let timeout = Timespec { tv_sec: i64::try_from(longest.as_secs()).unwrap_or(i64::MAX), tv_nsec: 0 };
        loop {
            match poll(&mut [PollFd::new(&control, PollFlags::IN)], Some(&timeout)) {
                Err(rustix::io::Errno::INTR) => {}
                other => return Ok(other? > 0),
            }
        }
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        let _ = self.end();
    }
}

impl From<io::Error> for NotStarted {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// Takes what lies in a pipe that does not block, and puts it behind `kept`; whether that was the last of it. Whoever writes on and
/// on does not keep us: more than a pipe holds at once is left for the next time.
pub(super) fn drain(pipe: &OwnedFd, kept: &mut Vec<u8>) -> io::Result<bool> {
    let mut buffer = [0; 16 << 10];
    for _ in 0..16 {
        match rustix::io::read(pipe, &mut buffer) {
            Ok(0) => return Ok(true),
            Ok(length) => kept.extend_from_slice(&buffer[..length]),
            Err(rustix::io::Errno::AGAIN) => return Ok(false),
            Err(rustix::io::Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(false)
}

fn is_child(parent: i32, pid: i32) -> bool {
    let fields = processes::fields_of(&processes::folder_of(pid));
    fields.get(1).is_some_and(|found| found.parse() == Ok(parent))
}
