//! The `harness` command.

use std::os::fd::AsFd as _;

fn main() {
    let r = match std::env::args().nth(1).as_deref() {
        Some("__stage") => harness::run::stage_process::stage_process(),
        Some("__sandbox") => harness::sandbox::keeper::keep(std::io::stdin().as_fd().try_clone_to_owned().expect("fd")),
        _ => Ok(()),
    };
    if let Err(e) = r {
        eprintln!("{e}");
        std::process::exit(3);
    }
}
