//! A daytime client for a server anywhere: it asks its user where ("Networks and Client/Server", Going Live).
//!
//! # The protocol, from this side
//!
//! It is that of `daytime_client`: connect to port 21566, say nothing, read until the server closes, print.
//!
//! # The difference
//!
//! The user types the server's name or its address. Both are only text here. `connect` takes either: what reads like an
//! address is one, and everything else is a name, for which a name server is asked (RFC 1034) before the first byte
//! goes to the server itself.
//!
//! Try it: `cargo run --bin daytime_live_client`, and type `localhost`.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "talking to its user is what the program is for")]

use std::error::Error;
use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::process::ExitCode;

/// The port on the sheet.
const PORT: u16 = 21566;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("daytime_live_client: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Asks for the server, and prints what it sends.
fn run() -> Result<(), Box<dyn Error>> {
    let host = ask("Enter the server name: ")?;

    // Two different things can go wrong here, and the message tells which: nobody knows the name, or nobody at that
    // address listens on the port.
    #[expect(clippy::disallowed_methods, reason = "a client may wait for its server")]
    let mut server = TcpStream::connect((host.as_str(), PORT))
        .map_err(|error| format!("I cannot connect to {host}, port {PORT}: {error}"))?;

    let mut bytes = Vec::new();
    server.read_to_end(&mut bytes)?;
    print!("{}", String::from_utf8(bytes)?);
    Ok(())
}

/// Prints a question and reads the answer, without the line end that the return key has put behind it: with it, the name
/// would be that of no host.
fn ask(question: &str) -> io::Result<String> {
    print!("{question}");
    // A terminal shows a line once it is complete; a question has no line end, so it is pushed out.
    io::stdout().flush()?;
    let mut line = String::new();
    io::stdin().read_line(&mut line)?;
    Ok(line.trim().to_string())
}
