//! A client that asks the daytime server for the day and the time, and prints them ("Networks and Client/Server", A Day/Time Client).
//!
//! # The protocol, from this side
//!
//! Connect to port 21566, say nothing, and read until the server closes. It sends two lines, but in how many pieces they
//! arrive is the network's affair: one `read` may return both, or half of the first. The end of data is the only sign that
//! nothing is missing.
//!
//! Try it: `cargo run --bin daytime_client -- 127.0.0.1 21566`

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "printing the answer is what the program is for")]

use std::error::Error;
use std::io::Read;
use std::net::TcpStream;
use std::process::ExitCode;

use reference::Arguments;

/// The port on the sheet.
const PORT: u16 = 21566;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("daytime_client: {error}");
            ExitCode::FAILURE
        }
    }
}

/// One conversation, in which this side has nothing to say.
fn run() -> Result<(), Box<dyn Error>> {
    let Arguments { host, port, .. } = Arguments::from_command_line(PORT)?;
    #[expect(clippy::disallowed_methods, reason = "a client may wait for its server")]
    let mut server = TcpStream::connect((host.as_str(), port))
        .map_err(|error| format!("I cannot connect to {host}, port {port}: {error}. Is the server running?"))?;

    let mut bytes = Vec::new();
    server.read_to_end(&mut bytes)?;

    // The wire carries bytes. That they are text, and in which code, both sides must have agreed on: here it is ASCII.
    // A program that prints the bytes themselves shows `[83, 117, 110 …`, or `b'Sun …\n'` in Python.
    print!("{}", String::from_utf8(bytes)?);
    Ok(())
}
