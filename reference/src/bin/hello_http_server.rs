//! A web server that greets every browser with the same page ("Sockets Exercises", 1.2 f).
//!
//! # The protocol
//!
//! HTTP/1.0, seen from its simplest side (RFC 1945; today RFC 9112):
//!
//! * The server listens on TCP port 15000. A browser connects and speaks first: its request is some lines of text, and then
//!   an empty line, which says that it is complete.
//! * The server prints the request, whatever it asks for, and sends four things: the status line `HTTP/1.0 200 OK`, the
//!   header line `Content-type: text/html`, an empty line, and a page, `<h1>Hello World</h1>`. All lines but the page's
//!   end with `\r\n`, carriage return and line feed.
//! * It closes the connection. That is how the browser knows that it has the whole page: nothing in the response says
//!   how long it is.
//!
//! A server that answers before it has read the request, or closes with a part of it unread, may see its page thrown
//! away: the system then cuts the connection. So this one reads up to the empty line first.
//!
//! Try it: `cargo run --bin hello_http_server`, and open `http://localhost:15000/index.html` in a browser.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a server tells its operator what happens")]

use std::error::Error;
use std::io::{self, ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::ExitCode;
use std::time::Duration;

use reference::Arguments;

/// The port on the sheet.
const PORT: u16 = 15000;

/// How much of a request is read; the sheet's size. A browser's is below 1,000 bytes, and pages full of cookies make more.
const LARGEST: usize = 8192;

/// How long a client may say nothing. Browsers open connections in advance and leave some unused; the next one in the
/// queue must not wait for those.
const PATIENCE: Duration = Duration::from_secs(3);

/// All that this server ever says. The browser makes a large bold line of what stands between `<h1>` and `</h1>`.
const RESPONSE: &[u8] = b"HTTP/1.0 200 OK\r\nContent-type: text/html\r\n\r\n<h1>Hello World</h1>";

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("hello_http_server: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Listens, and greets one client after the other until the program is stopped.
fn run() -> Result<(), Box<dyn Error>> {
    let Arguments { host, port, .. } = Arguments::from_command_line(PORT)?;
    let listener = TcpListener::bind((host.as_str(), port))
        .map_err(|error| format!("I cannot listen on {host}, port {port}: {error}"))?;
    println!("Listening on {}", listener.local_addr()?);

    loop {
        let (client, address) = listener.accept()?;
        match greet(client) {
            Ok(0) => println!("{address} left without a word"),
            Ok(_) => println!("{address} was greeted"),
            Err(error) => eprintln!("{address} was lost: {error}"),
        }
    }
}

/// Reads a request, prints it, and answers; returns how long it was.
fn greet(mut client: TcpStream) -> io::Result<usize> {
    client.set_read_timeout(Some(PATIENCE))?;
    client.set_write_timeout(Some(PATIENCE))?;

    let request = read_request(&mut client)?;
    if request.is_empty() {
        return Ok(0);
    }
    // What comes over the network need not be text. Bytes that are none are shown as �.
    println!("{}", String::from_utf8_lossy(&request));

    client.write_all(RESPONSE)?;
    // `client` goes out of scope with the return, which closes the connection.
    Ok(request.len())
}

/// Reads until the empty line, the end of data, or the limit, in however many pieces the request comes.
fn read_request(client: &mut TcpStream) -> io::Result<Vec<u8>> {
    let mut request = Vec::new();
    let mut piece = [0; 1024];
    while !is_complete(&request) && request.len() < LARGEST {
        match client.read(&mut piece) {
            Ok(0) => break,
            Ok(length) => request.extend_from_slice(&piece[..length]),
            // A signal woke the program before any byte came. Nothing is lost; ask again.
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(request)
}

/// Whether the empty line is there. It follows upon the end of another line, so it shows as two line ends in a row. Some
/// clients end their lines with `\n` alone.
fn is_complete(request: &[u8]) -> bool {
    let contains = |end: &[u8]| request.windows(end.len()).any(|bytes| bytes == end);
    contains(b"\r\n\r\n") || contains(b"\n\n")
}
