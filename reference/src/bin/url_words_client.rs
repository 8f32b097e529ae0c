//! A client that counts how often each word stands in a document on the web ("Python Network Programming", Like a File).
//!
//! # What it does
//!
//! The document is fetched as in `url_lines_client`. Each line is split wherever there is white space, be it one blank or five;
//! each word that remains is looked up in a map from words to numbers, and its number is raised by one. `Who` and `who`
//! are two words, and so are `sun` and `sun,`: whoever wants them to be the same has to say so.
//!
//! The map is printed as JSON, which other programs can read.
//!
//! Try it: `cargo run --bin url_words_client`, or with a URL of your own: `… url_words_client http://127.0.0.1:8000/a.txt`

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "printing the numbers is what the program is for")]

use std::collections::BTreeMap;
use std::env;
use std::error::Error;
use std::io::{BufRead, BufReader, Read};
use std::process::ExitCode;

/// The document on the sheet.
const DOCUMENT: &str = "http://data.pr4e.org/romeo.txt";

/// How long the document may take, in seconds.
const PATIENCE: u64 = 30;

/// How much is read at the most, in bytes.
const LARGEST: u64 = 16 * 1024 * 1024;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("url_words_client: {error}");
            ExitCode::FAILURE
        }
    }
}

/// One document, counted.
fn run() -> Result<(), Box<dyn Error>> {
    let url = env::args().nth(1).unwrap_or_else(|| DOCUMENT.to_string());
    let document = minreq::get(&url).with_timeout(PATIENCE).send_lazy()?;
    if document.status_code != 200 {
        return Err(format!("{url}: {} {}", document.status_code, document.reason_phrase).into());
    }

    // This kind of map keeps its words in order, so that the same document always gives the same output.
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    for line in BufReader::new(document.take(LARGEST)).lines() {
        for word in line?.split_whitespace() {
            // A word that is new begins at 0.
            *counts.entry(word.to_string()).or_default() += 1;
        }
    }
    println!("{}", serde_json::to_string(&counts)?);
    Ok(())
}
