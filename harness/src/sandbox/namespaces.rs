//! Enters a host of one's own: user, network, mount, IPC and UTS namespaces, without being root.

use std::io;
use std::os::fd::{AsFd, OwnedFd};

use nix::sched::{CloneFlags, unshare};
use nix::unistd::{Gid, Uid, getegid, geteuid, setgroups, setresgid, setresuid};
use rustix::fs::{Mode, OFlags, openat};
use rustix::mount::{MountPropagationFlags, mount_change};

use super::step::{Refused, step};

/// User and group of the program, as it sees itself.
pub const USER: u32 = 1000;

/// Places in a host's table of sockets; each holds any number of them.
const SOCKETS: &str = "256";

/// Gives up root for good. The process stays able to write its own id maps.
pub fn drop_root(uid: u32) -> Result<(), Refused> {
    step("drop root's groups", setgroups(&[]))?;
    let (user, group) = (Uid::from_raw(uid), Gid::from_raw(uid));
    step("drop root's group id", setresgid(group, group, group))?;
    step("drop root's user id", setresuid(user, user, user))?;
    // A change of user makes a process undumpable, and an undumpable process may not write its id maps.
    step("stay traceable", nix::sys::prctl::set_dumpable(true))
}

/// Enters the namespaces of a stage, as their root. The process must have one thread.
pub fn enter_stage() -> Result<(), Refused> {
    let (uid, gid) = (geteuid(), getegid());
    let flags = CloneFlags::CLONE_NEWUSER
        | CloneFlags::CLONE_NEWNET
        | CloneFlags::CLONE_NEWNS
        | CloneFlags::CLONE_NEWIPC
        | CloneFlags::CLONE_NEWUTS;
    step("make namespaces", unshare(flags))?;
    step("map the user id", open_proc().and_then(|proc| map_ids(proc, &format!("0 {uid} 1"), &format!("0 {gid} 1"))))?;
    make_mounts_private()
}

/// Enters a network whose descendants are hosts with small tables of sockets, where that is granted; the network left is
/// handed back. The kernel looks through a whole table to list the few sockets of one host, and the machine's own table
/// has a place for every few kilobytes of its memory.
pub fn enter_network_of_small_hosts() -> Option<OwnedFd> {
    let network = rustix::fs::open("/proc/self/ns/net", OFlags::RDONLY | OFlags::CLOEXEC, Mode::empty()).ok()?;
    // Who may not enter it again, stays: stages of the level `plain` play in it.
    enter_network(&network).ok()?;
    unshare(CloneFlags::CLONE_NEWNET).ok()?;
    // A kernel that does not know it goes on with large ones.
    let _ = std::fs::write("/proc/sys/net/ipv4/tcp_child_ehash_entries", SOCKETS);
    Some(network)
}

/// Enters a network.
pub fn enter_network(network: impl AsFd) -> io::Result<()> {
    Ok(nix::sched::setns(network, CloneFlags::CLONE_NEWNET)?)
}

/// Keeps what is mounted from now on to this mount namespace.
pub fn make_mounts_private() -> Result<(), Refused> {
    step("make mounts private", mount_change("/", MountPropagationFlags::PRIVATE | MountPropagationFlags::REC))
}

/// Writes the id maps of the calling process through a `/proc`.
pub fn map_ids(proc: impl AsFd, users: &str, groups: &str) -> io::Result<()> {
    for (file, text) in [("uid_map", users), ("setgroups", "deny"), ("gid_map", groups)] {
        write_own(&proc, file, text)?;
    }
    Ok(())
}

/// Writes a file of the calling process through a `/proc`.
pub fn write_own(proc: impl AsFd, file: &str, text: &str) -> io::Result<()> {
    let file = openat(proc.as_fd(), format!("self/{file}"), OFlags::WRONLY | OFlags::CLOEXEC, Mode::empty())?;
    rustix::io::write(&file, text.as_bytes())?;
    Ok(())
}

/// The machine's `/proc`, as it is seen now.
pub fn open_proc() -> io::Result<OwnedFd> {
    Ok(rustix::fs::open("/proc", OFlags::PATH | OFlags::CLOEXEC, Mode::empty())?)
}
