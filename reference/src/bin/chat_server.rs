//! A server whose operator chats with one client at a time ("Networks and Client/Server", One-on-One Chat).
//!
//! # The protocol
//!
//! * The server listens on TCP port 21566 and speaks first: it sends `Welcome to my chat room!` to each client.
//! * Then the two take turns. The client sends a message; the operator reads it and types one line, which is the reply.
//! * When the client has nothing more to say it closes. The server sees the end of data ("an empty message"), closes
//!   the connection, and turns to the next client.
//!
//! No RFC describes this protocol, and it has a gap: TCP carries a stream of bytes, and nothing marks the end of a
//! message. It works all the same because of the turns: nobody speaks before the other has answered, so what one `read`
//! returns is almost always one message. This server ends what it sends with a line end, for clients that read lines.
//!
//! Try it: `cargo run --bin chat_server`, and in another terminal `cargo run --bin chat_client`.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "the conversation is held at the terminal")]

use std::error::Error;
use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::ExitCode;

use reference::{Arguments, ask};

/// The port of the other servers on the sheet; it names none for the chat.
const PORT: u16 = 21566;

/// What every client hears first.
const GREETING: &str = "Welcome to my chat room!\n";

/// The longest message that is taken in one turn; a longer one goes on in the next.
const MESSAGE_SIZE: usize = 1024;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("chat_server: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Listens, and chats with one client after the other until the operator ends the input.
fn run() -> Result<(), Box<dyn Error>> {
    let Arguments { host, port, .. } = Arguments::from_command_line(PORT)?;
    let listener = TcpListener::bind((host.as_str(), port))
        .map_err(|error| format!("I cannot listen on {host}, port {port}: {error}"))?;
    println!("Waiting for somebody to chat with on {}", listener.local_addr()?);

    loop {
        let (client, address) = listener.accept()?;
        println!("{address} is here");

        // However a conversation ends, the next client is welcome. Only an operator who has left ends the program.
        match chat(client) {
            Ok(Ended::ByClient) => println!("{address} has gone"),
            Ok(Ended::ByOperator) => return Ok(()),
            Err(error) => println!("{address} was lost: {error}"),
        }
    }
}

/// Who ended a conversation.
enum Ended {
    ByClient,
    ByOperator,
}

/// One conversation, from the greeting to the end.
fn chat(mut client: TcpStream) -> io::Result<Ended> {
    client.write_all(GREETING.as_bytes())?;

    let mut message = [0; MESSAGE_SIZE];
    loop {
        // The client's turn: this waits until it says something. No bytes at all is the end of data.
        let length = client.read(&mut message)?;
        if length == 0 {
            return Ok(Ended::ByClient);
        }
        println!("{}", String::from_utf8_lossy(&message[..length]).trim_end());

        // The operator's turn: this waits for the terminal. Meanwhile nobody listens to the client; a server that does
        // both at once needs a second thread, or `poll`.
        let Some(reply) = ask("> ")? else { return Ok(Ended::ByOperator) };
        client.write_all(format!("{reply}\n").as_bytes())?;
    }
    // `client` goes out of scope where the function returns: the connection is closed.
}
