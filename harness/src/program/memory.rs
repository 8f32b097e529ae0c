//! How much memory a program's processes hold.

use std::fs;

/// Resident bytes of all these processes; what they share counts for each.
pub fn resident_bytes(processes: &[i32]) -> u64 {
    let pages: u64 = processes
        .iter()
        .filter_map(|process| fs::read_to_string(format!("/proc/{process}/statm")).ok())
        .filter_map(|sizes| sizes.split_ascii_whitespace().nth(1)?.parse::<u64>().ok())
        .sum();
    pages * rustix::param::page_size() as u64
}
