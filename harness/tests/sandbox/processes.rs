//! A program sees its own processes and no others, and cannot harm the one that keeps it.

use crate::stage::Stage;

#[test]
fn proc_shows_only_its_own_processes() {
    if !crate::stage::has_fresh_proc() {
        return crate::stage::not_tested("/proc inside: this container masks it");
    }
    let source = "
import os, subprocess
child = subprocess.Popen(['sleep', '1000'])
seen = sorted(int(name) for name in os.listdir('/proc') if name.isdigit())
print(seen == [1, os.getpid(), child.pid], os.getppid())
";
    let told = Stage::client(source).steps("[expect_exit: { code: 0 }]").play();
    assert_eq!(told.sound(), "True 1\n");
}

#[test]
fn its_keeper_can_neither_be_read_nor_ended() {
    if !crate::stage::has_fresh_proc() {
        return crate::stage::not_tested("/proc inside: this container masks it");
    }
    let source = "
import errno, os
for what, act in (
    ('environment', lambda: open('/proc/1/environ').read()),
    ('descriptors', lambda: os.readlink('/proc/1/fd/0')),
    ('memory', lambda: open('/proc/1/mem', 'rb').read(1)),
    ('root', lambda: os.listdir('/proc/1/root')),
):
    try:
        act()
        print(what, 'done')
    except OSError as error:
        print(what, errno.errorcode[error.errno])
os.kill(1, 9)
os.kill(1, 19)
print('still here')
";
    assert_eq!(
        Stage::client(source).steps("[expect_exit: { code: 0 }]").play().sound(),
        "\
environment EACCES
descriptors EACCES
memory EACCES
root EACCES
still here
"
    );
}
