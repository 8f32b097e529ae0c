//! A program that can do nothing by itself any more is recognised; one that still can is waited for.

use std::time::{Duration, Instant};

use harness::verdict::{BlockedOn, Ending, FindingKind};

use crate::stage::Stage;

/// Much longer than it takes to see that a program is stuck, on the busiest machine; much shorter than the deadline.
const SOON: Duration = Duration::from_secs(20);

/// The calls in which a play's program is stuck. Its deadline is so late that only seeing it ends the play soon.
pub(crate) fn stuck_in(stage: Stage) -> Vec<(String, BlockedOn)> {
    let began = Instant::now();
    let told = stage.limits(|limits| (limits.step_seconds, limits.check_seconds) = (120, 120)).play();
    assert!(began.elapsed() < SOON, "it took {:?}", began.elapsed());
    match told.finding() {
        Some(
            FindingKind::Missing { ending: Ending::Stuck(blocked), .. }
            | FindingKind::NotReady { ending: Ending::Stuck(blocked), .. },
        ) => blocked.iter().map(|blocked| (blocked.call.clone(), blocked.on.clone())).collect(),
        _ => panic!("stuck: {told:?}"),
    }
}

/// A server that accepts a client and then does this.
fn server(then: &str) -> Stage {
    let source = format!(
        "
import os, select, signal, socket, struct, subprocess, sys, threading, time
s = socket.socket()
s.bind(('', 4711))
s.listen()
c, _ = s.accept()
{then}
"
    );
    Stage::server(&source).steps("[connect, send: hi, expect: answer]")
}

fn on_connection() -> BlockedOn {
    BlockedOn::Connection("connection".to_owned())
}

#[test]
fn in_recv() {
    assert_eq!(stuck_in(server("while True: c.recv(99)")), [("recv".to_owned(), on_connection())]);
}

#[test]
fn in_recv_while_another_client_waits_to_be_accepted() {
    let stage = server("while True: c.recv(99)").steps("[connect: { as: c, count: 3 }, expect: answer]");
    let waiting = BlockedOn::Listener { address: "0.0.0.0:4711".to_owned(), waiting: 2 };
    let first = BlockedOn::Connection("c1".to_owned());
    assert_eq!(stuck_in(stage), [("recv".to_owned(), first), ("accept".to_owned(), waiting)]);
}

#[test]
fn in_accept() {
    let on = BlockedOn::Listener { address: "0.0.0.0:4711".to_owned(), waiting: 0 };
    assert_eq!(stuck_in(server("s.accept()")), [("accept".to_owned(), on)]);
}

#[test]
fn at_the_terminal() {
    let stage = server("sys.stdin.readline(); sys.stdin.readline()");
    let stage = stage.steps("[connect, type: { program: server, line: x }, expect: answer]");
    assert_eq!(stuck_in(stage), [("read".to_owned(), BlockedOn::Terminal)]);
}

#[test]
fn in_select_without_a_limit() {
    let stage = server("c.recv(99); select.select([c, s], [], [])");
    assert_eq!(stuck_in(stage), [("select".to_owned(), BlockedOn::Several)]);
}

#[test]
fn in_a_lock() {
    let stage = server("lock = threading.Lock(); lock.acquire(); lock.acquire()");
    assert_eq!(stuck_in(stage), [("futex".to_owned(), BlockedOn::Thread)]);
}

#[test]
fn with_every_thread_and_process() {
    let stage = server(
        "
thread = threading.Thread(target=lambda: c.recv(99) and c.recv(99)); thread.start()
if os.fork() == 0: s.accept()
os.wait()
",
    );
    let mut calls: Vec<String> = stuck_in(stage).into_iter().map(|(call, _)| call).collect();
    calls.sort();
    assert_eq!(calls, ["accept", "recv", "wait"]);
}

#[test]
fn not_while_it_sleeps() {
    answers("time.sleep(0.6); c.sendall(b'answer')");
}

#[test]
fn not_while_it_computes() {
    answers("end = time.monotonic() + 0.6\nwhile time.monotonic() < end: pass\nc.sendall(b'answer')");
}

#[test]
fn not_while_its_socket_has_a_limit() {
    answers(
        "
c.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack('ll', 0, 300000))
c.recv(99)
try:
    c.recv(99)
except BlockingIOError:
    c.sendall(b'answer')
",
    );
}

#[test]
fn not_while_pythons_socket_has_a_limit() {
    answers("c.settimeout(0.3)\nc.recv(99)\ntry:\n    c.recv(99)\nexcept socket.timeout:\n    c.sendall(b'answer')");
}

#[test]
fn not_while_another_thread_will_still_answer() {
    answers(
        "
def later():
    time.sleep(0.3)
    c.sendall(b'answer')
threading.Thread(target=later).start()
c.recv(99); c.recv(99)
",
    );
}

#[test]
fn not_while_a_child_will_still_answer() {
    answers(
        "if os.fork() == 0:\n    time.sleep(0.3)\n    c.sendall(b'answer')\n    os._exit(0)\nos.wait()\nc.recv(99); c.recv(99)",
    );
}

#[test]
fn not_while_an_alarm_is_set() {
    answers("signal.signal(signal.SIGALRM, lambda *_: c.sendall(b'answer'))\nsignal.alarm(1)\nc.recv(99); c.recv(99)");
}

#[test]
fn in_a_pipe_with_a_name() {
    let stage = server("os.mkfifo('back'); back = os.open('back', os.O_RDWR); os.read(back, 99)");
    assert_eq!(stuck_in(stage), [("read".to_owned(), BlockedOn::Pipe)]);
}

#[test]
fn once_its_alarm_is_taken_back() {
    let stage = server(
        "signal.alarm(99); signal.alarm(0); signal.setitimer(signal.ITIMER_REAL, 99)\nsignal.setitimer(signal.ITIMER_REAL, 0)\nwhile True: c.recv(99)",
    );
    assert_eq!(stuck_in(stage), [("recv".to_owned(), on_connection())]);
}

#[test]
fn not_while_it_starts_something_slow() {
    answers("subprocess.run(['sleep', '0.5'])\nc.sendall(b'answer')");
}

/// It is given time, and answers.
fn answers(then: &str) {
    assert_eq!(server(then).play().answer(), "answer");
}
