//! Rust: one file for `rustc`, or a package for `cargo`.

use super::recipe::{Main, Recipe, words};
use super::{Language, Signs, cargo};
use crate::verdict::Fault;

/// Rust.
pub(super) struct Rust;

impl Language for Rust {
    fn name(&self) -> &'static str {
        "Rust"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["rs"]
    }

    fn signs(&self) -> &'static Signs {
        &Signs {
            starts: r"\bfn\s+main\s*\(",
            listens: r"\b(TcpListener|UdpSocket)::bind\b|\.accept\s*\(|\.incoming\s*\(",
            dials: r"\bTcpStream::connect|\.send_to\s*\(|\.connect\s*\(",
            network: r"\bnet::|\bTcpStream\b|\bUdpSocket\b",
        }
    }

    fn recipe(&self, main: &Main<'_>) -> Result<Recipe, Fault> {
        if let Some(recipe) = cargo::recipe(main)? {
            return Ok(recipe);
        }
        let build = words(&["rustc", "--edition", "2021", "--cap-lints", "allow", "-o", &main.built(), &main.name()]);
        // Rust links with the C compiler.
        Ok(Recipe::compiled(main, self.name(), &[&["rustc"], &["cc", "gcc", "clang"]], build))
    }
}
