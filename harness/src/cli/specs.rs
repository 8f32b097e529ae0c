//! Loads an exercise or a spec for a command, and prints what is wrong with it.

use std::collections::BTreeMap;

use super::say;
use crate::class::hashes;
use crate::exit::Exit;
use crate::spec::Exercise;
use crate::spec::library::{self, Source};
use crate::text::excerpt;

/// The exercise of this id or path. Every complaint about it is printed.
pub(super) fn load(given: &str) -> Result<Exercise, Exit> {
    read(&find(given)?)
}

fn read(source: &Source) -> Result<Exercise, Exit> {
    source.load().map_err(|complaints| {
        let coloured = say::is_coloured(&std::io::stderr());
        say::to_errors(&excerpt::render_all(&complaints, &source.name, &source.text, coloured));
        let mistakes = if complaints.len() == 1 { "mistake" } else { "mistakes" };
        say::to_errors(&format!("\n{}: {} {mistakes}", source.name, complaints.len()));
        Exit::Usage
    })
}

/// The exercise of this id or path, and the SHA-256 of everything that it is made of, by name.
pub(super) fn load_hashed(given: &str) -> Result<(Exercise, BTreeMap<String, String>), Exit> {
    let source = find(given)?;
    let exercise = read(&source)?;
    let parts = source.parts(&exercise).into_iter();
    let hashed = parts.map(|(name, content)| (name, hashes::of_bytes(&content))).collect();
    Ok((exercise, hashed))
}

/// The text of an exercise or a spec.
pub(super) fn find(given: &str) -> Result<Source, Exit> {
    library::find(given).map_err(|complaint| say::usage(&complaint.title, &complaint.remedy))
}
