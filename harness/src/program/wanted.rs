//! What an exercise wants of one program, as far as finding, building and starting it goes.

use std::path::PathBuf;

use super::InputLine;
use crate::sandbox::Limits;

/// One program that is looked for in a submission.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wanted {
    /// `server` or `client`.
    pub role: String,
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

/// A file that the instructor supplies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Supplied {
    /// Where, relative to the folder in which the program runs.
    pub path: PathBuf,
    /// What it holds.
    pub content: Vec<u8>,
}
