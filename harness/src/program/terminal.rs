//! The terminal at which a program runs: what it prints, and what is typed at it.

use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::sync::Arc;

use nix::pty::{OpenptyResult, openpty};
use nix::sys::termios::{InputFlags, LocalFlags, OutputFlags, SetArg, tcgetattr, tcsetattr};
use rustix::fs::{OFlags, fcntl_getfl, fcntl_setfl};

/// A pseudo-terminal. Input and output stand on one, standard error on a second, so that both can be told apart.
pub struct Terminal {
    desk: Arc<OwnedFd>,
    program: OwnedFd,
}

/// What ends the input at the beginning of a line.
const END_OF_INPUT: u8 = 4;

impl Terminal {
    /// Opens a terminal as at a student's desk, but for its echo and its line ends: output stays as it was written.
    pub fn open() -> io::Result<Self> {
        let size = nix::pty::Winsize { ws_row: 24, ws_col: 80, ws_xpixel: 0, ws_ypixel: 0 };
        let OpenptyResult { master, slave } = openpty(&size, None)?;
        let mut settings = tcgetattr(&slave)?;
        settings.local_flags.remove(LocalFlags::ECHO | LocalFlags::ECHONL);
        settings.local_flags.insert(LocalFlags::ICANON | LocalFlags::ISIG);
        settings.output_flags.remove(OutputFlags::OPOST);
        settings.input_flags.remove(InputFlags::IXON | InputFlags::IXOFF);
        tcsetattr(&slave, SetArg::TCSANOW, &settings)?;
        for end in [&master, &slave] {
            rustix::io::fcntl_setfd(end, rustix::io::FdFlags::CLOEXEC)?;
        }
        fcntl_setfl(&master, fcntl_getfl(&master)? | OFlags::NONBLOCK)?;
        Ok(Self { desk: Arc::new(master), program: slave })
    }

    /// The program's end.
    pub fn program_end(&self) -> BorrowedFd<'_> {
        self.program.as_fd()
    }

    /// The harness's end, to be watched.
    pub fn descriptor(&self) -> Arc<OwnedFd> {
        self.desk.clone()
    }

    /// Takes what has been printed; empty when nothing has.
    pub fn take_output(&self) -> io::Result<Vec<u8>> {
        let mut output = Vec::new();
        let mut buffer = [0; 16 * 1024];
        loop {
            match rustix::io::read(&self.desk, &mut buffer) {
                Ok(0) | Err(rustix::io::Errno::AGAIN | rustix::io::Errno::IO) => return Ok(output),
                Ok(length) => output.extend_from_slice(&buffer[..length]),
                Err(rustix::io::Errno::INTR) => {}
                Err(error) => return Err(error.into()),
            }
            // A flood is taken in turns, so that the rest of the stage has its own.
            if output.len() >= 1024 * 1024 {
                return Ok(output);
            }
        }
    }

    /// Types a line and its end.
    pub fn type_line(&self, line: &[u8]) -> io::Result<()> {
        self.type_bytes(&[line, b"\n"].concat())
    }

    /// Ends the input, as Ctrl-D does on an empty line.
    pub fn end_input(&self) -> io::Result<()> {
        self.type_bytes(&[END_OF_INPUT])
    }

    /// Whether something was typed that the program has not read.
    pub fn has_unread_input(&self) -> bool {
        rustix::io::ioctl_fionread(&self.program).is_ok_and(|bytes| bytes > 0)
    }

    fn type_bytes(&self, bytes: &[u8]) -> io::Result<()> {
        let written = rustix::io::write(&self.desk, bytes)?;
        if written == bytes.len() { Ok(()) } else { Err(io::Error::other("the terminal's input is full")) }
    }
}
