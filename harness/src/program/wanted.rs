//! What an exercise wants of one program, as far as finding, building and starting it goes.

use std::path::{Component, Path, PathBuf};

use super::InputLine;
use crate::sandbox::Limits;

/// One program that is looked for in a submission.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wanted {
    /// `server` or `client`.
    pub role: String,
    /// The one service that it is to offer, where the exercise has several and a submission may hold a program for each.
    pub service: Option<String>,
    /// File names of the exercise's sheet, as globs, the most wanted one first: `simple_server.*`. What every
    /// exercise accepts (`server.*`) need not be named.
    pub names: Vec<String>,
    /// Build lines of the spec; empty where the language decides.
    pub build: Vec<String>,
    /// Run line of the spec; empty where the language decides.
    pub run: String,
    /// Files of the instructor that are put where the program runs.
    pub supplied: Vec<Supplied>,
    /// What is typed when the program asks for input.
    pub input: Vec<InputLine>,
    /// The sheet's port.
    pub port: u16,
    /// What the program may use up.
    pub limits: Limits,
}

impl Wanted {
    /// What tells it from the other programs of a submission.
    pub fn key(&self) -> String {
        key(&self.role, self.service.as_deref())
    }
}

/// What tells a program from the others of a submission: `server`, or `server/echo` for one that is for a service alone.
pub fn key(role: &str, service: Option<&str>) -> String {
    service.map_or_else(|| role.to_owned(), |service| format!("{role}/{service}"))
}

/// Whether a path leads to something below the folder in which it begins: relative, and without `..`.
pub fn is_below(path: &Path) -> bool {
    !path.as_os_str().is_empty() && path.components().all(|part| matches!(part, Component::Normal(_)))
}

/// A file that the instructor supplies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Supplied {
    /// Where, relative to the folder in which the program runs.
    pub path: PathBuf,
    /// What it holds.
    pub content: Vec<u8>,
}
