//! A server that asks its operator for a line and sends it to the client ("Introduction to Socket Programming", 3).
//!
//! # The protocol
//!
//! * The server listens on TCP port 4444. A client connects and says nothing.
//! * The server asks at its own terminal, `Enter data to be send: `, and sends the line to the client as it was typed.
//! * It closes the connection and exits. The end of data is what tells the client that the line is complete, because
//!   TCP (RFC 9293) carries bytes and knows no lines.
//!
//! Try it: `cargo run --bin message_server`, and in another terminal `cargo run --bin message_client`. Then type.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a server tells its operator what happens")]

use std::error::Error;
use std::io::{self, Write};
use std::net::TcpListener;
use std::process::ExitCode;

use reference::Arguments;

/// The port in the sheet's code. (The text beside it says 12345; what matters is that both programs agree.)
const PORT: u16 = 4444;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("message_server: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Serves one client.
fn run() -> Result<(), Box<dyn Error>> {
    let Arguments { host, port, .. } = Arguments::from_command_line(PORT)?;
    let listener = TcpListener::bind((host.as_str(), port))
        .map_err(|error| format!("I cannot listen on {host}, port {port}: {error}"))?;
    println!("Listening for connections on {}", listener.local_addr()?);

    // Two waits follow, one after the other: for a client, then for the operator. Meanwhile the program hears nobody
    // else. That is fine for one client; a server that must listen to several at once needs threads or `poll`.
    let (mut client, address) = listener.accept()?;
    println!("{address} connected");
    let line = ask("Enter data to be send: ")?;
    client.write_all(line.as_bytes())?;
    Ok(())
    // `client` and `listener` go out of scope, which closes both.
}

/// Asks the operator for one line, and returns it without its end.
fn ask(question: &str) -> Result<String, Box<dyn Error>> {
    // What is printed without a line end stays in a buffer until it is flushed, and nobody answers an unseen question.
    print!("{question}");
    io::stdout().flush()?;

    let mut line = String::new();
    if io::stdin().read_line(&mut line)? == 0 {
        return Err("the input ended before a line was typed".into());
    }
    // The return key belongs to the terminal, not to the message. The blanks do: the client may strip them if it likes.
    let typed = line.trim_end_matches(['\r', '\n']);
    Ok(typed.to_string())
}
