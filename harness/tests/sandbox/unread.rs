//! A connection that the harness does not read fills up early, keeps the program waiting, and is read once something is awaited.

use harness::verdict::BlockedOn;

use crate::stage::Stage;
use crate::stuck::stuck_in;

/// Sends a mebibyte to each client in turn, and says who has got it all.
const SENDS: &str = "
import socket
s = socket.socket()
s.bind(('127.0.0.1', 0))
s.listen(5)
while True:
    c, _ = s.accept()
    try:
        c.sendall(b'x' * 2 ** 20)
        print('sent', flush=True)
    except OSError:
        print('lost', flush=True)
    c.close()
";

#[test]
fn the_program_waits_until_the_connection_is_read() {
    let steps = "
- connect: { unread: true }
- wait_until: settled
- expect: { length: 1048576 }
- expect_close
- connect: { unread: true }
- wait_until: settled
- reset
- expect_output: { lines: \"sent\\nlost\" }
";
    let told = Stage::server(SENDS).steps(steps).play();
    assert_eq!(told.sound(), "sent\nlost\n");
}

#[test]
fn another_client_waits_with_it() {
    let steps = "
- connect: { as: reader, unread: true }
- wait_until: settled
- connect: { as: one }
- expect: { length: 1048576 }
";
    let stuck = stuck_in(Stage::server(SENDS).steps(steps));
    assert_eq!(stuck[0], ("send".to_owned(), BlockedOn::Connection("reader".to_owned())));
    assert!(matches!(stuck[1].1, BlockedOn::Listener { waiting: 1, .. }), "{stuck:?}");
}
