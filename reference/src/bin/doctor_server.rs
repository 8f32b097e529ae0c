//! A server on which a doctor answers by itself ("Networks and Client/Server", Putting the Doctor Online).
//!
//! # The protocol
//!
//! * It is the chat's: the server listens on TCP port 21566 and speaks first; then patient and doctor take turns, until
//!   the patient closes. The chat's client is the patient's program as well, without a change.
//! * No human being sits at the server. A `Doctor` makes the replies, and there is a new one for each patient.
//!
//! The doctor does not understand a word. It turns a sentence around ("I" becomes "you") and puts a few words in front
//! of it, now and then with what it was told before. Joseph Weizenbaum's ELIZA did so in 1966, and many who talked to it
//! felt understood. RFC 439 of 1973 shows such a doctor in conversation with another program over the network.
//!
//! Try it: `cargo run --bin doctor_server`, and in another terminal `cargo run --bin chat_client`.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a server tells its operator what happens")]

use std::error::Error;
use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::ExitCode;

use reference::Arguments;

/// The port of the other servers on the sheet; it names none for the doctor.
const PORT: u16 = 21566;

/// What every patient hears first.
const GREETING: &str = "Good morning, I hope you are well today. What can I do for you?\n";

/// The longest message that is answered in one turn; a longer one goes on in the next.
const MESSAGE_SIZE: usize = 1024;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("doctor_server: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Listens, and treats one patient after the other until the program is stopped.
fn run() -> Result<(), Box<dyn Error>> {
    let Arguments { host, port, .. } = Arguments::from_command_line(PORT)?;
    let listener = TcpListener::bind((host.as_str(), port))
        .map_err(|error| format!("I cannot listen on {host}, port {port}: {error}"))?;
    println!("The doctor is in, on {}", listener.local_addr()?);

    loop {
        let (patient, address) = listener.accept()?;
        println!("{address} is here");
        match treat(patient) {
            Ok(()) => println!("{address} has gone"),
            Err(error) => println!("{address} was lost: {error}"),
        }
    }
}

/// One conversation, from the greeting until the patient leaves.
fn treat(mut patient: TcpStream) -> io::Result<()> {
    // The doctor is made here and not in `run`: what this patient says ends with this function.
    let mut doctor = Doctor::default();
    patient.write_all(GREETING.as_bytes())?;

    let mut message = [0; MESSAGE_SIZE];
    loop {
        let length = patient.read(&mut message)?;
        if length == 0 {
            return Ok(());
        }
        let reply = doctor.reply(String::from_utf8_lossy(&message[..length]).trim());
        patient.write_all(format!("{reply}\n").as_bytes())?;
    }
}

/// What can stand before a sentence that was turned around.
const OPENINGS: [&str; 3] = ["Why do you say that", "You seem to think that", "Can you explain why"];

/// A psychotherapist who only ever gives back what was said.
#[derive(Default)]
struct Doctor {
    /// What this patient has said so far, turned around.
    heard: Vec<String>,
}

impl Doctor {
    /// Every fourth reply goes back to the beginning of the conversation, and the others to the last sentence.
    fn reply(&mut self, sentence: &str) -> String {
        self.heard.push(turned_around(sentence));
        let turn = self.heard.len();
        match self.heard.as_slice() {
            [first, ..] if turn.is_multiple_of(4) => format!("Earlier you said that {first}. Tell me more about it."),
            [.., last] => format!("{} {last}?", OPENINGS[turn % OPENINGS.len()]),
            [] => "Please go on.".to_string(),
        }
    }
}

/// The sentence as seen by the other person: "I miss my dog." becomes "you miss your dog".
fn turned_around(sentence: &str) -> String {
    let sentence = sentence.trim_end_matches(['.', '!', '?']);
    let words = sentence.split_whitespace().map(|word| match word {
        "I" | "me" | "we" | "We" | "us" => "you",
        "my" | "My" | "our" | "Our" => "your",
        "mine" | "ours" => "yours",
        "am" => "are",
        "you" | "You" => "I",
        "your" | "Your" => "my",
        other => other,
    });
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::Doctor;

    #[test]
    fn the_doctor_turns_sentences_around_and_remembers_the_first() {
        let mut doctor = Doctor::default();
        let said = ["I miss my dog.", "You frighten me!", "Nobody cares", "That is mine"];
        let replies: Vec<String> = said.iter().map(|sentence| doctor.reply(sentence)).collect();
        assert_eq!(
            replies,
            [
                "You seem to think that you miss your dog?",
                "Can you explain why I frighten you?",
                "Why do you say that Nobody cares?",
                "Earlier you said that you miss your dog. Tell me more about it.",
            ]
        );
    }
}
