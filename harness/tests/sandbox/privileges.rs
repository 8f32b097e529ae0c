//! A program has no power over its stage: no root, no capability, and no way to gain one.

use std::fs;

use harness::event::EventKind;

use crate::stage::Stage;

#[test]
fn it_is_an_ordinary_user_without_capabilities() {
    let source = "
import os
print(os.getresuid(), os.getresgid(), os.getgroups() in ([], [65534]))
for line in open('/proc/self/status'):
    if line.startswith(('CapInh', 'CapPrm', 'CapEff', 'CapAmb', 'NoNewPrivs', 'Seccomp:')):
        print(line.split())
";
    assert_eq!(
        Stage::client(source).steps("[expect_exit: { code: 0 }]").play().sound(),
        "\
(1000, 1000, 1000) (1000, 1000, 1000) True
['CapInh:', '0000000000000000']
['CapPrm:', '0000000000000000']
['CapEff:', '0000000000000000']
['CapAmb:', '0000000000000000']
['NoNewPrivs:', '1']
['Seccomp:', '2']
"
    );
}

#[test]
fn outside_it_is_nobody_where_the_harness_is_root() {
    let stage = Stage::client("input('ready')\n").steps("[wait_until: next_second, type: x, expect_exit: { code: 0 }]");
    let Some(uid) = stage.setting.uid else {
        return crate::stage::not_tested("a user of the program's own: these tests do not run as root");
    };
    let mut play = stage.start();
    play.until(|kind| matches!(kind, EventKind::Passed { .. }));
    let owners = crate::stage::descendants(play.pid()).into_iter().filter_map(|pid| {
        let status = fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("Uid:"))?.to_owned();
        Some(line.split_whitespace().map(|id| id.parse::<u32>().expect("an id")).collect::<Vec<_>>())
    });
    let owners: Vec<_> = owners.collect();
    assert!(!owners.is_empty());
    assert!(owners.iter().all(|owners| *owners == [uid; 4]), "{owners:?}");
    play.finish().sound();
}

#[test]
fn it_cannot_change_the_network() {
    let source = "
import errno, fcntl, socket, struct
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
for what, act in (
    ('take the loopback down', lambda: fcntl.ioctl(s, 0x8914, struct.pack('16sh', b'lo', 0))),
    ('listen to the wire', lambda: socket.socket(socket.AF_PACKET, socket.SOCK_RAW)),
    ('forge packets', lambda: socket.socket(socket.AF_INET, socket.SOCK_RAW, 1)),
    ('rename the host', lambda: socket.sethostname('mine')),
):
    try:
        act()
        print(what, 'done')
    except OSError as error:
        print(what, errno.errorcode[error.errno])
";
    assert_eq!(
        Stage::client(source).steps("[expect_exit: { code: 0 }]").play().sound(),
        "\
take the loopback down EPERM
listen to the wire EPERM
forge packets EPERM
rename the host EPERM
"
    );
}
