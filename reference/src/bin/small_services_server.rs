//! One server with the five small services of the well-known ports ("Networks and Client/Server", Table 15.1).
//!
//! # The protocols
//!
//! | port | service | over TCP, once a client is there | RFC |
//! | --- | --- | --- | --- |
//! | 7 | echo | sends back what it receives, until the client ends | 862 |
//! | 9 | discard | throws away what it receives, until the client ends | 863 |
//! | 13 | daytime | sends the date and the time, and closes | 867 |
//! | 17 | quote | sends a short quote, and closes | 865 |
//! | 19 | chargen | sends lines of printing characters, until the client ends | 864 |
//!
//! Over UDP nobody connects: there, each datagram is a question, and is answered by one datagram (by discard with none).
//!
//! Ports below 1024 belong to root. So this server adds 7000 to each: echo is at port 7007, daytime at 7013. Another
//! number may be given as its argument; `sudo small_services_server 0` takes the ports of the table.
//!
//! Try it: `cargo run --bin small_services_server`, and in another terminal `nc localhost 7013`.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a server tells its operator what happens")]

use std::error::Error;
use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream, UdpSocket};
use std::process::ExitCode;
use std::thread;

use reference::date_and_time;

/// What is added to each port where the command line does not say otherwise.
const SHIFT: u16 = 7000;

/// What the quote service says; RFC 865 wants plain ASCII, and fewer than 512 characters.
const QUOTE: &str = "Be conservative in what you do, be liberal in what you accept from others. (Jon Postel)\r\n";

/// How many characters a line of chargen has, its end not counted.
const LINE: usize = 72;

/// One service: its name, its port in the table, and what it does over each transport.
struct Service {
    name: &'static str,
    port: u16,
    /// Serves one client to the end.
    over_tcp: fn(&mut TcpStream) -> io::Result<()>,
    /// Makes the answer to a datagram; `None` where there is to be none.
    over_udp: fn(&[u8]) -> Option<Vec<u8>>,
}

/// The table. What differs between the services stands here and in the functions below; how a server accepts its
/// clients is the same for all.
const SERVICES: [Service; 5] = [
    Service { name: "echo", port: 7, over_tcp: echo, over_udp: |datagram| Some(datagram.to_vec()) },
    Service { name: "discard", port: 9, over_tcp: discard, over_udp: |_| None },
    Service { name: "daytime", port: 13, over_tcp: daytime, over_udp: |_| Some(daytime_line().into_bytes()) },
    Service { name: "quote", port: 17, over_tcp: quote, over_udp: |_| Some(QUOTE.as_bytes().to_vec()) },
    Service { name: "chargen", port: 19, over_tcp: chargen, over_udp: |datagram| Some(some_characters(datagram)) },
];

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("small_services_server: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Opens all sockets before the first client is served: either all services are there, or the program says why not.
fn run() -> Result<(), Box<dyn Error>> {
    let shift = match std::env::args().nth(1) {
        Some(word) => word.parse().map_err(|_| format!("`{word}` is no number that could be added to a port."))?,
        None => SHIFT,
    };
    let mut threads = Vec::new();
    for service in &SERVICES {
        let port = service.port.checked_add(shift).ok_or("A port is a number up to 65535.")?;
        let failed = |error| format!("{} cannot have port {port}: {error}", service.name);
        let listener = TcpListener::bind((Ipv4Addr::UNSPECIFIED, port)).map_err(failed)?;
        // TCP and UDP count their ports separately, so both can have the same number.
        let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, port)).map_err(failed)?;
        println!("{} at port {port}", service.name);
        // `accept` and `recv_from` wait, and one thread can only wait for one thing.
        threads.push(thread::spawn(move || accept_all(service, &listener)));
        threads.push(thread::spawn(move || answer_all(service, &socket)));
    }
    for thread in threads {
        // They go on until the program is stopped.
        thread.join().map_err(|_| "a service broke off")?;
    }
    Ok(())
}

/// Accepts the clients of a service, and serves each in a thread of its own, so that nobody waits for a slow one.
fn accept_all(service: &'static Service, listener: &TcpListener) {
    for client in listener.incoming() {
        match client {
            Ok(mut client) => {
                thread::spawn(move || {
                    // A client that has had enough leaves in the middle, and the next `write` fails. (Rust ignores
                    // SIGPIPE, which would end a whole program in C.) That is the end of this connection alone.
                    if let Err(error) = (service.over_tcp)(&mut client) {
                        println!("A client of {} has left: {error}", service.name);
                    }
                    // `client` goes out of scope here, and the connection is closed.
                });
            }
            Err(error) => eprintln!("A client of {} was lost: {error}", service.name),
        }
    }
}

/// Answers the datagrams of a service.
fn answer_all(service: &Service, socket: &UdpSocket) {
    let mut datagram = vec![0; 65_535];
    loop {
        match socket.recv_from(&mut datagram) {
            Ok((length, sender)) => {
                let answer = (service.over_udp)(&datagram[..length]);
                if let Some(Err(error)) = answer.map(|answer| socket.send_to(&answer, sender)) {
                    eprintln!("{sender} could not be answered: {error}");
                }
            }
            Err(error) => eprintln!("Nothing received: {error}"),
        }
    }
}

/// RFC 862: whatever comes goes back, as it comes.
fn echo(client: &mut TcpStream) -> io::Result<()> {
    let mut block = [0; 4096];
    loop {
        let length = client.read(&mut block)?;
        if length == 0 {
            return Ok(());
        }
        client.write_all(&block[..length])?;
    }
}

/// RFC 863: whatever comes is read, or the client could not send more; and nothing is said.
fn discard(client: &mut TcpStream) -> io::Result<()> {
    let mut block = [0; 4096];
    while client.read(&mut block)? > 0 {}
    Ok(())
}

/// RFC 867: connecting is the question.
fn daytime(client: &mut TcpStream) -> io::Result<()> {
    client.write_all(daytime_line().as_bytes())
}

/// The clock is read for each client, not once when the server starts.
fn daytime_line() -> String {
    format!("{}\r\n", date_and_time())
}

/// RFC 865.
fn quote(client: &mut TcpStream) -> io::Result<()> {
    client.write_all(QUOTE.as_bytes())
}

/// RFC 864: lines without end. The client ends them by leaving, which the failing `write_all` tells.
fn chargen(client: &mut TcpStream) -> io::Result<()> {
    for number in 0.. {
        client.write_all(&characters(number, LINE))?;
    }
    Ok(())
}

/// So many printing characters and a line end. Each line begins one character later in the ring of all 95.
fn characters(line: usize, count: usize) -> Vec<u8> {
    let ring = b' '..=b'~';
    let characters = ring.cycle().skip(line % 95).take(count);
    characters.chain(*b"\r\n").collect()
}

/// RFC 864 answers a datagram with a random number of characters, up to 512. No random numbers are at hand here: the
/// bytes of the question decide.
fn some_characters(datagram: &[u8]) -> Vec<u8> {
    let sum: usize = datagram.iter().map(|byte| usize::from(*byte)).sum();
    characters(0, sum % 510)
}
