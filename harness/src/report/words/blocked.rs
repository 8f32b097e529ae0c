//! What a program's threads are doing, in words that lead to the mistake.

use super::super::timeline::Scene;
use super::{counted, ordinal};
use crate::verdict::{BROWSERS_CONNECTION, Blocked, BlockedOn, Heard, SCRIPTS_CONNECTION};

/// What the threads do, as verbs without their subject; and what that means, in whole sentences.
pub(super) fn blocked(scene: &Scene<'_>, heard: &Heard, threads: &[Blocked]) -> (String, String) {
    let waiting = threads.iter().map(clients_waiting).max().unwrap_or(0);
    // Who leaves clients waiting is not who accepts them: the queue is told beside what the others do.
    let accepts = |thread: &&Blocked| clients_waiting(thread) == 0;
    let mut told: Vec<&Blocked> = threads.iter().filter(accepts).collect();
    let queue_is_told = told.is_empty();
    if queue_is_told {
        told = threads.iter().collect();
    }
    told.sort_by_key(|thread| rank(thread, heard));
    let Some(first) = told.first() else {
        return ("is waiting, it is not known for what".to_owned(), String::new());
    };
    let mut does = doing(scene, first);
    if let Some(second) = told.get(1).filter(|second| second.on != first.on) {
        does.push_str(if second.role == first.role { ", and another thread " } else { ", and the " });
        if second.role != first.role {
            does.extend([second.role.as_str(), " "]);
        }
        does.push_str(&doing(scene, second));
    }
    if waiting > 0 && !queue_is_told {
        let waits = counted(waiting, "another client waits", "other clients wait");
        does.extend([" while ", waits.as_str(), " in the accept queue"]);
    }
    (does, meaning(first, heard).to_owned())
}

/// Threads that say most about what is missing come first.
fn rank(thread: &Blocked, heard: &Heard) -> u8 {
    match &thread.on {
        BlockedOn::Processor => 0,
        BlockedOn::Connection(name) => 1 + u8::from(*heard != Heard::Connection(name.clone())),
        BlockedOn::Terminal => 3,
        BlockedOn::Datagrams { .. } | BlockedOn::Listener { .. } => 4,
        BlockedOn::Several => 5,
        BlockedOn::Clock => 6,
        BlockedOn::Child => 7,
        BlockedOn::Pipe => 8,
        BlockedOn::Other(_) => 9,
        // A thread that waits for another one is seldom where the trouble is.
        BlockedOn::Thread => 10,
    }
}

fn clients_waiting(thread: &Blocked) -> u32 {
    if let BlockedOn::Listener { waiting, .. } = thread.on { waiting } else { 0 }
}

fn doing(scene: &Scene<'_>, thread: &Blocked) -> String {
    let call = call(&thread.call);
    match &thread.on {
        BlockedOn::Connection(name) if is_writing(call) => {
            format!("is waiting for the other side to read (blocked in `{call}` on {})", connection(scene, name))
        }
        BlockedOn::Connection(name) => {
            format!("is waiting for more data (blocked in `{call}` on {})", connection(scene, name))
        }
        BlockedOn::Datagrams { address } if is_writing(call) => {
            format!("cannot send its datagram (blocked in `{call}` at {address})")
        }
        BlockedOn::Datagrams { address } => {
            format!("is waiting for a datagram (blocked in `{}` at {address})", datagram_call(call))
        }
        BlockedOn::Listener { address, waiting: 0 } => {
            format!("is waiting for a client to connect (blocked in `{call}` at {address})")
        }
        BlockedOn::Listener { address, waiting } => {
            let clients = counted(*waiting, "one client waits", "clients wait");
            format!("is waiting in `{call}` at {address}, where {clients} to be accepted")
        }
        BlockedOn::Terminal if is_writing(call) => format!("is printing (blocked in `{call}` on the terminal)"),
        BlockedOn::Terminal => format!("is waiting for input at the terminal (blocked in `{call}`)"),
        BlockedOn::Child => format!("is waiting for a process that it started to end (blocked in `{call}`)"),
        BlockedOn::Thread => format!("has threads that wait for each other (blocked in `{call}`: a lock or a `join`)"),
        BlockedOn::Pipe => format!("is waiting for another part of itself (blocked in `{call}` on a pipe)"),
        BlockedOn::Several => format!("is waiting until one of several sockets is ready (blocked in `{call}`)"),
        BlockedOn::Clock => format!("is sleeping (in `{call}`)"),
        BlockedOn::Processor => "is busy computing, perhaps in an endless loop".to_owned(),
        BlockedOn::Other(what) => format!("is blocked in `{call}` (on {what})"),
    }
}

