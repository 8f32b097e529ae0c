//! What a program is about to do, as its filter asks: where it binds, listens and dials.

use std::fs;
use std::io::{self, IoSliceMut};
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::os::fd::{AsFd, OwnedFd};
use std::sync::Arc;

use nix::sys::uio::{RemoteIoVec, process_vm_readv};
use nix::unistd::Pid;
use rustix::process::{PidfdFlags, PidfdGetfdFlags, pidfd_getfd, pidfd_open};

use super::raw;

/// The descriptor on which a program's filter asks.
pub struct Listener(Arc<OwnedFd>);

/// One question. The asker's thread stands still until it is answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The kernel's number for it.
    pub id: u64,
    /// The thread that asks.
    pub thread: i32,
    /// What it is about to do.
    pub call: Call,
}

/// The calls of which the harness hears.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Call {
    /// `bind`
    Bind {
        /// The program's descriptor of the socket.
        socket: i32,
        /// An internet address; `None` for other families.
        address: Option<SocketAddr>,
    },
    /// `listen`
    Listen {
        /// The program's descriptor of the socket.
        socket: i32,
        /// Length of the accept queue.
        backlog: i32,
    },
    /// `connect`
    Connect {
        /// The program's descriptor of the socket.
        socket: i32,
        /// An internet address; `None` for other families.
        address: Option<SocketAddr>,
    },
    /// `sendto`, `sendmsg` or `sendmmsg`, to this address where one is given.
    Send {
        /// The program's descriptor of the socket.
        socket: i32,
        /// An internet address.
        address: Option<SocketAddr>,
    },
    /// `alarm` or `setitimer`, on the one alarm that each process has.
    SetAlarm {
        /// Whether a signal will come; `alarm(0)` takes the alarm back.
        on: bool,
    },
    /// Any other timer: a signal may end a wait.
    SetTimer,
    /// Anything else that the filter asks about by mistake.
    Other(i32),
}

impl Question {
    /// The process that asks.
    pub fn process(&self) -> i32 {
        process_of(self.thread).unwrap_or(self.thread)
    }
}

impl Listener {
    /// Takes the descriptor that the keeper handed out.
    pub fn new(descriptor: OwnedFd) -> Self {
        Self(Arc::new(descriptor))
    }

    /// The descriptor, to be watched.
    pub fn descriptor(&self) -> Arc<OwnedFd> {
        self.0.clone()
    }

    /// Takes the next question, and waits for one if there is none; `None` when its asker has died meanwhile.
    pub fn receive(&self) -> io::Result<Option<Question>> {
        let Some(raw) = raw::receive_question(self.0.as_fd())? else { return Ok(None) };
        let thread = raw.pid.cast_signed();
        let call = read_call(&raw.data, thread);
        Ok(raw::question_stands(self.0.as_fd(), raw.id).then_some(Question { id: raw.id, thread, call }))
    }

    /// Lets the call happen.
    pub fn go_on(&self, question: &Question) -> io::Result<()> {
        self.answer(question, 0, libc::SECCOMP_USER_NOTIF_FLAG_CONTINUE)
    }

    /// Tells the program that the call was made: it was, on its behalf.
    pub fn done(&self, question: &Question, result: io::Result<()>) -> io::Result<()> {
        let error = result.err().map_or(0, |error| -error.raw_os_error().unwrap_or(libc::EINVAL));
        self.answer(question, error, 0)
    }

    fn answer(&self, question: &Question, error: i32, flags: libc::c_ulong) -> io::Result<()> {
        let flags = u32::try_from(flags).unwrap_or(0);
        raw::answer_question(self.0.as_fd(), &libc::seccomp_notif_resp { id: question.id, val: 0, error, flags })
    }
}

