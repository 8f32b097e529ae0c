//! A server that is greeted, greets back, says goodbye and turns to the next client ("Sockets Exercises", 1.2 a to e).
//!
//! # The protocol
//!
//! * The server listens on TCP port 15000. A client connects and speaks first: `Hello World`.
//! * The server answers `Hello Yourself`, then says `Goodbye`, and closes the connection.
//! * It goes back to `accept` and waits for the next client.
//!
//! Nothing marks the end of a message. The server knows how long the greeting is, so it can wait for all of it; the
//! client reads until the end of data. TCP (RFC 9293) promises that the bytes come whole and in order, and nothing about
//! how they are cut: what was sent at once may be read in two pieces, and two messages may be read in one.
//!
//! Try it: `cargo run --bin hello_goodbye_server`, and in another terminal `cargo run --bin hello_goodbye_client`.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a server tells its operator what happens")]

use std::error::Error;
use std::io::{self, ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::ExitCode;

use reference::Arguments;

/// The port on the sheet.
const PORT: u16 = 15000;

/// What the client has to say. The `b` makes it bytes, which is all that a socket carries.
const GREETING: &[u8] = b"Hello World";

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("hello_goodbye_server: {error}");
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

    // There are two kinds of sockets here. `listener` carries no data; it hands out a new socket for each client, and
    // stays open when that one is closed.
    loop {
        let (client, address) = listener.accept()?;
        println!("{address} connected");
        match serve(client) {
            Ok(()) => println!("{address} was greeted and sent off"),
            Err(error) => eprintln!("{address} was lost: {error}"),
        }
    }
}

/// The whole conversation with one client.
fn serve(mut client: TcpStream) -> io::Result<()> {
    let greeting = listen_for_greeting(&mut client)?;
    if !greeting.starts_with(GREETING) {
        // Not what was agreed, but no reason to be rude.
        println!("An unusual greeting: {}", String::from_utf8_lossy(&greeting));
    }
    client.write_all(b"Hello Yourself")?;
    client.write_all(b"Goodbye")
    // `client` goes out of scope here, which closes the connection. What was written is still delivered first; then
    // the client reads the end of data.
}

/// Reads until as many bytes are there as the greeting is long, in however many pieces they come.
fn listen_for_greeting(client: &mut TcpStream) -> io::Result<Vec<u8>> {
    let mut heard = Vec::new();
    let mut piece = [0; 1024];
    while heard.len() < GREETING.len() {
        match client.read(&mut piece) {
            Ok(0) => {
                return Err(io::Error::new(ErrorKind::UnexpectedEof, "the client left in the middle of its greeting"));
            }
            Ok(length) => heard.extend_from_slice(&piece[..length]),
            // A signal woke the program before any byte came. Nothing is lost; ask again.
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(heard)
}
