//! What a blocked system call waits for, and whether it would return by itself.

use std::collections::BTreeMap;
use std::fs;
use std::net::SocketAddr;
use std::os::unix::fs::FileTypeExt as _;
use std::time::Duration;

use rustix::net::sockopt::{Timeout, socket_timeout};

use super::watched::watched;
use crate::sandbox::questions::{duplicate, read_memory};
use crate::sandbox::sockets::Socket;
use crate::sandbox::threads::{BlockedCall, Thread};
use crate::verdict::{BlockedOn, Transport};

/// One thread's wait.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wait {
    /// The call's name.
    pub call: String,
    /// What it waits on.
    pub on: BlockedOn,
    /// When it would return by itself.
    pub ends: Ends,
    /// Whether the terminal is one of several things that it waits on.
    pub beside_terminal: bool,
}

impl Wait {
    /// Whether it waits for what may come on descriptors, and not for the clock or another part of the program.
    pub fn is_on_descriptors(&self) -> bool {
        match self.on {
            BlockedOn::Connection(_)
            | BlockedOn::Listener { .. }
            | BlockedOn::Datagrams { .. }
            | BlockedOn::Terminal
            | BlockedOn::Several => true,
            BlockedOn::Child
            | BlockedOn::Thread
            | BlockedOn::Pipe
            | BlockedOn::Clock
            | BlockedOn::Processor
            | BlockedOn::Other(_) => false,
        }
    }
}

/// When a wait ends although nothing happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ends {
    /// Never.
    Never,
    /// This long after it began.
    After(Duration),
    /// This long from now.
    In(Duration),
    /// At a time that cannot be known.
    SomeTime,
}

/// What is known about the sockets of the stage while waits are read.
pub struct Surroundings<'a> {
    /// All sockets of the stage.
    pub sockets: &'a [Socket],
    /// Names of connections by the program's end and the harness's.
    pub connections: &'a BTreeMap<(SocketAddr, SocketAddr), String>,
}

/// The kinds of calls that wait, by what their arguments mean.
enum Kind {
    /// Waits on the descriptor that is its first argument.
    Descriptor,
    /// Waits on several descriptors; a timeout in milliseconds is the argument of this number.
    SeveralMilliseconds(usize),
    /// Waits on several descriptors; a pointer to seconds and nanoseconds (or microseconds) is the argument of this number.
    SeveralTimespec(usize),
    /// Waits for another thread; the pointer to the timeout is the argument of this number.
    Futex(usize),
    /// Sleeps; clock and flags, if any, stand before the pointer of this number.
    Sleep(usize),
    /// Waits for a child process.
    Child,
    /// Waits for a signal.
    Signal,
}

/// The calls in which programs wait. What is not here counts as running.
fn kind_of(number: i64) -> Option<(&'static str, Kind)> {
    use Kind::{Child, Descriptor, Futex, SeveralMilliseconds, SeveralTimespec, Signal, Sleep};
    #[cfg(target_arch = "x86_64")]
    match number {
        libc::SYS_poll => return Some(("poll", SeveralMilliseconds(2))),
        libc::SYS_select => return Some(("select", SeveralTimespec(4))),
        libc::SYS_epoll_wait => return Some(("epoll_wait", SeveralMilliseconds(3))),
        libc::SYS_pause => return Some(("pause", Signal)),
        _ => {}
    }
    Some(match number {
        libc::SYS_read => ("read", Descriptor),
        libc::SYS_readv => ("readv", Descriptor),
        libc::SYS_write => ("write", Descriptor),
        libc::SYS_writev => ("writev", Descriptor),
        libc::SYS_recvfrom => ("recv", Descriptor),
        libc::SYS_recvmsg => ("recvmsg", Descriptor),
        libc::SYS_sendto => ("send", Descriptor),
        libc::SYS_sendmsg => ("sendmsg", Descriptor),
        libc::SYS_sendfile => ("sendfile", Descriptor),
        libc::SYS_accept | libc::SYS_accept4 => ("accept", Descriptor),
        libc::SYS_connect => ("connect", Descriptor),
        libc::SYS_flock => ("flock", Descriptor),
        libc::SYS_ppoll => ("ppoll", SeveralTimespec(2)),
        libc::SYS_pselect6 => ("select", SeveralTimespec(4)),
        libc::SYS_epoll_pwait => ("epoll_wait", SeveralMilliseconds(3)),
        libc::SYS_epoll_pwait2 => ("epoll_wait", SeveralTimespec(3)),
        libc::SYS_futex => ("futex", Futex(3)),
        libc::SYS_nanosleep => ("sleep", Sleep(0)),
        libc::SYS_clock_nanosleep => ("sleep", Sleep(2)),
        libc::SYS_wait4 => ("wait", Child),
        libc::SYS_waitid => ("wait", Child),
        libc::SYS_rt_sigsuspend | libc::SYS_rt_sigtimedwait => ("sigwait", Signal),
        _ => return None,
    })
}