/// What a student can conclude from it.
fn meaning(thread: &Blocked, heard: &Heard) -> &'static str {
    match &thread.on {
        BlockedOn::Connection(_) if is_writing(call(&thread.call)) => {
            "A `send` waits when the other side does not read: a program that must read and write at once has to do both in turn."
        }
        BlockedOn::Connection(name)
            if *heard == Heard::Connection(name.clone()) || matches!(heard, Heard::Page(_)) || is_a_helpers(name) =>
        {
            "`recv` returns only when bytes arrive or the other side ends the connection. Answer as soon as a message is there, before you read again."
        }
        BlockedOn::Connection(_) => {
            "While it waits in `recv` for one connection, it serves no other. Give each client a thread of its own, or wait for all of them with `select`."
        }
        BlockedOn::Datagrams { .. } => {
            "`recvfrom` returns one datagram, and only when one arrives. One that is lost never does, and what is longer than its buffer is cut off."
        }
        BlockedOn::Listener { .. } => {
            "`accept` returns only when a new client connects. Do everything for the client that is there before you accept the next one."
        }
        BlockedOn::Terminal => "Nobody types anything more here. Ask for input only where the exercise does.",
        BlockedOn::Child => {
            "A `wait` returns only when that process ends; look at what the process itself is waiting for."
        }
        BlockedOn::Thread => {
            "Either each holds a lock that the other needs, or a `join` waits for a thread that never ends."
        }
        BlockedOn::Several => {
            "None of the sockets it watches has anything to say: look whether the right ones are in the list."
        }
        BlockedOn::Clock => "Do not sleep in order to wait for data: `recv` waits exactly as long as it takes.",
        BlockedOn::Processor => {
            "A common endless loop: at the end of the data, `recv` returns an empty result at once, each time it is called. Leave the loop then."
        }
        BlockedOn::Pipe | BlockedOn::Other(_) => "",
    }
}

/// The name under which a student knows a system call.
fn call(name: &str) -> &str {
    match name {
        "recvfrom" | "recvmsg" | "recvmmsg" => "recv",
        "sendto" | "sendmsg" | "sendmmsg" => "send",
        "accept4" => "accept",
        "readv" | "pread64" => "read",
        "writev" | "pwrite64" => "write",
        "ppoll" => "poll",
        "pselect6" => "select",
        "epoll_pwait" | "epoll_pwait2" | "epoll_wait" => "epoll",
        "wait4" | "waitid" | "waitpid" => "wait",
        "nanosleep" | "clock_nanosleep" => "sleep",
        other => other,
    }
}

/// A datagram is received by the call that tells who sent it.
fn datagram_call(call: &str) -> &str {
    if call == "recv" { "recvfrom" } else { call }
}

fn is_writing(call: &str) -> bool {
    matches!(call, "send" | "write" | "sendfile")
}

/// Whether a connection is that of a helper of the stage, which opens but the one that is waited on.
fn is_a_helpers(name: &str) -> bool {
    [BROWSERS_CONNECTION, SCRIPTS_CONNECTION].contains(&name)
}

/// A connection as a reader knows it: the only one, or by its place in the row.
fn connection(scene: &Scene<'_>, name: &str) -> String {
    let connections = scene.connections();
    match connections.iter().position(|connection| *connection == name) {
        Some(index) if connections.len() > 1 => format!("the {} connection", ordinal(index + 1)),
        None if is_a_helpers(name) => name.to_owned(),
        _ => "this connection".to_owned(),
    }
}
