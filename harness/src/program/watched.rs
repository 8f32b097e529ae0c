//! The descriptors that a call on several of them watches for something to read.

use std::fs;

use crate::sandbox::questions::read_memory;
use crate::sandbox::threads::{BlockedCall, Thread};

/// The kernel's sets for `select` have room for so many descriptors; nobody polls more of them here.
const MOST: usize = 1024;

/// The descriptors, as far as they can be read.
pub(super) fn watched(thread: &Thread, call: &BlockedCall) -> Vec<i32> {
    #[cfg(target_arch = "x86_64")]
    let number = match call.number {
        libc::SYS_poll => libc::SYS_ppoll,
        libc::SYS_select => libc::SYS_pselect6,
        libc::SYS_epoll_wait => libc::SYS_epoll_pwait,
        number => number,
    };
    #[cfg(not(target_arch = "x86_64"))]
    let number = call.number;
    let [first, second, ..] = call.arguments;
    match number {
        libc::SYS_ppoll => in_poll(thread, first, second),
        libc::SYS_pselect6 => in_select(thread, first, second),
        libc::SYS_epoll_pwait | libc::SYS_epoll_pwait2 => in_epoll(thread.process, first),
        _ => Vec::new(),
    }
}

/// `pollfd` holds a descriptor in four bytes, what is watched for in two, and room for the answer in two.
fn in_poll(thread: &Thread, entries: u64, count: u64) -> Vec<i32> {
    let count = usize::try_from(count).unwrap_or(MOST).min(MOST);
    let bytes = read_memory(thread.number, entries, count * 8).unwrap_or_default();
    let (entries, _) = bytes.as_chunks::<8>();
    let reads = |entry: &&[u8; 8]| i16::from_ne_bytes([entry[4], entry[5]]) & libc::POLLIN != 0;
    entries.iter().filter(reads).map(|entry| i32::from_ne_bytes([entry[0], entry[1], entry[2], entry[3]])).collect()
}

/// A set has a bit for each descriptor below the count.
fn in_select(thread: &Thread, count: u64, set: u64) -> Vec<i32> {
    let count = usize::try_from(count).unwrap_or(MOST).min(MOST);
    let bytes = read_memory(thread.number, set, count.div_ceil(8)).unwrap_or_default();
    let is_in = |number: &usize| bytes.get(number / 8).is_some_and(|byte| byte >> (number % 8) & 1 == 1);
    (0..count).filter(is_in).filter_map(|number| i32::try_from(number).ok()).collect()
}

/// What an epoll descriptor watches stands in `/proc`.
fn in_epoll(process: i32, descriptor: u64) -> Vec<i32> {
    let told = fs::read_to_string(format!("/proc/{process}/fdinfo/{descriptor}")).unwrap_or_default();
    let number = |line: &str| line.strip_prefix("tfd:")?.split_ascii_whitespace().next()?.parse().ok();
    told.lines().filter_map(number).collect()
}
