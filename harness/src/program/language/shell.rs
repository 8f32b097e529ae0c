//! Shell scripts.

use std::path::PathBuf;

use super::recipe::{BUILT, Main, Recipe};
use super::{Language, Signs, script};
use crate::verdict::Fault;

/// The shells.
pub(super) struct Shell;

impl Language for Shell {
    fn name(&self) -> &'static str {
        "shell"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["sh", "bash"]
    }

    fn interpreters(&self) -> &'static [&'static str] {
        &["sh", "bash", "dash", "ash", "zsh", "ksh"]
    }

    fn signs(&self) -> &'static Signs {
        &Signs {
            starts: "",
            listens: r"\b(nc|ncat|netcat)\b[^\n]*\s-\w*l|\bsocat\b[^\n]*-LISTEN",
            dials: r#"/dev/tcp/|\b(telnet|curl|wget)\b|\b(nc|ncat|netcat)\s+(-[^l\s]*\s+)*[\w$"]"#,
            network: r"/dev/tcp/|\b(nc|ncat|netcat|telnet|curl|wget|socat)\b",
        }
    }

    fn recipe(&self, main: &Main<'_>) -> Result<Recipe, Fault> {
        let mut recipe = script::run_by(main, self.name(), &["bash", "sh"]);
        // Every shell takes a carriage return for a part of the last word: such a script runs from a copy without.
        let plain = main.source.trim_start_matches('\u{feff}').replace("\r\n", "\n");
        if plain != main.source {
            let copy = format!("{BUILT}/{}", super::recipe::file_name(main.file));
            if let Some(name) = recipe.run.last_mut() {
                name.clone_from(&copy);
            }
            recipe.written.push((PathBuf::from(copy), plain.into_bytes()));
        }
        Ok(recipe)
    }
}
