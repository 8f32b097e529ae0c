//! A server that sends every block back with the time behind it ("Internet Protocols", Problem 1).
//!
//! # The protocol
//!
//! * The server listens on TCP port 33498. A client connects and speaks first.
//! * Whenever bytes come, the server sends the same bytes back, followed by the current time as `HH:MM:SS`.
//! * When the client has nothing more to say it closes, or shuts down its sending half. The server sees the end of
//!   data, closes the connection, and turns to the next client.
//!
//! TCP carries a stream of bytes and knows no messages. A *block* is just what one `read` happens to return: most often
//! what the client sent at once, but a long message may come in several blocks, and each then gets a time of its own.
//! A protocol that needs whole messages must say where they end; this one does not.
//!
//! Try it: `cargo run --bin time_echo_server`, and in another terminal `cargo run --bin time_echo_client`.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a server tells its operator what happens")]

use std::error::Error;
use std::io::{self, ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::ExitCode;

use reference::{Arguments, time_of_day};

/// The port on the sheet.
const PORT: u16 = 33498;

/// How many bytes one `read` may return at the most. Any size works; a bigger one means fewer turns of the loop.
const BLOCK_SIZE: usize = 2048;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("time_echo_server: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Listens, and serves one client after the other until the program is stopped.
fn run() -> Result<(), Box<dyn Error>> {
    let Arguments { host, port, .. } = Arguments::from_command_line(PORT)?;

    // `bind` makes the socket, binds it and listens, in one call. It fails when another program, perhaps an older run
    // of this one, already holds the port, so say which address it was.
    let listener = TcpListener::bind((host.as_str(), port))
        .map_err(|error| format!("I cannot listen on {host}, port {port}: {error}"))?;
    println!("Listening on {}", listener.local_addr()?);

    loop {
        // Sleeps until a client is there. Clients who come while one is being served wait in the kernel's queue.
        let (client, address) = listener.accept()?;
        println!("{address} connected");

        // A client that vanishes in the middle is that client's affair: note it, and go on with the next one.
        match serve(client) {
            Ok(()) => println!("{address} is done"),
            Err(error) => eprintln!("{address} was lost: {error}"),
        }
    }
}

/// Answers one client until its end of data.
fn serve(mut client: TcpStream) -> io::Result<()> {
    let mut block = [0; BLOCK_SIZE];
    loop {
        let length = match client.read(&mut block) {
            // No bytes is not "nothing yet" (then `read` would wait): it is the end of data. `client` goes out of
            // scope here, which closes the connection.
            Ok(0) => return Ok(()),
            Ok(length) => length,
            // A signal woke the program before any byte came. Nothing is lost; ask again.
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };

        // Only the first `length` bytes are this block's; behind them lies what an earlier, longer block left. They stay
        // bytes all the way, because a block may end in the middle of a character.
        let mut answer = block[..length].to_vec();
        answer.extend_from_slice(time_of_day().as_bytes());

        // `write` alone may take only a part when the client reads slowly; `write_all` repeats it until all is gone.
        client.write_all(&answer)?;
    }
}
