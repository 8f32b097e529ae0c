//! The process that keeps a program: sets up what it sees, starts it, reaps, and by its own end ends all of it.

use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::path::{Path, PathBuf};

use nix::sched::{CloneFlags, unshare};
use nix::sys::prctl::{set_child_subreaper, set_pdeathsig};
use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::signal::{SigSet, Signal, killpg};
use nix::sys::signalfd::{SfdFlags, SignalFd};
use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
use nix::unistd::{ForkResult, Pid};
use rustix::event::{PollFd, PollFlags, poll};

use super::control::{Control, Said};
use super::level::Level;
use super::limits::Limits;
use super::step::{Refused, step};
use super::view::View;
use super::{child, namespaces, processes, raw, view};
use crate::verdict::Exit;

/// Whose a program is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// The students': it stands at two terminals, for its output and for its errors, and a filter asks the stage about what it does.
    Students,
    /// The harness's own, a helper of the stage: its input, output and errors are those that it is given, and nobody is asked.
    Ours,
}

/// How a program is started.
#[derive(Clone, Debug)]
pub struct StartOrder {
    /// Whose it is.
    pub whose: Whose,
    /// How far it is kept apart.
    pub level: Level,
    /// What it sees; in `plain`, only its private folder is made.
    pub view: View,
    /// The command and its arguments.
    pub command: Vec<String>,
    /// Its whole environment.
    pub environment: Vec<(String, String)>,
    /// The working directory, as the program sees it.
    pub working_directory: PathBuf,
    /// What it may use up; a helper whose needs are known may go without limits.
    pub limits: Option<Limits>,
    /// The user it runs under in `plain` where the harness is root.
    pub uid: Option<u32>,
}

/// Splits off a keeper that starts a program, and returns its process. `end` is its end of the control line, on which
/// it takes the numbers of signals; what the program's standard descriptors are to be comes with it.
///
/// A fork without an exec: starting an executable of this size a second time for each program would cost
/// more than everything else a check does (docs/decisions).
pub fn split_off(order: &StartOrder, end: &OwnedFd, standard: &[BorrowedFd<'_>]) -> io::Result<Pid> {
    match raw::fork()? {
        ForkResult::Parent { child } => Ok(child),
        ForkResult::Child => {
            let kept = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| keep_alone(order, end, standard)));
            raw::leave(i32::from(!matches!(kept, Ok(Ok(())))))
        }
    }
}

