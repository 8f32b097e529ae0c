//! Layouts of right and wrong scanners.

use super::{Scan, Wrong};

/// 20003 and 20007 are open among 20000 to 20010.
fn scan() -> Scan {
    Scan { range: (20_000, 20_010), open: [20_003, 20_007].into() }
}

/// What a scanner prints that has these lines for open and for other ports.
fn every(open: &str, other: &str) -> String {
    let line = |port: u16| if scan().open.contains(&port) { open } else { other }.replace('#', &port.to_string());
    (20_000..=20_010).map(line).collect()
}

#[test]
fn layouts_are_free() {
    let header = "Scanning 192.0.2.7, ports 20000-20010\n";
    for printed in [
        every("#\n", ""),
        format!("{header}{}Done in 0.20003 s\n", every("Port # is open (unknown)\n", "")),
        format!("{header}{}", every("Port #: Open\n", "Port #: Closed\n")),
        every("# open\n", "# is not open\n"),
        every("Scanning port #...\nOpen!\n", "Scanning port #...\n") + "2 open ports found\n",
        every("Checking # ", "Checking # ").replace("20003 ", "20003 open\n").replace("20007 ", "20007 open\n"),
        every("#: True\n", "#: False\n"),
        every("[+] #\n", "[-] #\n"),
        "Open ports: [20003, 20007]\n".to_owned(),
        "Open ports from 20000 to 20010: 20003 and 20007\n".to_owned(),
        "{'open': [20003, 20007], 'closed': [20000, 20001]}".to_owned(),
        "{20000: 'closed', 20003: 'open', 20004: 'closed', 20007: 'open', 20008: 'closed'}".to_owned(),
        "Open ports:\n20003\n20007\nClosed ports:\n20000\n20001\n".to_owned(),
        "Start port: 20000\nEnd port: 20010\n20003\n20007\n".to_owned(),
        "PORT      STATE  SERVICE\n20003/tcp open   unknown\n20007/tcp open   binkp\n".to_owned(),
        every(
            "Connection to h # port [tcp/*] succeeded!\n",
            "nc: connect to h port # (tcp) failed: Connection refused\n",
        ),
        "Port 20003 ist offen\r\nPort 20007 ist offen\r\n".to_owned(),
        "20003\topen\t0.2 ms\n20007\topen\t11 ms\n".to_owned(),
        "Port 20003 is openPort 20007 is open\n\n".to_owned(),
        every("\rTrying #\nFound one: #\n", "\rTrying #"),
    ] {
        assert_eq!(scan().judge(&printed), Ok(()), "{printed}");
    }
}

#[test]
fn open_ports_that_are_not_printed_are_missing() {
    let missing = |printed: &str, ports: &[u16]| {
        assert_eq!(scan().judge(printed), Err(Wrong::Missing(ports.to_vec())), "{printed}");
    };
    missing("", &[20_003, 20_007]);
    missing("Scanning ports 20000-20010\nPort 20003 is open\n", &[20_007]);
    missing("Scanning from 20000 to 20007\nPort 20003 is open\n", &[20_007]);
    missing("First port: 20003\nLast port: 20007\nOpen: 20003\n", &[20_007]);
    missing("Scanning ports up to 20007\nPort 20003 is open\n", &[20_007]);
    missing("20003\n", &[20_007]);
}

#[test]
fn other_ports_that_are_printed_like_open_ones_are_extra() {
    let extra = |printed: &str, ports: &[u16], at: usize| {
        assert_eq!(scan().judge(printed), Err(Wrong::Extra(ports.to_vec(), at)), "{printed}");
    };
    extra("Port 20003 is open\nPort 20004 is open\nPort 20007 is open\n", &[20_004], 24);
    extra("[20003, 20007, 20011]\nDone.\n", &[20_011], 15);
    extra("20003\n20007\n20011\nDone.\n", &[20_011], 12);
    let all: Vec<u16> = (20_000..=20_010).filter(|port| !scan().open.contains(port)).collect();
    extra(&every("Port # is open\n", "Port # is open\n"), &all, 5);
    extra(&every("Port # is closed\n", "Port # is open\n"), &all, 5);
}
