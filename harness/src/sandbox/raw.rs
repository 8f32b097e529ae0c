//! The system calls for which no safe wrapper exists; the only unsafe code of the project.
#![expect(unsafe_code, reason = "fork, seccomp's listener and mount_setattr have no safe wrapper in the crates in use")]

use std::io;
use std::os::fd::{AsRawFd, BorrowedFd, FromRawFd, OwnedFd};
use std::path::Path;

use nix::sys::signal::{SigHandler, SigSet, Signal};
use nix::unistd::ForkResult;

/// Splits the process in two.
///
/// The child has one thread, and of the parent's locks only the allocator's are made whole again: it may
/// not take any other.
pub fn fork() -> io::Result<ForkResult> {
    // SAFETY: every caller's child keeps to that: they allocate, make system calls, and end by exec or `leave`.
    unsafe { nix::unistd::fork() }.map_err(Into::into)
}

/// Closes every descriptor but the three standard ones and those that are kept, whoever in this process thinks to own
/// them. Only for a fresh child, whose copies of its parent's owners are never dropped.
pub fn close_all_others(kept: &[OwnedFd]) -> io::Result<()> {
    let mut kept: Vec<u32> = kept.iter().map(|kept| kept.as_raw_fd().cast_unsigned()).collect();
    kept.sort_unstable();
    let mut first = 3;
    for last in kept.iter().map(|kept| kept - 1).chain([u32::MAX]) {
        // SAFETY: nothing of this process uses the descriptors any more.
        if first <= last && unsafe { libc::syscall(libc::SYS_close_range, first, last, 0) } != 0 {
            return Err(io::Error::last_os_error());
        }
        first = last.saturating_add(2);
    }
    Ok(())
}

/// Ends the process without running anything that its parent has left to be run at the end.
pub fn leave(code: i32) -> ! {
    // SAFETY: it does not return, and touches nothing.
    unsafe { libc::_exit(code) }
}

/// Marks every descriptor but the three standard ones to be closed by exec: what the harness was born with is none of the program's.
pub fn close_others_on_exec() -> io::Result<()> {
    // SAFETY: the call touches no memory, and a mark on a descriptor changes nothing before exec.
    let answer = unsafe { libc::syscall(libc::SYS_close_range, 3, u32::MAX, libc::CLOSE_RANGE_CLOEXEC) };
    if answer == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
}

/// Gives every signal its default effect and blocks none: Rust ignores SIGPIPE, and the keeper blocks SIGCHLD.
pub fn reset_signals() -> io::Result<()> {
    for signal in Signal::iterator() {
        if signal != Signal::SIGKILL && signal != Signal::SIGSTOP {
            // SAFETY: the default effect runs no code of this process.
            unsafe { nix::sys::signal::signal(signal, SigHandler::SigDfl) }?;
        }
    }
    SigSet::all().thread_unblock().map_err(Into::into)
}

/// Installs a filter for this thread and all that it starts, and hands out the descriptor on which
/// the filter's questions arrive.
pub fn install_filter(filter: &mut [libc::sock_filter]) -> io::Result<OwnedFd> {
    let length = u16::try_from(filter.len()).map_err(|_| io::Error::from(io::ErrorKind::InvalidInput))?;
    let program = libc::sock_fprog { len: length, filter: filter.as_mut_ptr() };
    let install = |flags: libc::c_ulong| {
        // SAFETY: `program` points to `length` instructions that outlive the call; the kernel copies them.
        unsafe { libc::syscall(libc::SYS_seccomp, libc::SECCOMP_SET_MODE_FILTER, flags, &raw const program) }
    };
    let mut answer = install(libc::SECCOMP_FILTER_FLAG_NEW_LISTENER | libc::SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV);
    if answer < 0 && io::Error::last_os_error().raw_os_error() == Some(libc::EINVAL) {
        // Linux before 5.19 does not know WAIT_KILLABLE_RECV; without it a signal may repeat a question.
        answer = install(libc::SECCOMP_FILTER_FLAG_NEW_LISTENER);
    }
    if answer < 0 {
        return Err(io::Error::last_os_error());
    }
    let descriptor = i32::try_from(answer).map_err(|_| io::Error::from(io::ErrorKind::InvalidData))?;
    // SAFETY: the call succeeded, so this is a fresh descriptor that nobody else owns.
    Ok(unsafe { OwnedFd::from_raw_fd(descriptor) })
}

