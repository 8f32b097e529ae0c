//! How a process ended, in words.

use crate::verdict::Exit;

/// `ended with exit code 1`, `crashed with SIGSEGV: it touched memory that is not its own`.
pub fn exit(exit: Exit) -> String {
    match exit {
        Exit::Code(0) => "ended by itself with exit code 0".to_owned(),
        Exit::Code(126) => "ended with exit code 126: the command may not be executed".to_owned(),
        Exit::Code(127) => "ended with exit code 127: a command was not found".to_owned(),
        Exit::Code(code) => format!("ended with exit code {code}"),
        Exit::Signal(number) => match signal(number) {
            Some((name, meaning)) => format!("was ended by {name}: {meaning}"),
            None => format!("was ended by signal {number}"),
        },
    }
}

fn signal(number: i32) -> Option<(&'static str, &'static str)> {
    Some(match number {
        1 => ("SIGHUP", "its terminal was closed"),
        2 => ("SIGINT", "it was interrupted as by Ctrl-C"),
        4 => ("SIGILL", "it ran into an instruction that does not exist"),
        6 => ("SIGABRT", "it gave up by itself (a failed assertion, or broken memory)"),
        7 => ("SIGBUS", "it touched memory that is not there"),
        8 => ("SIGFPE", "it divided by zero"),
        9 => ("SIGKILL", "it was killed, perhaps for using too much memory"),
        11 => ("SIGSEGV", "it touched memory that is not its own"),
        13 => ("SIGPIPE", "it wrote to a connection that the other side had closed"),
        14 => ("SIGALRM", "an alarm that it had set went off"),
        15 => ("SIGTERM", "it was asked to end"),
        24 => ("SIGXCPU", "it used up its processor time"),
        25 => ("SIGXFSZ", "it wrote a file larger than allowed"),
        _ => return None,
    })
}
