//! Processes: started, waited for with a deadline, their processor time read, their orphans adopted.
#![expect(clippy::disallowed_methods, reason = "what is measured here is the start of processes, in this one file")]

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike as _;
use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::{Pid, PidfdFlags, pidfd_open};

/// What a run of the harness came to.
#[derive(Debug)]
pub struct Finished {
    /// How long it took on the clock.
    pub wall: Duration,
    /// What it printed.
    pub printed: String,
    /// The most memory that its own process held at a time, in bytes.
    pub memory: u64,
}

/// No run here takes longer, however busy the machine is.
const LONGEST: Duration = Duration::from_secs(1200);

/// How often its memory is looked at.
const LOOKS: Duration = Duration::from_millis(20);

/// Runs the harness to its end, its temporary files in `temporary`.
pub fn harness<S: AsRef<OsStr>>(temporary: &Path, arguments: &[S]) -> io::Result<Finished> {
    let printed = temporary.with_extension("printed");
    let began = Instant::now();
    let mut harness = Command::new(env!("CARGO_BIN_EXE_harness"))
        .args(arguments)
        .env("TMPDIR", temporary)
        .env("NO_COLOR", "1")
        .stdin(Stdio::null())
        .stdout(File::create(&printed)?)
        .stderr(Stdio::null())
        .spawn()?;
    let mut memory = 0;
    let status = loop {
        if let Some(status) = ended(&mut harness, LOOKS)? {
            break status;
        }
        memory = peak(harness.id()).unwrap_or(0).max(memory);
        if began.elapsed() > LONGEST {
            harness.kill()?;
            harness.wait()?;
            return Err(io::Error::other("the harness hangs"));
        }
    };
    let wall = began.elapsed();
    // 0 and 1 are results; more is a fault of the harness or of this benchmark.
    match status.code() {
        Some(0 | 1) => Ok(Finished { wall, printed: fs::read_to_string(printed)?, memory }),
        _ => Err(io::Error::other(format!("the harness ended with {status}:\n{}", fs::read_to_string(printed)?))),
    }
}

/// Starts a program of a submission as a person at a terminal would, with a port of its own.
pub fn bare(command: &[String], path: &str, folder: &Path, port: u16) -> io::Result<Child> {
    Command::new(&command[0])
        .args(&command[1..])
        .current_dir(folder)
        .env_clear()
        .envs([("PATH", path), ("LANG", "C.UTF-8"), ("LC_ALL", "C.UTF-8"), ("TZ", "UTC"), ("PYTHONUNBUFFERED", "1")])
        .env("HOME", folder)
        .env("PORT", port.to_string())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
}

/// Waits for a compiler; true if it made its program.
pub fn compile(compiler: &str, source: &Path, program: &Path) -> bool {
    let compiler = Command::new(compiler).args(["-O2", "-o"]).arg(program).arg(source).stderr(Stdio::null()).spawn();
    compiler
        .and_then(|mut compiler| wait(&mut compiler, LONGEST))
        .is_ok_and(|ended| ended.is_some_and(|status| status.success()))
}

/// Reads the first thing a program prints.
pub fn hear(program: &mut Child) -> io::Result<()> {
    let heard = match &mut program.stdout {
        Some(output) => output.read(&mut [0; 256])?,
        None => 0,
    };
    if heard == 0 { Err(io::Error::other("a program ended before it listened")) } else { Ok(()) }
}

/// Waits for an end; kills, and tells `None`, when it does not come in time.
pub fn wait(child: &mut Child, longest: Duration) -> io::Result<Option<ExitStatus>> {
    let ended = ended(child, longest)?;
    if ended.is_none() {
        child.kill()?;
        child.wait()?;
    }
    Ok(ended)
}

/// Waits for an end; `None` when it does not come in time.
fn ended(child: &mut Child, longest: Duration) -> io::Result<Option<ExitStatus>> {
    let process = Pid::from_raw(child.id().cast_signed()).ok_or(io::ErrorKind::NotFound)?;
    let process = pidfd_open(process, PidfdFlags::empty())?;
    let timeout = Timespec::try_from(longest).map_err(io::Error::other)?;
    if poll(&mut [PollFd::new(&process, PollFlags::IN)], Some(&timeout))? == 0 {
        return Ok(None);
    }
    child.wait().map(Some)
}

/// The most memory that a process has held so far, in bytes; `None` once it is gone.
fn peak(process: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches(" kB").parse::<u64>().ok().map(|kibibytes| kibibytes << 10)
}

/// Makes this process the parent of whatever outlives its own, so that nothing gets out of sight.
pub fn adopt_orphans() -> io::Result<()> {
    nix::sys::prctl::set_child_subreaper(true).map_err(Into::into)
}

/// Takes the ended orphans away. To be called only while nothing that was started here runs.
pub fn reap() {
    while matches!(waitpid(None, Some(WaitPidFlag::WNOHANG)), Ok(status) if status != WaitStatus::StillAlive) {}
}

/// The processor time of all processes that were started here, with theirs, and have ended.
pub fn processor_time() -> io::Result<Duration> {
    reap();
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    let microseconds = usage.user_time().num_microseconds() + usage.system_time().num_microseconds();
    Ok(Duration::from_micros(u64::try_from(microseconds).unwrap_or(0)))
}
