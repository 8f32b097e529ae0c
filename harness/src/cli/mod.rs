//! The command line: one file a command, and the list of them here.

mod audit;
mod check;
mod class_folder;
mod completions;
mod dates;
mod doctor;
mod explain;
mod grade;
mod guess;
mod kept;
mod lint;
mod list;
mod live;
mod man;
mod merge;
mod new;
mod options;
mod outputs;
mod package;
mod pages;
mod progress;
mod replay;
mod say;
mod specs;
mod tournament;
mod verify;
mod watch;
mod whole;

use std::ffi::OsString;

use clap::{CommandFactory as _, Parser, Subcommand, ValueEnum};

use crate::exit::Exit;
use crate::sandbox::fork_server;

/// Grades socket programs: launches them unmodified, plays the other side over real sockets, and says what is wrong and why.
#[derive(Debug, Parser)]
#[command(
    name = "harness",
    version,
    max_term_width = 100,
    disable_help_subcommand = true,
    arg_required_else_help = true
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    /// Colours the text.
    #[arg(long, global = true, value_name = "WHEN", value_enum, default_value_t, hide_possible_values = true)]
    color: Color,
}

/// When text is coloured.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum Color {
    /// On a terminal, unless `NO_COLOR` is set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

#[derive(Debug, Subcommand)]
enum Command {
    Check(check::Check),
    Grade(Box<grade::Grade>),
    Merge(merge::Merge),
    Package(package::Package),
    Verify(verify::Verify),
    Tournament(tournament::Tournament),
    List(list::List),
    Explain(explain::Explain),
    Lint(lint::Lint),
    New(new::New),
    Audit(audit::Audit),
    Replay(replay::Replay),
    Doctor(doctor::Doctor),
    Completions(completions::Completions),
    Man(man::ManPage),
    /// The process that asks the kernel; started by `doctor`.
    #[command(name = "__probe", hide = true)]
    Probe(doctor::Probe),
}

/// Runs the command line.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Exit {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    if arguments.get(1).is_some_and(|word| word == fork_server::WORD) {
        return process(fork_server::serve(|| process(crate::run::stage_process::stage_process()) as u8));
    }
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are no mistakes; nothing can be done about a closed output.
            let _ = error.print();
            return if error.use_stderr() { Exit::Usage } else { Exit::Full };
        }
    };
    match cli.color {
        Color::Auto => anstream::ColorChoice::Auto,
        Color::Always => anstream::ColorChoice::Always,
        Color::Never => anstream::ColorChoice::Never,
    }
    .write_global();
    match cli.command {
        Command::Check(command) => command.run(),
        Command::Grade(command) => command.run(),
        Command::Merge(command) => command.run(),
        Command::Package(command) => command.run(),
        Command::Verify(command) => command.run(),
        Command::Tournament(command) => command.run(),
        Command::List(command) => command.run(),
        Command::Explain(command) => command.run(),
        Command::Lint(command) => command.run(),
        Command::New(command) => command.run(),
        Command::Audit(command) => command.run(),
        Command::Replay(command) => command.run(),
        Command::Doctor(command) => command.run(),
        Command::Completions(command) => command.run(Cli::command()),
        Command::Man(command) => command.run(Cli::command()),
        Command::Probe(command) => process(command.run()),
    }
}

/// The end of a process that speaks only to the harness; its last words become a fault's.
fn process(result: std::io::Result<()>) -> Exit {
    match result {
        Ok(()) => Exit::Full,
        Err(error) => {
            say::to_errors(&error.to_string());
            Exit::Fault
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    #[test]
    fn the_command_line_contradicts_itself_nowhere() {
        super::Cli::command().debug_assert();
    }
}
