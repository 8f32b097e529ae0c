//! What must not come is judged once everything has come: at the end of data, or where nothing more can come.

use harness::verdict::FindingKind;

use crate::stage::Stage;

/// A server that says its secret late, and then does as this line says.
fn server(then: &str) -> Stage {
    Stage::server(&format!(
        "
import socket, time
s = socket.socket(); s.bind(('', 5000)); s.listen()
c, _ = s.accept()
c.sendall(b'hello, ')
time.sleep(0.2)
c.sendall(b'heron here')
{then}
"
    ))
}

#[test]
fn what_never_comes_did_not_come() {
    for then in ["c.close()", "c.recv(1)"] {
        server(then).steps("[connect, expect: { not: { contains: stork } }]").play().sound();
    }
}

#[test]
fn what_comes_late_has_come() {
    let told = server("c.recv(1)").steps("[connect, expect: { not: { contains: heron } }]").play();
    let finding = told.finding().expect("a finding");
    assert!(matches!(finding, FindingKind::Differed { .. }), "{finding:?}");
}

#[test]
fn silence_is_no_answer() {
    let silent = "import socket\ns = socket.socket(); s.bind(('', 5000)); s.listen()\ns.accept()[0].recv(1)\n";
    let told = Stage::server(silent).steps("[connect, expect: { not: { contains: heron } }]").play();
    let finding = told.finding().expect("a finding");
    assert!(matches!(finding, FindingKind::Missing { .. }), "{finding:?}");
}
