//! [`Service`]: each thing that a stage asks of the kernel, in the order in which it does.

use serde::{Deserialize, Serialize};

/// One thing that a stage asks of the kernel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Service {
    /// A pseudo-terminal.
    Terminal,
    /// The list of sockets, by netlink.
    Sockets,
    /// Control groups that this user may make.
    Groups,
    /// Mounts that only root's own stage sees; asked for when the harness is root.
    RootMounts,
    /// The step from root to a user without rights; asked for when the harness is root.
    OtherUser,
    /// A user namespace.
    Users,
    /// The id maps of that namespace.
    UserMap,
    /// A mount namespace.
    Mounts,
    /// A network namespace.
    Network,
    /// Its loopback, addresses and routes.
    Addresses,
    /// A pair of interfaces in it.
    Interfaces,
    /// Addresses of IPv6 in it.
    Ipv6,
    /// A socket that hears all frames.
    Tap,
    /// A host name of its own.
    HostName,
    /// An IPC namespace.
    Ipc,
    /// A file system in memory.
    MemoryMount,
    /// A folder shown at a second place.
    Bind,
    /// A mount made read-only with all below it.
    ReadOnly,
    /// Folders laid over each other.
    Overlay,
    /// A user namespace within the first, for the program.
    ProgramUsers,
    /// A filter of system calls that asks the harness.
    Filter,
    /// A descriptor taken out of another process.
    Fetch,
    /// What a thread of another process is blocked in.
    Blocked,
    /// A process namespace.
    Processes,
    /// A `/proc` of that namespace.
    Proc,
}

use Service::{
    Addresses, Bind, Blocked, Fetch, Filter, Groups, HostName, Interfaces, Ipc, Ipv6, MemoryMount, Mounts, Network,
    OtherUser, Overlay, Proc, Processes, ProgramUsers, ReadOnly, RootMounts, Sockets, Tap, Terminal, UserMap, Users,
};

impl Service {
    /// All of them, in the order in which they are asked for.
    pub const ALL: [Self; 25] = [
        Terminal,
        Sockets,
        Groups,
        RootMounts,
        OtherUser,
        Users,
        UserMap,
        Mounts,
        Network,
        Addresses,
        Interfaces,
        Ipv6,
        Tap,
        HostName,
        Ipc,
        MemoryMount,
        Bind,
        ReadOnly,
        Overlay,
        ProgramUsers,
        Filter,
        Fetch,
        Blocked,
        Processes,
        Proc,
    ];

    /// What it is, in a few words.
    pub fn words(self) -> &'static str {
        match self {
            Terminal => "pseudo-terminal",
            Sockets => "list of sockets (sock_diag)",
            Groups => "control groups (cgroup v2, delegated)",
            RootMounts => "mount namespace of root",
            OtherUser => "change to a user without rights",
            Users => "user namespace",
            UserMap => "user ids in it (uid_map)",
            Mounts => "mount namespace",
            Network => "network namespace",
            Addresses => "loopback up, every address local",
            Interfaces => "pair of interfaces (veth)",
            Ipv6 => "every IPv6 address local",
            Tap => "tap on the wire (AF_PACKET)",
            HostName => "host name (UTS namespace)",
            Ipc => "IPC namespace",
            MemoryMount => "file system in memory (tmpfs)",
            Bind => "folder shown elsewhere (bind mount)",
            ReadOnly => "read-only view (mount_setattr)",
            Overlay => "folders over folders (overlay)",
            ProgramUsers => "user namespace of the program",
            Filter => "filter that asks the harness (seccomp)",
            Fetch => "descriptor of another process (pidfd_getfd)",
            Blocked => "what a thread waits for (/proc/PID/syscall)",
            Processes => "process namespace",
            Proc => "/proc of its own",
        }
    }

    /// How runs do without it; `None` when they cannot be `full` then.
    pub fn without(self) -> Option<&'static str> {
        match self {
            Groups => Some("memory and processes are limited per process"),
            Interfaces => Some("the host's address stands on the loopback"),
            Ipv6 => Some("programs see a host without IPv6"),
            Overlay => Some("folders are copied"),
            Proc => Some("programs see an empty /proc"),
            Terminal | Sockets | RootMounts | OtherUser | Users | UserMap | Mounts | Network | Addresses | Tap
            | HostName | Ipc | MemoryMount | Bind | ReadOnly | ProgramUsers | Filter | Fetch | Blocked | Processes => {
                None
            }
        }
    }

    /// Whether it is asked for only when the harness is root.
    pub fn is_roots(self) -> bool {
        matches!(self, RootMounts | OtherUser)
    }
}

#[cfg(test)]
mod tests {
    use super::Service;

    #[test]
    fn the_order_of_the_list_is_that_of_the_names() {
        assert!(Service::ALL.is_sorted());
    }
}
