//! Who stands at an address that is dialled: the harness, nobody, or a silence.

use harness::stage::Standing;

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
