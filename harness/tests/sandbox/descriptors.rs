//! A program is born with three open descriptors, whatever the harness itself holds open or was born with.

use std::os::fd::AsRawFd as _;

use rustix::io::{FdFlags, fcntl_getfd, fcntl_setfd};

use crate::stage::Stage;

#[test]
fn only_input_output_and_errors_are_open() {
    let source = "
import os
open_ones = []
for number in range(4096):
    try:
        os.fstat(number)
        open_ones.append(number)
    except OSError:
        pass
print(open_ones)
";
    // Descriptors that a careless parent of the harness lets through.
    let careless = std::fs::File::open("/dev/null").expect("a file");
    fcntl_setfd(&careless, fcntl_getfd(&careless).expect("flags") - FdFlags::CLOEXEC).expect("a careless file");
    assert!(careless.as_raw_fd() > 2);
    let told = Stage::client(source).steps("[expect_exit: { code: 0 }]").play();
    assert_eq!(told.sound(), "[0, 1, 2]\n");
}
