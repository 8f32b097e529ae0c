//! What a program may ask of the kernel, and which of its calls the harness hears of first: a seccomp filter.

use libc::{BPF_ABS, BPF_ALU, BPF_AND, BPF_JEQ, BPF_JMP, BPF_JSET, BPF_K, BPF_LD, BPF_RET, BPF_W, sock_filter};

#[cfg(target_arch = "x86_64")]
const ARCHITECTURE: u32 = 0xc000_003e;
#[cfg(target_arch = "aarch64")]
const ARCHITECTURE: u32 = 0xc000_00b7;

/// Calls that the harness hears of before they happen: they tell where a program listens and dials, and that it set a timer.
const HEARD: &[libc::c_long] = &[
    libc::SYS_bind,
    libc::SYS_listen,
    libc::SYS_connect,
    libc::SYS_sendmsg,
    libc::SYS_sendmmsg,
    libc::SYS_setitimer,
    libc::SYS_timer_create,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_alarm,
];

/// Calls that no exercise needs and that reach beyond the program: refused with EPERM.
const REFUSED: &[libc::c_long] = &[
    libc::SYS_mount,
    libc::SYS_umount2,
    libc::SYS_pivot_root,
    libc::SYS_chroot,
    libc::SYS_unshare,
    libc::SYS_setns,
    libc::SYS_open_tree,
    libc::SYS_move_mount,
    libc::SYS_fsopen,
    libc::SYS_fsconfig,
    libc::SYS_fsmount,
    libc::SYS_fspick,
    libc::SYS_mount_setattr,
    libc::SYS_bpf,
    libc::SYS_perf_event_open,
    libc::SYS_userfaultfd,
    libc::SYS_ptrace,
    libc::SYS_process_vm_readv,
    libc::SYS_process_vm_writev,
    libc::SYS_pidfd_getfd,
    libc::SYS_keyctl,
    libc::SYS_add_key,
    libc::SYS_request_key,
    libc::SYS_name_to_handle_at,
    libc::SYS_open_by_handle_at,
    libc::SYS_init_module,
    libc::SYS_finit_module,
    libc::SYS_delete_module,
    libc::SYS_kexec_load,
    libc::SYS_kexec_file_load,
    libc::SYS_reboot,
    libc::SYS_swapon,
    libc::SYS_swapoff,
    libc::SYS_acct,
    libc::SYS_quotactl,
    libc::SYS_syslog,
    libc::SYS_settimeofday,
    libc::SYS_clock_settime,
    libc::SYS_clock_adjtime,
    libc::SYS_adjtimex,
];

/// Calls that programs do without when the kernel does not have them: `io_uring` would pass by the filter, the flags of `clone3`
/// cannot be seen, and files of `memfd_create` are memory that counts neither as a process's nor as a folder's.
const ABSENT: &[libc::c_long] = &[
    libc::SYS_io_uring_setup,
    libc::SYS_io_uring_enter,
    libc::SYS_io_uring_register,
    libc::SYS_clone3,
    libc::SYS_memfd_create,
    libc::SYS_memfd_secret,
];

/// Flags of `clone` that make a namespace.
const NAMESPACES: i32 = libc::CLONE_NEWUSER
    | libc::CLONE_NEWNS
    | libc::CLONE_NEWNET
    | libc::CLONE_NEWPID
    | libc::CLONE_NEWIPC
    | libc::CLONE_NEWUTS
    | libc::CLONE_NEWCGROUP;

/// The filter's instructions.
pub fn filter() -> Vec<sock_filter> {
    let absent = refuse(libc::ENOSYS);
    let refused = refuse(libc::EPERM);
    let mut code = vec![load(4), jump(BPF_JEQ, ARCHITECTURE, 1, 0), give(absent), load(0)];
    if cfg!(target_arch = "x86_64") {
        // The x32 calls: the same numbers with bit 30 set.
        code.extend([jump(BPF_JSET, 0x4000_0000, 0, 1), give(absent)]);
    }
    for (calls, verdict) in [(ABSENT, absent), (REFUSED, refused), (HEARD, libc::SECCOMP_RET_USER_NOTIF)] {
        for call in calls {
            code.extend([jump(BPF_JEQ, number(*call), 0, 1), give(verdict)]);
        }
    }
    // clone with a flag that makes a namespace.
    code.extend([jump(BPF_JEQ, number(libc::SYS_clone), 0, 4), load(16)]);
    code.extend([
        statement(BPF_ALU | BPF_AND | BPF_K, NAMESPACES.cast_unsigned()),
        jump(BPF_JEQ, 0, 1, 0),
        give(refused),
        load(0),
    ]);
    // prlimit of another process: the keeper has the same user.
    code.extend([jump(BPF_JEQ, number(libc::SYS_prlimit64), 0, 3), load(16)]);
    code.extend([jump(BPF_JEQ, 0, 1, 0), give(refused), load(0)]);
    // sendto with an address: the fifth argument, in two halves.
    code.extend([
        jump(BPF_JEQ, number(libc::SYS_sendto), 0, 5),
        load(16 + 8 * 4),
        jump(BPF_JEQ, 0, 0, 2),
        load(20 + 8 * 4),
    ]);
    code.extend([jump(BPF_JEQ, 0, 1, 0), give(libc::SECCOMP_RET_USER_NOTIF), give(libc::SECCOMP_RET_ALLOW)]);
    code
}

fn number(call: libc::c_long) -> u32 {
    u32::try_from(call).unwrap_or(u32::MAX)
}

fn refuse(error: i32) -> u32 {
    libc::SECCOMP_RET_ERRNO | error.cast_unsigned()
}

fn load(offset: u32) -> sock_filter {
    statement(BPF_LD | BPF_W | BPF_ABS, offset)
}

fn give(verdict: u32) -> sock_filter {
    statement(BPF_RET | BPF_K, verdict)
}

fn statement(code: u32, k: u32) -> sock_filter {
    sock_filter { code: u16::try_from(code).unwrap_or(0), jt: 0, jf: 0, k }
}

fn jump(kind: u32, value: u32, if_true: u8, if_false: u8) -> sock_filter {
    sock_filter { jt: if_true, jf: if_false, ..statement(BPF_JMP | kind | BPF_K, value) }
}
