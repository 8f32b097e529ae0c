//! A server that tells everybody who connects the day and the time ("Networks and Client/Server", A Day/Time Server).
//!
//! # The protocol
//!
//! * The server listens on TCP port 21566. A client connects and says nothing.
//! * The server sends two lines: the local date and time, such as `Sun Mar  9 14:05:09 2025`, and `Have a nice day!`.
//! * Then it closes the connection, which tells the client that this was all, and turns to the next client.
//!
//! RFC 867 describes the Daytime service of port 13, which works in the same way: nobody has to ask, because connecting
//! *is* the question.
//!
//! Try it: `cargo run --bin daytime_server`, and in another terminal `cargo run --bin daytime_client`.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a server tells its operator what happens")]

use std::error::Error;
use std::io::{self, Write};
use std::net::{TcpListener, TcpStream};
use std::process::ExitCode;

use reference::{Arguments, date_and_time};

/// The port on the sheet.
const PORT: u16 = 21566;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("daytime_server: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Listens, and serves one client after the other until the program is stopped.
fn run() -> Result<(), Box<dyn Error>> {
    let Arguments { host, port, .. } = Arguments::from_command_line(PORT)?;
    let listener = TcpListener::bind((host.as_str(), port))
        .map_err(|error| format!("I cannot listen on {host}, port {port}: {error}"))?;
    println!("Listening on {}", listener.local_addr()?);

    loop {
        // Sleeps until a client is there, perhaps for hours: whatever has to be fresh is made after this line.
        let (client, address) = listener.accept()?;
        match serve(client) {
            Ok(()) => println!("{address} knows what time it is"),
            // A client that leaves before it has the answer is no reason to stop.
            Err(error) => eprintln!("{address} was lost: {error}"),
        }
    }
}

/// Tells one client the time. It takes so little that the next client can wait for it.
fn serve(mut client: TcpStream) -> io::Result<()> {
    let text = format!("{}\nHave a nice day!\n", date_and_time());
    client.write_all(text.as_bytes())
    // `client` goes out of scope: the connection is closed, and the client reads the end of data.
}
