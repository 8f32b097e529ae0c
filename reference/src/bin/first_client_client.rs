//! A first client for the web: create a socket, connect, send, receive, close ("Introduction to Socket Programming", 2c to 2f).
//!
//! # The five steps
//!
//! * **Create** a socket, **connect** it to port 80 of `google.com`. In Rust that is one call. The name is looked up first;
//!   then either somebody listens there, or the connection is refused. Try another port, and see which message you get.
//! * **Send** a request. HTTP/1.1 (RFC 9112) wants three lines: `GET / HTTP/1.1` asks for the page that a site shows first;
//!   `Host: google.com` says for which site; and an empty line completes the request.
//! * **Receive** the response. It may come in many pieces, so receiving is a loop.
//! * **Close** the connection.
//!
//! # When is the response complete?
//!
//! In HTTP/1.1 the server keeps the connection open for the next request, so a client that waits for the end of data waits
//! for minutes. The sheet's program receives once and leaves, with whatever has come by then. This one asks the server to close
//! when it is done, with the header line `Connection: close`, and then reads to the end.
//!
//! What is printed is the response as it travelled: the status line, header lines, an empty line, the body. If the header
//! `Transfer-Encoding: chunked` is among them, the numbers that stand between the parts of the body belong to the
//! protocol, not to the page.
//!
//! Try it: `cargo run --bin first_client_client`, then `… first_client_client google.com 81`, and `… 127.0.0.1 8000` with a
//! server of your own.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "telling each step is what the program is for")]

use std::error::Error;
use std::io::{self, Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::process::ExitCode;
use std::time::Duration;

use reference::Arguments;

/// The server on the sheet, and the port of the web.
const HOST: &str = "google.com";
const PORT: u16 = 80;

/// How long to wait for a connection. Most ports of the internet do not refuse, they do not answer at all.
const PATIENCE: Duration = Duration::from_secs(10);

/// How much is shown at the most, in bytes: of a server that never stops, too.
const LARGEST: u64 = 16 * 1024 * 1024;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("first_client_client: {error}");
            ExitCode::FAILURE
        }
    }
}

/// The five steps.
fn run() -> Result<(), Box<dyn Error>> {
    let Arguments { host, port, .. } = Arguments::from_command_line_or(HOST, PORT)?;
    let mut server = connect(&host, port)?;
    println!("Connected to {host}, which is {}", server.peer_addr()?);

    let request = format!("GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    server.write_all(request.as_bytes())?;

    // Piece by piece onto the screen, as it comes, until the end of data.
    let mut screen = io::stdout().lock();
    io::copy(&mut server.take(LARGEST), &mut screen)?;
    screen.flush()?;

    // The socket has gone out of scope with `take`, which closed it.
    Ok(())
}

/// Looks the name up, and connects to the first of its addresses that answers.
fn connect(host: &str, port: u16) -> Result<TcpStream, Box<dyn Error>> {
    let addresses = (host, port).to_socket_addrs().map_err(|error| format!("I cannot find {host}: {error}"))?;
    let mut complaint = format!("{host} has no address");
    for address in addresses {
        match TcpStream::connect_timeout(&address, PATIENCE) {
            Ok(server) => return Ok(server),
            Err(error) => complaint = format!("I cannot connect to {host}, port {port}: {error}"),
        }
    }
    Err(complaint.into())
}
