//! What a command says to a person: its text on standard output, its complaints on standard error.

use std::io::{self, ErrorKind, Write};

use anstream::ColorChoice;

use crate::exit::Exit;
use crate::text::{Medium, safe};
use crate::verdict::Fault;

/// Prints a command's text and ends the command.
pub(super) fn print(text: &str, exit: Exit) -> Exit {
    let mut output = anstream::stdout().lock();
    match output.write_all(text.as_bytes()).and_then(|()| output.flush()) {
        Ok(()) => exit,
        // A reader that has read enough (`head`) is no error.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => exit,
        Err(error) => {
            complain(&format!("the output cannot be written: {error}"), "See whether the disk has room.");
            Exit::Fault
        }
    }
}

/// A complaint: what is wrong, and what to do about it.
pub(super) fn complain(what: &str, remedy: &str) {
    tell("error", what, remedy);
}

/// Something to know that stops nothing.
pub(super) fn note(what: &str, remedy: &str) {
    tell("note", what, remedy);
}

/// A complaint about what was typed.
pub(super) fn usage(what: &str, remedy: &str) -> Exit {
    complain(what, remedy);
    Exit::Usage
}

/// A fault of ours that ends the command.
pub(super) fn fault(fault: &Fault) -> Exit {
    complain(&fault.message, &fault.remedy);
    Exit::Fault
}

/// Text on standard error. Nothing can be done about a standard error that is closed.
pub(super) fn to_errors(text: &str) {
    let _ = writeln!(anstream::stderr().lock(), "{text}");
}

/// Whether what goes to this stream is coloured.
pub(super) fn is_coloured(stream: &impl anstream::stream::RawStream) -> bool {
    anstream::AutoStream::choice(stream) != ColorChoice::Never
}

fn tell(kind: &str, what: &str, remedy: &str) {
    let what = safe(what, Medium::Terminal);
    let remedy = safe(remedy, Medium::Terminal);
    let help = if remedy.is_empty() { String::new() } else { format!("\n = help: {remedy}") };
    to_errors(&format!("{kind}: {what}{help}"));
}

/// A standard stream whose reader may leave early.
pub(super) struct Leavable<W>(pub(super) W);

impl<W: Write> Write for Leavable<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self.0.write(bytes) {
            Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(bytes.len()),
            written => written,
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self.0.flush() {
            Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
            flushed => flushed,
        }
    }
}
