//! The hello-goodbye server with a greeting that comes in pieces, which no play of the exercise sends.
#![expect(clippy::disallowed_methods, reason = "this program is tried as a person would try it")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Command, Stdio};

#[test]
fn a_greeting_in_pieces_is_awaited_whole() {
    let mut server = Command::new(env!("CARGO_BIN_EXE_hello_goodbye_server"))
        .args(["127.0.0.1", "0"])
        .stdout(Stdio::piped())
        .spawn()
        .expect("the server starts");
    let mut output = BufReader::new(server.stdout.take().expect("a pipe"));
    let mut printed = |line: &mut String| output.read_line(line).expect("a line of the server");

    let mut line = String::new();
    printed(&mut line);
    let address = line.trim().strip_prefix("Listening on ").expect("an address");
    let mut connection = TcpStream::connect(address).expect("the server accepts");
    connection.set_nodelay(true).expect("a socket");
    let mut connected = String::new();
    printed(&mut connected);
    for piece in ["Hel", "lo Wor", "ld"] {
        connection.write_all(piece.as_bytes()).expect("sent");
    }
    let mut answer = String::new();
    connection.read_to_string(&mut answer).expect("the end of data");

    let _ = server.kill();
    let _ = server.wait();
    assert_eq!(answer, "Hello YourselfGoodbye");
}