/// Forgets everything of the stage but the control line and the program's descriptors, and keeps the program.
fn keep_alone(order: &StartOrder, end: &OwnedFd, standard: &[BorrowedFd<'_>]) -> io::Result<()> {
    rustix::stdio::dup2_stdin(end)?;
    rustix::stdio::dup2_stdout(std::fs::OpenOptions::new().write(true).open("/dev/null")?)?;
    let control = io::stdin().as_fd().try_clone_to_owned()?;
    rustix::stdio::dup2_stdin(rustix::stdio::stdout())?;
    let mut kept = vec![control];
    for descriptor in standard {
        kept.push(descriptor.try_clone_to_owned()?);
    }
    raw::close_all_others(&kept)?;
    let control = Control::from_end(kept.remove(0));
    keep(order, control, kept)
}

/// Keeps the program until it is no longer wanted.
fn keep(order: &StartOrder, control: Control, descriptors: Vec<OwnedFd>) -> io::Result<()> {
    if order.level == Level::Full {
        if let Err(refused) =
            step("make a process namespace", unshare(CloneFlags::CLONE_NEWPID | CloneFlags::CLONE_NEWNS))
        {
            return control.send(&Said::Refused(refused), &[]);
        }
        if let ForkResult::Parent { child } = raw::fork()? {
            // The first process of the namespace holds the control line alone.
            drop((control, descriptors));
            waitpid(child, None)?;
            return Ok(());
        }
        set_pdeathsig(Signal::SIGKILL)?;
    } else {
        set_child_subreaper(true)?;
    }
    let program = match start(&control, order, descriptors) {
        Ok(program) => program,
        Err(refused) => {
            control.send(&Said::Refused(refused), &[])?;
            None
        }
    };
    if let Some(program) = program {
        watch(&control, program)?;
    }
    if order.level == Level::Plain {
        processes::kill_descendants();
    }
    Ok(())
}

/// Sets up the view and starts the program in it; `None` when the command could not be executed.
fn start(control: &Control, order: &StartOrder, descriptors: Vec<OwnedFd>) -> Result<Option<Pid>, Refused> {
    // The id maps are written through the machine's own /proc: the view may lack one.
    let proc = step("open /proc", namespaces::open_proc())?;
    if order.level == Level::Full {
        namespaces::make_mounts_private()?;
        view::mount_view(&order.view)?;
        step("enter the view", enter(&order.view.root))?;
    }
    let children = step("watch for ended processes", watch_children())?;
    drop(children);
    match step("start the program", child::start(order, &proc, descriptors))? {
        child::Outcome::Runs { program, listener } => {
            let listener: Vec<BorrowedFd<'_>> = listener.iter().map(AsFd::as_fd).collect();
            step("report the start", control.send(&Said::Started, &listener))?;
            Ok(Some(program))
        }
        child::Outcome::Refused(refused) => Err(refused),
        child::Outcome::NotExecuted(why) => {
            step("report the start", control.send(&Said::NotExecuted(why), &[]))?;
            Ok(None)
        }
    }
}

fn enter(root: &Path) -> io::Result<()> {
    rustix::process::chdir(root)?;
    rustix::process::pivot_root(".", ".")?;
    rustix::mount::unmount(".", rustix::mount::UnmountFlags::DETACH)?;
    rustix::process::chdir("/")?;
    Ok(())
}

fn watch_children() -> io::Result<SignalFd> {
    let mut signals = SigSet::empty();
    signals.add(Signal::SIGCHLD);
    signals.thread_block()?;
    SignalFd::with_flags(&signals, SfdFlags::SFD_CLOEXEC | SfdFlags::SFD_NONBLOCK).map_err(Into::into)
}

/// Reaps, reports the program's end, and passes signals on, until the control line closes.
fn watch(control: &Control, program: Pid) -> io::Result<()> {
    let children = watch_children()?;
    loop {
        reap(control, program)?;
        let mut ready = [PollFd::new(control, PollFlags::IN), PollFd::new(&children, PollFlags::IN)];
        match poll(&mut ready, None) {
            Ok(_) | Err(rustix::io::Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
        let asked = !ready[0].revents().is_empty();
        while children.read_signal()?.is_some() {}
        if asked {
            match control.receive::<i32>()? {
                Some((number, _)) => {
                    // A program that has ended meanwhile needs no signal.
                    let _ = killpg(program, Signal::try_from(number)?);
                }
                None => return Ok(()),
            }
        }
    }
}

fn reap(control: &Control, program: Pid) -> io::Result<()> {
    loop {
        let (pid, exit) = match waitpid(None, Some(WaitPidFlag::WNOHANG)) {
            Ok(WaitStatus::Exited(pid, code)) => (pid, Exit::Code(code)),
            Ok(WaitStatus::Signaled(pid, signal, _)) => (pid, Exit::Signal(signal as i32)),
            Ok(WaitStatus::StillAlive) | Err(nix::errno::Errno::ECHILD) => return Ok(()),
            Ok(_) | Err(nix::errno::Errno::EINTR) => continue,
            Err(error) => return Err(error.into()),
        };
        if pid == program {
            match control.send(&Said::Exited(exit, most_memory_kib()), &[]) {
                // The stage is gone; the control line says so next.
                Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {}
                other => other?,
            }
        }
    }
}

/// The most memory that one of the processes reaped so far held, or one that they had reaped.
fn most_memory_kib() -> u64 {
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).map(|usage| usage.max_rss());
    usage.ok().and_then(|kib| u64::try_from(kib).ok()).unwrap_or(0)
}
