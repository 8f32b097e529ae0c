//! A client that lets a library speak HTTP: a GET with parameters, and a POST with JSON ("Internet Protocols", HTTP).
//!
//! # The protocol, from this side
//!
//! HTTP (RFC 9110) is made of pairs: a client sends a request, the server sends a response. A request names a method and
//! a target. Two methods are used here:
//!
//! * **GET** asks for something. It has no body, so what the client wants to add stands in the target, behind a `?`:
//!   `GET /get?key1=0&key2=1`. That part is the query.
//! * **POST** hands something over. It stands in the body of the request, and the header `Content-Type` says what it is:
//!   here `application/json`, the text `{"key1":0,"key2":1}`.
//!
//! The service `httpbin.org` is made for trying this: its response tells, as JSON, what it was sent.
//!
//! # Who does the work
//!
//! The library `minreq`, as `requests` does in Python. It looks the host up, connects, writes the request line and its
//! headers, and reads the response to its end. What all that is, the programs `http_raw_client` and `http_client_client`
//! show by hand. What no library does is ask whether the server was content: that is the status.
//!
//! Try it: `cargo run --bin http_requests_client`, or with a service of your own: `… http_requests_client http://127.0.0.1:8000`

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "printing the answers is what the program is for")]

use std::env;
use std::error::Error;
use std::io::Read;
use std::process::ExitCode;

use minreq::{Request, get, post};
use serde_json::json;

/// The service on the sheet.
const SERVICE: &str = "http://httpbin.org";

/// How long a request may take, in seconds.
const PATIENCE: u64 = 30;

/// How much of an answer is read, in bytes: a thousand times as much as this service sends.
const LARGEST: u64 = 1024 * 1024;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("http_requests_client: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Both requests, one after the other.
fn run() -> Result<(), Box<dyn Error>> {
    let service = env::args().nth(1).unwrap_or_else(|| SERVICE.to_string());

    // The library puts the parameters together: `?` before the first one, `&` between the two.
    let request = get(format!("{service}/get")).with_param("key1", "0").with_param("key2", "1");
    println!("{}", content_of(request)?);

    // The same two, this time as a document in the body. 0 and 1 are numbers in JSON; in a query everything is text.
    let request = post(format!("{service}/post")).with_json(&json!({"key1": 0, "key2": 1}))?;
    println!("{}", content_of(request)?);
    Ok(())
}

/// Sends a request, and gives back the body of the response.
fn content_of(request: Request) -> Result<String, Box<dyn Error>> {
    // A server that never answers must not keep the program for ever, and one that never stops must not fill the memory.
    let response = request.with_timeout(PATIENCE).send_lazy()?;
    let (status, reason) = (response.status_code, response.reason_phrase.clone());
    let mut content = String::new();
    response.take(LARGEST).read_to_string(&mut content)?;

    // A server that refuses answers all the same, with a page that says why. It must not pass for what was asked for.
    if !(200..300).contains(&status) {
        return Err(format!("the server says {status} {reason}\n{content}").into());
    }
    Ok(content)
}
