//! Where a program listens is observed: no connection is made to find out.

use std::net::SocketAddr;

use harness::verdict::FindingKind;

use crate::stage::Stage;

/// Listens as these lines say, then tells for half a second whether anybody comes.
fn listens(lines: &str) -> (SocketAddr, String) {
    let source = format!(
        "
import select, socket
{lines}
print(s.getsockname()[1], 'somebody came' if select.select([s], [], [], 0.5)[0] else 'nobody came')
"
    );
    let told = Stage::server(&source).steps("[expect_exit: { code: 0 }]").play();
    let printed = told.sound();
    let [address] = told.listened()[..] else { panic!("it listened once: {told:?}") };
    (address, printed)
}

#[test]
fn a_random_port() {
    let (address, printed) = listens("s = socket.socket(); s.bind(('127.0.0.1', 0)); s.listen()");
    assert_eq!(printed, format!("{} nobody came\n", address.port()));
    assert!(address.ip().is_loopback());
}

#[test]
fn every_ipv4_address() {
    let (address, printed) = listens("s = socket.socket(); s.bind(('', 5000)); s.listen(1)");
    assert_eq!((address.to_string().as_str(), printed.as_str()), ("0.0.0.0:5000", "5000 nobody came\n"));
}

#[test]
fn every_ipv6_address() {
    if !std::fs::exists("/proc/sys/net/ipv6").unwrap_or(false) {
        return crate::stage::not_tested("IPv6: this kernel has none");
    }
    let (address, printed) = listens("s = socket.socket(socket.AF_INET6); s.bind(('::', 5000)); s.listen()");
    assert_eq!((address.to_string().as_str(), printed.as_str()), ("[::]:5000", "5000 nobody came\n"));
}

#[test]
fn an_address_of_the_internet() {
    let (address, printed) = listens("s = socket.socket(); s.bind(('127.168.2.75', 6789)); s.listen()");
    assert_eq!((address.to_string().as_str(), printed.as_str()), ("127.168.2.75:6789", "6789 nobody came\n"));
}

#[test]
fn a_socket_that_was_never_bound() {
    let (address, printed) = listens("s = socket.socket(); s.listen()");
    assert_eq!(printed, format!("{} nobody came\n", address.port()));
    assert_ne!(address.port(), 0);
}

#[test]
fn whoever_listens_can_be_connected_to_at_once() {
    // Its one `accept` is for the check's client; a connection made to see whether it is up would use it up.
    let source = "
import socket, time
s = socket.socket()
time.sleep(0.2)
s.bind(('localhost', 0))
time.sleep(0.2)
s.listen(0)
c, _ = s.accept()
s.close()
print(c.recv(9).decode())
";
    let told = Stage::server(source).steps("[connect, send: first, expect_exit: { code: 0 }]").play();
    assert_eq!(told.sound(), "first\n");
}

#[test]
fn who_listens_no_more_is_the_programs_own_fault() {
    let source = "
import socket
s = socket.socket(); s.bind(('127.0.0.1', 5000)); s.listen()
s.accept()[0].recv(1)
";
    let told = Stage::server(source).steps("[connect, shut_down, expect_close, expect_exit, connect]").play();
    let finding = told.finding().expect("a finding");
    assert!(matches!(finding, FindingKind::NotReady { role, .. } if role == "server"), "{finding:?}");
}