fn read_call(data: &libc::seccomp_data, thread: i32) -> Call {
    let argument = |index: usize| data.args[index];
    // Descriptors and small numbers are the low half of a register.
    #[expect(clippy::cast_possible_truncation, reason = "the kernel too looks at the low half only")]
    let number = |index: usize| (argument(index) as u32).cast_signed();
    let address_at = |pointer: usize, length: usize| read_address(thread, argument(pointer), number(length));
    match libc::c_long::from(data.nr) {
        libc::SYS_bind => Call::Bind { socket: number(0), address: address_at(1, 2) },
        libc::SYS_listen => Call::Listen { socket: number(0), backlog: number(1) },
        libc::SYS_connect => Call::Connect { socket: number(0), address: address_at(1, 2) },
        libc::SYS_sendto => Call::Send { socket: number(0), address: address_at(4, 5) },
        libc::SYS_sendmsg | libc::SYS_sendmmsg => {
            // `msghdr` begins with the pointer to the address and its length; so does `mmsghdr`.
            let address = read_memory(thread, argument(1), 12).and_then(|header| {
                let pointer = u64::from_ne_bytes(header.get(..8)?.try_into().ok()?);
                let length = i32::from_ne_bytes(header.get(8..12)?.try_into().ok()?);
                read_address(thread, pointer, length)
            });
            Call::Send { socket: number(0), address }
        }
        #[cfg(target_arch = "x86_64")]
        libc::SYS_alarm => Call::SetAlarm { on: number(0) != 0 },
        libc::SYS_setitimer if number(0) == libc::ITIMER_REAL => {
            // `itimerval` holds the interval, and then the time until the first signal, as two pairs of numbers.
            let first = read_memory(thread, argument(1), 32).map(|value| value[16..].iter().any(|byte| *byte != 0));
            Call::SetAlarm { on: first.unwrap_or(argument(1) != 0) }
        }
        libc::SYS_setitimer | libc::SYS_timer_create => Call::SetTimer,
        _ => Call::Other(data.nr),
    }
}

fn read_address(thread: i32, pointer: u64, length: i32) -> Option<SocketAddr> {
    let length = usize::try_from(length).ok()?.min(28);
    let bytes = read_memory(thread, pointer, length)?;
    let port = u16::from_be_bytes([*bytes.get(2)?, *bytes.get(3)?]);
    match i32::from(u16::from_ne_bytes([bytes[0], bytes[1]])) {
        libc::AF_INET => {
            let address: [u8; 4] = bytes.get(4..8)?.try_into().ok()?;
            Some((Ipv4Addr::from(address), port).into())
        }
        libc::AF_INET6 => {
            let address: [u8; 16] = bytes.get(8..24)?.try_into().ok()?;
            Some((Ipv6Addr::from(address), port).into())
        }
        _ => None,
    }
}

/// Reads memory of another process; `None` where it cannot be read.
pub fn read_memory(thread: i32, pointer: u64, length: usize) -> Option<Vec<u8>> {
    let mut bytes = vec![0; length];
    let remote = RemoteIoVec { base: usize::try_from(pointer).ok()?, len: length };
    let read = process_vm_readv(Pid::from_raw(thread), &mut [IoSliceMut::new(&mut bytes)], &[remote]).ok()?;
    (pointer != 0 && read == length && length > 0).then_some(bytes)
}

/// A duplicate of a descriptor of another process.
pub fn duplicate(thread: i32, descriptor: i32) -> io::Result<OwnedFd> {
    let open = |pid: i32| {
        let pid = rustix::process::Pid::from_raw(pid).ok_or(io::ErrorKind::NotFound)?;
        pidfd_open(pid, PidfdFlags::empty()).map_err(io::Error::from)
    };
    // Only the first thread of a process can be named; the descriptors are the same.
    let process = open(thread).or_else(|_| open(process_of(thread)?))?;
    Ok(pidfd_getfd(process, descriptor, PidfdGetfdFlags::empty())?)
}

/// The process that a thread belongs to.
fn process_of(thread: i32) -> io::Result<i32> {
    fs::read_to_string(format!("/proc/{thread}/status"))?
        .lines()
        .find_map(|line| line.strip_prefix("Tgid:")?.trim().parse().ok())
        .ok_or_else(|| io::ErrorKind::NotFound.into())
}
