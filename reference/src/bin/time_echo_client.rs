//! A client that sends one message to the time-echo server and prints the answer ("Internet Protocols", Problem 1).
//!
//! # The protocol, from this side
//!
//! Connect to port 33498, send a message, and read it back with the time behind it (and inside it, where the server
//! read the message in several blocks). The answer has no length and no line end; the only sure sign that it is
//! complete is the end of data. So this client first tells the server that *it* is done, by shutting down its sending
//! half, and then reads until the server closes. A single `read` would often work too, and now and then print half an
//! answer.
//!
//! Try it: `cargo run --bin time_echo_client -- 127.0.0.1 33498 "Is anybody there?"`

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "printing the answer is what the program is for")]

use std::error::Error;
use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::process::ExitCode;

use reference::Arguments;

/// The port on the sheet.
const PORT: u16 = 33498;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("time_echo_client: {error}");
            ExitCode::FAILURE
        }
    }
}

/// One conversation, from connecting to closing.
fn run() -> Result<(), Box<dyn Error>> {
    let Arguments { host, port, message } = Arguments::from_command_line(PORT)?;
    let message = message.unwrap_or_else(|| "Hello from the other side".to_string());

    // A name such as `localhost` may stand for several addresses; `connect` tries them in order. The usual failure is
    // "connection refused": the machine is there, but no program listens on that port.
    #[expect(clippy::disallowed_methods, reason = "a client may wait for its server")]
    let mut server = TcpStream::connect((host.as_str(), port))
        .map_err(|error| format!("I cannot connect to {host}, port {port}: {error}. Is the server running?"))?;

    server.write_all(message.as_bytes())?;

    // "That was all." The other half stays open, so the answer can still come. Without this line the two programs
    // would wait for each other: the server for more data, this client for the server's close.
    server.shutdown(Shutdown::Write)?;

    let mut answer = Vec::new();
    server.read_to_end(&mut answer)?;
    if answer.is_empty() {
        return Err("the server closed the connection without an answer".into());
    }

    // Bytes become text only here, where all of them are together. What is no UTF-8 is shown as U+FFFD.
    println!("The server answered: {}", String::from_utf8_lossy(&answer));
    Ok(())
    // `server` goes out of scope: the connection is closed.
}
