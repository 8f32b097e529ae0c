//! [`Listing`]: what lies in a class's folder, and what of it is no submission.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::junk::is_junk;
use super::quoted;

/// A class's folder.
#[derive(Debug, Default)]
pub(super) struct Listing {
    /// In the order of their names.
    pub(super) entries: Vec<Entry>,
    /// What else is there and why it is not graded, a sentence each.
    pub(super) notes: Vec<String>,
}

/// A file or folder that may be a submission, or a part of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) name: OsString,
    pub(super) path: PathBuf,
    pub(super) is_folder: bool,
}

impl Entry {
    /// The name as text, which is not the name itself where that is no text.
    pub(super) fn text(&self) -> String {
        self.name.to_string_lossy().into_owned()
    }
}

impl Listing {
    /// Lists the folder. What is written goes to `ours`, which is no submission should it lie in there.
    pub(super) fn of(class: &Path, ours: &[&Path]) -> io::Result<Self> {
        let ours: Vec<PathBuf> = ours.iter().map(|path| absolute(path)).collect();
        let mut listing = Self::default();
        let mut ignored: Vec<(OsString, &str)> = Vec::new();
        for entry in fs::read_dir(class)? {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_owned();
            let is_folder = path.is_dir();
            let whole = absolute(&path);
            if is_hidden(&name) {
                ignored.push((name, "is hidden"));
            } else if is_folder && ours.iter().any(|ours| ours.starts_with(&whole)) {
                ignored.push((name, "is where the results go"));
            } else if !is_folder && !path.is_file() {
                ignored.push((name, "is neither a folder nor a file"));
            } else {
                listing.entries.push(Entry { name, path, is_folder });
            }
        }
        listing.entries.sort_by(|one, other| one.name.cmp(&other.name));
        ignored.sort();
        listing.notes = ignored.iter().map(|(name, why)| not_graded(name, why)).collect();
        Ok(listing)
    }
}

fn is_hidden(name: &OsStr) -> bool {
    is_junk(name) || name.to_string_lossy().starts_with('.')
}

/// What is said about something that is left out.
pub(super) fn not_graded(name: &OsStr, why: &str) -> String {
    format!("`{}` {why} and is not graded.", quoted(name))
}

/// The path without links, as far as it exists.
fn absolute(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let known =
        path.ancestors().find_map(|known| Some((fs::canonicalize(known).ok()?, path.strip_prefix(known).ok()?)));
    known.map_or_else(|| path.clone(), |(known, rest)| known.join(rest))
}
