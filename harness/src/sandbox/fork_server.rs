//! A process with one thread that has this executable loaded and linked, and splits itself for every stage.
//!
//! Loading an executable of this size costs more than all that a stage does in it (docs/decisions).

use std::fs::File;
use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use nix::sys::wait::{WaitStatus, waitpid};
use nix::unistd::{ForkResult, Pid};
use rustix::event::{PollFd, PollFlags, poll};
use rustix::net::Shutdown;
use rustix::process::{PidfdFlags, pidfd_open, pidfd_send_signal};
use serde::{Deserialize, Serialize};

use super::control::Control;
use super::level::Level;
use super::{limits, namespaces, raw};
use crate::verdict::Exit;

/// The word by which the harness starts itself as a fork server.
pub const WORD: &str = "__stages";

/// The harness's side of its fork server, which ends with this.
pub struct ForkServer {
    executable: PathBuf,
    control: Control,
    process: Child,
}

/// A process split off by the fork server. It is killed when this is dropped.
pub struct Forked {
    /// Its standard input; `None` once it was closed.
    pub input: Option<File>,
    /// Its standard output.
    pub output: File,
    /// Its standard error.
    pub errors: File,
    reports: Control,
    process: OwnedFd,
    pid: i32,
}

/// What the server reports of one process.
#[derive(Debug, Serialize, Deserialize)]
enum Report {
    /// It goes, under this number; a descriptor of it comes beside.
    Began(i32),
    /// It has ended.
    Ended(Exit),
    /// It could not be split off.
    Refused(String),
}

/// The server's side of one process.
struct Split {
    process: OwnedFd,
    pid: Pid,
    reports: Control,
}

impl ForkServer {
    /// Starts the harness's executable as a fork server.
    #[expect(
        clippy::disallowed_methods,
        reason = "the fork server is a process of the harness's own, started here and nowhere else"
    )]
    pub fn start(harness: &Path) -> io::Result<Self> {
        let (control, end) = Control::pair()?;
        let process = Command::new(harness)
            .arg(WORD)
            .env_clear()
            .current_dir("/")
            .stdin(Stdio::from(end))
            .stdout(Stdio::null())
            // Ctrl-C is for the harness, which stops everything itself: a stage that dies of it first would look like a fault.
            .process_group(0)
            .spawn()?;
        Ok(Self { executable: harness.to_owned(), control, process })
    }

    /// The harness's own executable.
    pub fn executable(&self) -> &Path {
        &self.executable
    }

    /// Ends it with everything that was split off, and that is still in play then. No process can be split off any more.
    pub fn stop(&self) {
        // It takes that for the end of the harness. There is nothing to be done where it has ended before.
        let _ = rustix::net::shutdown(&self.control, Shutdown::Both);
    }

    /// Splits off one process, for a stage of this level.
    pub fn fork(&self, level: Level) -> io::Result<Forked> {
        let ((its_input, input), (output, its_output), (errors, its_errors)) = (io::pipe()?, io::pipe()?, io::pipe()?);
        let (reports, its_reports) = Control::pair()?;
        self.control.send(&level, &[its_input.as_fd(), its_output.as_fd(), its_errors.as_fd(), its_reports.as_fd()])?;
        drop(its_reports);
        match reports.receive()? {
            Some((Report::Began(pid), mut descriptors)) => Ok(Forked {
                input: Some(OwnedFd::from(input).into()),
                output: OwnedFd::from(output).into(),
                errors: OwnedFd::from(errors).into(),
                reports,
                process: descriptors.pop().ok_or(io::ErrorKind::InvalidData)?,
                pid,
            }),
            Some((Report::Refused(why), _)) => Err(io::Error::other(why)),
            Some((Report::Ended(_), _)) | None => Err(io::Error::other("the fork server has ended")),
        }
    }
}

impl Drop for ForkServer {
    fn drop(&mut self) {
        self.stop();
        let _ = self.process.wait();
    }
}

impl Forked {
    /// Its process id.
    pub fn pid(&self) -> i32 {
        self.pid
    }

