//! `harness audit`

use clap::Args;

use crate::exit::Exit;

/// To be written.
#[derive(Debug, Args)]
pub(super) struct Audit {}

impl Audit {
    pub(super) fn run(self) -> Exit {
        Exit::Usage
    }
}
