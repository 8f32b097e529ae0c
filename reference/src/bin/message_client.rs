//! A client that connects, waits for one message and prints it ("Introduction to Socket Programming", 3).
//!
//! # The protocol, from this side
//!
//! Connect to port 4444, say nothing, and read until the end of data: the server sends one line and closes. Who speaks
//! first is part of a protocol. If both sides waited for the other, nothing would ever happen, and neither would know.
//!
//! Try it: `cargo run --bin message_client`, while `message_server` runs in another terminal.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "printing the message is what the program is for")]

use std::error::Error;
use std::io::Read;
use std::net::TcpStream;
use std::process::ExitCode;

use reference::Arguments;

/// The port in the sheet's code.
const PORT: u16 = 4444;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("message_client: {error}");
            ExitCode::FAILURE
        }
    }
}

/// One message, from connecting to printing.
fn run() -> Result<(), Box<dyn Error>> {
    let Arguments { host, port, .. } = Arguments::from_command_line(PORT)?;

    #[expect(clippy::disallowed_methods, reason = "a client may wait for its server")]
    let mut server = TcpStream::connect((host.as_str(), port))
        .map_err(|error| format!("I cannot connect to {host}, port {port}: {error}. Is the server running?"))?;

    // This waits as long as the operator thinks. A single `read` would do for a short line; reading to the end also
    // does for a long one, which may come in several pieces.
    let mut message = Vec::new();
    server.read_to_end(&mut message)?;

    // Bytes become text once all of them are there, and then the blanks at both ends go.
    println!("Message from server : {}", String::from_utf8_lossy(&message).trim());
    Ok(())
}