    /// Kills it if it still runs; tells how it ended, or nothing if the server ended first.
    pub fn end(&self) -> io::Result<Option<Exit>> {
        match pidfd_send_signal(&self.process, rustix::process::Signal::KILL) {
            // It has ended by itself.
            Ok(()) | Err(rustix::io::Errno::SRCH) => {}
            Err(error) => return Err(error.into()),
        }
        match self.reports.receive()? {
            Some((Report::Ended(exit), _)) => Ok(Some(exit)),
            Some((Report::Began(_) | Report::Refused(_), _)) | None => Ok(None),
        }
    }
}

impl Drop for Forked {
    fn drop(&mut self) {
        let _ = self.end();
    }
}

/// Serves on standard input until the harness is gone. `stage` is what a split process does; its answer is the exit code.
pub fn serve(stage: impl Fn() -> u8) -> io::Result<()> {
    let control = Control::from_end(io::stdin().as_fd().try_clone_to_owned()?);
    rustix::stdio::dup2_stdin(rustix::stdio::stdout())?;
    let machine = namespaces::enter_network_of_small_hosts();
    limits::open_many()?;
    let mut running: Vec<Split> = Vec::new();
    loop {
        let mut ready = vec![PollFd::new(&control, PollFlags::IN)];
        ready.extend(running.iter().map(|split| PollFd::new(&split.process, PollFlags::IN)));
        match poll(&mut ready, None) {
            Ok(_) | Err(rustix::io::Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
        let answers: Vec<bool> = ready.iter().map(|descriptor| !descriptor.revents().is_empty()).collect();
        let mut ended = answers[1..].iter();
        running.retain(|split| !(ended.next() == Some(&true) && split.reap()));
        if answers[0] {
            let Some((level, descriptors)) = control.receive::<Level>()? else { return Ok(()) };
            let network = machine.as_ref().filter(|_| level == Level::Plain);
            running.extend(take_request(descriptors, network, &stage));
        }
    }
}

/// Splits this process for a request, into a network if one is given, and reports that.
fn take_request(descriptors: Vec<OwnedFd>, network: Option<&OwnedFd>, stage: &impl Fn() -> u8) -> Option<Split> {
    let Ok([input, output, errors, reports]) = <[OwnedFd; 4]>::try_from(descriptors) else { return None };
    let reports = Control::from_end(reports);
    // A requester that is gone needs no report.
    match split([&input, &output, &errors], network, stage) {
        Ok((pid, process)) => {
            let _ = reports.send(&Report::Began(pid.as_raw()), &[process.as_fd()]);
            Some(Split { process, pid, reports })
        }
        Err(error) => {
            let _ = reports.send(&Report::Refused(error.to_string()), &[]);
            None
        }
    }
}

fn split(standard: [&OwnedFd; 3], network: Option<&OwnedFd>, stage: &impl Fn() -> u8) -> io::Result<(Pid, OwnedFd)> {
    match raw::fork()? {
        ForkResult::Parent { child } => {
            let pid = rustix::process::Pid::from_raw(child.as_raw()).ok_or(io::ErrorKind::InvalidData)?;
            Ok((child, pidfd_open(pid, PidfdFlags::empty())?))
        }
        ForkResult::Child => {
            let code =
                std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| match become_stage(standard, network) {
                    Ok(()) => stage(),
                    Err(_) => u8::MAX,
                }));
            raw::leave(code.map_or(101, i32::from))
        }
    }
}

fn become_stage([input, output, errors]: [&OwnedFd; 3], network: Option<&OwnedFd>) -> io::Result<()> {
    if let Some(network) = network {
        namespaces::enter_network(network)?;
    }
    rustix::stdio::dup2_stdin(input)?;
    rustix::stdio::dup2_stdout(output)?;
    rustix::stdio::dup2_stderr(errors)?;
    raw::close_all_others(&[])
}

impl Split {
    /// Takes its end and reports it; false if it goes on.
    fn reap(&self) -> bool {
        let exit = match waitpid(self.pid, None) {
            Ok(WaitStatus::Exited(_, code)) => Exit::Code(code),
            Ok(WaitStatus::Signaled(_, signal, _)) => Exit::Signal(signal as i32),
            Ok(_) => return false,
            // Whoever it was that took its end, nothing more is known of it.
            Err(_) => return true,
        };
        let _ = self.reports.send(&Report::Ended(exit), &[]);
        true
    }
}
