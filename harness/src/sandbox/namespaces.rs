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

/// Keeps what is mounted from now on to this mount namespace.
pub fn make_mounts_private() -> Result<(), Refused> {
    step("make mounts private", mount_change("/", MountPropagationFlags::PRIVATE | MountPropagationFlags::REC))
}

/// Writes the id maps of the calling process through a `/proc`.
pub fn map_ids(proc: impl AsFd, users: &str, groups: &str) -> io::Result<()> {
    for (file, text) in [("uid_map", users), ("setgroups", "deny"), ("gid_map", groups)] {
        let file = openat(proc.as_fd(), format!("self/{file}"), OFlags::WRONLY | OFlags::CLOEXEC, Mode::empty())?;
        rustix::io::write(&file, text.as_bytes())?;
    }
    Ok(())
}

/// The machine's `/proc`, as it is seen now.
pub fn open_proc() -> io::Result<OwnedFd> {
    Ok(rustix::fs::open("/proc", OFlags::PATH | OFlags::CLOEXEC, Mode::empty())?)
}
