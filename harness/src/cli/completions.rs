//! `harness completions`: what a shell needs to complete the command line.

use clap::Args;
use clap_complete::Shell;

use super::say;
use crate::exit::Exit;

/// Prints the completions of a shell.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  harness completions bash > ~/.local/share/bash-completion/completions/harness")]
pub(super) struct Completions {
    /// The shell.
    shell: Shell,
}

impl Completions {
    pub(super) fn run(self, mut command: clap::Command) -> Exit {
        let mut text = Vec::new();
        clap_complete::generate(self.shell, &mut command, "harness", &mut text);
        say::print(&String::from_utf8_lossy(&text), Exit::Full)
    }
}
