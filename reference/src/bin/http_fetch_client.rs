//! A client that asks the web server of Python for its first page, and prints all of the response ("Sockets Exercises", 1.1).
//!
//! # The protocol, from this side
//!
//! HTTP/1.0 (RFC 1945; today RFC 9112):
//!
//! * Connect to port 80 of `www.python.org`, and send `GET /index.html HTTP/1.0`, header lines if any, and an empty line.
//!   The first listing on the sheet lacks the empty line. The server then waits for the rest of the request, and the client
//!   for the response, until one of them loses patience.
//! * Read until the end of data. In this version of the protocol the server closes when it has sent everything.
//!
//! One header line is sent: `Host`. Many sites share one address today, and this line says which of them is meant.
//! HTTP/1.1 demands it, and in HTTP/1.0 it does no harm.
//!
//! (The real server does not give its page to such a client any more: it answers `301 Moved Permanently`, and means that
//! one should come again with encryption, by HTTPS. That is a complete response all the same.)
//!
//! Try it: `cargo run --bin http_fetch_client`. Without the internet: `python3 -m http.server`, and in another terminal
//! `cargo run --bin http_fetch_client 127.0.0.1 8000`.

#![expect(clippy::print_stderr, reason = "complaints go beside the response")]

use std::error::Error;
use std::io::{self, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::process::ExitCode;

use reference::Arguments;

/// The server on the sheet, and the port of the web.
const HOST: &str = "www.python.org";
const PORT: u16 = 80;

/// How many bytes one `read` may return at the most; the sheet's size.
const PIECE_SIZE: usize = 16384;

/// How much is kept at the most, in bytes. A server that never stops must not fill the memory.
const LARGEST: usize = 16 * 1024 * 1024;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("http_fetch_client: {error}");
            ExitCode::FAILURE
        }
    }
}

/// One request, and its response.
fn run() -> Result<(), Box<dyn Error>> {
    let Arguments { host, port, .. } = Arguments::from_command_line_or(HOST, PORT)?;
    #[expect(clippy::disallowed_methods, reason = "a client may wait for its server")]
    let mut server = TcpStream::connect((host.as_str(), port))
        .map_err(|error| format!("I cannot connect to {host}, port {port}: {error}"))?;

    server.write_all(format!("GET /index.html HTTP/1.0\r\nHost: {host}\r\n\r\n").as_bytes())?;
    let response = read_to_the_end(&mut server)?;

    // The bytes go to the terminal as they came. It shows them as text, if that is what they are.
    let mut screen = io::stdout().lock();
    screen.write_all(&response)?;
    Ok(screen.flush()?)
}

/// Collects piece after piece until the end of data. (`read_to_end` does the same in one call.)
fn read_to_the_end(server: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut response = Vec::new();
    let mut piece = vec![0; PIECE_SIZE];
    while response.len() < LARGEST {
        match server.read(&mut piece) {
            // A piece of no bytes is the end of data. A small piece is not: more may be on its way.
            Ok(0) => break,
            Ok(length) => response.extend_from_slice(&piece[..length]),
            // A signal woke the program before any byte came. Nothing is lost; ask again.
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            // A server that cuts the connection after its last byte has said everything, too.
            Err(error) if error.kind() == ErrorKind::ConnectionReset && !response.is_empty() => break,
            Err(error) => return Err(error),
        }
    }
    Ok(response)
}
