//! Over UDP, the stage takes the part of the server's clients as over TCP, and each datagram stays one.

use harness::event::EventKind;
use harness::sandbox::Level;
use harness::verdict::{BlockedOn, Ending, FindingKind, Transport};

use crate::stage::Stage;

/// A server over UDP, in Python.
pub(crate) fn server(source: &str) -> Stage {
    over_udp(Stage::server(&format!("import socket\n{source}")))
}

/// With the program over UDP.
pub(crate) fn over_udp(mut stage: Stage) -> Stage {
    stage.launch().transport = Transport::Udp;
    stage
}

fn plain(mut stage: Stage) -> Stage {
    stage.setting.level = Level::Plain;
    stage
}

/// What every server of these tests does if all is well.
pub(crate) const ECHO: &str = "
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(('', 4711))
while True:
    data, who = s.recvfrom(65536)
    s.sendto(data, who)
";

const THREE_CLIENTS: &str = "
- connect: { as: c, count: 3 }
- send: { on: c2, text: teal }
- send: { on: c1, text: heron }
- send: { on: c2, text: rail }
- expect: { on: c2, text: teal }
- expect: { on: c1, text: heron }
- expect: { on: c2, text: rail }
- send: { on: c3, text: '' }
- expect: { on: c3, text: '' }
- expect_quiet: { on: c1 }
- expect_quiet: { on: c2 }
- expect_quiet: { on: c3 }
";

#[test]
fn several_clients_each_get_their_own_datagrams_back() {
    let told = server(ECHO).steps(THREE_CLIENTS).play();
    assert_eq!(told.sound(), "");
    assert_eq!(told.listened(), [([0, 0, 0, 0], 4711).into()]);
    let ours: Vec<String> = told
        .0
        .iter()
        .filter_map(|kind| match kind {
            EventKind::Connected { harness, transport: Transport::Udp, .. } => Some(harness.ip().to_string()),
            _ => None,
        })
        .collect();
    assert_eq!(ours, ["127.0.0.1", "127.0.0.2", "127.0.0.3"]);
}

#[test]
fn the_same_where_namespaces_are_refused() {
    let source = ECHO.replace("4711", "0");
    assert_eq!(plain(server(&source)).steps(THREE_CLIENTS).play().sound(), "");
}

#[test]
fn a_large_datagram_goes_both_ways_in_one_piece() {
    let told = server(ECHO)
        .steps("[connect, send: { bytes: { hex: '00 ff' } }, expect: { bytes: { hex: '00 ff' } }, send: '{large}', expect: '{large}']");
    let mut told = told;
    told.setting.variables.insert("large".to_owned(), vec![b'x'; 60_000].as_slice().into());
    assert_eq!(told.play().sound(), "");
}

#[test]
fn a_cut_datagram_differs_where_it_ends() {
    let source = ECHO.replace("65536", "4");
    let told = server(&source).steps("[connect, send: heron, expect: heron]").play();
    let Some(FindingKind::Differed { received, at: 4, remark: Some(remark), .. }) = told.finding() else {
        panic!("{told:?}")
    };
    assert_eq!((received.0.as_slice(), remark.as_str()), (b"hero".as_slice(), "the datagram ends there"));
}

#[test]
fn a_datagram_that_goes_on_is_another_message() {
    let source = ECHO.replace("sendto(data,", "sendto(data + data,");
    let told = server(&source).steps("[connect, send: heron, expect: heron]").play();
    let Some(FindingKind::Differed { at: 5, remark: Some(remark), .. }) = told.finding() else { panic!("{told:?}") };
    assert_eq!(remark, "the datagram goes on");
}

#[test]
fn a_second_answer_is_unexpected_even_if_it_is_empty() {
    let source = ECHO.to_owned() + "    s.sendto(b'', who)\n";
    let told = server(&source).steps("[connect, send: heron, expect: heron, expect_quiet]").play();
    assert!(
        matches!(told.finding(), Some(FindingKind::Unexpected { received, .. }) if received.0.is_empty()),
        "{told:?}"
    );
}

#[test]
fn an_answer_from_another_port_is_told_from_the_right_one() {
    let source = ECHO.replace("s.sendto", "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto");
    let told = server(&source).steps("[connect, send: heron, expect: heron]").play();
    let Some(FindingKind::Differed { at: 0, remark: Some(remark), .. }) = told.finding() else { panic!("{told:?}") };
    assert!(remark.starts_with("it came from 127.0.0.1:6"), "{remark}");
}

#[test]
fn an_answer_to_somebody_who_has_not_asked_is_noted() {
    let source = ECHO.replace("who)", "('127.0.0.1', who[1]))");
    let steps = "[connect: { as: c, count: 2 }, send: { on: c2, text: heron }, expect: { on: c2, text: heron }]";
    let told = server(&source).steps(steps).play();
    let Some(FindingKind::Missing { ending: Ending::Stuck(blocked), .. }) = told.finding() else { panic!("{told:?}") };
    assert_eq!(blocked[0].on, BlockedOn::Datagrams { address: "0.0.0.0:4711".to_owned() });
    assert_eq!(told.dialled().len(), 1);
}

#[test]
fn a_socket_that_a_runtime_has_bound_does_not_make_a_server() {
    let source = "
other = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
other.bind(('', 0))
"
    .to_owned()
        + ECHO;
    assert_eq!(server(&source).steps("[connect, send: heron, expect: heron]").play().sound(), "");
}

#[test]
fn a_server_over_tcp_is_told_so() {
    let source = "
s = socket.socket()
s.bind(('127.0.0.1', 4711))
s.listen()
s.accept()
";
    let told = server(source).steps("[connect]").play();
    let Some(FindingKind::NotReady { transport: Transport::Udp, instead, .. }) = told.finding() else {
        panic!("{told:?}")
    };
    assert_eq!(*instead, Some(([127, 0, 0, 1], 4711).into()));
}

#[test]
fn a_server_of_both_transports_serves_both() {
    let source = "
import threading
t = socket.create_server(('', 4711))
def serve():
    while True:
        c, _ = t.accept()
        c.sendall(c.recv(99))
        c.close()
threading.Thread(target=serve, daemon=True).start()
"
    .to_owned()
        + ECHO;
    let steps = "
- connect
- send: heron
- expect: heron
- connect: { transport: tcp }
- send: teal
- expect: teal
- expect_close
";
    assert_eq!(server(&source).steps(steps).play().sound(), "");
}

#[test]
fn a_server_over_ipv6_is_reached() {
    for host in ["::", "::1"] {
        let source = ECHO.replace("AF_INET,", "AF_INET6,").replace("('',", &format!("('{host}',"));
        let steps = "[connect: { as: c, count: 2 }, send: { on: c2, text: heron }, expect: { on: c2, text: heron }]";
        assert_eq!(server(&source).steps(steps).play().sound(), "", "{host}");
    }
}
