//! Every address of the internet is the stage: a program's own hard-coded address reaches the harness.

use crate::stage::Stage;

/// What one client is greeted with at an address, and where it was seen to dial.
fn dials(address: &str, port: u16) -> (String, Vec<(String, String)>) {
    let source = format!("import socket\nprint(socket.create_connection(('{address}', {port})).recv(99).decode())\n");
    let told = Stage::client(&source).steps("[accept, send: welcome, close, expect_exit: { code: 0 }]").play();
    let dialled = told.dialled().into_iter().map(|(address, by)| (address.to_string(), by.to_owned())).collect();
    (told.sound(), dialled)
}

#[test]
fn an_ipv4_address_on_earth_is_the_harness() {
    let (printed, dialled) = dials("74.208.28.177", 80);
    assert_eq!(printed, "welcome\n");
    assert_eq!(dialled, [("74.208.28.177:80".to_owned(), "answer".to_owned())]);
}

#[test]
fn an_ipv6_address_on_earth_is_the_harness() {
    if !std::fs::exists("/proc/sys/net/ipv6").unwrap_or(false) {
        return crate::stage::not_tested("IPv6: this kernel has none");
    }
    let (printed, dialled) = dials("2606:2800:21f:cb07::4", 8443);
    assert_eq!(printed, "welcome\n");
    assert_eq!(dialled, [("[2606:2800:21f:cb07::4]:8443".to_owned(), "answer".to_owned())]);
}

#[test]
fn an_ipv4_address_written_as_ipv6_is_the_ipv4_address() {
    if !std::fs::exists("/proc/sys/net/ipv6").unwrap_or(false) {
        return crate::stage::not_tested("IPv6: this kernel has none");
    }
    let source = "
import socket
s = socket.socket(socket.AF_INET6)
s.connect(('::ffff:74.208.28.177', 80))
print(s.recv(99).decode())
";
    let told = Stage::client(source).steps("[accept, send: welcome, close, expect_exit: { code: 0 }]").play();
    assert_eq!(told.sound(), "welcome\n");
    assert_eq!(told.dialled(), [("74.208.28.177:80".parse().expect("an address"), "answer")]);
}

#[test]
fn private_loopback_and_own_addresses_are_the_harness_too() {
    for address in ["192.168.1.7", "127.0.0.1", "127.168.2.75", "localhost", "heron-12.example"] {
        assert_eq!(dials(address, 12345).0, "welcome\n", "{address}");
    }
}
