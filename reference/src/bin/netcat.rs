//! A netcat: a plain TCP connection between two terminals ("Python Network Programming", the sheet's `nc`).
//!
//! # What it does
//!
//! * `netcat -l PORT` waits for one client at that port, and talks to it until it leaves.
//! * `netcat -k -l PORT` then waits for the next one.
//! * `netcat HOST PORT` connects to somebody who waits.
//!
//! There is no protocol. Whatever is typed goes over the connection, and whatever comes over the connection is printed, byte
//! for byte. Neither side has to wait for the other: a TCP connection (RFC 9293) has two directions, and each goes its
//! own way. So this program does two things at once, each in a thread of its own: one reads the terminal and sends, the
//! other receives and prints. A program that did one after the other would be deaf while it waits for the keyboard.
//!
//! Try it: `cargo run --bin netcat -- -l 2389`, and in another terminal `cargo run --bin netcat -- localhost 2389`.

#![expect(clippy::print_stderr, reason = "complaints go beside what came over the connection")]

use std::env;
use std::error::Error;
use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::process::ExitCode;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("netcat: {error}");
            ExitCode::FAILURE
        }
    }
}

/// What the command line asks for.
#[derive(Debug, PartialEq, Eq)]
enum Task {
    /// Wait for a client, or with `keep` for one after the other.
    Listen { port: u16, keep: bool },
    /// Go to somebody who waits.
    Connect { host: String, port: u16 },
}

impl Task {
    fn from_words(words: &[&str]) -> Result<Self, String> {
        let number =
            |word: &str| word.parse().map_err(|_| format!("`{word}` is no port; a port is a number up to 65535."));
        match words {
            ["-l", port] => Ok(Self::Listen { port: number(port)?, keep: false }),
            ["-k", "-l", port] | ["-l", "-k", port] => Ok(Self::Listen { port: number(port)?, keep: true }),
            [host, port] if !host.starts_with('-') => {
                Ok(Self::Connect { host: (*host).to_string(), port: number(port)? })
            }
            _ => Err("tell me what to do: `-l PORT`, `-k -l PORT`, or `HOST PORT`".to_string()),
        }
    }
}

fn run() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = env::args().skip(1).collect();
    let task = Task::from_words(&words.iter().map(String::as_str).collect::<Vec<_>>())?;

    // The keyboard has a thread to itself for as long as the program lives: a read of the terminal cannot be called off when
    // a client leaves. Nobody waits for this thread; it ends with `main`.
    let peer = Arc::new(Peer::default());
    let keyboard = peer.clone();
    thread::spawn(move || send_what_is_typed(&keyboard));

    match task {
        Task::Listen { port, keep } => {
            let listener = TcpListener::bind(("0.0.0.0", port))
                .map_err(|error| format!("I cannot listen on port {port}: {error}"))?;
            loop {
                let (client, _) = listener.accept()?;
                talk(client, &peer)?;
                if !keep {
                    return Ok(());
                }
            }
        }
        Task::Connect { host, port } => {
            #[expect(clippy::disallowed_methods, reason = "a client may wait for its server")]
            let server = TcpStream::connect((host.as_str(), port))
                .map_err(|error| format!("I cannot connect to {host}, port {port}: {error}"))?;
            talk(server, &peer)?;
            Ok(())
        }
    }
}

/// Prints what comes over a connection until its end; meanwhile the keyboard's thread may send.
fn talk(mut connection: TcpStream, peer: &Peer) -> io::Result<()> {
    peer.set(Some(connection.try_clone()?));
    let mut block = [0; 4096];
    loop {
        match connection.read(&mut block) {
            // The end of data, or a connection that was cut: either way nobody is there any more.
            Ok(0) | Err(_) => break,
            Ok(length) => {
                let mut screen = io::stdout().lock();
                screen.write_all(&block[..length])?;
                // What came last may not end in a newline, and is to be seen all the same.
                screen.flush()?;
            }
        }
    }
    peer.set(None);
    Ok(())
}

/// Reads the terminal until the end of input (Ctrl-D), and sends everything to whoever is there.
fn send_what_is_typed(peer: &Peer) {
    let mut block = [0; 4096];
    while let Ok(length @ 1..) = io::stdin().read(&mut block) {
        let mut connection = peer.get();
        // A client that left just now is noticed by the other thread.
        let _ = connection.write_all(&block[..length]);
    }
    // Our side has nothing more to say; the other one may still go on.
    let _ = peer.get().shutdown(Shutdown::Write);
}

/// Who is at the other end, shared by the two threads.
#[derive(Default)]
struct Peer {
    connection: Mutex<Option<TcpStream>>,
    /// Rings when somebody has come.
    came: Condvar,
}

impl Peer {
    fn set(&self, connection: Option<TcpStream>) {
        *self.connection.lock().unwrap_or_else(PoisonError::into_inner) = connection;
        self.came.notify_all();
    }

    /// The connection of whoever is there. What is typed while nobody is waits for the next one, and so does this call.
    fn get(&self) -> TcpStream {
        let mut connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            // A clone is a second handle on the same connection. The lock is held for no longer than that takes.
            if let Some(Ok(clone)) = connection.as_ref().map(TcpStream::try_clone) {
                return clone;
            }
            connection = self.came.wait(connection).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Task;

    #[test]
    fn the_command_line_says_which_side_it_is() {
        assert_eq!(Task::from_words(&["-l", "2389"]), Ok(Task::Listen { port: 2389, keep: false }));
        assert_eq!(Task::from_words(&["-k", "-l", "2389"]), Ok(Task::Listen { port: 2389, keep: true }));
        let host = "192.168.100.2".to_string();
        assert_eq!(Task::from_words(&["192.168.100.2", "2389"]), Ok(Task::Connect { host, port: 2389 }));
        let usage = "tell me what to do: `-l PORT`, `-k -l PORT`, or `HOST PORT`".to_string();
        assert_eq!(Task::from_words(&["-k", "2389"]), Err(usage));
    }
}
