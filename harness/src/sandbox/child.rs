//! The last steps between the keeper and the student's program: terminal, limits, user, filter, exec.

use std::ffi::CString;
use std::io;
use std::os::fd::{AsRawFd, OwnedFd};

use nix::errno::Errno;
use nix::sched::{CloneFlags, unshare};
use nix::unistd::{ForkResult, Pid, execve};
use rustix::process::{PidfdFlags, PidfdGetfdFlags, pidfd_getfd, pidfd_open};
use serde::{Deserialize, Serialize};

use super::control::Control;
use super::keeper::{StartOrder, Whose};
use super::level::Level;
use super::step::{Refused, step};
use super::{filter, namespaces, raw};

/// What became of a start.
pub enum Outcome {
    /// The program runs.
    Runs {
        /// Its process.
        program: Pid,
        /// The descriptor on which its filter asks, if it has one.
        listener: Option<OwnedFd>,
    },
    /// A step was refused.
    Refused(Refused),
    /// The command could not be executed.
    NotExecuted(String),
}

/// What the child says before it becomes the program.
#[derive(Serialize, Deserialize)]
enum ChildSaid {
    /// The filter stands; its listener has this number.
    Filtered(i32),
    Refused(Refused),
    NotExecuted(String),
}

/// Splits off the child that becomes the program, and waits until it has.
pub fn start(order: &StartOrder, proc: &OwnedFd, descriptors: Vec<OwnedFd>) -> io::Result<Outcome> {
    let (keeper, end) = Control::pair()?;
    let child = Control::from_end(end);
    let program = match raw::fork()? {
        ForkResult::Parent { child } => child,
        ForkResult::Child => {
            let last_word = become_program(order, proc, &descriptors, &child);
            // Nothing can be done about a keeper that no longer listens.
            let _ = child.write(&last_word);
            drop((keeper, child));
            std::process::abort();
        }
    };
    drop((child, descriptors));
    let mut listener = None;
    while let Some((said, _)) = keeper.receive::<ChildSaid>()? {
        match said {
            ChildSaid::Filtered(number) => {
                listener = Some(fetch(program, number)?);
                keeper.send(&(), &[])?;
            }
            ChildSaid::Refused(refused) => return Ok(Outcome::Refused(refused)),
            ChildSaid::NotExecuted(why) => return Ok(Outcome::NotExecuted(why)),
        }
    }
    if listener.is_none() && order.whose == Whose::Students {
        return Err(io::Error::other("it ended while it was being set up"));
    }
    Ok(Outcome::Runs { program, listener })
}

/// Takes the listener out of the child: the child itself cannot send it, because sending is what its filter asks about.
pub(super) fn fetch(program: Pid, number: i32) -> io::Result<OwnedFd> {
    let pid = rustix::process::Pid::from_raw(program.as_raw()).ok_or(io::ErrorKind::NotFound)?;
    let process = pidfd_open(pid, PidfdFlags::empty())?;
    Ok(pidfd_getfd(process, number, PidfdGetfdFlags::empty())?)
}

/// Never returns when all goes well.
fn become_program(order: &StartOrder, proc: &OwnedFd, descriptors: &[OwnedFd], keeper: &Control) -> ChildSaid {
    match prepare(order, proc, descriptors, keeper) {
        Err(refused) => ChildSaid::Refused(refused),
        Ok((commands, arguments, environment)) => {
            let mut failure = Errno::ENOENT;
            for command in &commands {
                let Err(error) = execve(command, &arguments, &environment);
                // Like a shell, look on in PATH, and tell of a file that may not be executed rather than of none.
                if error != Errno::ENOENT {
                    failure = error;
                }
            }
            ChildSaid::NotExecuted(io::Error::from(failure).to_string())
        }
    }
}

/// The places where the command may be, its arguments, its environment.
type Execution = (Vec<CString>, Vec<CString>, Vec<CString>);

fn prepare(
    order: &StartOrder,
    proc: &OwnedFd,
    descriptors: &[OwnedFd],
    keeper: &Control,
) -> Result<Execution, Refused> {
    let texts = |words: Vec<String>| words.into_iter().map(CString::new).collect::<Result<Vec<_>, _>>();
    let arguments = step("read the command", texts(order.command.clone()))?;
    let environment = step(
        "read the environment",
        texts(order.environment.iter().map(|(name, value)| format!("{name}={value}")).collect()),
    )?;
    let commands = step("read the command", texts(places_of(order)))?;
    match order.whose {
        Whose::Students => step("take the terminal", take_terminal(descriptors))?,
        Whose::Ours => step("take the descriptors", take_descriptors(descriptors))?,
    }
    step("reset signals", raw::reset_signals())?;
    step("keep descriptors back", raw::close_others_on_exec())?;
    if order.level == Level::Full {
        step("make a user namespace", unshare(CloneFlags::CLONE_NEWUSER))?;
        step(
            "map the program's user",
            namespaces::map_ids(proc, &format!("{} 0 1", namespaces::USER), &format!("{} 0 1", namespaces::USER)),
        )?;
    }
    step("enter the working directory", rustix::process::chdir(&order.working_directory))?;
    if order.whose == Whose::Students {
        // Where a machine runs out of memory all the same, this program is to go first. One that forbids it is no worse off.
        let _ = namespaces::write_own(proc, "oom_score_adj", "1000");
    }
    step("give up new privileges", nix::sys::prctl::set_no_new_privs())?;
    if order.whose == Whose::Students {
        let listener = step("install the filter", raw::install_filter(&mut filter::filter()))?;
        step("hand out the filter", hand_out(&listener, keeper))?;
    }
    if let (Level::Plain, Some(uid)) = (order.level, order.uid) {
        namespaces::drop_root(uid)?;
    }
    step("set limits", order.limits.map_or(Ok(()), |limits| limits.apply()))?;
    Ok((commands, arguments, environment))
}

/// Where a command may be: where it says, or in the folders of the program's PATH.
fn places_of(order: &StartOrder) -> Vec<String> {
    let Some(command) = order.command.first().filter(|command| !command.is_empty()) else { return Vec::new() };
    if command.contains('/') {
        return vec![command.clone()];
    }
    let path = order.environment.iter().find(|(name, _)| name == "PATH").map_or("", |(_, path)| path.as_str());
    path.split(':').map(|folder| format!("{folder}/{command}")).collect()
}

fn hand_out(listener: &OwnedFd, keeper: &Control) -> io::Result<()> {
    keeper.write(&ChildSaid::Filtered(listener.as_raw_fd()))?;
    keeper.receive::<()>()?;
    Ok(())
}

/// Makes these the three standard descriptors: input, output, errors.
fn take_descriptors(descriptors: &[OwnedFd]) -> io::Result<()> {
    let [input, output, errors] = descriptors else { return Err(io::ErrorKind::InvalidInput.into()) };
    rustix::process::setsid()?;
    rustix::stdio::dup2_stdin(input)?;
    rustix::stdio::dup2_stdout(output)?;
    rustix::stdio::dup2_stderr(errors)?;
    Ok(())
}

/// Makes the terminal the controlling one and the three standard descriptors: input and output on the first, errors on the second.
fn take_terminal(descriptors: &[OwnedFd]) -> io::Result<()> {
    let [terminal, errors] = descriptors else { return Err(io::ErrorKind::InvalidInput.into()) };
    rustix::process::setsid()?;
    rustix::process::ioctl_tiocsctty(terminal)?;
    rustix::stdio::dup2_stdin(terminal)?;
    rustix::stdio::dup2_stdout(terminal)?;
    rustix::stdio::dup2_stderr(errors)?;
    Ok(())
}
