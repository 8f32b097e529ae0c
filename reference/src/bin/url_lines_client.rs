//! A client that fetches a document with a library and prints its lines ("Python Network Programming", Using urllib in Python).
//!
//! # The protocol, from this side
//!
//! It is HTTP, as in `http_raw_client`, and none of it is to be seen. The library takes a URL, looks the host up, sends the
//! request, reads the head of the response, and hands out the body as if it were a file. What remains for the program is what
//! it would do with a file: read line after line until there are no more.
//!
//! Two things no library can know:
//!
//! * whether the status is good news. "404 Not Found" comes with a body as well, and its lines are not those of the poem;
//! * what a line is for. Here each is decoded, from bytes into text, and stripped of the blanks at both its ends.
//!
//! Try it: `cargo run --bin url_lines_client`, or with a URL of your own: `… url_lines_client http://127.0.0.1:8000/a.txt`

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "printing the lines is what the program is for")]

use std::env;
use std::error::Error;
use std::io::{BufRead, BufReader, Read};
use std::process::ExitCode;

/// The document on the sheet.
const DOCUMENT: &str = "http://data.pr4e.org/romeo.txt";

/// How long the document may take, in seconds. A server that never answers must not keep the program for ever.
const PATIENCE: u64 = 30;

/// How much is read at the most, in bytes. One line without an end must not fill the memory.
const LARGEST: u64 = 16 * 1024 * 1024;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("url_lines_client: {error}");
            ExitCode::FAILURE
        }
    }
}

/// One document, line by line.
fn run() -> Result<(), Box<dyn Error>> {
    let url = env::args().nth(1).unwrap_or_else(|| DOCUMENT.to_string());
    let document = minreq::get(&url).with_timeout(PATIENCE).send_lazy()?;
    if document.status_code != 200 {
        return Err(format!("{url}: {} {}", document.status_code, document.reason_phrase).into());
    }

    // `lines` cuts at line ends, which never lie inside a character, and decodes each whole line. So it does not matter
    // in which pieces the document travels.
    for line in BufReader::new(document.take(LARGEST)).lines() {
        println!("{}", line?.trim());
    }
    Ok(())
}
