//! The daytime server where other machines can reach it ("Networks and Client/Server", Going Live).
//!
//! # The protocol
//!
//! It is that of `daytime_server`: who connects to TCP port 21566 is sent the local date and time, then `Have a nice day!`,
//! and then the end of data.
//!
//! # The difference
//!
//! `127.0.0.1`, which `localhost` stands for, is a different host on every machine: its own. A server that listens there is
//! heard by programs of the same machine and by nobody else. This one looks up the address that its host's own name
//! stands for, and listens there. (What that address is, the machine's `/etc/hosts` or the network's name server decides;
//! where it is `127.0.1.1`, as on some home computers, other machines are still shut out. Listening on `0.0.0.0`, every
//! address at once, is the usual way around.)
//!
//! Try it: `cargo run --bin daytime_live_server`, and on another machine `cargo run --bin daytime_live_client`.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a server tells its operator what happens")]

use std::error::Error;
use std::fs;
use std::io::Write;
use std::net::TcpListener;
use std::process::ExitCode;

use reference::date_and_time;

/// The port on the sheet. Server and client must agree on one beforehand, because a name says nothing about ports.
const PORT: u16 = 21566;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("daytime_live_server: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Listens at the host's own address, and serves one client after the other until the program is stopped.
fn run() -> Result<(), Box<dyn Error>> {
    // What other languages call `gethostname`. Rust's library has no such call, but Linux shows the name in a file.
    let name = fs::read_to_string("/proc/sys/kernel/hostname")?;
    let name = name.trim();

    // What other languages call `gethostbyname` happens inside: `bind` looks the name up, and tries what it stands for.
    let listener = TcpListener::bind((name, PORT))
        .map_err(|error| format!("I cannot listen at the address of {name}, port {PORT}: {error}"))?;
    println!("{name} is {}. Tell your clients either.", listener.local_addr()?.ip());

    loop {
        let (mut client, address) = listener.accept()?;
        println!("... connected from {address}");
        let text = format!("{}\nHave a nice day!\n", date_and_time());
        if let Err(error) = client.write_all(text.as_bytes()) {
            eprintln!("{address} was lost: {error}");
        }
        // `client` goes out of scope: the connection is closed.
    }
}
