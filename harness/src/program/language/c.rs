//! C: the file with `main`, and the sources beside it that belong to it.

use std::sync::LazyLock;

use regex::Regex;

use super::recipe::{Main, Recipe, argument};
use super::source::without_texts;
use super::{Language, Signs, makefile};
use crate::verdict::Fault;

/// C.
pub(super) struct C;

/// Signs of the system's own interface, shared with C++.
pub(super) const SIGNS: Signs = Signs {
    starts: r"\bmain\s*\(",
    listens: r"\b(listen|accept4?|bind)\s*\(",
    dials: r"\b(connect|sendto)\s*\(",
    network: r"\bsocket\s*\(|\bgetaddrinfo\s*\(|sys/socket\.h",
};

/// What newer compilers take for errors, and older ones, the students' among them, do not.
const LENIENT: [&str; 4] =
    ["implicit-function-declaration", "implicit-int", "int-conversion", "incompatible-pointer-types"];

impl Language for C {
    fn name(&self) -> &'static str {
        "C"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["c"]
    }

    fn signs(&self) -> &'static Signs {
        &SIGNS
    }

    fn code(&self, source: &str) -> String {
        without_texts(source)
    }

    fn recipe(&self, main: &Main<'_>) -> Result<Recipe, Fault> {
        let flags = LENIENT.map(|warning| format!("-Wno-error={warning}"));
        Ok(recipe(main, "C", &["gcc", "cc", "clang"], &flags, &["c"]))
    }
}

/// The recipe of C and C++: a Makefile that makes the program, else one command.
pub(super) fn recipe(
    main: &Main<'_>,
    language: &str,
    compilers: &[&str],
    flags: &[String],
    extensions: &[&str],
) -> Recipe {
    if let Some(recipe) = makefile::recipe(main, language, compilers) {
        return recipe;
    }
    let mut build = vec![compilers.first().copied().unwrap_or_default().to_owned(), "-w".to_owned()];
    build.extend(flags.iter().cloned());
    for folder in ["include", "../include"] {
        if main.folder.join(main.directory()).join(folder).is_dir() {
            build.extend(["-I".to_owned(), folder.to_owned()]);
        }
    }
    build.extend(["-o".to_owned(), main.built(), main.name()]);
    build.extend(companions(main, extensions).iter().map(|name| argument(name)));
    build.extend(["-lpthread".to_owned(), "-lm".to_owned()]);
    Recipe::compiled(main, language, &[compilers], build)
}

/// The sources beside the main file that are linked to it: those without a `main`, but for what belongs by its name to the
/// other program only, and for what a source includes as text.
fn companions(main: &Main<'_>, extensions: &[&str]) -> Vec<String> {
    static MAIN: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(SIGNS.starts).ok());
    let other = if main.role == "server" { "client" } else { "server" };
    let siblings = main.siblings(extensions);
    let included = |name: &str| {
        let line = format!("\"{name}\"");
        let includes = |source: &str| {
            source
                .lines()
                .any(|text| text.trim_start().starts_with('#') && text.contains("include") && text.contains(&line))
        };
        includes(main.source) || siblings.iter().any(|(_, source)| includes(source))
    };
    let belongs = |name: &str, source: &str| {
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let has_main = MAIN.as_ref().is_some_and(|main| main.is_match(&without_texts(source)));
        let of_other = stem.to_lowercase().contains(other) && !included(&format!("{stem}.h"));
        !has_main && !of_other && !included(name)
    };
    siblings.iter().filter(|(name, source)| belongs(name, source)).map(|(name, _)| name.clone()).collect()
}
