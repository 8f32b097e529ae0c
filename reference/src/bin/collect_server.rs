//! A server that collects all that one client sends and then prints it as a list ("Sockets Exercises", 1.3).
//!
//! # The protocol
//!
//! * The server listens on TCP port 9090. A client connects, sends what it likes, and closes.
//! * The server says nothing. It reads until the end of data, and prints then what came, block by block.
//!
//! This is the simplest of all ways to say where a message ends: the connection ends with it. There is nothing to
//! escape, nothing to count and no limit to its size; the price is that one connection carries one message. FTP sends
//! files that way, and so did the first version of HTTP.
//!
//! Into which blocks the data falls is chance: two sends may arrive as one block, and one long send as several. So the
//! blocks of the list are not the client's messages. All that is certain is their order, and what they are together.
//!
//! Try it: `cargo run --bin collect_server`, and in another terminal `cargo run --bin collect_client`.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "printing what came is what the program is for")]

use std::error::Error;
use std::io::{self, ErrorKind, Read};
use std::net::{TcpListener, TcpStream};
use std::process::ExitCode;

use reference::Arguments;

/// The port on the sheet.
const PORT: u16 = 9090;

/// How many bytes one `read` may return at the most; the sheet's size.
const BLOCK_SIZE: usize = 1024;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("collect_server: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Listens for one client, and is done when the client is.
fn run() -> Result<(), Box<dyn Error>> {
    let Arguments { host, port, .. } = Arguments::from_command_line(PORT)?;
    let listener = TcpListener::bind((host.as_str(), port))
        .map_err(|error| format!("I cannot listen on {host}, port {port}: {error}"))?;
    println!("Listening on {}", listener.local_addr()?);

    let (client, address) = listener.accept()?;
    println!("Connected by {address}");
    let blocks = collect(client)?;

    // Bytes become text only here. A character may be cut in two by the end of a block; its halves are then shown as
    // U+FFFD. Who wants the text rather than the blocks joins them first, and decodes then.
    let texts: Vec<_> = blocks.iter().map(|block| String::from_utf8_lossy(block)).collect();
    println!("{texts:?}");
    Ok(())
}

/// Every block until the client's end of data, in the order in which they came.
fn collect(mut client: TcpStream) -> io::Result<Vec<Vec<u8>>> {
    let mut blocks = Vec::new();
    let mut block = [0; BLOCK_SIZE];
    loop {
        match client.read(&mut block) {
            // The end of data. `client` goes out of scope with the return, which closes the connection.
            Ok(0) => return Ok(blocks),
            // A copy, because the next `read` overwrites the buffer.
            Ok(length) => blocks.push(block[..length].to_vec()),
            // A signal woke the program before any byte came. Nothing is lost; ask again.
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}
