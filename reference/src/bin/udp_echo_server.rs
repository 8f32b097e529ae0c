//! A server that sends every datagram back to whoever sent it ("Python Network Programming", sendto and recvfrom).
//!
//! # The protocol (RFC 862, the half about UDP)
//!
//! * The server waits for datagrams at UDP port 12345 (RFC 862 says port 7, which only root may use).
//! * When a datagram comes, the server sends one back, with the same bytes, to the address it came from.
//!
//! There is no connection: nothing to listen for, nothing to accept, nothing to close. A datagram arrives whole or not
//! at all, and it may have no bytes. One socket serves every client, because each datagram carries its sender's address.
//!
//! Try it: `cargo run --bin udp_echo_server`, and in another terminal `cargo run --bin udp_echo_client`.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a server tells its operator what happens")]

use std::error::Error;
use std::net::UdpSocket;
use std::process::ExitCode;

use reference::Arguments;

/// The sheet names no port.
const PORT: u16 = 12345;

/// No datagram is larger. What does not fit into the buffer is lost, so a smaller one would cut long messages off.
const LARGEST: usize = 65_535;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("udp_echo_server: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Answers datagrams until the program is stopped.
fn run() -> Result<(), Box<dyn Error>> {
    let Arguments { host, port, .. } = Arguments::from_command_line(PORT)?;
    let socket = UdpSocket::bind((host.as_str(), port))
        .map_err(|error| format!("I cannot wait for datagrams at {host}, port {port}: {error}"))?;
    println!("Waiting for datagrams at {}", socket.local_addr()?);

    let mut datagram = vec![0; LARGEST];
    loop {
        // Sleeps until a datagram is there, and tells how long it is and who sent it.
        let (length, sender) = match socket.recv_from(&mut datagram) {
            Ok(received) => received,
            // An earlier answer found nobody at home, and the system only says so now. That is no reason to stop.
            Err(error) => {
                eprintln!("Nothing received: {error}");
                continue;
            }
        };
        println!("{length} bytes from {sender}");

        // Only the first `length` bytes are this message's; behind them lies what an earlier, longer one left. A datagram
        // of no bytes is a message like any other, and does not mean that anybody has gone.
        if let Err(error) = socket.send_to(&datagram[..length], sender) {
            eprintln!("{sender} could not be answered: {error}");
        }
    }
}
