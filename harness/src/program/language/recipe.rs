//! A program's main file, and the recipe made from it: what to build, what to run, with which tools.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use super::Shebang;
use crate::verdict::Fault;

/// The main file of a program.
#[derive(Clone, Debug)]
pub struct Main<'a> {
    /// The prepared copy of the submission.
    pub folder: &'a Path,
    /// The file, relative to that folder.
    pub file: &'a Path,
    /// `server` or `client`.
    pub role: &'a str,
    /// The one service that it is for, if it is not the only server.
    pub service: Option<&'a str>,
    /// What its first line says.
    pub shebang: Option<Shebang>,
    /// What it holds; bytes that are no UTF-8 are replaced.
    pub source: &'a str,
}

/// How a program is built and run. Tools are resolved later, so a recipe is the same on every machine.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recipe {
    /// Its language, for people.
    pub language: String,
    /// The tools it needs, each with its alternatives, the best first. The first tool's version is reported. Where a
    /// command begins with a tool's first alternative, the one that this machine has takes its place.
    pub tools: Vec<Vec<String>>,
    /// The commands that build it, in order, run in the working directory.
    pub builds: Vec<Vec<String>>,
    /// The command that runs it.
    pub run: Vec<String>,
    /// Where it is built and runs, relative to the prepared folder.
    pub working_directory: PathBuf,
    /// Variables for build and run.
    pub environment: Vec<(String, String)>,
    /// Files to be written before it is built, relative to the working directory.
    pub written: Vec<(PathBuf, Vec<u8>)>,
    /// What to say when the first tool is missing; by default that it is.
    pub missing: Option<Fault>,
}

/// The folder, in a program's working directory, for what is built.
pub(crate) const BUILT: &str = ".harness";

impl Main<'_> {
    /// The folder of the file, relative to the prepared one.
    pub fn directory(&self) -> PathBuf {
        self.file.parent().unwrap_or(Path::new("")).to_owned()
    }

    /// The file's name, in a form that no tool takes for an option.
    pub fn name(&self) -> String {
        argument(&file_name(self.file))
    }

    /// The file's name without extension.
    pub fn stem(&self) -> String {
        self.file.file_stem().map_or_else(String::new, |stem| stem.display().to_string())
    }

    /// Where the built program goes, relative to the working directory: `.harness/server`, `.harness/server-echo`.
    pub fn built(&self) -> String {
        let service = self.service.map_or_else(String::new, |service| format!("-{service}"));
        format!("{BUILT}/{}{service}", self.role)
    }

    /// The other files of the same folder with one of these extensions: name and content, by name.
    pub fn siblings(&self, extensions: &[&str]) -> Vec<(String, String)> {
        let folder = self.folder.join(self.directory());
        let Ok(entries) = folder.read_dir() else { return Vec::new() };
        let files = entries.flatten().filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()));
        let mut files: Vec<_> = files
            .filter(|entry| {
                let extension = entry.path().extension().map(OsStr::to_ascii_lowercase);
                extension.is_some_and(|extension| extensions.iter().any(|known| extension == *known))
            })
            .filter(|entry| Some(entry.file_name().as_os_str()) != self.file.file_name())
            .filter_map(|entry| Some((entry.file_name().into_string().ok()?, read(&entry.path()))))
            .collect();
        files.sort();
        files
    }

    /// The nearest file of this name, from the main file's folder up to the prepared one; relative to the latter.
    pub fn above(&self, names: &[&str]) -> Option<PathBuf> {
        let directory = self.directory();
        let places = directory.ancestors().flat_map(|place| names.iter().map(|name| place.join(name)));
        places.into_iter().find(|file| self.folder.join(file).is_file())
    }
}

impl Recipe {
    /// A recipe that needs no build.
    pub fn interpreted(main: &Main<'_>, language: &str, tools: &[&str], run: &[&str]) -> Self {
        Self {
            language: language.to_owned(),
            tools: vec![words(tools)],
            run: words(run),
            working_directory: main.directory(),
            ..Self::default()
        }
    }

    /// A recipe whose build makes [`Main::built`].
    pub fn compiled(main: &Main<'_>, language: &str, tools: &[&[&str]], build: Vec<String>) -> Self {
        Self {
            language: language.to_owned(),
            tools: tools.iter().map(|alternatives| words(alternatives)).collect(),
            builds: vec![build],
            run: vec![main.built()],
            working_directory: main.directory(),
            ..Self::default()
        }
    }
}

/// Owned words.
pub(crate) fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

/// A file name in a form that no tool takes for an option.
pub(crate) fn argument(name: &str) -> String {
    if name.starts_with('-') { format!("./{name}") } else { name.to_owned() }
}

/// The last part of a path.
pub(crate) fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(String::new, |name| name.display().to_string())
}

/// A source's text; a source is no larger than a megabyte.
pub(crate) fn read(file: &Path) -> String {
    use std::io::Read;
    let mut bytes = Vec::new();
    // What cannot be read cannot be understood; the copy has already failed on it if that matters.
    let _ = fs::File::open(file).and_then(|opened| opened.take(1 << 20).read_to_end(&mut bytes));
    String::from_utf8_lossy(&bytes).into_owned()
}
