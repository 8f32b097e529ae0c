//! The command line: one file a command, and the list of them here.

mod audit;
mod check;
mod grade;

use std::ffi::OsString;

use clap::{Parser, Subcommand};

use crate::exit::Exit;

/// Grades socket programs: launches them unmodified, plays the other side over real sockets, and says what is wrong and why.
#[derive(Debug, Parser)]
#[command(name = "harness", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Check(check::Check),
    Grade(grade::Grade),
    Audit(audit::Audit),
}

/// Runs the command line.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Exit {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    // Before anything else, because it happens twice a check.
    match arguments.get(1).and_then(|word| word.to_str()) {
        Some("__stage") => return process(crate::run::stage_process::stage_process()),
        Some("__sandbox") => return process(crate::sandbox::keeper::keep_from_stdin()),
        _ => {}
    }
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are no mistakes; nothing can be done about a closed output.
            let _ = error.print();
            return if error.use_stderr() { Exit::Usage } else { Exit::Full };
        }
    };
    match cli.command {
        Command::Check(command) => command.run(),
        Command::Grade(command) => command.run(),
        Command::Audit(command) => command.run(),
    }
}

/// The end of a process that speaks only to the harness; its last words become a fault's.
fn process(result: std::io::Result<()>) -> Exit {
    match result {
        Ok(()) => Exit::Full,
        Err(error) => {
            anstream::eprintln!("{error}");
            Exit::Fault
        }
    }
}
