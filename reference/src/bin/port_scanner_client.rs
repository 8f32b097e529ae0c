//! A scanner that tells which ports of a host are open ("Introduction to Socket Programming", section 2d).
//!
//! # What it does
//!
//! `port_scanner_client HOST FIRST LAST` tries every port from the first to the last, both included, and prints one line
//! for each that is open. There is no protocol: all that is wanted is the answer to the first packet of a TCP connection
//! (RFC 9293, section 3.5), and there are three of them.
//!
//! * **The connection comes about**: a program listens. The port is open.
//! * **It is refused**: the host is there, and no program listens on that port. The port is closed.
//! * **Nothing comes back**: somebody on the way, mostly a firewall, drops the packet. Only a time limit ends the waiting.
//!
//! Scan nobody's computer but your own: many take it for an attack, and in some countries it is one.
//!
//! Try it: `cargo run --bin port_scanner_client -- localhost 1 1024`

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "printing the open ports is what the program is for")]

use std::env;
use std::error::Error;
use std::net::{IpAddr, SocketAddr, TcpStream, ToSocketAddrs};
use std::ops::RangeInclusive;
use std::process::ExitCode;
use std::time::Duration;

/// How long a port may take to answer. A packet is around the earth in a third of this.
const PATIENCE: Duration = Duration::from_secs(1);

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("port_scanner_client: {error}");
            ExitCode::FAILURE
        }
    }
}

/// One scan, from the command line to the last port.
fn run() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = env::args().skip(1).collect();
    let [host, first, last] = words.as_slice() else {
        return Err("tell me where to look: HOST FIRST LAST".into());
    };
    let address = address_of(host)?;
    for port in range(first, last)? {
        if is_open(SocketAddr::new(address, port)) {
            println!("Port {port} is open");
        }
    }
    Ok(())
}

/// The ports to try. `..=` includes the last one; `..`, like Python's `range`, would stop before it.
fn range(first: &str, last: &str) -> Result<RangeInclusive<u16>, String> {
    let port =
        |word: &str| word.parse::<u16>().map_err(|_| format!("`{word}` is no port; a port is a number up to 65535."));
    Ok(port(first)?..=port(last)?)
}

/// The address of a host. The name is looked up once, not once for every port.
fn address_of(host: &str) -> Result<IpAddr, Box<dyn Error>> {
    // The library looks up hosts together with ports, so one is put there; which one does not matter.
    let mut addresses = (host, 0).to_socket_addrs().map_err(|error| format!("I cannot find {host}: {error}"))?;
    Ok(addresses.next().ok_or("that host has no address")?.ip())
}

/// Whether somebody listens there. Each port gets a socket of its own: one that was connected once cannot connect again.
fn is_open(address: SocketAddr) -> bool {
    // The connection goes out of scope at once, which closes it: knowing that it came about is enough.
    TcpStream::connect_timeout(&address, PATIENCE).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ends_belong_to_the_range() {
        assert_eq!(range("7", "9").map(Iterator::collect::<Vec<_>>), Ok(vec![7, 8, 9]));
        assert_eq!(range("7", "70000"), Err("`70000` is no port; a port is a number up to 65535.".to_string()));
    }
}
