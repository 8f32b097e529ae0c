//! A client that plays rock, paper, scissors until it has won ("Internet Protocols", Problem 2).
//!
//! # The protocol, from this side
//!
//! Connect, then in turns: send a move, and print what comes back. `you lose`, `draw` and `invalid move` mean "go on".
//! `you win` is the end: both sides close.
//!
//! This client asks its user for each move and sends whatever is typed; whether that is a move is for the server to
//! say. An answer has no line end, so it is read with one `read`: the server says nothing more until it is asked again.
//!
//! Try it: `cargo run --bin rps_client`, while `rps_server` runs in another terminal.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "playing at a terminal is what the program is for")]

use std::error::Error;
use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::process::ExitCode;

use reference::Arguments;

/// The port of the sheet's echo server.
const PORT: u16 = 33498;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("rps_client: {error}");
            ExitCode::FAILURE
        }
    }
}

/// One game, from connecting to closing.
fn run() -> Result<(), Box<dyn Error>> {
    let Arguments { host, port, .. } = Arguments::from_command_line(PORT)?;
    #[expect(clippy::disallowed_methods, reason = "a client may wait for its server")]
    let mut server = TcpStream::connect((host.as_str(), port))
        .map_err(|error| format!("I cannot connect to {host}, port {port}: {error}. Is the server running?"))?;

    let mut reply = [0; 1024];
    loop {
        // Sending nothing is no message at all, and the server would wait for one: ask again instead.
        let Some(word) = ask("Your move (rock, paper or scissors): ")? else { return Ok(()) };
        if word.is_empty() {
            continue;
        }
        server.write_all(word.as_bytes())?;

        let length = server.read(&mut reply)?;
        if length == 0 {
            return Err("the server closed the connection in the middle of the game".into());
        }
        let reply = String::from_utf8_lossy(&reply[..length]);

        // Some servers end their answers with a line end. It is taken off before the answer is compared.
        let reply = reply.trim_end();
        println!("The server says: {reply}");
        if reply == "you win" {
            // `server` goes out of scope: the connection is closed.
            return Ok(());
        }
    }
}

/// What the user types, without the line end; nothing at the end of input (Ctrl-D).
fn ask(question: &str) -> io::Result<Option<String>> {
    print!("{question}");
    // A terminal shows a line once it is complete; this one is not, and has to be pushed out.
    io::stdout().flush()?;
    let mut line = String::new();
    match io::stdin().read_line(&mut line)? {
        0 => Ok(None),
        _ => Ok(Some(line.trim().to_string())),
    }
}
