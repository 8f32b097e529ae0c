//! A client that says hello and shows what the server says until it hangs up ("Sockets Exercises", 1.2 a to e).
//!
//! # The protocol, from this side
//!
//! Connect to port 15000 and say `Hello World`. Then read: `Hello Yourself` comes, then `Goodbye`, and then the end of
//! data, because the server closes the connection. The client does not count messages and does not look for the word
//! `Goodbye`. It reads until nothing more comes, and so it also ends when the server breaks off earlier.
//!
//! Try it: `cargo run --bin hello_goodbye_client`, while `hello_goodbye_server` runs in another terminal.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "showing what the server says is what the program is for"
)]

use std::error::Error;
use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::process::ExitCode;

use reference::Arguments;

/// The port on the sheet.
const PORT: u16 = 15000;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("hello_goodbye_client: {error}");
            ExitCode::FAILURE
        }
    }
}

/// One conversation, from connecting to the end of data.
fn run() -> Result<(), Box<dyn Error>> {
    let Arguments { host, port, message } = Arguments::from_command_line(PORT)?;
    let message = message.unwrap_or_else(|| "Hello World".to_string());

    #[expect(clippy::disallowed_methods, reason = "a client may wait for its server")]
    let mut server = TcpStream::connect((host.as_str(), port))
        .map_err(|error| format!("I cannot connect to {host}, port {port}: {error}. Is the server running?"))?;
    server.write_all(message.as_bytes())?;

    let mut piece = [0; 1024];
    loop {
        match server.read(&mut piece) {
            // An empty result means that the server has closed its side and that nothing will ever come again. A loop
            // that does not end here spins, because every further `read` returns the same at once.
            Ok(0) => break,
            // Often a piece is one message, but not always: the server's two messages may come in one. Both are shown
            // either way. (They are plain ASCII; other text may be cut inside a character and must be joined first.)
            Ok(length) => println!("The server says: {}", String::from_utf8_lossy(&piece[..length])),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error.into()),
        }
    }
    println!("The server has closed the connection.");
    Ok(())
}
