//! HTTP as the servers here speak it: a request is read, a response is written, and the connection is closed.
//!
//! # A request (RFC 9112, sections 2 to 6)
//!
//! ```text
//! GET /index.html HTTP/1.1        the request line: method, target, version
//! Host: localhost:6789            header lines: a name, a colon, a value
//!                                 an empty line: the head is complete
//!                                 the body, if a header announces one
//! ```
//!
//! Each line ends with CR LF, `\r\n`. TCP knows no messages, so the head may come in any number of pieces: it is complete
//! once its empty line is there, not when `read` returns. The body has no end of its own. The header `Content-Length`
//! says how many bytes it has; without that header there is none.
//!
//! A response looks the same, with a status line in front: `HTTP/1.1 200 OK`.
//!
//! The crate `httparse` takes a head apart, which has more corners than meet the eye. Reading, waiting and deciding what
//! is too much is done here.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::Duration;

/// The largest head that is read. Somebody who sends header lines without end must not fill the memory.
const LARGEST_HEAD: usize = 16 * 1024;

/// The largest body that is read.
const LARGEST_BODY: usize = 64 * 1024;

/// How many header lines a head may have.
const MOST_HEADERS: usize = 64;

/// What a client wants.
#[derive(Debug, PartialEq, Eq)]
pub struct Request {
    /// `GET`, `PUT` and so on, always in capitals: `get` is another method, which nobody knows.
    pub method: String,
    /// What the method is to be applied to, as it came: `/index.html?language=en`.
    pub target: String,
    /// The bytes behind the head; often none.
    pub body: Vec<u8>,
}

/// Why there is no request.
#[derive(Debug)]
pub enum Trouble {
    /// The client closed without a word. Browsers connect in advance, and leave some connections unused.
    Silence,
    /// What came cannot be served. The client is to be told, with this status.
    Refused(&'static str),
    /// The connection broke, or nothing came for too long.
    Lost(io::Error),
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Self {
        Self::Lost(error)
    }
}

/// What the head alone says.
struct Head {
    request: Request,
    /// Where the body begins.
    length: usize,
    body_length: usize,
}

impl Request {
    /// Reads one request, in however many pieces it comes.
    pub fn read(client: &mut impl Read) -> Result<Self, Trouble> {
        let mut bytes = Vec::new();
        let head = loop {
            if read_more(client, &mut bytes)? == 0 {
                return Err(if bytes.is_empty() { Trouble::Silence } else { cut_short() });
            }
            // Parsed from its beginning each time, which is no great work for so few bytes.
            if let Some(head) = parse(&bytes)? {
                break head;
            }
            if bytes.len() >= LARGEST_HEAD {
                return Err(Trouble::Refused("431 Request Header Fields Too Large"));
            }
        };

        // The read that brought the end of the head may have brought some of the body, too.
        let end = head.length + head.body_length;
        while bytes.len() < end {
            if read_more(client, &mut bytes)? == 0 {
                return Err(cut_short());
            }
        }
        Ok(Self { body: bytes[head.length..end].to_vec(), ..head.request })
    }

    /// The target's path and its query, which a `?` separates: `/` and `lastname=Hopper`.
    pub fn path_and_query(&self) -> (&str, &str) {
        // A client that takes us for a proxy names the host as well: `http://localhost:6789/index.html`.
        let target = match self.target.strip_prefix("http://") {
            Some(rest) => rest.find(['/', '?']).map_or("/", |at| &rest[at..]),
            None => &self.target,
        };
        target.split_once('?').unwrap_or((target, ""))
    }
}

/// Takes a head apart; `None` while its empty line is still missing.
fn parse(bytes: &[u8]) -> Result<Option<Head>, Trouble> {
    let mut headers = [httparse::EMPTY_HEADER; MOST_HEADERS];
    let mut parsed = httparse::Request::new(&mut headers);
    let length = match parsed.parse(bytes) {
        Ok(httparse::Status::Complete(length)) => length,
        Ok(httparse::Status::Partial) => return Ok(None),
        Err(httparse::Error::TooManyHeaders) => return Err(Trouble::Refused("431 Request Header Fields Too Large")),
        Err(_) => return Err(Trouble::Refused("400 Bad Request")),
    };

    let mut body_length = 0;
    for header in parsed.headers.iter() {
        // The names of headers may be written in any case.
        if header.name.eq_ignore_ascii_case("content-length") {
            let text = String::from_utf8_lossy(header.value);
            body_length = text.trim().parse().map_err(|_| Trouble::Refused("400 Bad Request"))?;
        } else if header.name.eq_ignore_ascii_case("transfer-encoding") {
            // A body in chunks, each with its own length (RFC 9112, section 7.1). Few clients send one.
            return Err(Trouble::Refused("501 Not Implemented"));
        }
    }
    if body_length > LARGEST_BODY {
        return Err(Trouble::Refused("413 Content Too Large"));
    }

    let method = parsed.method.unwrap_or_default().to_string();
    let target = parsed.path.unwrap_or_default().to_string();
    Ok(Some(Head { request: Request { method, target, body: Vec::new() }, length, body_length }))
}

/// Appends what one `read` returns; 0 is the end of data.
fn read_more(client: &mut impl Read, bytes: &mut Vec<u8>) -> io::Result<usize> {
    let mut piece = [0; 4096];
    loop {
        match client.read(&mut piece) {
            Ok(length) => {
                bytes.extend_from_slice(&piece[..length]);
                return Ok(length);
            }
            // A signal woke the program before any byte came. Nothing is lost; ask again.
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            // What a read says whose time is up, on one system or another.
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {
                return Err(io::Error::new(ErrorKind::TimedOut, "nothing came for too long"));
            }
            Err(error) => return Err(error),
        }
    }
}

fn cut_short() -> Trouble {
    Trouble::Lost(io::Error::new(ErrorKind::UnexpectedEof, "the client left in the middle of its request"))
}

/// Writes the head of a response whose body has `length` bytes.
pub fn write_head(client: &mut impl Write, status: &str, media_type: &str, length: u64) -> io::Result<()> {
    // `Content-Length` tells the client when it has everything; `Connection: close` that there is one request a
    // connection here. One call writes all of it, so that it does not travel in five small packets.
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {media_type}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
    );
    client.write_all(head.as_bytes())
}

