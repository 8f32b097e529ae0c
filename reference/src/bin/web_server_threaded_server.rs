//! A web server that serves many clients at the same time, each in a thread ("Introduction to Socket Programming", optional exercise 1).
//!
//! # The protocol
//!
//! It is that of `web_server_server`, to the letter. A client cannot tell the two apart, unless somebody else is in its way.
//!
//! # The difference
//!
//! A server that serves one client at a time is as slow as its slowest one: somebody on a bad line fetches a film, and
//! nobody else gets a single page. Here the main thread only accepts. Each connection is handed to a new thread, which
//! serves that client and ends with it. A thread that waits for its own client costs next to nothing, and delays nobody.
//!
//! (The sheet speaks of "another port" for each client. There is none: all connections share the server's port. What each
//! of them has to itself is a socket, and the system tells them apart by the client's address and port.)
//!
//! Threads share the memory of the program, and that is where threaded servers go wrong: two clients write to one variable,
//! and one reads the other's answer. Here each thread owns its connection alone. All that they share is the name of the
//! folder, which nobody changes; so no lock is needed.
//!
//! Try it: `cargo run --bin web_server_threaded_server`. Connect with `nc localhost 6789`, type nothing, and open
//! `http://localhost:6789/README.md` in a browser meanwhile. Then try the same with `web_server_server`.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a server tells its operator what happens")]

use std::error::Error;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use reference::Arguments;
use reference::web::Site;

/// The port on the sheet.
const PORT: u16 = 6789;

/// How long a client may neither send nor read anything. It delays nobody, so there is no hurry; but without any
/// limit, clients that vanished would leave their threads behind for ever.
const PATIENCE: Duration = Duration::from_secs(60);

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("web_server_threaded_server: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Listens, and hands each client to a thread until the program is stopped.
fn run() -> Result<(), Box<dyn Error>> {
    let Arguments { host, port, .. } = Arguments::from_command_line(PORT)?;
    // Nobody knows which thread will be the last to use the site. `Arc` counts its users.
    let site = Arc::new(Site::new(Path::new("."))?);
    let listener = TcpListener::bind((host.as_str(), port))
        .map_err(|error| format!("I cannot listen on {host}, port {port}: {error}"))?;
    println!("Ready to serve at http://{}/", listener.local_addr()?);

    loop {
        let (client, address) = listener.accept()?;
        let site = Arc::clone(&site);
        // `move`: the connection now belongs to the thread, which closes it at its end. This loop goes back to `accept` at once.
        let started = thread::Builder::new().spawn(move || serve(&site, client, address));
        if let Err(error) = started {
            // Too many at once. This client is lost, the server is not.
            eprintln!("{address} was turned away: {error}");
        }
    }
}

/// What each thread does.
fn serve(site: &Site, client: TcpStream, address: SocketAddr) {
    match site.serve(client, PATIENCE) {
        Ok(story) => println!("{address}: {story}"),
        Err(error) => eprintln!("{address} was lost: {error}"),
    }
}
