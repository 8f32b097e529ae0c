//! Who stands at an address that is dialled: the harness, nobody, or a silence.

use harness::stage::Standing;
use harness::text::Bytes;

use crate::stage::Stage;

const DIAL: &str = "
import socket
s = socket.socket()
s.settimeout(0.3)
try:
    s.connect(('198.51.100.4', 4444))
    print('connected')
except socket.timeout:
    print('nothing answered')
except ConnectionRefusedError:
    print('refused')
";

fn prints(standing: Standing) -> (String, String) {
    let mut stage = Stage::client(DIAL).steps("[expect_exit: { code: 0 }]");
    stage.setting.standing = standing;
    let told = stage.play();
    let by = told.dialled().first().map(|(_, by)| (*by).to_owned()).unwrap_or_default();
    (told.sound(), by)
}

#[test]
fn the_harness_answers() {
    assert_eq!(prints(Standing::Answer), ("connected\n".to_owned(), "answer".to_owned()));
}

#[test]
fn a_dial_is_refused() {
    assert_eq!(prints(Standing::Refuse), ("refused\n".to_owned(), "refuse".to_owned()));
}

#[test]
fn a_dial_is_dropped() {
    assert_eq!(prints(Standing::Drop), ("nothing answered\n".to_owned(), "drop".to_owned()));
}

const SCAN: &str = "
import socket, sys
host, first, last = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
for port in range(first, last + 1):
    s = socket.socket()
    s.settimeout(0.3)
    if s.connect_ex((host, port)) == 0:
        print(port, s.recv(100))
";

/// A scan of the ports 4001 to 4009, of which 4001 and 4003 are open, and 4005 is silent, at one address.
fn scan(address: &str, source: &str) -> Stage {
    let steps = "[expect_ports: { open: '{open}', first: '4001', last: '4009' }]";
    let mut stage = Stage::client(source).steps(steps);
    let ports = "ports: { at: 198.51.100.4, open: '{open}', silent: '4005' }";
    stage.setting.standing = serde_yaml::from_str(ports).expect("a standing");
    stage.setting.variables.insert("open".to_owned(), Bytes::from("4001 4003"));
    stage.setting.variables.insert("last".to_owned(), Bytes::from("4009"));
    stage.launch().arguments = [address, "4001", "{last}"].map(str::to_owned).to_vec();
    stage
}

#[test]
fn some_ports_of_one_host_are_open_and_the_others_are_not() {
    let told = scan("198.51.100.4", SCAN).play();
    assert_eq!(told.sound(), "4001 b''\n4003 b''\n");
    let by: Vec<&str> = told.dialled().iter().map(|(_, by)| *by).collect();
    assert_eq!(by, ["answer", "refuse", "answer", "refuse", "drop", "refuse", "refuse", "refuse", "refuse"]);
    assert!(scan("198.51.100.5", SCAN).play().finding().is_some());
}

#[test]
fn a_scanner_without_a_time_limit_is_stuck_at_a_silent_port() {
    let told = scan("198.51.100.4", &SCAN.replace("    s.settimeout(0.3)\n", "").replace(", s.recv(100)", "")).play();
    // It has found the open ports before; but it was looked at before it could end.
    assert_eq!((told.finding(), told.exit()), (None, None));
}
