//! Languages that are known by name only, so that the report can say what is in the way.

use super::Language;
use super::recipe::{Main, Recipe, file_name};
use crate::verdict::{Fault, FaultKind};

/// A language that the harness cannot start by itself.
pub(super) struct Other;

const NAMES: [(&str, &str); 14] = [
    ("ts", "TypeScript"),
    ("cs", "C#"),
    ("php", "PHP"),
    ("kt", "Kotlin"),
    ("scala", "Scala"),
    ("swift", "Swift"),
    ("hs", "Haskell"),
    ("lua", "Lua"),
    ("ml", "OCaml"),
    ("ex", "Elixir"),
    ("exs", "Elixir"),
    ("erl", "Erlang"),
    ("dart", "Dart"),
    ("ipynb", "a notebook"),
];

/// Whether the extension, in lower case, is one of these.
pub(super) fn is_known(extension: &str) -> bool {
    NAMES.iter().any(|(known, _)| extension == *known)
}

impl Language for Other {
    fn name(&self) -> &'static str {
        "a language without support"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &[]
    }

    fn recipe(&self, main: &Main<'_>) -> Result<Recipe, Fault> {
        let extension = main.file.extension().unwrap_or_default().to_ascii_lowercase();
        let name = NAMES.iter().find(|(known, _)| extension == *known).map_or("another language", |(_, name)| name);
        Err(Fault::new(
            FaultKind::Toolchain,
            format!("`{}` is {name}, which the harness does not know how to build and run.", file_name(main.file)),
            format!("Say how in `harness.yaml`: `programs: {{ {}: {{ build: …, run: … }} }}`.", main.role),
        ))
    }
}
