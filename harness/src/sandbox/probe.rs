//! Asks the kernel for everything that a stage needs, one thing after the other, so that a refusal has a name.
//!
//! It runs in a process of its own with one thread, and tells each answer as a line of JSON on standard output.
//! What needs something that was refused is not asked for, and no line tells of it.

mod service;

use std::fs;
use std::io;
use std::net::{Ipv4Addr, UdpSocket};
use std::path::Path;

use nix::mount::{MsFlags, mount};
use nix::pty::openpty;
use nix::sched::{CloneFlags, unshare};
use nix::sys::prctl::{set_no_new_privs, set_pdeathsig};
use nix::sys::signal::{Signal, kill};
use nix::sys::wait::waitpid;
use nix::unistd::{ForkResult, Pid, getegid, geteuid};
use rustix::net::{AddressFamily, Protocol, SocketFlags, SocketType};
use serde::{Deserialize, Serialize};

use super::control::Control;
use super::{child, filter, namespaces, network, raw, sockets, view};

pub use service::Service;

/// The kernel's answer to one question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// What was asked for.
    pub service: Service,
    /// Why it was refused, in the kernel's words; `None` when it was granted.
    pub refused: Option<String>,
}

/// Asks for everything. `folder` is an empty one that anybody may enter; `uid` is the user of the programs, where the harness is root.
pub fn probe(folder: &Path, uid: Option<u32>) -> io::Result<()> {
    tell(Service::Terminal, openpty(None, None))?;
    tell(Service::Sockets, sockets::tcp_sockets())?;
    tell(Service::Groups, make_group())?;
    let stands = raise(folder, uid)?;
    if !watch_child(stands)? {
        return Ok(());
    }
    if stands && tell(Service::Processes, unshare(CloneFlags::CLONE_NEWPID | CloneFlags::CLONE_NEWNS))?.is_some() {
        match raw::fork()? {
            ForkResult::Parent { child } => {
                waitpid(child, None)?;
            }
            ForkResult::Child => {
                let flags = MsFlags::MS_NOSUID | MsFlags::MS_NODEV | MsFlags::MS_NOEXEC;
                tell(Service::Proc, mount(Some("proc"), folder, Some("proc"), flags, None::<&str>))?;
            }
        }
    }
    Ok(())
}

/// Enters a stage as `stage::raise` does, in smaller steps; whether all of it was granted that a program needs.
fn raise(folder: &Path, uid: Option<u32>) -> io::Result<bool> {
    if let Some(uid) = uid {
        let mounts = unshare(CloneFlags::CLONE_NEWNS).map_err(io::Error::from);
        if tell(Service::RootMounts, mounts.and_then(|()| Ok(namespaces::make_mounts_private()?)))?.is_none()
            || tell(Service::OtherUser, namespaces::drop_root(uid))?.is_none()
        {
            return Ok(false);
        }
    }
    let (user, group) = (geteuid(), getegid());
    if tell(Service::Users, unshare(CloneFlags::CLONE_NEWUSER))?.is_none()
        || !map(Service::UserMap, user.as_raw(), group.as_raw(), 0)?
    {
        return Ok(false);
    }
    let network = raise_network()?;
    let ipc = tell(Service::Ipc, unshare(CloneFlags::CLONE_NEWIPC))?.is_some();
    let name = unshare(CloneFlags::CLONE_NEWUTS).and_then(|()| nix::unistd::sethostname("rehearsal"));
    let name = tell(Service::HostName, name)?.is_some();
    let mounts = unshare(CloneFlags::CLONE_NEWNS).map_err(io::Error::from);
    let mounts = tell(Service::Mounts, mounts.and_then(|()| Ok(namespaces::make_mounts_private()?)))?.is_some();
    Ok(mounts && show_folders(folder)? && network && ipc && name)
}

fn map(service: Service, user: u32, group: u32, inside: u32) -> io::Result<bool> {
    let maps = namespaces::open_proc()
        .and_then(|proc| namespaces::map_ids(proc, &format!("{inside} {user} 1"), &format!("{inside} {group} 1")));
    Ok(tell(service, maps)?.is_some())
}

fn raise_network() -> io::Result<bool> {
    if tell(Service::Network, unshare(CloneFlags::CLONE_NEWNET))?.is_none() {
        return Ok(false);
    }
    let addresses = tell(Service::Addresses, network::set_up(Ipv4Addr::new(10, 11, 12, 13)))?.is_some();
    if addresses {
        tell(Service::Interfaces, nix::net::if_::if_nametoindex("eth0"))?;
        tell(Service::Ipv6, UdpSocket::bind("[::]:0").and_then(|socket| socket.connect("[2001:db8::1]:53")))?;
    }
    let tap = rustix::net::socket_with(AddressFamily::PACKET, SocketType::RAW, SocketFlags::CLOEXEC, None::<Protocol>);
    Ok(tell(Service::Tap, tap)?.is_some() && addresses)
}

