//! The command line as people use it: the whole binary, its output and its exit codes.

#![expect(clippy::expect_used, reason = "what helps tests may fail as they do")]
#![expect(clippy::print_stderr, reason = "whoever runs the tests must hear what was not played")]

mod author;
mod check;
mod complaints;
mod doctor;
mod files;
mod help;
mod loops;
mod platforms;
mod replay;
mod scripts;
mod words;

use std::path::{Path, PathBuf};
use std::time::Duration;

/// What a command said.
#[derive(Debug)]
struct Said {
    code: i32,
    out: String,
    err: String,
}

/// Runs `harness` with these arguments in the folder of the submissions of `time-echo`.
fn harness(arguments: &[&str]) -> Said {
    say(command(arguments))
}

/// A command that sees nothing of whoever runs the tests.
fn command(arguments: &[&str]) -> assert_cmd::Command {
    let mut command = assert_cmd::cargo::cargo_bin_cmd!("harness");
    for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS", "CI"] {
        command.env_remove(name);
    }
    command.args(arguments).current_dir(submissions()).timeout(Duration::from_secs(60));
    command
}

fn say(command: assert_cmd::Command) -> Said {
    let said = hear(command);
    Said { err: without_note(said.err), ..said }
}

/// Everything that is said, also what depends on the machine.
fn hear(mut command: assert_cmd::Command) -> Said {
    let output = command.output().expect("it starts");
    Said {
        code: output.status.code().expect("it ends by itself"),
        out: String::from_utf8(output.stdout).expect("text"),
        err: String::from_utf8(output.stderr).expect("text"),
    }
}

/// On a machine that refuses namespaces, every play begins with a note of two lines that says so.
fn without_note(errors: String) -> String {
    if !errors.starts_with("note: programs run at the level `plain`, because this machine refuses `full`") {
        return errors;
    }
    errors.split_inclusive('\n').skip(2).collect()
}

fn submissions() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/submissions/time-echo")
}
