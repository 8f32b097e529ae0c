//! A program's environment is named and short, and nothing of the harness's own gets into it.

use crate::stage::Stage;

#[test]
fn the_environment_is_exactly_the_named_variables() {
    // Outside, the stage's process has the whole environment of these tests, and SECRET_OF_THE_INSTRUCTOR.
    let source = "
import os
path = os.environ.pop('PATH').split(':')
print(path[-6:])
for name in sorted(os.environ):
    print(name + '=' + os.environ[name])
";
    let mut stage = Stage::client(source).steps("[expect_exit: { code: 0 }]");
    stage.launch().environment = vec![("PARKING".to_owned(), "allowed".to_owned())];
    assert_eq!(
        stage.play().sound(),
        "\
['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin']
HOME=/home/student
HOST=127.0.0.1
LANG=C.UTF-8
LC_ALL=C.UTF-8
PARKING=allowed
PORT=4711
PYTHONUNBUFFERED=1
TZ=Asia/Kathmandu
"
    );
}
