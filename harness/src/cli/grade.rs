//! `harness grade`

use clap::Args;

use crate::exit::Exit;

/// To be written.
#[derive(Debug, Args)]
pub(super) struct Grade {}

impl Grade {
    pub(super) fn run(self) -> Exit {
        Exit::Usage
    }
}