/// Takes the next question of a filter; `None` when the asker has died meanwhile.
pub fn receive_question(listener: BorrowedFd<'_>) -> io::Result<Option<libc::seccomp_notif>> {
    // SAFETY: all-zero is a valid value of this plain structure, and the kernel demands it.
    let mut question: libc::seccomp_notif = unsafe { std::mem::zeroed() };
    // SAFETY: the kernel writes one `seccomp_notif` to the pointer.
    let answer = unsafe {
        libc::ioctl(listener.as_raw_fd(), ioctl_number(3, 0, size_of::<libc::seccomp_notif>()), &raw mut question)
    };
    if answer == 0 {
        return Ok(Some(question));
    }
    let error = io::Error::last_os_error();
    match error.raw_os_error() {
        Some(libc::ENOENT | libc::EINTR | libc::EAGAIN) => Ok(None),
        _ => Err(error),
    }
}

/// Answers a question. An asker that has died meanwhile is no error.
pub fn answer_question(listener: BorrowedFd<'_>, answer: &libc::seccomp_notif_resp) -> io::Result<()> {
    // SAFETY: the kernel reads one `seccomp_notif_resp` from the pointer.
    let sent =
        unsafe { libc::ioctl(listener.as_raw_fd(), ioctl_number(3, 1, size_of::<libc::seccomp_notif_resp>()), answer) };
    if sent == 0 {
        return Ok(());
    }
    let error = io::Error::last_os_error();
    if error.raw_os_error() == Some(libc::ENOENT) { Ok(()) } else { Err(error) }
}

/// Whether the asker of a question still waits for its answer, so that what was read from it is its own.
pub fn question_stands(listener: BorrowedFd<'_>, id: u64) -> bool {
    // SAFETY: the kernel reads one u64 from the pointer.
    unsafe { libc::ioctl(listener.as_raw_fd(), ioctl_number(1, 2, size_of::<u64>()), &raw const id) == 0 }
}

/// The number of a seccomp ioctl: direction (1 write, 3 both), number and size of its argument, by `asm-generic/ioctl.h`.
const fn ioctl_number(direction: libc::c_ulong, number: libc::c_ulong, size: usize) -> libc::Ioctl {
    // The type of an ioctl's number differs between C libraries.
    ((direction << 30) | ((size as libc::c_ulong) << 16) | ((b'!' as libc::c_ulong) << 8) | number) as libc::Ioctl
}

/// Has a packet socket see what comes in only: on the loopback, each frame goes out first, and would be seen twice.
pub fn ignore_outgoing(socket: BorrowedFd<'_>) -> io::Result<()> {
    let on: libc::c_int = 1;
    let size = libc::socklen_t::try_from(size_of::<libc::c_int>()).unwrap_or(4);
    // SAFETY: the kernel reads `size` bytes from the pointer, which are those of `on`.
    let answer = unsafe {
        libc::setsockopt(
            socket.as_raw_fd(),
            libc::SOL_PACKET,
            libc::PACKET_IGNORE_OUTGOING,
            (&raw const on).cast(),
            size,
        )
    };
    if answer == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
}

/// Makes a mount and all mounts below it read-only.
pub fn make_read_only(path: &Path) -> io::Result<()> {
    let path = std::ffi::CString::new(path.as_os_str().as_encoded_bytes())?;
    let attributes = libc::mount_attr { attr_set: libc::MOUNT_ATTR_RDONLY, attr_clr: 0, propagation: 0, userns_fd: 0 };
    // SAFETY: both pointers are valid for the call, and the size is that of the structure.
    let answer = unsafe {
        libc::syscall(
            libc::SYS_mount_setattr,
            libc::AT_FDCWD,
            path.as_ptr(),
            libc::AT_RECURSIVE,
            &raw const attributes,
            size_of::<libc::mount_attr>(),
        )
    };
    if answer == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
}
