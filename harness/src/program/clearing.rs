//! Takes a folder away, whatever a program has left in it: folders that are locked, and trees too deep for a path.

use std::fs::{self, DirEntry, Permissions};
use std::io;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

/// Takes a folder away, if it is there. Folders below its own are moved up, so that no path to one is ever long.
pub fn remove(folder: &Path) -> io::Result<()> {
    if fs::symlink_metadata(folder).is_err_and(|error| error.kind() == io::ErrorKind::NotFound) {
        return Ok(());
    }
    unlock(folder)?;
    let mut moved = 0;
    loop {
        let before = moved;
        for entry in folder.read_dir()? {
            empty(&entry?, folder, &mut moved)?;
        }
        if moved == before {
            return fs::remove_dir(folder);
        }
    }
}

/// Takes an entry of the folder away, after the folders in it were moved up beside it.
fn empty(entry: &DirEntry, folder: &Path, moved: &mut u64) -> io::Result<()> {
    let path = entry.path();
    if !entry.file_type()?.is_dir() {
        return fs::remove_file(path);
    }
    unlock(&path)?;
    for inner in path.read_dir()? {
        let inner = inner?;
        if inner.file_type()?.is_dir() {
            unlock(&inner.path())?;
            move_up(&inner.path(), folder, moved)?;
        } else {
            fs::remove_file(inner.path())?;
        }
    }
    fs::remove_dir(path)
}

fn move_up(inner: &Path, folder: &Path, moved: &mut u64) -> io::Result<()> {
    loop {
        *moved += 1;
        let to = folder.join(format!("moved-up-{moved}"));
        if fs::symlink_metadata(&to).is_err_and(|error| error.kind() == io::ErrorKind::NotFound) {
            return fs::rename(inner, to);
        }
    }
}

fn unlock(folder: &Path) -> io::Result<()> {
    fs::set_permissions(folder, Permissions::from_mode(0o700))
}

#[cfg(test)]
mod tests {
    use std::fs::{self, Permissions};
    use std::os::unix::fs::PermissionsExt as _;

    use rustix::fs::{Mode, OFlags};

    use super::remove;

    #[test]
    fn a_tree_too_deep_for_a_path_goes_with_what_is_locked_in_it() {
        let outer = tempfile::tempdir().expect("a folder");
        let folder = outer.path().join("folder");
        fs::create_dir_all(folder.join("locked/inner")).expect("made");
        fs::write(folder.join("moved-up-1"), "").expect("written");
        std::os::unix::fs::symlink("/usr", folder.join("locked/link")).expect("linked");
        let name = "d".repeat(250);
        let mut inner = rustix::fs::open(&folder, OFlags::PATH, Mode::empty()).expect("opened");
        for _ in 0..100 {
            rustix::fs::mkdirat(&inner, &name, Mode::RWXU).expect("made");
            inner = rustix::fs::openat(&inner, &name, OFlags::PATH, Mode::empty()).expect("opened");
        }
        drop(inner);
        for locked in ["locked/inner", "locked", ""] {
            fs::set_permissions(folder.join(locked), Permissions::from_mode(0o0)).expect("locked");
        }
        remove(&folder).expect("removed");
        remove(&folder).expect("gone already");
        assert_eq!(outer.path().read_dir().expect("a folder").count(), 0);
        assert!(std::path::Path::new("/usr/bin").exists());
    }
}
