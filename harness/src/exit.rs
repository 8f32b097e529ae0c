//! The exit codes, the same for every command.

use std::process::ExitCode;

use crate::report::View;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// Full marks (bonus aside), or the command did what it was asked.
    Full = 0,
    /// Points were lost.
    Lost = 1,
    /// Bad usage, or a spec with mistakes.
    Usage = 2,
    /// A fault of the harness or the machine, or a check that this machine cannot play.
    Fault = 3,
    /// Stopped by Ctrl-C, as shells count it.
    Stopped = 130,
}

impl Exit {
    /// How a command ends whose run was judged so.
    pub fn of(view: &View<'_>) -> Self {
        match view.exit_code() {
            0 => Self::Full,
            1 => Self::Lost,
            _ => Self::Fault,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}
