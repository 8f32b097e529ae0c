//! JavaScript, by Node.

use super::recipe::{Main, Recipe};
use super::source::without_texts;
use super::{Language, Signs, script};
use crate::verdict::Fault;

/// JavaScript.
pub(super) struct JavaScript;

impl Language for JavaScript {
    fn name(&self) -> &'static str {
        "JavaScript"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["js", "mjs", "cjs"]
    }

    fn interpreters(&self) -> &'static [&'static str] {
        &["node", "nodejs"]
    }

    fn signs(&self) -> &'static Signs {
        &Signs {
            starts: "",
            listens: r"\bcreateServer\s*\(|\.listen\s*\(|\bnew\s+(\w+\.)?Server\s*\(|\.bind\s*\(\s*\d",
            dials: r"\b(connect|createConnection)\s*\(|\bnew\s+(\w+\.)?Socket\s*\(|\bhttps?\.(get|request)\s*\(|\bfetch\s*\(",
            network: r"\brequire\b|\bimport\b|\bfetch\s*\(",
        }
    }

    fn code(&self, source: &str) -> String {
        without_texts(source)
    }

    fn recipe(&self, main: &Main<'_>) -> Result<Recipe, Fault> {
        Ok(script::run_by(main, self.name(), &["node", "nodejs"]))
    }
}
