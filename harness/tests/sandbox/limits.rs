//! A program that wants too much is stopped by its limits, and the report knows by which.

use harness::verdict::{Ending, FindingKind, Limit};

use crate::stage::Stage;

/// Which limit a play ended by.
pub(crate) fn exceeded(finding: Option<&FindingKind>) -> Option<Limit> {
    match finding? {
        FindingKind::Exceeded { limit, .. }
        | FindingKind::Missing { ending: Ending::Exceeded(limit), .. }
        | FindingKind::NotReady { ending: Ending::Exceeded(limit), .. } => Some(*limit),
        _ => None,
    }
}

#[test]
fn a_fork_bomb_is_contained() {
    let source = "
import os, time
try:
    while True:
        if os.fork() == 0:
            time.sleep(1000)
except BlockingIOError:
    time.sleep(1000)
";
    let told = Stage::client(source).limits(|limits| limits.processes = 40).steps("[accept]").play();
    assert_eq!(exceeded(told.finding()), Some(Limit::Processes), "{told:?}");
}

#[test]
fn as_many_processes_as_allowed_are_allowed() {
    let source = "
import os, time
for _ in range(39):
    if os.fork() == 0:
        time.sleep(1000)
input()
";
    Stage::client(source)
        .limits(|limits| limits.processes = 40)
        .steps("[type: { line: x, program: client }, expect_exit: { code: 0 }]")
        .play()
        .sound();
}

#[test]
fn processor_time_of_many_processes_runs_out_together() {
    let source = "
import os
for _ in range(20):
    if os.fork() == 0:
        break
while True: pass
";
    let told = Stage::client(source).limits(|limits| limits.processor_seconds = 2).steps("[accept]").play();
    assert_eq!(exceeded(told.finding()), Some(Limit::Processor), "{told:?}");
}

#[test]
fn a_program_that_hides_what_it_is_refused_is_over_its_limit_all_the_same() {
    let shared_memory = "
import ctypes
libc = ctypes.CDLL(None)
libc.shmat.restype = ctypes.c_void_p
while True:
    segment = libc.shmget(0, 32 << 20, 0o600)
    at = libc.shmat(segment, None, 0)
    ctypes.memset(at, 1, 32 << 20)
    libc.shmdt(ctypes.c_void_p(at))
";
    let files = "
while True:
    try:
        open('/tmp/flood', 'ab').write(bytes(1 << 20))
    except OSError:
        pass
";
    let names = "
import itertools
for number in itertools.count():
    try:
        open(f'/dev/shm/{number}', 'w').close()
    except OSError:
        pass
";
    let descriptors = "
import os, resource
resource.setrlimit(resource.RLIMIT_NOFILE, (4096, 4096))
for _ in range(3):
    if os.fork() == 0:
        break
while True:
    try:
        os.dup(0)
    except OSError:
        pass
";
    for (source, limit) in [
        (shared_memory, Limit::Memory),
        (files, Limit::Files),
        (names, Limit::Files),
        (descriptors, Limit::Descriptors),
    ] {
        let smaller = |limits: &mut harness::sandbox::Limits| (limits.memory_mib, limits.files_mib) = (200, 8);
        let told = Stage::client(source).limits(smaller).steps("[accept]").play();
        assert_eq!(exceeded(told.finding()), Some(limit), "{told:?}");
    }
}

#[test]
fn a_crash_for_want_of_memory_says_so() {
    let source = "held = []\nwhile True: held.append(bytearray(10 << 20))\n";
    let told = Stage::client(source).limits(|limits| limits.memory_mib = 200).steps("[accept]").play();
    assert_eq!(exceeded(told.finding()), Some(Limit::Memory), "{told:?}");
}

#[test]
fn whoever_prints_until_the_time_is_over_printed_too_much() {
    let source = "while True: print('still here ' * 1000)\n";
    let told = Stage::client(source)
        .limits(|limits| (limits.output_kib, limits.step_seconds) = (64, 1))
        .steps("[accept]")
        .play();
    assert_eq!(exceeded(told.finding()), Some(Limit::Output), "{told:?}");
}

#[test]
fn a_file_in_memory_that_no_folder_holds_is_refused() {
    let source = "
import os
try:
    os.memfd_create('hidden')
except OSError as error:
    print(error.strerror)
";
    let told = Stage::client(source).steps("[expect_exit: { code: 0 }]").play();
    assert_eq!(told.sound(), "Function not implemented\n");
}

#[test]
fn memory_runs_out() {
    let source = "
try:
    print(len(bytearray(400 * 2 ** 20)))
except MemoryError:
    print('no memory left')
";
    let told =
        Stage::client(source).limits(|limits| limits.memory_mib = 200).steps("[expect_exit: { code: 0 }]").play();
    assert_eq!(told.sound(), "no memory left\n");
}

#[test]
fn memory_that_processes_share_runs_out_too() {
    // Shared mappings are not the data of a process: the watch on what is resident ends it.
    let source = "
import mmap
shared = mmap.mmap(-1, 400 * 2 ** 20)
for page in range(0, len(shared), 4096):
    shared[page] = 1
input()
";
    let told = Stage::client(source)
        .limits(|limits| limits.memory_mib = 200)
        .steps("[type: { line: x, program: client }, accept]")
        .play();
    assert_eq!(exceeded(told.finding()), Some(Limit::Memory), "{told:?}");
}

#[test]
fn a_file_grows_no_further() {
    let source = "open('large', 'wb').write(bytes(16 * 2 ** 20))\n";
    let told = Stage::of("client", "python3", "program.py", source)
        .limits(|limits| limits.files_mib = 4)
        .steps("[accept]")
        .play();
    assert_eq!(exceeded(told.finding()), Some(Limit::Files), "{told:?}");
}

#[test]
fn processor_time_runs_out() {
    let told =
        Stage::client("while True: pass\n").limits(|limits| limits.processor_seconds = 1).steps("[accept]").play();
    assert_eq!(exceeded(told.finding()), Some(Limit::Processor), "{told:?}");
}

#[test]
fn a_connection_that_falls_with_a_stopped_program_was_not_closed_by_it() {
    let source = "
import os, socket
listener = socket.create_server(('', int(os.environ['PORT'])))
client, _ = listener.accept()
client.recv(1)
while True: pass
";
    for end in ["expect_close", "expect: { text: more }"] {
        let told = Stage::of("server", "python3", "server.py", source)
            .limits(|limits| limits.processor_seconds = 1)
            .steps(&format!("[connect, send: x, {end}]"))
            .play();
        assert_eq!(exceeded(told.finding()), Some(Limit::Processor), "{told:?}");
    }
}

#[test]
fn a_flood_of_output_is_cut_and_counted() {
    let source = "
import sys
for _ in range(4096):
    sys.stdout.write('x' * 1023 + '\\n')
";
    let told = Stage::client(source).limits(|limits| limits.output_kib = 64).steps("[expect_exit: { code: 0 }]").play();
    assert_eq!(told.sound().len(), 64 * 1024);
}

#[test]
fn waiting_ends_by_the_clock() {
    // Each of its waits ends by itself too soon to count as stuck.
    let source = "import time\nwhile True: time.sleep(0.01)\n";
    let told = Stage::client(source).limits(|limits| limits.step_seconds = 1).steps("[accept]").play();
    let Some(FindingKind::NotReady { ending: Ending::OutOfTime { charged_ms, .. }, .. }) = told.finding() else {
        panic!("out of time: {told:?}")
    };
    assert!((900..10_000).contains(charged_ms), "{charged_ms}");
}
