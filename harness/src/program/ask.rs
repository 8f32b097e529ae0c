//! Asks a tool of this machine one question, with a deadline.

use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;

/// What the tool printed.
pub(crate) struct Answer {
    /// On its standard output.
    pub(crate) out: String,
    /// On its standard error.
    pub(crate) err: String,
}

/// How long a tool may think: a shim on a loaded machine needs seconds, nothing needs more.
const DEADLINE: Duration = Duration::from_secs(10);

/// Runs `file` and returns what it printed, if it ended well before the deadline.
pub(crate) fn ask(file: &Path, arguments: &[&str]) -> Option<Answer> {
    ask_within(file, arguments, DEADLINE)
}

fn ask_within(file: &Path, arguments: &[&str], deadline: Duration) -> Option<Answer> {
    let mut command = Command::new(file);
    command.args(arguments).env("LC_ALL", "C").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    // A group of its own: a shim may start others, and all of them end at the deadline.
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place where a tool of this machine is asked, with a deadline"
    )]
    let child = command.process_group(0).spawn().ok()?;
    let group = i32::try_from(child.id()).ok().map(Pid::from_raw);
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        // The receiver is gone when the deadline has passed; then nobody wants to know.
        let _ = sender.send(child.wait_with_output());
    });
    let Ok(output) = receiver.recv_timeout(deadline) else {
        if let Some(group) = group {
            let _ = killpg(group, Signal::SIGKILL);
        }
        return None;
    };
    let output = output.ok().filter(|output| output.status.success())?;
    Some(Answer {
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    })
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::time::{Duration, Instant};

    use super::{ask, ask_within};

    #[test]
    fn a_tool_answers() {
        let answer = ask(Path::new("/bin/sh"), &["-c", "echo here; echo there >&2"]).expect("a shell");
        assert_eq!((answer.out.as_str(), answer.err.as_str()), ("here\n", "there\n"));
    }

    #[test]
    fn a_tool_that_fails_has_not_answered() {
        assert!(ask(Path::new("/bin/sh"), &["-c", "echo here; exit 3"]).is_none());
    }

    #[test]
    fn a_tool_that_hangs_is_ended_at_the_deadline() {
        let began = Instant::now();
        assert!(ask_within(Path::new("/bin/sh"), &["-c", "read x < /dev/zero"], Duration::from_millis(50)).is_none());
        assert!(began.elapsed() < Duration::from_secs(5));
    }
}