/// Mounts what a view is made of.
fn show_folders(folder: &Path) -> io::Result<bool> {
    if tell(Service::MemoryMount, view::mount_small(folder))?.is_none() {
        return Ok(false);
    }
    let inside = |name: &str| {
        let path = folder.join(name);
        fs::create_dir(&path).map(|()| path)
    };
    let shown = inside("shown").and_then(|shown| view::bind(Path::new("/usr"), &shown).map(|()| shown));
    let Some(shown) = tell(Service::Bind, shown)? else { return Ok(false) };
    let overlay = inside("upper").and(inside("work")).and(inside("over")).and_then(|over| {
        let (upper, work) = (folder.join("upper"), folder.join("work"));
        let options =
            format!("lowerdir={},upperdir={},workdir={},userxattr", shown.display(), upper.display(), work.display());
        Ok(mount(Some("overlay"), &over, Some("overlay"), MsFlags::empty(), Some(options.as_str()))?)
    });
    let read_only = tell(Service::ReadOnly, raw::make_read_only(&shown))?.is_some();
    tell(Service::Overlay, overlay)?;
    Ok(read_only)
}

/// Starts a child as a program is started: a user of its own, a filter, and its listener fetched out of it.
/// Comes back twice, with `false` in the child, which has nothing left to do.
fn watch_child(on_a_stage: bool) -> io::Result<bool> {
    let (ours, end) = Control::pair()?;
    let theirs = Control::from_end(end);
    let pid = match raw::fork()? {
        ForkResult::Child => {
            drop(ours);
            return be_watched(&theirs, on_a_stage).map(|()| false);
        }
        ForkResult::Parent { child } => child,
    };
    drop(theirs);
    let filtered = ours.receive::<i32>()?;
    let watched = filtered.map_or(Ok(()), |(listener, _)| watch(pid, listener));
    // A child that has ended needs no signal.
    let _ = kill(pid, Signal::SIGKILL);
    waitpid(pid, None)?;
    watched.map(|()| true)
}

fn watch(pid: Pid, listener: i32) -> io::Result<()> {
    tell(Service::Fetch, child::fetch(pid, listener))?;
    tell(Service::Blocked, fs::read(format!("/proc/{pid}/syscall")))?;
    Ok(())
}

/// The child's part; it ends when its parent goes, if not before.
fn be_watched(parent: &Control, on_a_stage: bool) -> io::Result<()> {
    set_pdeathsig(Signal::SIGKILL)?;
    if on_a_stage {
        let users = unshare(CloneFlags::CLONE_NEWUSER).map_err(io::Error::from);
        let ids = format!("{} 0 1", namespaces::USER);
        let mapped = users.and_then(|()| namespaces::map_ids(namespaces::open_proc()?, &ids, &ids));
        if tell(Service::ProgramUsers, mapped)?.is_none() {
            return Ok(());
        }
    }
    set_no_new_privs()?;
    let Some(listener) = tell(Service::Filter, raw::install_filter(&mut filter::filter()))? else { return Ok(()) };
    parent.write(&std::os::fd::AsRawFd::as_raw_fd(&listener))?;
    parent.receive::<()>()?;
    Ok(())
}

/// Makes a control group below the harness's own, and takes it away again.
fn make_group() -> io::Result<()> {
    let own = fs::read_to_string("/proc/self/cgroup")?;
    let own = own.lines().find_map(|line| line.strip_prefix("0::/")).ok_or_else(|| io::Error::other("no cgroup v2"))?;
    let folder = Path::new("/sys/fs/cgroup").join(own);
    let controllers =
        fs::read_to_string(folder.join("cgroup.controllers")).map_err(|_| io::Error::other("no cgroup v2"))?;
    for controller in ["memory", "pids"] {
        if !controllers.split_whitespace().any(|given| given == controller) {
            return Err(io::Error::other(format!("the controller `{controller}` is not delegated")));
        }
    }
    let group = folder.join(format!("harness-probe-{}", std::process::id()));
    fs::create_dir(&group)?;
    fs::remove_dir(&group)
}

/// Tells an answer at once: a later question may end the process.
fn tell<T, E: Into<io::Error>>(service: Service, result: Result<T, E>) -> io::Result<Option<T>> {
    let (granted, refused) = match result {
        Ok(granted) => (Some(granted), None),
        Err(error) => (None, Some(error.into().to_string())),
    };
    let mut line = serde_json::to_vec(&Answer { service, refused })?;
    line.push(b'\n');
    rustix::io::write(io::stdout(), &line)?;
    Ok(granted)
}
