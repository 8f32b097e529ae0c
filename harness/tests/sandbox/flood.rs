//! A program that sends without end is read, but not all of it is written down.

use harness::event::EventKind;

use crate::stage::Stage;

#[test]
fn of_a_flood_the_beginning_is_told() {
    let source = "
import socket
s = socket.create_server(('', 4711))
c, _ = s.accept()
c.sendall(b'heron' * 300000)
";
    let told = Stage::server(source).steps("[connect, expect: { length: 1500000 }]").play();
    let passed = told.0.iter().filter_map(|kind| match kind {
        EventKind::Passed { bytes, omitted, .. } => Some((bytes.0.len() as u64, *omitted)),
        _ => None,
    });
    let (kept, omitted) = passed.fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    assert_eq!((kept, kept + omitted), (256 << 10, 1_500_000));
    assert_eq!(told.finding(), None);
}
