//! Executables that are handed in as such.

use super::Language;
use super::recipe::{Main, Recipe};
use crate::verdict::Fault;

/// Machine code of this machine's kind.
pub(super) struct Native;

impl Language for Native {
    fn name(&self) -> &'static str {
        "executable"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &[]
    }

    fn recipe(&self, main: &Main<'_>) -> Result<Recipe, Fault> {
        let program = format!("./{}", super::recipe::file_name(main.file));
        let mut recipe = Recipe::interpreted(main, self.name(), &[], &[&program]);
        recipe.tools.clear();
        Ok(recipe)
    }
}

/// Extensions that an executable may have; `server.so` and `server.o` are none.
const EXTENSIONS: [&str; 5] = ["out", "bin", "elf", "exe", "run"];

/// Whether a file that begins like this is a program for this kind of machine.
pub(super) fn runs_here(head: &[u8], extension: Option<&str>) -> bool {
    let named = extension.is_none_or(|extension| EXTENSIONS.contains(&extension.to_ascii_lowercase().as_str()));
    // Bytes 16 and 18 of an ELF header: what the file is (2 a program, 3 one that can lie anywhere), and for which processor.
    let kind = head.get(16).copied();
    let processor = head.get(18..20).map(|bytes| u16::from_le_bytes([bytes[0], bytes[1]]));
    named && head.starts_with(b"\x7fELF") && matches!(kind, Some(2 | 3)) && processor == this_processor()
}

fn this_processor() -> Option<u16> {
    match std::env::consts::ARCH {
        "x86_64" => Some(62),
        "aarch64" => Some(183),
        "x86" => Some(3),
        "arm" => Some(40),
        "riscv64" => Some(243),
        _ => None,
    }
}