impl Surroundings<'_> {
    /// What a thread waits for; `None` while it runs, or is in a call that returns by itself.
    pub fn wait_of(&self, thread: &Thread) -> Option<Wait> {
        let call = thread.call?;
        let (name, kind) = kind_of(call.number)?;
        let (on, ends) = match kind {
            Kind::Descriptor => self.descriptor_wait(thread, &call)?,
            Kind::SeveralMilliseconds(at) => (self.several(thread, &call), milliseconds(call.arguments[at])),
            Kind::SeveralTimespec(at) => {
                (self.several(thread, &call), timespec(thread, call.arguments[at], call.number))
            }
            Kind::Futex(at) => (BlockedOn::Thread, timespec_of_futex(thread, &call, at)),
            Kind::Sleep(at) => (BlockedOn::Clock, sleep(thread, &call, at)),
            Kind::Child => (BlockedOn::Child, Ends::Never),
            Kind::Signal => (BlockedOn::Other("a signal".to_owned()), Ends::Never),
        };
        let ends = if ends == Ends::Never && self.watches_a_timer(thread, &call) { Ends::SomeTime } else { ends };
        let is_terminal = |descriptor| self.describe(thread.process, descriptor) == Some(BlockedOn::Terminal);
        let beside_terminal = on == BlockedOn::Several && watched(thread, &call).into_iter().any(is_terminal);
        Some(Wait { call: name.to_owned(), on, ends, beside_terminal })
    }

    fn descriptor_wait(&self, thread: &Thread, call: &BlockedCall) -> Option<(BlockedOn, Ends)> {
        let descriptor = i32::try_from(call.arguments[0]).ok()?;
        let on = self.describe(thread.process, descriptor)?;
        let is_socket = matches!(
            on,
            BlockedOn::Connection(_) | BlockedOn::Listener { .. } | BlockedOn::Datagrams { .. } | BlockedOn::Other(_)
        );
        Some((on, if is_socket { own_timeout(thread.process, descriptor) } else { Ends::Never }))
    }

    /// What a descriptor is; `None` for a plain file, whose calls return by themselves.
    pub(super) fn describe(&self, process: i32, descriptor: i32) -> Option<BlockedOn> {
        let path = format!("/proc/{process}/fd/{descriptor}");
        let link = fs::read_link(&path).ok()?;
        let link = link.to_string_lossy();
        if let Some(inode) = link.strip_prefix("socket:[").and_then(|rest| rest.trim_end_matches(']').parse().ok()) {
            return Some(self.describe_socket(inode));
        }
        // A pipe that was made by `mkfifo` has the name of a file.
        if link.starts_with("pipe:") || fs::metadata(&path).is_ok_and(|about| about.file_type().is_fifo()) {
            return Some(BlockedOn::Pipe);
        }
        if let Some(kind) = link.strip_prefix("anon_inode:") {
            return Some(if kind.contains("timerfd") {
                BlockedOn::Clock
            } else {
                BlockedOn::Other(kind.trim_matches(['[', ']']).to_owned())
            });
        }
        (link.contains("pts/") || link.starts_with("/dev/tty")).then_some(BlockedOn::Terminal)
    }

    fn describe_socket(&self, inode: u64) -> BlockedOn {
        match self.sockets.iter().find(|socket| socket.inode == inode) {
            None => BlockedOn::Other("a socket".to_owned()),
            Some(socket) if socket.transport == Transport::Udp => {
                BlockedOn::Datagrams { address: socket.local.to_string() }
            }
            Some(socket) if socket.listens => {
                BlockedOn::Listener { address: socket.local.to_string(), waiting: socket.waiting }
            }
            Some(socket) => match self.connections.get(&(socket.local, socket.remote)) {
                Some(name) => BlockedOn::Connection(name.clone()),
                None => BlockedOn::Other(format!("the connection with {}", socket.remote)),
            },
        }
    }

    /// The one thing that a `poll` on a single descriptor waits on, as runtimes do for a socket with a timeout.
    fn several(&self, thread: &Thread, call: &BlockedCall) -> BlockedOn {
        #[cfg(target_arch = "x86_64")]
        let polls = call.number == libc::SYS_poll || call.number == libc::SYS_ppoll;
        #[cfg(not(target_arch = "x86_64"))]
        let polls = call.number == libc::SYS_ppoll;
        if !polls || call.arguments[1] != 1 {
            return BlockedOn::Several;
        }
        read_memory(thread.number, call.arguments[0], 4)
            .and_then(|bytes| self.describe(thread.process, i32::from_ne_bytes(bytes.try_into().ok()?)))
            .unwrap_or(BlockedOn::Several)
    }

    /// Whether an epoll descriptor that is waited on watches a timer.
    fn watches_a_timer(&self, thread: &Thread, call: &BlockedCall) -> bool {
        let Some(("epoll_wait", _)) = kind_of(call.number) else { return false };
        let mut watched = watched(thread, call).into_iter();
        watched.any(|descriptor| self.describe(thread.process, descriptor) == Some(BlockedOn::Clock))
    }
}

