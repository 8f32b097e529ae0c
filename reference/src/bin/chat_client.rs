//! A client whose user chats with the operator of a server ("Networks and Client/Server", One-on-One Chat).
//!
//! # The protocol, from this side
//!
//! Connect to port 21566 and listen first: the server greets. Then take turns: send one line of the user's, wait for
//! the reply, show it. The conversation ends when the user types an empty line, or when the server closes.
//!
//! Whose turn it is decides where the program waits: at the socket or at the terminal, never at both. A line end is sent
//! after each line, for servers that read lines; one that takes what comes has no trouble with it.
//!
//! Try it: `cargo run --bin chat_client`, or `cargo run --bin chat_client -- 127.0.0.1 21566`.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "the conversation is held at the terminal")]

use std::error::Error;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::ExitCode;

use reference::{Arguments, ask};

/// The port of the other servers on the sheet; it names none for the chat.
const PORT: u16 = 21566;

/// The longest reply that is shown in one turn.
const REPLY_SIZE: usize = 1024;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("chat_client: {error}");
            ExitCode::FAILURE
        }
    }
}

/// One conversation, from connecting to closing.
fn run() -> Result<(), Box<dyn Error>> {
    let Arguments { host, port, .. } = Arguments::from_command_line(PORT)?;
    #[expect(clippy::disallowed_methods, reason = "a client may wait for its server")]
    let mut server = TcpStream::connect((host.as_str(), port))
        .map_err(|error| format!("I cannot connect to {host}, port {port}: {error}. Is the server running?"))?;

    let mut reply = [0; REPLY_SIZE];
    loop {
        // The server's turn, in the first round its greeting. No bytes at all is the end of data.
        let length = server.read(&mut reply)?;
        if length == 0 {
            println!("The server has closed the connection.");
            return Ok(());
        }
        println!("{}", String::from_utf8_lossy(&reply[..length]).trim_end());

        // The user's turn. An empty line says goodbye, and so does the end of input (Ctrl-D).
        let line = match ask("> ")? {
            Some(line) if !line.is_empty() => line,
            _ => return Ok(()),
        };
        server.write_all(format!("{line}\n").as_bytes())?;
    }
    // `server` goes out of scope where the function returns: the connection is closed.
}
