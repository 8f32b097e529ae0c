//! Room for files: bytes and entries, as a file system gives it and as a folder takes it up.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rustix::fs::statvfs;

use super::limits::FILES_BEYOND_MIB;

/// What a file system in memory hands out at a time; an entry without content costs about a quarter of it.
const PAGE: u64 = 4096;

/// Room for files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Room {
    /// For their content, in whole pages.
    pub bytes: u64,
    /// Files, folders and links.
    pub entries: u64,
}

impl Room {
    /// More than any folder takes up.
    pub const ALL: Self = Self { bytes: u64::MAX, entries: u64::MAX };

    /// So many MiB, and an entry for each page of them. Small ones have entries for what a runtime keeps in its /tmp.
    pub fn of(mebibytes: u32) -> Self {
        let bytes = u64::from(mebibytes) << 20;
        Self { bytes, entries: (bytes / PAGE).max(4096) }
    }

    /// What one file takes up, in a folder of its own.
    pub fn of_file(length: u64) -> Self {
        Self { bytes: length.next_multiple_of(PAGE), entries: 2 }
    }

    /// Both together.
    #[must_use]
    pub fn and_of(self, other: &Self) -> Self {
        Self { bytes: self.bytes.saturating_add(other.bytes), entries: self.entries.saturating_add(other.entries) }
    }

    /// What a folder takes up. Counting stops once that is more than `most`: whoever fills it may still be at it.
    pub fn taken_up_by(folder: &Path, most: Self) -> io::Result<Self> {
        let mut sum = Self::default();
        let mut left: Vec<PathBuf> = vec![folder.to_owned()];
        while let Some(folder) = left.pop() {
            let entries = match fs::read_dir(folder) {
                Ok(entries) => entries,
                // What is gone by now takes up nothing.
                Err(error) if error.kind() == io::ErrorKind::NotFound && !left.is_empty() => continue,
                // No path leads into a folder as deep as that, and nobody knows how it goes on there.
                Err(error) if error.kind() == io::ErrorKind::InvalidFilename => return Ok(Self::ALL),
                Err(error) => return Err(error),
            };
            for entry in entries {
                let entry = entry?;
                let Ok(about) = entry.metadata() else { continue };
                sum = sum.and_of(&Self { bytes: about.len().next_multiple_of(PAGE), entries: 1 });
                if about.is_dir() {
                    left.push(entry.path());
                }
                if sum.is_over(most) {
                    return Ok(sum);
                }
            }
        }
        Ok(sum)
    }

    /// Whether this is more than `most`.
    pub fn is_over(self, most: Self) -> bool {
        self.bytes > most.bytes || self.entries > most.entries
    }
}

/// Whether a file system has come to what it has beyond its limit.
pub fn is_used_up(file_system: &Path) -> bool {
    let Ok(about) = statvfs(file_system) else { return false };
    about.f_bavail * about.f_frsize <= u64::from(FILES_BEYOND_MIB) << 20 || about.f_ffree == 0
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::{Room, is_used_up};

    #[test]
    fn a_folder_takes_up_whole_pages_and_an_entry_for_each_name() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir(folder.path().join("inner")).expect("made");
        fs::write(folder.path().join("inner/one"), [1; 5000]).expect("written");
        fs::write(folder.path().join("two"), "").expect("written");
        std::os::unix::fs::symlink("/usr", folder.path().join("link")).expect("linked");
        let room = Room::taken_up_by(folder.path(), Room::ALL).expect("counted");
        assert_eq!((room.entries, room.is_over(Room { bytes: 8191, entries: 9 })), (4, true));
        assert!(room.bytes < 8 * 4096, "the link is not followed: {room:?}");
        let first = Room::taken_up_by(folder.path(), Room::default()).expect("counted");
        assert_eq!(first.entries, 1, "it stops there");
    }

    #[test]
    fn a_folder_that_no_path_reaches_the_end_of_is_too_large() {
        let folder = tempfile::tempdir().expect("a folder");
        let name = "d".repeat(250);
        let mut inner =
            rustix::fs::open(folder.path(), rustix::fs::OFlags::PATH, rustix::fs::Mode::empty()).expect("open");
        for _ in 0..20 {
            rustix::fs::mkdirat(&inner, &name, rustix::fs::Mode::RWXU).expect("made");
            inner =
                rustix::fs::openat(&inner, &name, rustix::fs::OFlags::PATH, rustix::fs::Mode::empty()).expect("open");
        }
        assert_eq!(Room::taken_up_by(folder.path(), Room::of(1)).expect("counted"), Room::ALL);
    }

    #[test]
    fn what_does_not_say_how_full_it_is_is_not_used_up() {
        assert!(!is_used_up(Path::new("/nowhere")));
    }
}
