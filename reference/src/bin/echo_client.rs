//! A client that sends one message to the echo server and prints what comes back.
//!
//! The sheet: "Internet Protocols", Creating the Client.
//!
//! # The protocol, from this side
//!
//! Connect to port 33498, send a message, and receive the same bytes again (RFC 862). Here the client knows when the
//! answer is complete without being told: it is as long as what was sent. So `read_exact` can ask for exactly that many
//! bytes, in as many pieces as they may come, and the connection stays open for a next message.
//!
//! Try it: `cargo run --bin echo_client -- 127.0.0.1 33498 "Is anybody there?"`

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "printing the answer is what the program is for")]

use std::error::Error;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::ExitCode;

use reference::Arguments;

/// The port on the sheet.
const PORT: u16 = 33498;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("echo_client: {error}");
            ExitCode::FAILURE
        }
    }
}

/// One conversation, from connecting to closing.
fn run() -> Result<(), Box<dyn Error>> {
    let Arguments { host, port, message } = Arguments::from_command_line(PORT)?;
    let message = message.unwrap_or_else(|| "Hello, cave! Hello, cave!".to_string());

    #[expect(clippy::disallowed_methods, reason = "a client may wait for its server")]
    let mut server = TcpStream::connect((host.as_str(), port))
        .map_err(|error| format!("I cannot connect to {host}, port {port}: {error}. Is the server running?"))?;

    server.write_all(message.as_bytes())?;
    println!("Sent {} bytes; waiting for the echo.", message.len());

    // One `read` may return only the beginning. `read_exact` repeats it until the buffer is full, and calls it an error
    // when the connection ends before that.
    let mut answer = vec![0; message.len()];
    server
        .read_exact(&mut answer)
        .map_err(|error| format!("the server did not send all {} bytes back: {error}", message.len()))?;

    // Bytes become text only here, where all of them are together. What is no UTF-8 is shown as U+FFFD.
    println!("The server answered: {}", String::from_utf8_lossy(&answer));
    Ok(())
    // `server` goes out of scope: the connection is closed, and the server reads the end of data.
}
