//! A client that sends one datagram to the UDP echo server and prints the answer ("Python Network Programming").
//!
//! # The protocol, from this side
//!
//! Send a message to port 12345 and wait for the answer. UDP promises nothing: the message or its answer may be lost on
//! the way, and nobody says so. So this client waits only for a while, sends its message again when the time is over, and
//! after a few attempts gives up. The price is that a slow server may get the message twice; an echo does not mind.
//!
//! Try it: `cargo run --bin udp_echo_client -- 127.0.0.1 12345 "Is anybody there?"`

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "printing the answer is what the program is for")]

use std::error::Error;
use std::io::ErrorKind;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, ToSocketAddrs, UdpSocket};
use std::process::ExitCode;
use std::time::Duration;

use reference::Arguments;

/// The sheet names no port.
const PORT: u16 = 12345;

/// How long an answer may take, and how often the message is sent at the most.
const PATIENCE: Duration = Duration::from_secs(1);
const ATTEMPTS: u32 = 3;

/// No datagram is larger.
const LARGEST: usize = 65_535;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("udp_echo_client: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Sends the message until an answer comes.
fn run() -> Result<(), Box<dyn Error>> {
    let Arguments { host, port, message } = Arguments::from_command_line(PORT)?;
    let message = message.unwrap_or_else(|| "Hello from the other side".to_string());
    let server = (host.as_str(), port)
        .to_socket_addrs()
        .map_err(|error| format!("I do not know the host {host}: {error}"))?
        .next()
        .ok_or_else(|| format!("the host {host} has no address"))?;

    // Port 0 leaves the choice to the system: the server learns it from the datagram.
    let here: SocketAddr =
        if server.is_ipv4() { (Ipv4Addr::UNSPECIFIED, 0).into() } else { (Ipv6Addr::UNSPECIFIED, 0).into() };
    let socket = UdpSocket::bind(here)?;
    socket.set_read_timeout(Some(PATIENCE))?;

    for _ in 0..ATTEMPTS {
        socket.send_to(message.as_bytes(), server)?;
        if let Some(answer) = receive(&socket, server)? {
            println!("The server answered: {}", String::from_utf8_lossy(&answer));
            return Ok(());
        }
        println!("No answer yet.");
    }
    Err(format!("{server} does not answer. Is the server running?").into())
}

/// The server's answer; `None` when none comes in time.
fn receive(socket: &UdpSocket, server: SocketAddr) -> Result<Option<Vec<u8>>, Box<dyn Error>> {
    let mut datagram = vec![0; LARGEST];
    loop {
        match socket.recv_from(&mut datagram) {
            // Anybody may send a datagram here. Only the server's is an answer.
            Ok((length, sender)) if sender == server => {
                datagram.truncate(length);
                return Ok(Some(datagram));
            }
            Ok((_, stranger)) => println!("{stranger} was not asked."),
            // Which of the two it is when the time is over differs from system to system.
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => return Ok(None),
            Err(error) => return Err(error.into()),
        }
    }
}
