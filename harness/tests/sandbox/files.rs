//! A program sees its own folder, the system read-only, and nothing else of this machine.

use std::path::Path;

use harness::verdict::Limit;

use crate::limits::exceeded;
use crate::stage::Stage;

fn prints(source: &str) -> String {
    Stage::client(source).steps("[expect_exit: { code: 0 }]").play().sound()
}

#[test]
fn the_working_directory_is_its_folder_and_home_holds_nothing_else() {
    let source = "
import os
print(os.getcwd(), os.listdir('.'))
print(os.listdir('/home'), os.listdir('/home/student'), os.path.expanduser('~'))
";
    assert_eq!(prints(source), "/home/student/work ['program.py']\n['student'] ['work'] /home/student\n");
}

#[test]
fn no_other_submission_no_spec_and_no_home_of_this_machine_is_there() {
    let other = tempfile::tempdir().expect("a folder");
    std::fs::write(other.path().join("simple_server.py"), "print('right')").expect("a file");
    let specs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs");
    let mut stage = Stage::client("");
    let own = stage.folder.clone();
    let paths = [other.path(), &specs, &own, Path::new("/root"), Path::new("/run/user"), Path::new("/etc/shadow")];
    let source =
        format!("import os\nprint([path for path in {paths:?} if os.path.exists(path) and os.listdir(path)])\n");
    std::fs::write(stage.folder.join("program.py"), source).expect("a file");
    // A toolchain may stand below a home directory; then there is a /root, with nothing but that in it.
    stage.launch().toolchain.clear();
    stage.launch().path.clear();
    stage.launch().command[0] = "/usr/bin/python3".to_owned();
    if !Path::new("/usr/bin/python3").exists() {
        return crate::stage::not_tested("the view without toolchains: there is no /usr/bin/python3");
    }
    assert_eq!(stage.steps("[expect_exit: { code: 0 }]").play().sound(), "[]\n");
}

#[test]
fn users_and_names_are_the_stages() {
    let source = "
for name in ('passwd', 'hosts', 'resolv.conf', 'hostname'):
    print(open('/etc/' + name).read(), end='')
";
    assert_eq!(
        prints(source),
        "\
root:x:0:0:root:/root:/bin/sh
student:x:1000:1000:student:/home/student:/bin/sh
127.0.0.1 localhost
10.77.3.9 heron-12.example
nameserver 192.0.2.53
heron-12.example
"
    );
}

#[test]
fn the_system_is_read_only_and_its_own_places_are_not() {
    let source = "
import errno
for place in ('/usr', '/etc', '/dev', '/', '/usr/bin', '/home/student/work', '/tmp', '/dev/shm'):
    try:
        open(place + '/made', 'w').close()
        print(place, 'written')
    except OSError as error:
        print(place, errno.errorcode[error.errno])
";
    assert_eq!(
        prints(source),
        "\
/usr EROFS
/etc EROFS
/dev EROFS
/ EROFS
/usr/bin EROFS
/home/student/work written
/tmp written
/dev/shm written
"
    );
}

#[test]
fn its_tmp_is_its_own() {
    let outside = tempfile::NamedTempFile::new_in("/tmp").expect("a file");
    assert!(outside.path().exists());
    assert_eq!(prints("import os\nprint(os.listdir('/tmp'))\n"), "[]\n");
}

#[test]
fn its_places_are_of_limited_size() {
    for place in ["/home/student/work", "/tmp", "/dev/shm"] {
        let source = format!("for number in range(16): open(f'{place}/{{number}}', 'wb').write(bytes(2 ** 20))\n");
        let told = Stage::client(&source).limits(|limits| limits.files_mib = 4).steps("[accept]").play();
        assert_eq!(exceeded(told.finding()), Some(Limit::Files), "{place}: {told:?}");
        let fits = source.replace("16", "3");
        Stage::client(&fits).limits(|limits| limits.files_mib = 4).steps("[expect_exit: { code: 0 }]").play().sound();
    }
}

#[test]
fn the_devices_are_those_that_programs_use() {
    let source = "
import os
print(sorted(os.listdir('/dev')))
print(len(os.urandom(4)), open('/dev/zero', 'rb').read(2), open('/dev/null').read(), os.isatty(os.open('/dev/tty', os.O_RDWR)))
";
    assert_eq!(
        prints(source),
        "\
['fd', 'full', 'null', 'random', 'shm', 'stderr', 'stdin', 'stdout', 'tty', 'urandom', 'zero']
4 b'\\x00\\x00'  True
"
    );
}