/// Writes a whole response whose body is a short text.
pub fn respond(client: &mut impl Write, status: &str, text: &str) -> io::Result<()> {
    write_head(client, status, "text/plain; charset=utf-8", text.len() as u64)?;
    client.write_all(text.as_bytes())
}

/// Tells a client that it is not served, and closes the connection.
pub fn refuse(mut client: TcpStream, status: &str) -> io::Result<()> {
    respond(&mut client, status, &format!("{status}\n"))?;

    // Where a socket is closed before everything that came was read, the system cuts the connection, and the client may
    // lose the response that is still on its way to it (RFC 9112, section 9.6). So say that nothing more comes, and listen
    // for a moment, but not for ever.
    client.shutdown(Shutdown::Write)?;
    client.set_read_timeout(Some(Duration::from_millis(500)))?;
    io::copy(&mut client.take(1024 * 1024), &mut io::sink())?;
    Ok(())
}

/// Undoes percent-encoding: `a%20b` stands for `a b` (RFC 3986, section 2.1). `None` where two hexadecimal digits are
/// missing behind a `%`, or where the bytes are no text.
pub fn percent_decode(text: &str) -> Option<String> {
    let mut decoded = Vec::new();
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        if byte == b'%' {
            let mut digit = || char::from(bytes.next()?).to_digit(16);
            decoded.push(u8::try_from(digit()? * 16 + digit()?).ok()?);
        } else {
            decoded.push(byte);
        }
    }
    // One character may be several bytes, `%C3%A9` is `é`, so the text is made once all of them are there.
    String::from_utf8(decoded).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Hands out one byte at a time, as the slowest network would.
    struct Drops<'a>(&'a [u8]);

    impl Read for Drops<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let length = self.0.len().min(1);
            self.0.read(&mut buffer[..length])
        }
    }

    fn read(text: &str) -> Result<Request, String> {
        let whole = Request::read(&mut text.as_bytes()).map_err(|trouble| format!("{trouble:?}"));
        let drops = Request::read(&mut Drops(text.as_bytes())).map_err(|trouble| format!("{trouble:?}"));
        assert_eq!(whole, drops);
        whole
    }

    #[test]
    fn a_request_is_read_to_the_end_of_its_body() {
        let request = read("PUT /a?b=c HTTP/1.1\r\nhost: here\r\nCONTENT-LENGTH: 3\r\n\r\nxyzw").unwrap();
        assert_eq!(request.path_and_query(), ("/a", "b=c"));
        assert_eq!((request.method.as_str(), request.body.as_slice()), ("PUT", b"xyz".as_slice()));
        assert_eq!(read("GET http://here:80/a HTTP/1.0\n\n").unwrap().path_and_query(), ("/a", ""));
    }

    #[test]
    fn what_is_no_request_is_refused() {
        assert_eq!(read(""), Err("Silence".to_string()));
        assert_eq!(read("hello\r\n\r\n"), Err("Refused(\"400 Bad Request\")".to_string()));
        let long = format!("GET / HTTP/1.1\r\nx: {}", "y".repeat(LARGEST_HEAD));
        assert_eq!(read(&long), Err("Refused(\"431 Request Header Fields Too Large\")".to_string()));
        let large = "PUT / HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n";
        assert_eq!(read(large), Err("Refused(\"413 Content Too Large\")".to_string()));
    }

    #[test]
    fn percent_signs_stand_for_bytes() {
        assert_eq!(percent_decode("a%20b%C3%A9"), Some("a bé".to_string()));
        assert_eq!(["%", "%2", "%zz", "%ff"].map(percent_decode), [const { None }; 4]);
    }
}
