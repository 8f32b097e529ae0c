//! The `harness` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    harness::cli::run(std::env::args_os()).into()
}
