//! A client that fetches one file from a web server and shows the whole response ("Introduction to Socket Programming", optional exercise 2).
//!
//! # The protocol, from this side
//!
//! `http_client_client HOST PORT FILENAME` connects and sends a request (RFC 9112, section 3):
//!
//! ```text
//! GET /HelloWorld.html HTTP/1.0
//! Host: localhost:6789
//!
//! ```
//!
//! The target begins with `/`, whether the user typed it or not. Each line ends with CR LF, and the empty line at the end
//! tells the server that the request is complete; without it, both sides wait for ever. `Host` says which of the sites at
//! that address is meant; HTTP/1.0 knows no such header, but most servers want it.
//!
//! # Where the response ends
//!
//! Not where `read` returns less than it could: that is only a piece. There are two rules (RFC 9112, section 6.3):
//!
//! * If the header `Content-Length` announces how many bytes the body has, the response ends with them. The server
//!   may keep the connection open.
//! * Otherwise the end of data is the end of the response.
//!
//! (There is a third, the chunks of HTTP/1.1. Who asks with HTTP/1.0, as this client does, gets none.)
//!
//! Try it: `cargo run --bin web_server_server`, and in another terminal
//! `cargo run --bin http_client_client localhost 6789 README.md`.

#![expect(clippy::print_stderr, reason = "complaints go beside the response")]

use std::env;
use std::error::Error;
use std::fmt::Write as _;
use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::process::ExitCode;

/// How much of a response may be its head.
const LARGEST_HEAD: usize = 64 * 1024;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("http_client_client: {error}");
            ExitCode::FAILURE
        }
    }
}

/// One request, and its response on the terminal.
fn run() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = env::args().skip(1).collect();
    let [host, port, filename] = words.as_slice() else {
        return Err("tell me what to fetch: HOST PORT FILENAME".into());
    };
    let port: u16 = port.parse().map_err(|_| format!("`{port}` is no port; a port is a number up to 65535."))?;

    #[expect(clippy::disallowed_methods, reason = "a client may wait for its server")]
    let mut server = TcpStream::connect((host.as_str(), port))
        .map_err(|error| format!("I cannot connect to {host}, port {port}: {error}. Is the server running?"))?;

    // The colons of an IPv6 address would run into that of the port.
    let name = if host.contains(':') { format!("[{host}]") } else { host.clone() };
    let request = format!("GET {} HTTP/1.0\r\nHost: {name}:{port}\r\n\r\n", target(filename));
    server.write_all(request.as_bytes())?;

    show(&mut server, &mut io::stdout().lock())
}

/// What stands in the request line for a file. A blank there would end the target, so it is written `%20`; the same goes
/// for every other byte that is not allowed in one (RFC 3986, section 2).
fn target(filename: &str) -> String {
    let mut target = String::from("/");
    for byte in filename.trim_start_matches('/').bytes() {
        // The `%` is left alone: who types one has encoded the name already.
        if byte.is_ascii_alphanumeric() || b"-._~/?&=+!$'()*,;:@%".contains(&byte) {
            target.push(byte.into());
        } else {
            // Writing to a string cannot fail.
            let _ = write!(target, "%{byte:02X}");
        }
    }
    target
}

/// Copies a response to the screen as it comes, until its end.
///
/// The bytes are shown as they are. Turning each piece into text would break every character that the network has cut in two.
fn show(server: &mut impl Read, screen: &mut impl Write) -> Result<(), Box<dyn Error>> {
    // First the head, because it tells where the body ends. With it comes, as often as not, a part of the body.
    let mut start = Vec::new();
    let mut piece = [0; 4096];
    let (head_length, body_length) = loop {
        let length = server.read(&mut piece)?;
        if length == 0 || start.len() > LARGEST_HEAD {
            screen.write_all(&start)?;
            screen.flush()?;
            return Err("that is not the whole head of a response".into());
        }
        start.extend_from_slice(&piece[..length]);
        match measure(&start) {
            Ok(Some(lengths)) => break lengths,
            Ok(None) => {}
            Err(complaint) => {
                // Whatever it is, it is what the server has to say.
                screen.write_all(&start)?;
                io::copy(server, screen)?;
                screen.flush()?;
                return Err(complaint.into());
            }
        }
    };
    let Some(body_length) = body_length else {
        screen.write_all(&start)?;
        io::copy(server, screen)?;
        return Ok(screen.flush()?);
    };

    let all = (head_length as u64).saturating_add(body_length);
    let mut response = start.chain(server).take(all);
    let shown = io::copy(&mut response, screen)?;
    screen.flush()?;
    if shown < all {
        return Err(format!("the server closed {} bytes too early", all - shown).into());
    }
    Ok(())
}

/// How long the head is, and how long it says the body will be; `None` while the head is incomplete.
fn measure(bytes: &[u8]) -> Result<Option<(usize, Option<u64>)>, String> {
    let mut headers = [httparse::EMPTY_HEADER; 100];
    let mut response = httparse::Response::new(&mut headers);
    let status = response.parse(bytes).map_err(|error| format!("that is no HTTP response: {error}"))?;
    let httparse::Status::Complete(head_length) = status else {
        return Ok(None);
    };
    // Two responses never have a body, whatever their headers say.
    if let Some(204 | 304) = response.code {
        return Ok(Some((head_length, Some(0))));
    }
    let announced = response.headers.iter().find(|header| header.name.eq_ignore_ascii_case("content-length"));
    let Some(announced) = announced else {
        return Ok(Some((head_length, None)));
    };
    let text = String::from_utf8_lossy(announced.value);
    let body_length = text.trim().parse().map_err(|_| format!("`{text}` is no length"))?;
    Ok(Some((head_length, Some(body_length))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filename_becomes_a_target() {
        assert_eq!(target("HelloWorld.html"), "/HelloWorld.html");
        assert_eq!(target("/a b/é.txt?x=1"), "/a%20b/%C3%A9.txt?x=1");
    }

    #[test]
    fn the_length_or_the_end_of_data_ends_a_response() {
        let shown = |response: &str| {
            let mut screen = Vec::new();
            let result = show(&mut response.as_bytes(), &mut screen).map_err(|error| error.to_string());
            (result, String::from_utf8(screen).unwrap())
        };
        let known = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc";
        assert_eq!(shown(&format!("{known}and more")), (Ok(()), known.to_string()));
        let open = "HTTP/1.0 404 Not Found\n\nnothing here";
        assert_eq!(shown(open), (Ok(()), open.to_string()));
        let short = "HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\na";
        assert_eq!(shown(short), (Err("the server closed 2 bytes too early".to_string()), short.to_string()));
    }
}
