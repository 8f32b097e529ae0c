//! A server that sends every block back as it came ("Internet Protocols", Creating the Server).
//!
//! # The protocol
//!
//! The oldest service of the internet, RFC 862 from 1983, and still the best first program:
//!
//! * The server listens on TCP port 33498 (the RFC's own port is 7, but ports below 1024 belong to the administrator).
//! * Whatever bytes come, the same bytes go back, as soon as they are there.
//! * When the client ends its side, the server has sent everything back, and ends its own.
//!
//! Two things need care. Bytes are not text: a photograph comes through an echo unharmed only if nobody decodes it on
//! the way. And a block is what one `read` returned, not a message: a long one comes in several blocks, which costs
//! nothing here, because an echo of all pieces in their order is an echo of the whole.
//!
//! Try it: `cargo run --bin echo_server`, and in another terminal `cargo run --bin echo_client`.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a server tells its operator what happens")]

use std::error::Error;
use std::io::{self, ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::ExitCode;

use reference::Arguments;

/// The port on the sheet.
const PORT: u16 = 33498;

/// How many bytes one `read` may return at the most; the sheet's size.
const BLOCK_SIZE: usize = 2048;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("echo_server: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Listens, and serves one client after the other until the program is stopped.
fn run() -> Result<(), Box<dyn Error>> {
    let Arguments { host, port, .. } = Arguments::from_command_line(PORT)?;
    let listener = TcpListener::bind((host.as_str(), port))
        .map_err(|error| format!("I cannot listen on {host}, port {port}: {error}"))?;
    println!("Listening on {}", listener.local_addr()?);

    loop {
        let (client, address) = listener.accept()?;
        println!("{address} connected");

        // A client that vanishes in the middle is that client's affair: note it, and go on with the next one.
        match echo(client) {
            Ok(length) => println!("{address} is done: {length} bytes went back"),
            Err(error) => eprintln!("{address} was lost: {error}"),
        }
    }
}

/// Sends everything back until the client's end of data; returns how much that was.
fn echo(mut client: TcpStream) -> io::Result<usize> {
    let mut block = [0; BLOCK_SIZE];
    let mut total = 0;
    loop {
        let length = match client.read(&mut block) {
            // The end of data. `client` goes out of scope with the return, which closes the connection.
            Ok(0) => return Ok(total),
            Ok(length) => length,
            // A signal woke the program before any byte came. Nothing is lost; ask again.
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };

        // `length` bytes came, so `length` bytes go back: behind them in the buffer lies what an earlier block left.
        // A full buffer is no sign that more follows; the next turn of the loop finds that out.
        client.write_all(&block[..length])?;
        total += length;
    }
}
