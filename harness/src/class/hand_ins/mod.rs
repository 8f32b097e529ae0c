//! [`HandIns`]: what a class handed in, from folders, archives and the downloads of learning platforms.

mod archive;
mod junk;
mod listing;
mod lms;
#[cfg(test)]
mod packing;
mod settle;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use self::archive::{Blamed, Packed, Trouble, packed, unpack_class};
use self::listing::{Entry, Listing, not_graded};
use self::lms::Found;
use self::settle::{Source, settle};
use super::names::FileNames;

/// What a class handed in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HandIns {
    /// The submissions, in the order of their names.
    pub students: Vec<Student>,
    /// What else is there and why it is not graded, and how the class was read: a sentence each.
    pub notes: Vec<String>,
    /// Submissions that are there and cannot be taken, in the order of their names.
    pub refused: Vec<Refused>,
}

/// One submission.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Student {
    /// Whose it is; no two are the same. The name of the folder, or of the archive without its ending; in a download of a
    /// platform, what its own table of students has: Canvas `ID`, Moodle the number in `Identifier`, Gradescope `SID`,
    /// Blackboard `Username`.
    pub name: String,
    /// A harmless name for its result, without an ending.
    pub file: String,
    /// The folder with its files: the student's own, or an unpacked one.
    pub folder: PathBuf,
    /// The student's name, where the platform gives one. Canvas runs surname and first name together in small letters.
    pub display: Option<String>,
    /// Which attempt it is, from 1, where the platform shows that it is not the first.
    pub attempt: Option<u32>,
    /// Whether the platform marked it as late.
    pub late: bool,
    /// When it was handed in, where the platform says so.
    pub submitted: Option<Timestamp>,
}

/// A submission that cannot be taken: an archive that is damaged, unknown or made to do harm.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Refused {
    /// As for a [`Student`].
    pub name: String,
    /// As for a [`Student`].
    pub file: String,
    /// As for a [`Student`].
    pub display: Option<String>,
    /// What is wrong with it and what to do, in sentences.
    pub why: String,
}

impl HandIns {
    /// Finds what a class handed in. `class` is its folder, or one archive of it. What is to be written goes to `out`, which is
    /// no submission should it lie in the class's folder. What must be unpacked goes to `scratch`, where what an earlier
    /// call has left is removed first, so no two calls may share it at a time; the class's folder is never written to.
    ///
    /// # Errors
    /// When the class cannot be read, its own archive is refused, or `scratch` cannot be written.
    pub fn of(class: &Path, out: &Path, scratch: &Path) -> io::Result<Self> {
        let about = fs::metadata(class)?;
        let rooms = Rooms::clear(scratch)?;
        let (folder, blamed) = if about.is_file() {
            let blamed = unpack_class(class, &rooms.class).map_err(|trouble| match trouble {
                Trouble::Refused(why) => io::Error::new(ErrorKind::InvalidData, why),
                Trouble::Failed(error) => error,
            })?;
            let blamed = blamed.into_iter().map(|(path, why)| (rooms.class.join(path), why)).collect();
            (only_folder(&rooms.class)?, blamed)
        } else {
            (class.to_owned(), Vec::new())
        };
        let listing = Listing::of(&folder, &[out, scratch])?;
        let mut hand_ins = Self { notes: listing.notes, ..Self::default() };
        let (found, notes) = match lms::recognise(&listing.entries) {
            Some(export) => (export.found, export.notes),
            None => plain(&listing.entries),
        };
        hand_ins.notes.extend(notes);
        let of_none = blamed.iter().filter(|(path, _)| !found.iter().any(|found| found.source.holds(path)));
        hand_ins.notes.extend(of_none.map(|(_, why)| format!("{why} It was left out of the class's archive.")));
        hand_ins.take(found, &rooms, &blamed)?;
        Ok(hand_ins)
    }

