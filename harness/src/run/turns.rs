//! Turns of harnesses that share this machine's ports: at level `plain`, only one play goes on at a time.

use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use rustix::fs::{FlockOperation, flock};

/// The file whose lock is the turn, in the folder for temporary files. It holds nothing and stays.
const FILE: &str = "harness-plain.lock";

/// Where turns are taken.
#[derive(Debug)]
pub struct Turns(File);

/// A turn, over when it is dropped.
#[derive(Debug)]
pub struct Turn(File);

impl Turns {
    /// Turns among all harnesses whose temporary files lie in this folder, whoever started them.
    pub fn in_folder(temporary: &Path) -> io::Result<Self> {
        let path = temporary.join(FILE);
        // Nobody writes to it; whoever may read it can lock it.
        let made = OpenOptions::new().write(true).create_new(true).mode(0o644).open(&path);
        match made {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
            _ => File::open(path).map(Self),
        }
    }

    /// Waits for the next turn. Whoever has it is bounded by the limits of its play, and gives it back by its end.
    pub fn take(&self) -> io::Result<Turn> {
        // A lock belongs to an open file: each turn opens its own.
        let file = File::open(format!("/proc/self/fd/{}", std::os::fd::AsRawFd::as_raw_fd(&self.0)))?;
        while let Err(error) = flock(&file, FlockOperation::LockExclusive) {
            if error != rustix::io::Errno::INTR {
                return Err(error.into());
            }
        }
        Ok(Turn(file))
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let _ = flock(&self.0, FlockOperation::Unlock);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use super::Turns;

    #[test]
    fn one_harness_has_the_turn_and_the_next_one_waits() {
        let folder = tempfile::tempdir().expect("a folder");
        let (one, other) = (Turns::in_folder(folder.path()), Turns::in_folder(folder.path()));
        let (one, other) = (one.expect("turns"), other.expect("the same turns"));
        let turn = one.take().expect("the first turn");
        let (tell, told) = channel();
        std::thread::scope(|scope| {
            scope.spawn(move || {
                let _turn = other.take().expect("the second turn");
                tell.send(()).expect("somebody listens");
            });
            assert!(told.recv_timeout(std::time::Duration::from_millis(50)).is_err());
            drop(turn);
            told.recv().expect("it is its turn");
        });
    }
}
