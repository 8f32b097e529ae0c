//! The command line: one file a command, and the list of them here.

mod audit;
mod check;
mod grade;
mod options;
mod outputs;
mod say;
mod specs;
mod whole;

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
    /// The process of a stage; started by the harness itself.
    #[command(name = "__stage", hide = true)]
    Stage,
    /// The process that keeps a program; started by a stage.
    #[command(name = "__sandbox", hide = true)]
    Sandbox,
}

/// Runs the command line.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Exit {
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
        Command::Stage => process(crate::run::stage_process::stage_process()),
        Command::Sandbox => process(crate::sandbox::keeper::keep_from_stdin()),
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
