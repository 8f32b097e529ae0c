//! The two time-echo programs as a student runs them: the server in one terminal, the client in another.
#![expect(clippy::disallowed_methods, reason = "these programs are tried as a person would try them")]
#![expect(clippy::expect_used, reason = "a test that cannot be set up fails with the reason")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::process::{Child, ChildStdout, Command, Stdio};

/// A running server; dropping it stops it.
struct Server {
    program: Child,
    port: u16,
    /// Kept open, because a program whose terminal is gone dies at its next `println!`.
    _output: BufReader<ChildStdout>,
}

impl Server {
    /// Port 0 lets the system choose a free port; the server prints which one it got.
    fn start() -> Self {
        let mut program = Command::new(env!("CARGO_BIN_EXE_time_echo_server"))
            .args(["127.0.0.1", "0"])
            .env("TZ", "UTC")
            .stdout(Stdio::piped())
            .spawn()
            .expect("the server starts");
        let mut output = BufReader::new(program.stdout.take().expect("a pipe"));
        let mut line = String::new();
        output.read_line(&mut line).expect("the server's first line");
        let port = line.trim().strip_prefix("Listening on 127.0.0.1:").expect("an address").parse().expect("a port");
        Self { program, port, _output: output }
    }

    fn connect(&self) -> TcpStream {
        TcpStream::connect(("127.0.0.1", self.port)).expect("the server accepts")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

/// `12:34:56` becomes `dd:dd:dd`: the text without the one part that differs from run to run.
fn digits_hidden(text: &[u8]) -> String {
    text.iter().map(|&byte| if byte.is_ascii_digit() { 'd' } else { byte as char }).collect()
}

#[test]
fn each_block_comes_back_with_the_time_behind_it() {
    let server = Server::start();
    let mut connection = server.connect();
    for (sent, expected) in [("first", "firstdd:dd:dd"), ("second", "seconddd:dd:dd")] {
        connection.write_all(sent.as_bytes()).expect("sent");
        let mut answer = vec![0; expected.len()];
        connection.read_exact(&mut answer).expect("an answer");
        assert_eq!(digits_hidden(&answer), expected);
    }
}

#[test]
fn the_connection_ends_with_the_data_and_the_next_client_is_served() {
    let server = Server::start();
    for _ in 0..2 {
        let mut connection = server.connect();
        connection.shutdown(Shutdown::Write).expect("half closed");
        let mut rest = Vec::new();
        connection.read_to_end(&mut rest).expect("the end of data");
        assert_eq!(rest, b"");
    }
}

#[test]
fn the_client_prints_the_answer_and_exits() {
    let server = Server::start();
    let port = server.port.to_string();
    let client = Command::new(env!("CARGO_BIN_EXE_time_echo_client"))
        .args(["127.0.0.1", &port, "hello"])
        .output()
        .expect("the client runs");
    assert_eq!(digits_hidden(&client.stdout), "The server answered: hellodd:dd:dd\n");
    assert!(client.status.success());
}

#[test]
fn a_client_without_a_server_says_so() {
    let client = Command::new(env!("CARGO_BIN_EXE_time_echo_client"))
        .args(["127.0.0.1", "1"])
        .output()
        .expect("the client runs");
    assert_eq!(
        String::from_utf8_lossy(&client.stderr),
        "time_echo_client: I cannot connect to 127.0.0.1, port 1: Connection refused (os error 111). \
         Is the server running?\n"
    );
    assert_eq!(client.status.code(), Some(1));
}