/// The sockets that a process holds, by their inodes.
pub(super) fn sockets_of(process: i32) -> Vec<u64> {
    let Ok(descriptors) = fs::read_dir(format!("/proc/{process}/fd")) else { return Vec::new() };
    let links = descriptors.flatten().filter_map(|descriptor| fs::read_link(descriptor.path()).ok());
    let inode = |link: std::path::PathBuf| link.to_str()?.strip_prefix("socket:[")?.trim_end_matches(']').parse().ok();
    links.filter_map(inode).collect()
}

/// A timeout in milliseconds, of which the kernel takes the low half, with its sign.
fn milliseconds(argument: u64) -> Ends {
    #[expect(clippy::cast_possible_truncation, reason = "the kernel too looks at the low half only")]
    let timeout = (argument as u32).cast_signed();
    u64::try_from(timeout).map_or(Ends::Never, |timeout| Ends::After(Duration::from_millis(timeout)))
}

/// Seconds and nanoseconds behind a pointer; no pointer is no limit. `select` counts microseconds.
fn timespec(thread: &Thread, pointer: u64, call: i64) -> Ends {
    #[cfg(target_arch = "x86_64")]
    let unit = if call == libc::SYS_select { 1000 } else { 1 };
    #[cfg(not(target_arch = "x86_64"))]
    let unit = {
        let _ = call;
        1
    };
    if pointer == 0 { Ends::Never } else { read_duration(thread, pointer, unit).map_or(Ends::SomeTime, Ends::After) }
}

/// `FUTEX_WAIT` takes a span, its siblings a moment.
fn timespec_of_futex(thread: &Thread, call: &BlockedCall, at: usize) -> Ends {
    let pointer = call.arguments[at];
    let operation = call.arguments[1] & 0x7f;
    match (pointer, operation) {
        (0, _) => Ends::Never,
        (_, 0) => read_duration(thread, pointer, 1).map_or(Ends::SomeTime, Ends::After),
        (_, _) => {
            let realtime = call.arguments[1] & 0x100 != 0;
            until(
                thread,
                pointer,
                if realtime { rustix::time::ClockId::Realtime } else { rustix::time::ClockId::Monotonic },
            )
        }
    }
}

fn sleep(thread: &Thread, call: &BlockedCall, at: usize) -> Ends {
    let pointer = call.arguments[at];
    let absolute = at == 2 && call.arguments[1] & 1 == 1;
    if !absolute {
        return read_duration(thread, pointer, 1).map_or(Ends::SomeTime, Ends::After);
    }
    match call.arguments[0] {
        0 => until(thread, pointer, rustix::time::ClockId::Realtime),
        1 => until(thread, pointer, rustix::time::ClockId::Monotonic),
        _ => Ends::SomeTime,
    }
}

fn until(thread: &Thread, pointer: u64, clock: rustix::time::ClockId) -> Ends {
    let now = rustix::time::clock_gettime(clock);
    let now = Duration::new(now.tv_sec.try_into().unwrap_or(0), now.tv_nsec.try_into().unwrap_or(0));
    read_duration(thread, pointer, 1).map_or(Ends::SomeTime, |moment| Ends::In(moment.saturating_sub(now)))
}

fn read_duration(thread: &Thread, pointer: u64, unit: u32) -> Option<Duration> {
    let bytes = read_memory(thread.number, pointer, 16)?;
    let number = |at: usize| Some(i64::from_ne_bytes(bytes.get(at..at + 8)?.try_into().ok()?));
    Some(Duration::new(number(0)?.try_into().ok()?, u32::try_from(number(8)?).ok()?.saturating_mul(unit)))
}

/// The limit that a program has set on a socket itself leaves no trace in `/proc`.
fn own_timeout(process: i32, descriptor: i32) -> Ends {
    let Ok(socket) = duplicate(process, descriptor) else { return Ends::Never };
    let limits = [Timeout::Recv, Timeout::Send].map(|side| socket_timeout(&socket, side).ok().flatten());
    limits.into_iter().flatten().min().map_or(Ends::Never, Ends::After)
}
