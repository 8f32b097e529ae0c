//! What learning platforms make of a class's submissions when they are downloaded: whose each file is, and its real name.

mod blackboard;
mod canvas;
mod gradescope;
mod moodle;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::path::Path;

use jiff::Timestamp;

use super::listing::{Entry, not_graded};
use super::quoted;
use super::settle::Source;

/// A submission that was found, before its files are looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// Whose it is, as the platform's own table names students.
    pub(super) key: String,
    pub(super) display: Option<String>,
    pub(super) attempt: Option<u32>,
    pub(super) late: bool,
    pub(super) submitted: Option<Timestamp>,
    pub(super) source: Source,
}

/// What was read from a platform's download.
#[derive(Debug, Default)]
pub(super) struct Export {
    pub(super) found: Vec<Found>,
    pub(super) notes: Vec<String>,
}

/// One file or folder of a download, as its name tells.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Piece {
    key: String,
    display: Option<String>,
    late: bool,
    submitted: Option<Timestamp>,
    /// What tells an earlier submission of a student from a later one; the same for all files of one submission.
    attempt: String,
    /// What tells an earlier file of one name from a later one.
    version: u64,
    part: Part,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    /// The whole folder is the submission.
    Folder,
    /// A file, with the name that the student gave it.
    File(String),
    /// Not graded, for this reason.
    LeftOut(&'static str),
    /// A page that the platform writes about each student.
    Receipt,
}

/// Reads the name of a file or folder, if it is a platform's.
type ReadName = fn(&Entry) -> Option<Piece>;

/// The download of a platform, if the names of all entries but a stray one or two have its shape.
pub(super) fn recognise(entries: &[Entry]) -> Option<Export> {
    if let Some(export) = gradescope::read(entries) {
        return Some(export);
    }
    let platforms: [(&str, ReadName); 3] =
        [("Canvas", canvas::piece), ("Moodle", moodle::piece), ("Blackboard", blackboard::piece)];
    platforms.into_iter().find_map(|(platform, piece)| {
        let pieces: Vec<(&Entry, Option<Piece>)> = entries.iter().map(|entry| (entry, piece(entry))).collect();
        let strays = pieces.iter().filter(|(_, piece)| piece.is_none()).count();
        fits(entries.len() - strays, strays).then(|| gathered(platform, pieces))
    })
}

/// Whether so many names of the shape, and so many of another, make a download.
fn fits(shaped: usize, strays: usize) -> bool {
    shaped > strays && strays <= (shaped / 10).max(1)
}

fn gathered(platform: &str, pieces: Vec<(&Entry, Option<Piece>)>) -> Export {
    let mut export = Export::default();
    let mut students: BTreeMap<String, Vec<(&Entry, Piece)>> = BTreeMap::new();
    let mut receipts = 0;
    for (entry, piece) in pieces {
        match piece {
            None => export.notes.push(not_graded(&entry.name, &format!("has no name of {platform}'s"))),
            Some(Piece { part: Part::LeftOut(why), .. }) => export.notes.push(not_graded(&entry.name, why)),
            Some(Piece { part: Part::Receipt, .. }) => receipts += 1,
            Some(piece) => students.entry(piece.key.clone()).or_default().push((entry, piece)),
        }
    }
    if receipts > 0 {
        export.notes.push(format!("Pages that {platform} writes about submissions are left out ({receipts})."));
    }
    if platform == "Canvas" {
        canvas::take_numbers_off(&mut students);
    }
    for (key, pieces) in students {
        let (found, notes) = student(key, pieces);
        export.found.push(found);
        export.notes.extend(notes);
    }
    export.notes.insert(0, read_as(platform, export.found.len()));
    export
}

fn read_as(platform: &str, count: usize) -> String {
    let submissions = if count == 1 { "submission" } else { "submissions" };
    format!("The class is read as a download from {platform}, with {count} {submissions}.")
}

/// A student's last submission; the others are noted.
fn student(key: String, mut pieces: Vec<(&Entry, Piece)>) -> (Found, Vec<String>) {
    let mut notes = Vec::new();
    let last = pieces.iter().map(|(_, piece)| piece.attempt.clone()).max().unwrap_or_default();
    let mut attempts: Vec<String> = pieces.iter().map(|(_, piece)| piece.attempt.clone()).collect();
    attempts.sort();
    attempts.dedup();
    if attempts.len() > 1 {
        notes.push(format!("`{}` handed in {} times; the last one counts.", key, attempts.len()));
    }
    pieces.retain(|(_, piece)| piece.attempt == last);
    pieces.sort_by_key(|(_, piece)| piece.version);
    let about = pieces.last().map(|(_, piece)| piece.clone());
    let mut files: BTreeMap<String, &Entry> = BTreeMap::new();
    let mut folder = None;
    for (entry, piece) in &pieces {
        match &piece.part {
            Part::File(name) => {
                if let Some(earlier) = files.insert(name.clone(), entry) {
                    notes.push(not_graded(&earlier.name, &format!("is an earlier `{}`", quoted(name.as_ref()))));
                }
            }
            Part::Folder => folder = Some(*entry),
            Part::LeftOut(_) | Part::Receipt => {}
        }
    }
    let source = folder.filter(|_| files.is_empty()).map_or_else(
        || Source::Files(files.into_iter().map(|(name, entry)| (entry.path.clone(), name.into())).collect()),
        |folder| Source::Folder(folder.path.clone()),
    );
    let number = u32::try_from(attempts.len()).ok().filter(|number| *number > 1);
    let found = Found {
        attempt: number.or_else(|| canvas_attempt(&pieces)),
        display: about.as_ref().and_then(|about| about.display.clone()),
        late: pieces.iter().any(|(_, piece)| piece.late),
        submitted: about.and_then(|about| about.submitted),
        key,
        source,
    };
    (found, notes)
}

/// Canvas numbers the files of later attempts, beginning with 1 for the second.
fn canvas_attempt(pieces: &[(&Entry, Piece)]) -> Option<u32> {
    pieces.iter().filter_map(|(entry, piece)| canvas::attempt(entry, piece)).max()
}

/// Whether a text is a number as platforms give them out.
fn is_number(text: &str) -> bool {
    !text.is_empty() && text.len() <= 19 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The name of a file, without a folder before it that somebody may have hidden in there.
fn plain_name(name: &str) -> Option<String> {
    let path = Path::new(name);
    (path.file_name().is_some_and(|only| only == path.as_os_str())).then(|| name.to_owned())
}
