//! A server that plays rock, paper, scissors with one client after the other ("Internet Protocols", Problem 2).
//!
//! # The protocol
//!
//! * The server listens on a TCP port; Problem 2 names none, so this is the 33498 of the sheet's own echo server.
//! * The client sends a move: `rock`, `paper` or `scissors`. The server draws one of its own, prints both, and answers
//!   `you win`, `you lose` or `draw`, told from the client's side. What is no move is answered with `invalid move`.
//! * After `you win` the server closes the connection. After every other answer the client may send its next move.
//!
//! Messages have no end that could be seen. It works all the same, because the two take turns: nobody speaks again
//! before the other has answered, so what one `read` returns is one message. (TCP might still deliver a word in two
//! parts. A protocol that is meant for more than five letters marks the end of its messages.)
//!
//! Try it: `cargo run --bin rps_server`, and in another terminal `cargo run --bin rps_client`.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a server tells its operator what happens")]

use std::error::Error;
use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::ExitCode;

use reference::Arguments;

/// The port of the sheet's echo server.
const PORT: u16 = 33498;

/// Each move beats the one before it in this list, and the first beats the last.
const MOVES: [&str; 3] = ["rock", "paper", "scissors"];

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("rps_server: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Listens, and plays with one client after the other until the program is stopped.
fn run() -> Result<(), Box<dyn Error>> {
    let Arguments { host, port, .. } = Arguments::from_command_line(PORT)?;
    let listener = TcpListener::bind((host.as_str(), port))
        .map_err(|error| format!("I cannot listen on {host}, port {port}: {error}"))?;
    println!("Listening on {}", listener.local_addr()?);

    loop {
        let (client, address) = listener.accept()?;
        println!("{address} wants to play");
        match play(client) {
            Ok(()) => println!("{address} is done"),
            Err(error) => eprintln!("{address} was lost: {error}"),
        }
    }
}

/// Plays with one client until it has won, or leaves.
fn play(mut client: TcpStream) -> io::Result<()> {
    let mut message = [0; 1024];
    loop {
        let length = client.read(&mut message)?;
        if length == 0 {
            // The end of data: the client has left without a win.
            return Ok(());
        }

        // Many clients send a line end after the word. It is not part of the move.
        let word = String::from_utf8_lossy(&message[..length]);
        let word = word.trim_end_matches(['\r', '\n']);

        // The whole word counts: `rocket` begins like a move, and is none.
        let Some(theirs) = MOVES.iter().position(|name| *name == word) else {
            println!("client: {word:?}, which is no move");
            client.write_all(b"invalid move")?;
            continue;
        };

        // A number below 3, each as likely as the others, drawn anew in each round. The generator seeds itself.
        let ours = fastrand::usize(..MOVES.len());
        println!("client: {}, server: {}", MOVES[theirs], MOVES[ours]);

        let reply = judge(theirs, ours);
        client.write_all(reply.as_bytes())?;
        if reply == "you win" {
            // `client` goes out of scope, which closes the connection.
            return Ok(());
        }
    }
}

/// What the client is told. How many steps its move is ahead of ours, going round the list, says it all.
fn judge(theirs: usize, ours: usize) -> &'static str {
    // Adding 3 first keeps the difference from going below zero.
    match (theirs + 3 - ours) % 3 {
        0 => "draw",
        1 => "you win",
        _ => "you lose",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pair_is_judged_from_the_client_s_side() {
        let reply = |theirs: &str, ours: &str| {
            let number = |word: &str| MOVES.iter().position(|name| *name == word).unwrap_or_default();
            judge(number(theirs), number(ours))
        };
        for [winner, loser] in [["rock", "scissors"], ["paper", "rock"], ["scissors", "paper"]] {
            assert_eq!([reply(winner, loser), reply(loser, winner)], ["you win", "you lose"]);
            assert_eq!(reply(winner, winner), "draw");
        }
    }
}
