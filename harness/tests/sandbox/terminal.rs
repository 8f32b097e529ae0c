//! A program sits at a terminal, as at a student's desk.

use harness::event::{Channel, EventKind};
use harness::program::InputLine;

use crate::stage::Stage;

#[test]
fn all_three_descriptors_are_terminals_and_one_is_the_controlling_one() {
    let source = "
import os
print([os.isatty(number) for number in (0, 1, 2)], os.fstat(0).st_rdev == os.fstat(1).st_rdev, os.getsid(0) == os.getpid())
print(os.tcgetpgrp(0) == os.getpgrp(), os.get_terminal_size())
";
    let told = Stage::client(source).steps("[expect_exit: { code: 0 }]").play();
    assert_eq!(told.sound(), "[True, True, True] True True\nTrue os.terminal_size(columns=80, lines=24)\n");
}

#[test]
fn a_prompt_is_heard_before_its_line_is_typed() {
    let source = "
name = input('Enter the server name: ')
print('it is', name)
";
    let steps = "[expect_output: { ends_with: 'name: ' }, type: example.org, expect_exit: { code: 0 }]";
    let told = Stage::client(source).steps(steps).play();
    told.sound();
    // Python prompts on standard error where it does not use readline; a person sees both.
    let together = told.printed() + &told.printed_errors();
    assert!(together.contains("Enter the server name: ") && together.contains("it is example.org\n"), "{together}");
    assert!(!together.contains("example.org\nexample.org"), "what is typed is not echoed");
}

#[test]
fn nothing_is_typed_before_the_program_waits_for_input() {
    let source = "
import termios, time
print('ready')
time.sleep(0.3)
termios.tcflush(0, termios.TCIFLUSH)
print('it is', input())
";
    let steps = "[expect_output: ready, type: example.org, expect_exit: { code: 0 }]";
    assert_eq!(Stage::client(source).steps(steps).play().sound(), "ready\nit is example.org\n");
}

#[test]
fn where_steps_type_the_known_prompts_are_answered_all_the_same() {
    let source = "
port = input('Which port? ')
print(port, input('Say something: '))
";
    let mut stage = Stage::client(source).steps("[type: hello, expect_exit: { code: 0 }]");
    stage.launch().input = vec![InputLine { asks: Some("port".to_owned()), line: "4711".to_owned() }];
    let told = stage.play();
    told.sound();
    assert!(told.printed().ends_with("4711 hello\n"), "{}", told.printed());
}

#[test]
fn colours_are_seen_by_nobody() {
    let source = "
port = input('\\x1b[1mPort\\x1b[0m ')
print('\\x1b[32mport\\x1b[0m:', port)
";
    let steps = "[expect_output: 'port: 4711', expect_exit: { code: 0 }]";
    let mut stage = Stage::client(source).steps(steps);
    stage.launch().input = vec![InputLine { asks: Some(r"^port\W*$".to_owned()), line: "4711".to_owned() }];
    stage.play().sound();
}

#[test]
fn what_looks_at_its_terminal_now_and_then_is_typed_at() {
    let source = "
import select, sys
while not select.select([sys.stdin], [], [], 0.2)[0]:
    pass
print('it is', input())
";
    let told = Stage::client(source).steps("[type: example.org, expect_exit: { code: 0 }]").play();
    assert_eq!(told.sound(), "it is example.org\n");
}

/// Programs that look at their terminal and their connection in turn are given the spec's lines, which no step types.
#[test]
fn what_watches_its_terminal_beside_others_with_a_limit_is_typed_at() {
    let select = "select.select([s, sys.stdin], [], [], 0.3)[0]";
    let poll = "[0 for number, _ in (p.register(s, 1), p.register(0, 1), p.poll(300))[2] if number == 0]";
    let poll = format!("(p := select.poll()) and {poll}");
    let epoll =
        "(e := select.epoll()) and (e.register(s, 1), e.register(0, 1), [0 for n, _ in e.poll(0.3) if n == 0])[2]";
    for watch in [select, &poll, epoll] {
        let source = format!(
            "
import select, socket, sys
s = socket.create_connection(('localhost', 4711))
while not ({watch}):
    pass
s.sendall(input().encode())
"
        );
        let mut stage = Stage::client(&source).steps("[accept, expect: hello, expect_close]");
        stage.launch().input = vec![InputLine { asks: None, line: "hello".to_owned() }];
        stage.play().sound();
    }
}

#[test]
fn nobody_ends_the_input_of_a_server() {
    let source = "
import socket, threading
s = socket.socket(); s.bind(('', 5000)); s.listen()
def serve():
    c, _ = s.accept()
    c.sendall(c.recv(10))
threading.Thread(target=serve, daemon=True).start()
input('Press the return key to stop. ')
";
    let told = Stage::server(source).steps("[connect, expect_quiet, send: hello, expect: hello]").play();
    assert_eq!(told.said(), "hello");
    told.sound();
}

#[test]
fn output_comes_byte_for_byte_and_line_by_line() {
    let source = "
import sys
sys.stdout.buffer.write(b'one\\ntwo\\r\\nthree\\x00\\xff\\tfour')
";
    let told = Stage::client(source).steps("[expect_exit: { code: 0 }]").play();
    told.sound();
    let bytes: Vec<u8> = told
        .0
        .iter()
        .filter_map(|kind| match kind {
            EventKind::Passed { on: Channel::Terminal(_), bytes, .. } => Some(bytes.0.clone()),
            _ => None,
        })
        .flatten()
        .collect();
    assert_eq!(bytes, b"one\ntwo\r\nthree\x00\xff\tfour");
}

#[test]
fn the_end_of_input_can_be_typed_and_is_read_once() {
    let source = "
import sys
print(sys.stdin.readlines())
";
    let steps = "[type: one, type: two, type: { end_of_input: true }, expect_exit: { code: 0 }]";
    assert_eq!(Stage::client(source).steps(steps).play().sound(), "['one\\n', 'two\\n']\n");
}

#[test]
fn output_and_errors_are_kept_apart_and_in_their_order() {
    let source = "
import sys
print('out 1'); print('err 1', file=sys.stderr); print('out 2'); print('err 2', file=sys.stderr)
";
    let told = Stage::client(source).steps("[expect_exit: { code: 0 }]").play();
    assert_eq!((told.sound().as_str(), told.printed_errors().as_str()), ("out 1\nout 2\n", "err 1\nerr 2\n"));
}

#[test]
fn a_person_can_interrupt_it() {
    let source = "
import os, signal, time
def leave(*_):
    os.write(1, b'bye\\n')
    os._exit(0)
signal.signal(signal.SIGINT, leave)
os.write(1, b'ready\\n')
while True:
    time.sleep(0.01)
";
    let steps = "[expect_output: ready, signal: { name: interrupt }, expect_output: bye, expect_exit: { code: 0 }]";
    assert_eq!(Stage::client(source).steps(steps).play().sound(), "ready\nbye\n");
}
