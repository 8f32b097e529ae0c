//! Every name has an address, and every question for one is recorded.

use std::net::SocketAddr;

use harness::verdict::FindingKind;

use crate::stage::Stage;

#[test]
fn a_name_resolves_to_the_harness_and_is_recorded() {
    let source = "
import socket
print(socket.create_connection(('data.pr4e.org', 80)).recv(99).decode())
";
    let told = Stage::client(source).steps("[accept, send: welcome, close, expect_exit: { code: 0 }]").play();
    assert_eq!(told.sound(), "welcome\n");
    let [(name, Some(address))] = told.looked_up()[..] else { panic!("one question: {:?}", told.looked_up()) };
    assert_eq!(name, "data.pr4e.org");
    assert_eq!(told.dialled(), [(SocketAddr::new(address.parse().expect("an address"), 80), "answer")]);
}

#[test]
fn each_name_has_an_address_of_its_own_and_keeps_it() {
    let source = "
import socket
first, second, again = (socket.gethostbyname(name) for name in ('a.example', 'b.example', 'A.example'))
print(first != second, first == again)
";
    let told = Stage::client(source).steps("[expect_exit: { code: 0 }]").play();
    assert_eq!(told.sound(), "True True\n");
}

#[test]
fn a_name_does_not_stall_a_program_that_asks_for_both_families() {
    let source = "
import socket, time
began = time.monotonic()
answers = {answer[4][0] for answer in socket.getaddrinfo('www.python.org', 80, type=socket.SOCK_STREAM)}
print(len(answers), time.monotonic() - began < 2)
";
    let told = Stage::client(source).steps("[expect_exit: { code: 0 }]").play();
    assert_eq!(told.sound(), "1 True\n");
}

#[test]
fn it_is_known_of_each_connection_where_it_was_dialled() {
    let source = "
import socket
for name in 'a.example', 'b.example':
    socket.create_connection((name, 80)).recv(99)
";
    let second_is_to = |name: &str| {
        let steps = format!(
            "[accept, close, accept: {{ as: second }}, expect_dial: {{ address: a.example, port: 80 }}, \
             expect_dial: {{ on: second, address: {name}, port: 80 }}, close, expect_exit]"
        );
        Stage::client(source).steps(&steps).play()
    };
    second_is_to("b.example").sound();
    let Some(FindingKind::Differed { expected, .. }) = second_is_to("a.example").finding().cloned() else {
        panic!("it was dialled at another address")
    };
    assert_eq!(expected, "a dial of a.example");
}
