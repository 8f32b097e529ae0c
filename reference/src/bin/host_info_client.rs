//! Prints this host's name and its IP address ("Networks and Client/Server", Getting the Host Name and IP).
//!
//! # No protocol, but two questions
//!
//! The name is asked of the operating system; it was given when the machine was set up, and needs no network. The
//! address is asked of the resolver, as for any other host: it looks into `/etc/hosts` first and asks a name server
//! (DNS, RFC 1034) next. So the answer is the address by which *others* know this host, and not 127.0.0.1, which is
//! what every host calls itself.
//!
//! Many systems write `127.0.1.1` beside their own name into `/etc/hosts`. The resolver then answers with that, and
//! nobody else can reach it. This program therefore passes by every address that begins with 127, and where nothing is
//! left, it asks the routing table: which address would a packet to the internet carry as its sender?
//!
//! Try it: `cargo run --bin host_info_client`

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "printing the answers is what the program is for")]

use std::fs;
use std::io;
use std::net::{IpAddr, ToSocketAddrs, UdpSocket};
use std::process::ExitCode;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("host_info_client: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> io::Result<()> {
    let name = host_name()?;
    println!("Host name:  {name}");
    let address = match named_address(&name) {
        Some(address) => address,
        None => sender_address()?,
    };
    println!("IP address: {address}");
    Ok(())
}

/// The name of this host. Other languages call `gethostname`; Linux also shows its answer as a file.
fn host_name() -> io::Result<String> {
    Ok(fs::read_to_string("/proc/sys/kernel/hostname")?.trim_end().to_string())
}

/// The address that the resolver knows for a name, the first IPv4 address if there is one; none that begins with 127.
fn named_address(name: &str) -> Option<IpAddr> {
    // A port belongs to every socket address. Which one does not matter here: nothing is ever sent.
    let found: Vec<IpAddr> = (name, 0).to_socket_addrs().ok()?.map(|found| found.ip()).collect();
    let mut outside = found.into_iter().filter(|address| !address.is_loopback());
    let first = outside.next()?;
    if first.is_ipv4() { Some(first) } else { outside.find(IpAddr::is_ipv4).or(Some(first)) }
}

/// The address that this host puts on packets to the internet. To connect a UDP socket sends nothing at all; it only
/// makes the system look up the way, and with it the sender's address.
fn sender_address() -> io::Result<IpAddr> {
    let socket = UdpSocket::bind(("0.0.0.0", 0))?;
    socket.connect(("192.0.2.1", 9))?;
    Ok(socket.local_addr()?.ip())
}
