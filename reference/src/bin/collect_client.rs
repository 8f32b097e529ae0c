//! A client that sends one message and closes ("Sockets Exercises", 1.3).
//!
//! # The protocol, from this side
//!
//! Connect to port 9090, send, close. There is no answer to wait for; it is the close that tells the server that all
//! has been said. The system goes on sending what is still on its way after the program has ended, so nothing is lost
//! by leaving at once.
//!
//! Try it: `cargo run --bin collect_client -- 127.0.0.1 9090 "Hello, world"`

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a client tells its user what happens")]

use std::error::Error;
use std::io::Write;
use std::net::TcpStream;
use std::process::ExitCode;

use reference::Arguments;

/// The port on the sheet.
const PORT: u16 = 9090;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("collect_client: {error}");
            ExitCode::FAILURE
        }
    }
}

/// One message, from connecting to closing.
fn run() -> Result<(), Box<dyn Error>> {
    let Arguments { host, port, message } = Arguments::from_command_line(PORT)?;
    let message = message.unwrap_or_else(|| "Hello, world".to_string());

    #[expect(clippy::disallowed_methods, reason = "a client may wait for its server")]
    let mut server = TcpStream::connect((host.as_str(), port))
        .map_err(|error| format!("I cannot connect to {host}, port {port}: {error}. Is the server running?"))?;

    // A string is text, a socket carries bytes: `as_bytes` gives the text's UTF-8.
    server.write_all(message.as_bytes())?;
    println!("Sent {} bytes.", message.len());
    Ok(())
    // `server` goes out of scope: the connection is closed, and the server reads the end of data.
}
