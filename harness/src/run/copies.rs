//! The folder for copies of submissions: away with the harness, and where that was killed, away with the next one.

use std::fs::{self, File, Permissions, TryLockError};
use std::io;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::Path;

use tempfile::TempDir;

use crate::program::clearing;

const PREFIX: &str = "harness-";

/// In the folder, locked for as long as its harness lives.
const LOCK: &str = "lock";

/// A folder for copies.
pub(super) struct Copies {
    folder: TempDir,
    _lock: File,
}

impl Copies {
    /// Makes one in this folder, and takes away those of harnesses that are gone.
    pub(super) fn in_folder(parent: &Path) -> io::Result<Self> {
        sweep(parent);
        let folder = tempfile::Builder::new().prefix(PREFIX).tempdir_in(parent)?;
        // Programs run under users of their own and must get through; what lies below is theirs alone.
        fs::set_permissions(folder.path(), Permissions::from_mode(0o711))?;
        // It bears the name by which others look for it only when it is locked.
        let unlocked = folder.path().join("unlocked");
        let lock = File::create_new(&unlocked)?;
        lock.lock()?;
        fs::rename(&unlocked, folder.path().join(LOCK))?;
        Ok(Self { folder, _lock: lock })
    }

    /// Where it is.
    pub(super) fn path(&self) -> &Path {
        self.folder.path()
    }
}

/// Takes away what is left of harnesses of this user that were killed. What cannot be taken away stays.
fn sweep(parent: &Path) {
    for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
        if !entry.file_name().to_string_lossy().starts_with(PREFIX) {
            continue;
        }
        let is_ours =
            || entry.metadata().is_ok_and(|about| about.is_dir() && about.uid() == nix::unistd::geteuid().as_raw());
        let Ok(lock) = File::open(entry.path().join(LOCK)) else { continue };
        match lock.try_lock() {
            Ok(()) if is_ours() => drop(clearing::remove(&entry.path())),
            Ok(()) | Err(TryLockError::WouldBlock | TryLockError::Error(_)) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{Copies, LOCK};

    #[test]
    fn what_a_killed_harness_has_left_is_taken_away_and_nothing_else() {
        let parent = tempfile::tempdir().expect("a folder");
        let alive = Copies::in_folder(parent.path()).expect("made");
        let dead = parent.path().join("harness-dead");
        let others = ["harness-notes", "somebody-else"].map(|name| parent.path().join(name));
        for folder in [&dead, &others[0], &others[1]] {
            fs::create_dir(folder).expect("made");
        }
        for folder in [&dead, &others[1]] {
            fs::write(folder.join(LOCK), "").expect("written");
        }
        let next = Copies::in_folder(parent.path()).expect("made");
        assert_eq!(
            [alive.path(), &dead, &others[0], &others[1], next.path()].map(std::path::Path::exists),
            [true, false, true, true, true]
        );
        let gone = next.path().to_owned();
        drop(next);
        assert!(!gone.exists() && alive.path().exists());
    }
}