    fn take(&mut self, mut found: Vec<Found>, rooms: &Rooms, blamed: &[Blamed]) -> io::Result<()> {
        found.sort_by(|one, other| one.key.cmp(&other.key));
        let (mut files, mut seen) = (FileNames::default(), BTreeMap::<String, u32>::new());
        for Found { key, display, attempt, late, submitted, source } in found {
            // Names that are no text may look the same once they are, and archives may differ by their endings.
            let times = seen.entry(key.clone()).and_modify(|times| *times += 1).or_insert(1);
            let name = if *times == 1 { key } else { format!("{key} ({times})") };
            let file = files.give(&name);
            let settled = match source.blamed(blamed) {
                Some(why) => Err(Trouble::Refused(why.to_owned())),
                None => settle(&source, &rooms.submissions.join(&file), &rooms.spare),
            };
            match settled {
                Ok((folder, notes)) => {
                    self.notes.extend(notes.iter().map(|note| format!("`{}`: {note}", quoted(name.as_ref()))));
                    self.students.push(Student { name, file, folder, display, attempt, late, submitted });
                }
                Err(Trouble::Refused(why)) => self.refused.push(Refused { name, file, display, why }),
                Err(Trouble::Failed(error)) => return Err(error),
            }
        }
        Ok(())
    }
}

/// The folders below the one for what is unpacked.
struct Rooms {
    class: PathBuf,
    submissions: PathBuf,
    spare: PathBuf,
}

impl Rooms {
    fn clear(scratch: &Path) -> io::Result<Self> {
        let room = |name: &str| {
            let room = scratch.join(name);
            match fs::remove_dir_all(&room) {
                Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
                Ok(()) | Err(_) => Ok(room),
            }
        };
        Ok(Self { class: room("class")?, submissions: room("submissions")?, spare: room("spare")? })
    }
}

impl Source {
    /// Why it may not be taken, if an entry of the class's archive was left out of it.
    fn blamed<'a>(&self, blamed: &'a [Blamed]) -> Option<&'a str> {
        blamed.iter().find(|(path, _)| self.holds(path)).map(|(_, why)| why.as_str())
    }

    /// Whether a path is a part of it, or would be.
    fn holds(&self, path: &Path) -> bool {
        match self {
            Self::Folder(whole) | Self::Archive(whole) => path.starts_with(whole),
            Self::Files(files) => files.iter().any(|(file, _)| path.starts_with(file)),
        }
    }
}

/// The class in an unpacked archive. Some archivers and platforms put a folder around it.
fn only_folder(unpacked: &Path) -> io::Result<PathBuf> {
    let top = Listing::of(unpacked, &[])?.entries;
    let [Entry { path, is_folder: true, .. }] = top.as_slice() else { return Ok(unpacked.to_owned()) };
    let within = Listing::of(path, &[])?.entries;
    let are_submissions =
        within.len() > 1 && within.iter().all(|entry| entry.is_folder || packed(&entry.name).is_some());
    let is_around = lms::recognise(&top).is_none() && (lms::recognise(&within).is_some() || are_submissions);
    Ok(if is_around { path.clone() } else { unpacked.to_owned() })
}

/// Submissions as an instructor lays them out: a folder or an archive each.
fn plain(entries: &[Entry]) -> (Vec<Found>, Vec<String>) {
    let folders: Vec<&OsStr> =
        entries.iter().filter(|entry| entry.is_folder).map(|entry| entry.name.as_os_str()).collect();
    let (mut found, mut notes) = (Vec::new(), Vec::new());
    for entry in entries {
        let (key, source) = if entry.is_folder {
            (entry.text(), Source::Folder(entry.path.clone()))
        } else if let Some(Packed { stem, .. }) = packed(&entry.name) {
            if folders.contains(&stem) {
                notes.push(not_graded(&entry.name, "stands beside the folder of the same name, which counts,"));
                continue;
            }
            (stem.to_string_lossy().into_owned(), Source::Archive(entry.path.clone()))
        } else {
            notes.push(not_graded(&entry.name, "is neither a folder nor an archive"));
            continue;
        };
        found.push(Found { key, display: None, attempt: None, late: false, submitted: None, source });
    }
    (found, notes)
}

/// A name as it is shown in a sentence: in one line, and not too long.
fn quoted(name: &OsStr) -> String {
    let text = name.to_string_lossy();
    let mut shown = String::new();
    for (count, letter) in text.chars().enumerate() {
        if count == 120 {
            shown.push('…');
            break;
        }
        if letter.is_control() { shown.extend(letter.escape_debug()) } else { shown.push(letter) }
    }
    shown
}
