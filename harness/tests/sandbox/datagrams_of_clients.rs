//! Over UDP, the stage stands wherever a client sends its datagrams, and hears what two programs say to each other.

use harness::event::EventKind;
use harness::stage::Standing;
use harness::verdict::{BlockedOn, Ending, FindingKind, Transport};

use crate::datagrams::{ECHO, over_udp, server};
use crate::stage::Stage;

fn client(source: &str) -> Stage {
    over_udp(Stage::client(&format!("import socket\n{source}")))
}

const ASKS: &str = "
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
for word in ['heron', 'teal']:
    s.sendto(word.encode(), ('time.example', 5005))
    data, who = s.recvfrom(2048)
    print(data.decode(), who[1])
";

#[test]
fn a_client_is_answered_at_the_address_it_has_chosen() {
    let steps = "
- accept
- expect: heron
- send: one
- expect: teal
- send: two
- expect_output: two
- expect_exit: { code: 0 }
";
    let told = client(ASKS).steps(steps).play();
    assert_eq!(told.sound(), "one 5005\ntwo 5005\n");
    assert_eq!(told.dialled().len(), 1);
}

#[test]
fn a_client_that_connects_its_socket_is_answered_too() {
    let source = "
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.connect(('203.0.113.9', 5005))
s.send(b'heron')
print(s.recv(99).decode())
";
    let told = client(source).steps("[accept, expect: heron, send: teal, expect_exit: { code: 0 }]").play();
    assert_eq!(told.sound(), "teal\n");
    assert_eq!(told.dialled(), [(([203, 0, 113, 9], 5005).into(), "answer")]);
}

#[test]
fn a_fresh_socket_for_each_message_is_a_fresh_connection() {
    let source = "
for word in [b'heron', b'teal']:
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.sendto(word, ('127.0.0.1', 5005))
    print(s.recv(99).decode())
";
    let steps = "[accept, expect: heron, send: one, accept, expect: teal, send: two, expect_exit: { code: 0 }]";
    assert_eq!(client(source).steps(steps).play().sound(), "one\ntwo\n");
}

#[test]
fn a_client_may_use_the_servers_port_itself() {
    let source = "
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(('', 5005))
s.sendto(b'heron', ('198.51.100.7', 5005))
print(s.recv(99).decode())
";
    assert_eq!(
        client(source).steps("[accept, expect: heron, send: teal, expect_exit: { code: 0 }]").play().sound(),
        "teal\n"
    );
}

#[test]
fn a_lost_answer_leaves_a_client_without_patience_stuck() {
    let told = client(ASKS).steps("[accept, expect: heron, expect_exit: { code: 0 }]").play();
    let Some(FindingKind::Missing { ending: Ending::Stuck(blocked), .. }) = told.finding() else { panic!("{told:?}") };
    assert!(matches!(blocked[0].on, BlockedOn::Datagrams { .. }), "{blocked:?}");
}

#[test]
fn a_client_that_asks_again_gets_over_a_lost_answer() {
    let source = "
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.settimeout(0.5)
while True:
    s.sendto(b'heron', ('127.0.0.1', 5005))
    try:
        print(s.recv(99).decode())
        break
    except TimeoutError:
        pass
";
    let steps = "[accept, expect: heron, expect: heron, send: teal, expect_exit: { code: 0 }]";
    assert_eq!(client(source).steps(steps).play().sound(), "teal\n");
}

#[test]
fn a_client_over_tcp_is_told_so() {
    let source = "
s = socket.create_connection(('127.0.0.1', 5005))
s.sendall(b'heron')
s.recv(99)
";
    let told = client(source).steps("[accept]").play();
    let Some(FindingKind::NotReady { transport: Transport::Udp, instead, .. }) = told.finding() else {
        panic!("{told:?}")
    };
    assert_eq!(*instead, Some(([127, 0, 0, 1], 5005).into()));
}

#[test]
fn a_client_over_udp_is_told_so_where_tcp_is_asked_for() {
    let told = Stage::client(&format!("import socket\n{ASKS}")).steps("[accept]").play();
    assert!(
        matches!(told.finding(), Some(FindingKind::NotReady { transport: Transport::Tcp, instead: Some(_), .. })),
        "{told:?}"
    );
}

#[test]
fn looking_up_names_sends_no_datagrams_to_speak_of() {
    let source = "
print(len(socket.getaddrinfo('time.example', 80)) > 0)
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.connect(('8.8.8.8', 80))
print(s.getsockname()[0])
";
    let told = client(source).steps("[expect_exit: { code: 0 }]").play();
    assert_eq!(told.sound(), "True\n10.77.3.9\n");
    assert_eq!(told.dialled(), []);
}

/// A server and a client of the same submission, against each other.
fn pair(server_source: &str, client_source: &str, steps: &str) -> Stage {
    let mut stage = server(server_source).steps(steps);
    let client = format!("import socket\n{client_source}");
    std::fs::write(stage.folder.join("client.py"), client).expect("a file");
    let mut launch = stage.launch().clone();
    "client".clone_into(&mut launch.role);
    launch.command = vec![launch.command[0].clone(), "client.py".to_owned()];
    stage.setting.roles.push("client".to_owned());
    stage.setting.programs.insert("client".to_owned(), launch);
    stage.setting.standing = Standing::Refuse;
    stage
}

const PAIR: &str = "
- expect_wire: { from: client, text: heron }
- expect_wire: { from: server, text: heron }
- expect_wire: { from: client, text: teal }
- expect_wire: { from: server, text: teal }
- expect_output: { program: client, contains: \"teal 4711\\n\" }
";

#[test]
fn two_programs_of_a_submission_are_read_datagram_by_datagram() {
    let told = pair(ECHO, &ASKS.replace("'time.example', 5005", "'localhost', 4711"), PAIR).play();
    assert_eq!(told.sound(), "heron 4711\nteal 4711\n");
    assert_eq!(told.dialled(), [(([127, 0, 0, 1], 4711).into(), "program")]);
}

#[test]
fn two_programs_that_speak_tcp_with_each_other_say_nothing_over_udp() {
    let server = "
s = socket.create_server(('', 4711))
while True:
    c, _ = s.accept()
    c.sendall(c.recv(99))
";
    let told = pair(server, "s = socket.create_connection(('', 4711))\ns.sendall(b'heron')\n", PAIR).play();
    assert!(matches!(told.finding(), Some(FindingKind::NotReady { instead: Some(_), .. })), "{told:?}");
}

#[test]
fn an_answer_may_be_as_long_as_the_message_and_still_another() {
    let source = "
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.sendto(b'heron', ('127.0.0.1', 5005))
print(len(s.recv(99)))
";
    let steps = "
- accept
- expect: { anything: {}, save: message }
- send: { as_long_as: '{message}', save: reply }
- repeat: { at_most: 3, until: { printed: '5' }, steps: [expect_output: '5'] }
- expect_exit: { code: 0 }
";
    let told = client(source).steps(steps).play();
    assert_eq!(told.sound(), "5\n");
    let saved: Vec<&[u8]> = told
        .0
        .iter()
        .filter_map(|kind| if let EventKind::Saved { value, .. } = kind { Some(value.0.as_slice()) } else { None })
        .collect();
    assert!(saved[0] == b"heron" && saved[1] != b"heron" && saved[1].len() == 5, "{saved:?}");
}
