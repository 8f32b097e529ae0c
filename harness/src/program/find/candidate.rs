//! A file that could be the main file of a program.

use std::cell::OnceCell;
use std::path::{Path, PathBuf};

use super::look::Look;
use crate::program::language::{Language, Shebang, read};
use crate::program::names::folded;

/// A file in a language that is known.
#[derive(Clone)]
pub struct Candidate {
    /// Relative to the submission.
    pub path: PathBuf,
    /// Its language.
    pub language: &'static dyn Language,
    /// Its first line, where that names an interpreter.
    pub shebang: Option<Shebang>,
    /// Its name without the extension.
    pub(super) stem: String,
    /// The names it goes by beside its own, for a file called `main` or the like.
    pub(super) aliases: Vec<String>,
    /// Whether it is only looked at where there is nothing else: an old copy, a test, the instructor's skeleton.
    pub(super) is_spare: bool,
    /// How much it is preferred to others of the same name: sources before what is compiled from them.
    pub(super) kind: usize,
    pub(super) look: OnceCell<Look>,
}

impl Candidate {
    /// How many folders it lies in.
    pub(super) fn depth(&self) -> usize {
        self.path.components().count()
    }

    pub(super) fn kind(&self) -> usize {
        self.kind
    }

    /// Whether one of its names passes the test.
    pub(super) fn has_name(&self, test: impl Fn(&str, Option<&str>) -> bool) -> bool {
        let extension = self.extension();
        test(&self.stem, extension) || self.aliases.iter().any(|alias| test(alias, extension))
    }

    /// Whether its own name fails the test, so that only another one can have passed it.
    pub(super) fn is_by_folder(&self, test: impl Fn(&str, Option<&str>) -> bool) -> bool {
        !test(&self.stem, self.extension())
    }

    /// Whether one of its names holds the word.
    pub(super) fn holds(&self, word: &str) -> bool {
        self.has_name(|stem, _| folded(stem).contains(word))
    }

    /// What it looks like it does; read once.
    pub(super) fn look(&self, folder: &Path) -> Look {
        *self.look.get_or_init(|| Look::of(self.language, &read(&folder.join(&self.path))))
    }

    fn extension(&self) -> Option<&str> {
        self.path.extension().and_then(|extension| extension.to_str())
    }
}
