//! Calls that reach beyond the program are refused; calls that would pass by the filter do not exist.

use crate::stage::Stage;

#[test]
fn calls_are_refused_or_absent() {
    let source = "
import ctypes, errno, os
libc = ctypes.CDLL(None, use_errno=True)
intel = os.uname().machine == 'x86_64'
NEW_USER = 0x10000000
for name, on_intel, on_arm, arguments in (
    ('mount', 165, 40, (b'none', b'/tmp', b'tmpfs', 0, 0)),
    ('umount2', 166, 39, (b'/tmp', 2)),
    ('unshare', 272, 97, (NEW_USER,)),
    ('setns', 308, 268, (0, 0)),
    ('chroot', 161, 51, (b'/tmp',)),
    ('ptrace', 101, 117, (0, 0, 0, 0)),
    ('process_vm_readv', 310, 270, (1, 0, 0, 0, 0, 0)),
    ('pidfd_getfd', 438, 438, (0, 0, 0)),
    ('bpf', 321, 280, (0, 0, 0)),
    ('keyctl', 250, 219, (0, 0)),
    ('clone of a user namespace', 56, 220, (NEW_USER | 17, 0, 0, 0, 0)),
    ('io_uring_setup', 425, 425, (1, 0)),
    ('clone3', 435, 435, (0, 0)),
):
    answer = libc.syscall(on_intel if intel else on_arm, *arguments)
    print(name, answer if answer >= 0 else errno.errorcode[ctypes.get_errno()])
";
    assert_eq!(
        Stage::client(source).steps("[expect_exit: { code: 0 }]").play().sound(),
        "\
mount EPERM
umount2 EPERM
unshare EPERM
setns EPERM
chroot EPERM
ptrace EPERM
process_vm_readv EPERM
pidfd_getfd EPERM
bpf EPERM
keyctl EPERM
clone of a user namespace EPERM
io_uring_setup ENOSYS
clone3 ENOSYS
"
    );
}
