//! Perl programs run as they are.

use super::recipe::{Main, Recipe};
use super::{Language, Signs, script};
use crate::verdict::Fault;

/// Perl.
pub(super) struct Perl;

impl Language for Perl {
    fn name(&self) -> &'static str {
        "Perl"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["pl", "perl"]
    }

    fn interpreters(&self) -> &'static [&'static str] {
        &["perl"]
    }

    fn signs(&self) -> &'static Signs {
        &Signs {
            starts: "",
            listens: r"\bListen\s*=>|\b(listen|accept|bind)\s*\(|->accept\b|\bLocalPort\s*=>",
            dials: r"\bPeer(Addr|Host|Port)\s*=>|\bconnect\s*\(",
            network: r"\bSocket\b|\bLWP\b|\bHTTP::",
        }
    }

    fn recipe(&self, main: &Main<'_>) -> Result<Recipe, Fault> {
        Ok(script::run_by(main, self.name(), &["perl"]))
    }
}
