//! The languages that are understood: how a program in each is recognised, built and run.
//!
//! To add one: a file with its type, and its entry in [`LANGUAGES`].

mod c;
mod cargo;
mod cpp;
mod go;
mod java;
mod java_source;
mod javascript;
mod makefile;
mod native;
mod other;
mod perl;
mod python;
mod python2;
mod recipe;
mod ruby;
mod rust;
mod script;
mod shebang;
mod shell;
mod source;

pub(crate) use cargo::package_name;
pub(crate) use recipe::{BUILT, read};
pub use recipe::{Main, Recipe};
pub use shebang::Shebang;

use self::{
    c::C, cpp::Cpp, go::Go, java::Java, javascript::JavaScript, native::Native, other::Other, perl::Perl,
    python::Python, ruby::Ruby, rust::Rust, script::Script, shell::Shell,
};
use crate::verdict::Fault;

/// A language.
pub trait Language: Sync {
    /// Its name, for people.
    fn name(&self) -> &'static str;

    /// File extensions, in lower case.
    fn extensions(&self) -> &'static [&'static str];

    /// Interpreters, without their version, that a first line `#!` may name.
    fn interpreters(&self) -> &'static [&'static str] {
        &[]
    }

    /// What gives a server or a client away in a source.
    fn signs(&self) -> &'static Signs {
        &Signs::NONE
    }

    /// The source without comments and texts, where those could be taken for code.
    fn code(&self, source: &str) -> String {
        source.to_owned()
    }

    /// How the program is built and run.
    fn recipe(&self, main: &Main<'_>) -> Result<Recipe, Fault>;
}

/// Regular expressions over a source.
pub struct Signs {
    /// Where a program begins; empty where every file is one.
    pub starts: &'static str,
    /// It waits for others.
    pub listens: &'static str,
    /// It goes to others.
    pub dials: &'static str,
    /// It has to do with a network at all.
    pub network: &'static str,
}

impl Signs {
    /// No signs are known.
    pub const NONE: Self = Self { starts: "", listens: "", dials: "", network: "" };
}

/// Every language that a source can be in, by extension or by its first line.
pub static LANGUAGES: [&dyn Language; 10] = [&Python, &C, &Cpp, &Java, &Go, &Rust, &JavaScript, &Ruby, &Perl, &Shell];

/// The language of a file: what its first line `#!` says, else what its extension says. `head` is its beginning.
pub fn of(extension: Option<&str>, head: &[u8]) -> Option<(&'static dyn Language, Option<Shebang>)> {
    if native::runs_here(head, extension) {
        return Some((&Native, None));
    }
    let by_extension = by_extension(extension);
    let Some(shebang) = Shebang::of(head) else { return by_extension.map(|language| (language, None)) };
    let named = LANGUAGES.iter().find(|language| language.interpreters().contains(&shebang.plain_name()));
    // A first line `#!/usr/bin/tcc -run` on a C file is rarer than a stray one: a compiled language keeps its extension.
    let compiled =
        by_extension.filter(|language| language.interpreters().is_empty() && language.name() != Other.name());
    let language = named.copied().or(compiled).unwrap_or(&Script);
    Some((language, Some(shebang)))
}

/// The language that an extension stands for, also one that is only known by name.
pub fn by_extension(extension: Option<&str>) -> Option<&'static dyn Language> {
    let extension = extension?.to_ascii_lowercase();
    let known = LANGUAGES.iter().find(|language| language.extensions().contains(&extension.as_str()));
    known.copied().or_else(|| other::is_known(&extension).then_some(&Other as &dyn Language))
}

#[cfg(test)]
mod tests {
    use super::of;

    fn name(extension: &str, head: &str) -> String {
        let found = of(Some(extension).filter(|extension| !extension.is_empty()), head.as_bytes());
        found.map_or_else(|| "none".to_owned(), |(language, _)| language.name().to_owned())
    }

    #[test]
    fn the_first_line_wins_over_the_extension() {
        assert_eq!(name("py", "import socket\n"), "Python");
        assert_eq!(name("PY", "#!/usr/bin/env python3\r\n"), "Python");
        assert_eq!(name("py", "#!/usr/bin/env -S node --no-warnings\n"), "JavaScript");
        assert_eq!(name("", "\u{feff}#! /usr/bin/ruby -w\r\n"), "Ruby");
        assert_eq!(name("", "#!/usr/bin/tclsh\n"), "script");
        assert_eq!(name("c", "#!/usr/bin/tcc -run\n"), "C");
        assert_eq!(name("", "Read me first\n"), "none");
        assert_eq!(name("txt", "import socket\n"), "none");
        assert_eq!(name("cs", "using System;\n"), "a language without support");
    }
}
