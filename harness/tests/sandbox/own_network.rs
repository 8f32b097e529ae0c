//! Each stage has a network of its own: nobody outside is met inside, and many listen at the same port at once.

use std::net::TcpListener;

use harness::event::EventKind;

use crate::stage::Stage;

/// A server on this port that answers one client.
fn server(port: u16) -> String {
    format!(
        "
import socket
s = socket.socket()
s.bind(('0.0.0.0', {port}))
s.listen()
c, _ = s.accept()
c.sendall(b'hello')
"
    )
}

/// In the middle, the stage asks for its place back: it stands still for as long as it gets none.
const STEPS: &str = "[connect, wait_until: next_second, expect: hello]";

#[test]
fn two_stages_listen_at_the_same_port_at_once() {
    let mut first = Stage::server(&server(8080)).steps(STEPS).start();
    first.until(|kind| *kind == EventKind::Resumed);
    let second = Stage::server(&server(8080)).steps("[connect, expect: hello]").play();
    second.sound();
    first.give_place();
    let first = first.finish();
    first.sound();
    assert_eq!((first.listened(), first.said()), (second.listened(), second.said()));
}

#[test]
fn a_port_that_is_taken_outside_is_free_inside() {
    let outside = TcpListener::bind("0.0.0.0:0").expect("a port");
    outside.set_nonblocking(true).expect("a listener");
    let port = outside.local_addr().expect("an address").port();
    let told = Stage::server(&server(port)).steps("[connect, expect: hello]").play();
    told.sound();
    assert_eq!(told.listened()[0].port(), port);
    let error = outside.accept().expect_err("nobody from inside comes out");
    assert_eq!(error.kind(), std::io::ErrorKind::WouldBlock);
}

#[test]
fn a_low_port_is_open_to_everybody() {
    let told = Stage::server(&server(7)).steps("[connect, expect: hello]").play();
    told.sound();
    assert_eq!(told.listened()[0].port(), 7);
}

#[test]
fn a_listener_outside_is_not_reached_from_inside() {
    let outside = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = outside.local_addr().expect("an address").port();
    let source = format!(
        "
import socket
try:
    socket.create_connection(('127.0.0.1', {port}), timeout=5)
except ConnectionRefusedError:
    print('refused')
"
    );
    let mut stage = Stage::client(&source).steps("[expect_exit: { code: 0 }]");
    stage.setting.standing = harness::stage::Standing::Refuse;
    assert_eq!(stage.play().sound(), "refused\n");
}
