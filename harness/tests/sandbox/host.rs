//! The stage has a name and an address of its own, on an interface that is not the loopback.

use crate::stage::{HOST, Stage};

fn prints(source: &str) -> String {
    Stage::client(source).steps("[expect_exit: { code: 0 }]").play().sound()
}

#[test]
fn a_program_finds_the_name_and_the_address_of_its_host() {
    let source = "
import socket
print(socket.gethostname(), socket.getfqdn())
print(socket.gethostbyname(socket.gethostname()))
";
    let (name, address) = HOST;
    assert_eq!(prints(source), format!("{name} {name}\n{address}\n"));
}

#[test]
fn the_address_stands_on_an_interface_that_is_not_the_loopback() {
    let source = "
import fcntl, socket, struct
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
for _, name in socket.if_nameindex():
    try:
        answer = fcntl.ioctl(s, 0x8915, struct.pack('256s', name.encode())) # SIOCGIFADDR
        print(name, socket.inet_ntoa(answer[20:24]))
    except OSError:
        pass
";
    assert_eq!(prints(source), format!("lo 127.0.0.1\neth0 {}\n", HOST.1));
}

#[test]
fn the_address_used_to_reach_the_internet_is_the_hosts_own() {
    let source = "
import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.connect(('8.8.8.8', 80))
print(s.getsockname()[0])
";
    let told = Stage::client(source).steps("[expect_exit: { code: 0 }]").play();
    assert_eq!(told.sound(), format!("{}\n", HOST.1));
    assert_eq!(told.dialled(), [], "a datagram socket that is connected dials nobody");
}

#[test]
fn localhost_is_ipv4() {
    let source = "
import socket
print(sorted({answer[4][0] for answer in socket.getaddrinfo('localhost', 80)}))
";
    assert_eq!(prints(source), "['127.0.0.1']\n");
}
