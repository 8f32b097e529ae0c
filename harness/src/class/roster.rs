//! [`Roster`]: the submissions in a class's folder, one sub-folder each.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::names::FileNames;

/// A class, as its folder lists it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roster {
    /// The submissions, in the order of their names.
    pub students: Vec<Student>,
    /// What else is there and why it is not graded, a sentence each.
    pub notes: Vec<String>,
}

/// One submission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Student {
    /// The folder's name as text; no two are the same.
    pub name: String,
    /// A harmless name for its result, without an ending.
    pub file: String,
    /// The folder.
    pub folder: PathBuf,
}

impl Roster {
    /// Lists the folder. What is to be written goes to `out`, which is no submission should it lie in there.
    pub fn of(class: &Path, out: &Path) -> io::Result<Self> {
        let mut folders: BTreeMap<PathBuf, String> = BTreeMap::new();
        let mut ignored: Vec<String> = Vec::new();
        let out = absolute(out);
        for entry in fs::read_dir(class)? {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if name.starts_with('.') || name == "__MACOSX" || !path.is_dir() || out.starts_with(absolute(&path)) {
                ignored.push(name);
            } else {
                folders.insert(path, name);
            }
        }
        ignored.sort();
        let notes = ignored.iter().map(|name| note(class, &out, name)).collect();
        let (mut files, mut seen) = (FileNames::default(), BTreeMap::<String, u32>::new());
        let students = folders
            .into_iter()
            .map(|(folder, name)| {
                // Names that are no text may look the same once they are.
                let times = seen.entry(name.clone()).and_modify(|times| *times += 1).or_insert(1);
                let name = if *times == 1 { name } else { format!("{name} ({times})") };
                Student { file: files.give(&name), name, folder }
            })
            .collect();
        Ok(Self { students, notes })
    }
}

fn note(class: &Path, out: &Path, name: &str) -> String {
    let path = class.join(name);
    let why = if name.starts_with('.') || name == "__MACOSX" {
        "is hidden"
    } else if path.is_dir() && out.starts_with(absolute(&path)) {
        "is where the results go"
    } else {
        "is no folder"
    };
    format!("`{name}` {why} and is not graded.")
}

/// The path without links, as far as it exists.
fn absolute(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let known =
        path.ancestors().find_map(|known| Some((fs::canonicalize(known).ok()?, path.strip_prefix(known).ok()?)));
    known.map_or_else(|| path.clone(), |(known, rest)| known.join(rest))
}

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;
    use std::fs;
    use std::os::unix::ffi::OsStrExt as _;

    use super::Roster;

    #[test]
    fn every_sub_folder_is_a_submission_and_the_rest_is_noted() {
        let class = tempfile::tempdir().expect("a folder");
        for name in ["zoe", "=1+1", "ada", ".git", "__MACOSX", "marks"] {
            fs::create_dir(class.path().join(name)).expect("a folder");
        }
        fs::write(class.path().join("grades.csv"), "").expect("written");
        let roster = Roster::of(class.path(), &class.path().join("marks/2026")).expect("a class");
        let students: Vec<_> =
            roster.students.iter().map(|student| (student.name.as_str(), student.file.as_str())).collect();
        assert_eq!(students, [("=1+1", "_1+1"), ("ada", "ada"), ("zoe", "zoe")]);
        assert_eq!(
            roster.notes,
            [
                "`.git` is hidden and is not graded.",
                "`__MACOSX` is hidden and is not graded.",
                "`grades.csv` is no folder and is not graded.",
                "`marks` is where the results go and is not graded.",
            ]
        );
    }

    #[test]
    fn names_that_are_no_text_stay_apart() {
        let class = tempfile::tempdir().expect("a folder");
        for name in [b"j\xf6rg", b"j\xfcrg"] {
            fs::create_dir(class.path().join(OsStr::from_bytes(name))).expect("a folder");
        }
        let roster = Roster::of(class.path(), class.path().join("out").as_path()).expect("a class");
        let names: Vec<_> = roster.students.iter().map(|student| student.name.as_str()).collect();
        assert_eq!(names, ["j\u{fffd}rg", "j\u{fffd}rg (2)"]);
    }
}
