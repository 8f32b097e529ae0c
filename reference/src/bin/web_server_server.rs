//! A web server that gives out the files of its folder, one client at a time ("Introduction to Socket Programming", section 4).
//!
//! # The protocol
//!
//! HTTP (RFC 9110 for what is meant, RFC 9112 for how it is written), and of it the smallest useful part:
//!
//! * The server listens on TCP port 6789. A client connects and sends a request: `GET /HelloWorld.html HTTP/1.1`, some
//!   header lines, and an empty line.
//! * The server looks for that file in the folder in which it was started. If it is there, the response is the status
//!   line `HTTP/1.1 200 OK`, some header lines, an empty line, and then the bytes of the file.
//! * If not, the response is the same with the status `404 Not Found`, and a sentence for the person in front of the browser.
//! * The server closes the connection, and turns to the next client.
//!
//! How a request is read is told in `src/http.rs`, and how a file is found and sent in `src/web.rs`.
//!
//! # One at a time
//!
//! While this server speaks to one client, the others wait in the queue of the listening socket. That is why nobody may
//! keep it for long, on purpose or not: browsers open connections in advance and then say nothing on them.
//! `web_server_threaded_server` knows a better way.
//!
//! Try it: `cargo run --bin web_server_server`, and open `http://localhost:6789/README.md` in a browser, or fetch it with
//! `curl -i`. With `cargo run --bin web_server_server 0.0.0.0`, other machines can reach it, and read every file in
//! the folder.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a server tells its operator what happens")]

use std::error::Error;
use std::net::TcpListener;
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use reference::Arguments;
use reference::web::Site;

/// The port on the sheet.
const PORT: u16 = 6789;

/// How long one client may keep all others waiting without sending or reading anything.
const PATIENCE: Duration = Duration::from_secs(3);

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("web_server_server: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Listens, and serves one client after the other until the program is stopped.
fn run() -> Result<(), Box<dyn Error>> {
    let Arguments { host, port, .. } = Arguments::from_command_line(PORT)?;
    let site = Site::new(Path::new("."))?;
    let listener = TcpListener::bind((host.as_str(), port))
        .map_err(|error| format!("I cannot listen on {host}, port {port}: {error}"))?;
    println!("Ready to serve at http://{}/", listener.local_addr()?);

    loop {
        let (client, address) = listener.accept()?;
        // A client that breaks off is that client's affair: note it, and go on with the next one.
        match site.serve(client, PATIENCE) {
            Ok(story) => println!("{address}: {story}"),
            Err(error) => eprintln!("{address} was lost: {error}"),
        }
    }
}
