//! A server of several services is reached at the port of the one in question, wherever it has moved them.

use harness::program::Services;
use harness::verdict::{FindingKind, Transport};

use crate::stage::Stage;

/// A server at these ports that tells each client at which one it is, over TCP and UDP; asked for `daytime`.
fn server(ports: &str, shift: i32) -> Stage {
    let source = format!(
        "
import selectors, socket
selector = selectors.DefaultSelector()
for port in {ports}:
    stream = socket.create_server(('', port))
    selector.register(stream, selectors.EVENT_READ)
    datagrams = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    datagrams.bind(('', port))
    selector.register(datagrams, selectors.EVENT_READ)
while True:
    for key, _ in selector.select():
        answer = str(key.fileobj.getsockname()[1]).encode()
        if key.fileobj.type == socket.SOCK_STREAM:
            client, _ = key.fileobj.accept()
            client.sendall(answer)
            client.close()
        else:
            _, sender = key.fileobj.recvfrom(99)
            key.fileobj.sendto(answer, sender)
"
    );
    let mut stage = Stage::server(&source);
    let table = [("echo", 7), ("daytime", 13)].map(|(name, port)| (name.to_owned(), port)).into();
    let asked = Some("daytime".to_owned());
    stage.launch().services = Services { table, shift, asked, ..Services::default() };
    stage
}

#[test]
fn the_service_in_question_is_reached_over_both_transports() {
    let steps = "[connect, expect: '7013', connect: { transport: udp }, send: heron, expect: '7013']";
    assert_eq!(server("[7007, 7013]", 7000).steps(steps).play().sound(), "");
}

#[test]
fn low_ports_are_open_to_everybody() {
    assert_eq!(server("[7, 13]", 0).steps("[connect, expect: '13']").play().sound(), "");
}

#[test]
fn a_server_without_it_is_told_where_it_listens() {
    let missing = |transport: &str| {
        let steps = format!("[connect: {{ transport: {transport} }}]");
        server("[7007, 7014]", 7000).steps(&steps).play()
    };
    for (name, expected) in [("tcp", Transport::Tcp), ("udp", Transport::Udp)] {
        let told = missing(name);
        let Some(FindingKind::NoService { service, port, transport, listens }) = told.finding() else {
            panic!("{told:?}")
        };
        assert_eq!((service.as_str(), *port, *transport), ("daytime", 7013, expected));
        assert_eq!(*listens, [7007, 7014]);
    }
}

#[test]
fn a_program_for_one_service_alone_may_listen_anywhere() {
    let mut stage = server("[4711]", 0);
    stage.launch().services.table.clear();
    assert_eq!(stage.steps("[connect, expect: '4711']").play().sound(), "");
}
