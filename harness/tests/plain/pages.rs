//! Without a network of its own, no browser is let to a student's server.

use harness::event::EventKind;
use harness::sandbox::Level;
use harness::verdict::FaultKind;

use crate::stage::Stage;

#[test]
fn a_page_is_not_visited_and_costs_nothing() {
    let source = "import socket\ns = socket.socket()\ns.bind(('127.0.0.1', 0))\ns.listen()\ns.accept()\n";
    let mut stage = Stage::server(source).steps("[expect_page: { shows: { contains: heron } }]");
    stage.setting.level = Level::Plain;
    stage.setting.browser = Some("/bin/false".into());
    let told = stage.play();
    let kind =
        told.0.iter().find_map(|kind| if let EventKind::Faulted(fault) = kind { Some(fault.kind) } else { None });
    assert_eq!((kind, told.finding()), (Some(FaultKind::Unsupported), None));
}
