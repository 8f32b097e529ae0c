//! C++: built as C is, by its own compiler.

use super::recipe::{Main, Recipe};
use super::source::without_texts;
use super::{Language, Signs, c};
use crate::verdict::Fault;

/// C++.
pub(super) struct Cpp;

impl Language for Cpp {
    fn name(&self) -> &'static str {
        "C++"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["cpp", "cc", "cxx", "c++"]
    }

    fn signs(&self) -> &'static Signs {
        &c::SIGNS
    }

    fn code(&self, source: &str) -> String {
        without_texts(source)
    }

    fn recipe(&self, main: &Main<'_>) -> Result<Recipe, Fault> {
        // A helper in C beside a program in C++ is compiled as C++: the common subset is what students write.
        let flags = ["-fpermissive".to_owned()];
        Ok(c::recipe(main, "C++", &["g++", "c++", "clang++"], &flags, self.extensions()))
    }
}
