//! A client that fetches a poem with a request written by hand, and shows head and body ("Python Network Programming", An HTTP Request in Python).
//!
//! # The protocol, from this side
//!
//! HTTP/1.0 (RFC 1945; today RFC 9112) over a connection to port 80 of `data.pr4e.org`:
//!
//! * The client sends the request line, `GET http://data.pr4e.org/romeo.txt HTTP/1.0`: what is to be done, with which
//!   document, in which version of the protocol. Then an empty line: the request is complete. The whole URL stands there as
//!   for a proxy, and every server must understand that (RFC 9112, section 3.2.2); `GET /romeo.txt HTTP/1.0` is more usual.
//! * The server sends the head, which is a status line and header lines, then an empty line, then the body: the document.
//! * The server closes the connection. The client has everything once it reads the end of data, and not before: what one
//!   `read` returns is as much as happens to be there.
//!
//! A library such as the one in `url_lines_client` sends the same, and throws the head away before anybody sees it.
//!
//! Try it: `cargo run --bin http_raw_client`. Without the internet: put a `romeo.txt` into a folder, start `web_server_server`
//! there, and in another terminal `cargo run --bin http_raw_client 127.0.0.1 6789`.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "printing the response is what the program is for")]

use std::error::Error;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::ExitCode;

use reference::Arguments;

/// The server on the sheet, and the port of the web.
const HOST: &str = "data.pr4e.org";
const PORT: u16 = 80;

/// The request: two lines, of which the second is empty. Each ends with carriage return and line feed, on every system.
const REQUEST: &str = "GET http://data.pr4e.org/romeo.txt HTTP/1.0\r\n\r\n";

/// How much is read at the most, in bytes. A server that never stops must not fill the memory.
const LARGEST: u64 = 16 * 1024 * 1024;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("http_raw_client: {error}");
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
    server.write_all(REQUEST.as_bytes())?;

    // `read_to_end` is the loop that the sheet writes out: it reads piece after piece until one is empty.
    let mut response = Vec::new();
    server.take(LARGEST).read_to_end(&mut response)?;

    // Bytes become text once all of them are there. A character may be several bytes long, and the network may cut between
    // them; whoever decodes each piece by itself finds two broken halves. What is no text at all is shown as �.
    println!("{}", String::from_utf8_lossy(&response));
    Ok(())
}
