//! A client that decodes a text piece by piece ("Networks and Client/Server", Codecs).
//!
//! What the encodings are is in "Python Network Programming", Multi-byte characters.
//!
//! # The protocol, from this side
//!
//! Connect to port 21566 and ask for a document as a browser does: `GET / HTTP/1.0` and an empty line (RFC 1945). The
//! answer is a head of lines in ASCII, an empty line, and the text; the text ends where the connection ends. The head
//! may say `Content-Type: text/plain; charset=utf-16`; UTF-8 is what is meant where it says nothing.
//!
//! # Bytes are not characters
//!
//! One `read` returns the bytes that have come so far. They may end in the middle of a character: UTF-8 uses one to four
//! bytes for each (RFC 3629). To decode every piece by itself is the classic mistake; it works until it does not. The
//! [`Decoder`] below keeps the bytes of an unfinished character until the next piece brings the rest.
//!
//! Try it: `printf 'HTTP/1.0 200 OK\r\n\r\nna\303\257ve\n' | nc -N -l 21566` in one terminal, `cargo run --bin codecs_client`
//! in another.

#![expect(clippy::print_stderr, reason = "a program tells what went wrong")]

use std::error::Error;
use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::process::ExitCode;

use reference::Arguments;

/// The port of the sheet's clients.
const PORT: u16 = 21566;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("codecs_client: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Box<dyn Error>> {
    let Arguments { host, port, .. } = Arguments::from_command_line(PORT)?;
    #[expect(clippy::disallowed_methods, reason = "a client may wait for its server")]
    let mut server = TcpStream::connect((host.as_str(), port))
        .map_err(|error| format!("I cannot connect to {host}, port {port}: {error}. Is the server running?"))?;
    write!(server, "GET / HTTP/1.0\r\nHost: {host}\r\n\r\n")?;

    // The head first: everything up to the empty line. What was read beyond it is the beginning of the text.
    let mut received = Vec::new();
    let mut buffer = [0; 512];
    let head_length = loop {
        if let Some(at) = received.windows(4).position(|four| four == b"\r\n\r\n") {
            break at + 4;
        }
        match server.read(&mut buffer)? {
            0 => return Err("the connection ended before the head of the answer did".into()),
            length => received.extend_from_slice(&buffer[..length]),
        }
    };
    let mut decoder = Decoder::new(&charset(&String::from_utf8_lossy(&received[..head_length])))?;

    // Then the text: each piece is printed as far as its characters are complete.
    let mut terminal = io::stdout();
    let mut piece = received[head_length..].to_vec();
    loop {
        terminal.write_all(decoder.decode(&piece).as_bytes())?;
        terminal.flush()?;
        piece = match server.read(&mut buffer)? {
            0 => break,
            length => buffer[..length].to_vec(),
        };
    }
    if decoder.unfinished.is_empty() { Ok(()) } else { Err("the text ended in the middle of a character".into()) }
}

/// The character set that the head of an answer names, in small letters.
fn charset(head: &str) -> String {
    let head = head.to_ascii_lowercase();
    let named =
        head.lines().find(|line| line.starts_with("content-type:")).and_then(|line| line.split_once("charset="));
    match named {
        Some((_, name)) => name.split(';').next().unwrap_or(name).trim().trim_matches('"').to_string(),
        None => "utf-8".to_string(),
    }
}

/// Makes characters of bytes that come in pieces.
struct Decoder {
    encoding: Encoding,
    /// The bytes of a character of which not all have come.
    unfinished: Vec<u8>,
}

#[derive(Clone, Copy)]
enum Encoding {
    /// One to four bytes a character. ASCII is a part of it.
    Utf8,
    /// One or two units of two bytes each, the low byte first.
    Utf16,
    /// Four bytes a character, the low byte first.
    Utf32,
}

/// A byte order mark: no character to print, but a sign with which texts in UTF-16 and UTF-32 begin.
const MARK: char = '\u{feff}';

impl Decoder {
    fn new(name: &str) -> Result<Self, String> {
        let encoding = match name {
            "utf-8" | "utf8" | "us-ascii" | "ascii" => Encoding::Utf8,
            "utf-16" | "utf-16le" => Encoding::Utf16,
            "utf-32" | "utf-32le" => Encoding::Utf32,
            other => return Err(format!("I do not know the character set `{other}`.")),
        };
        Ok(Self { encoding, unfinished: Vec::new() })
    }

    /// The characters that are complete once this piece has come.
    fn decode(&mut self, piece: &[u8]) -> String {
        self.unfinished.extend_from_slice(piece);
        let complete = self.complete();
        let bytes: Vec<u8> = self.unfinished.drain(..complete).collect();
        let text = match self.encoding {
            Encoding::Utf8 => String::from_utf8_lossy(&bytes).into_owned(),
            Encoding::Utf16 => {
                let units = bytes.chunks_exact(2).map(|unit| u16::from_le_bytes([unit[0], unit[1]]));
                char::decode_utf16(units).map(|found| found.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
            }
            Encoding::Utf32 => {
                let numbers =
                    bytes.chunks_exact(4).map(|four| u32::from_le_bytes([four[0], four[1], four[2], four[3]]));
                numbers.map(|number| char::from_u32(number).unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
            }
        };
        text.replace(MARK, "")
    }

    /// How many of the bytes so far belong to complete characters.
    fn complete(&self) -> usize {
        let length = self.unfinished.len();
        match self.encoding {
            // The first byte of a character says how many there are; those after it lie between 80 and BF. So the last
            // first byte is among the last three, unless its character is complete.
            Encoding::Utf8 => {
                let wanted = |byte: u8| match byte {
                    0xc0..=0xdf => 2,
                    0xe0..=0xef => 3,
                    0xf0..=0xf7 => 4,
                    _ => 1,
                };
                let cut = (1..=length.min(3)).find(|back| wanted(self.unfinished[length - back]) > *back);
                length - cut.unwrap_or(0)
            }
            // The first of two units that make one character lies between D800 and DBFF: its second byte tells.
            Encoding::Utf16 => match length - length % 2 {
                whole if whole >= 2 && (0xd8..=0xdb).contains(&self.unfinished[whole - 1]) => whole - 2,
                whole => whole,
            },
            Encoding::Utf32 => length - length % 4,
        }
    }
}
