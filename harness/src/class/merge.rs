//! Puts the parts of a class together, and knows what is missing.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use super::results::Shelf;
use super::{Changes, Graded, Manifest, Results};
use crate::report::{Document, Gradebook};

/// A part of a class: the folder with its results.
#[derive(Clone, Debug)]
pub struct Part {
    folder: PathBuf,
    manifest: Manifest,
}

/// Why parts do not make a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mismatch {
    /// What is wrong.
    pub what: String,
    /// What to do about it.
    pub remedy: String,
}

impl Part {
    /// Reads what a folder of results is the result of.
    pub fn read(folder: &Path) -> Result<Self, String> {
        let manifest = Manifest::read(folder)?.ok_or("it has no `grading.json`")?;
        Ok(Self { folder: folder.to_owned(), manifest })
    }

    fn name(&self) -> String {
        self.folder.display().to_string()
    }
}

/// The manifest of the whole class; or everything that is missing, doubled or different.
pub fn whole(parts: &[Part]) -> Result<Manifest, Vec<Mismatch>> {
    let Some(first) = parts.first() else { return Err(Vec::new()) };
    let mut mismatches: Vec<Mismatch> = parts.iter().skip(1).flat_map(|part| differences(first, part)).collect();
    let of = first.manifest.shard.map_or(1, |shard| shard.of);
    for number in 1..=of {
        let theirs: Vec<String> = parts
            .iter()
            .filter(|part| part.manifest.shard.map_or(1, |shard| shard.number) == number)
            .map(|part| format!("`{}`", part.name()))
            .collect();
        match theirs.len() {
            0 => mismatches.push(Mismatch {
                what: format!("part {number} of {of} is missing"),
                remedy: format!(
                    "Name its folder, or grade it with `--shard {number}/{of} --seed {}`.",
                    first.manifest.seed
                ),
            }),
            1 => {}
            _ => mismatches.push(Mismatch {
                what: format!("part {number} of {of} is there {} times: {}", theirs.len(), theirs.join(", ")),
                remedy: "Name one of them.".to_owned(),
            }),
        }
    }
    for part in parts {
        mismatches.extend(ungraded(part));
    }
    let mut whole = first.manifest.clone();
    whole.shard = None;
    if mismatches.is_empty() { Ok(whole) } else { Err(mismatches) }
}

/// In what two parts were not graded alike.
fn differences(first: &Part, part: &Part) -> Vec<Mismatch> {
    let (one, other) = (&first.manifest, &part.manifest);
    let mut different = Vec::new();
    let mut compare = |same: bool, what: &str, values: Option<(String, String)>, remedy: &str| {
        if !same {
            let values = values.map(|(one, other)| format!(": {one} and {other}")).unwrap_or_default();
            different.push(Mismatch {
                what: format!("`{}` and `{}` have {what}{values}", first.name(), part.name()),
                remedy: remedy.to_owned(),
            });
        }
    };
    let again = "Grade one of them again.";
    compare(
        one.harness == other.harness,
        "different harnesses",
        Some((one.harness.clone(), other.harness.clone())),
        again,
    );
    compare(
        one.seed == other.seed,
        "different seeds",
        Some((one.seed.to_string(), other.seed.to_string())),
        "Give all parts the same `--seed`.",
    );
    let level = "Scores from different levels are not comparable; grade all parts with the same `--isolation`.";
    compare(
        one.isolation == other.isolation,
        "different levels of isolation",
        Some((one.isolation.clone(), other.isolation.clone())),
        level,
    );
    compare(one.exercises == other.exercises, "different exercises or specs", None, again);
    compare(
        one.submissions == other.submissions && one.missing == other.missing,
        "different classes",
        None,
        "Grade all parts from the same folder of submissions.",
    );
    let of = |manifest: &Manifest| manifest.shard.map_or(1, |shard| shard.of);
    compare(
        of(one) == of(other),
        "different numbers of parts",
        Some((of(one).to_string(), of(other).to_string())),
        again,
    );
    different
}

/// Submissions of a part without a result.
fn ungraded(part: &Part) -> Option<Mismatch> {
    let missing: Vec<&str> = results(part)
        .filter(|(_, path)| !path.as_ref().is_ok_and(|path| path.is_file()))
        .map(|(name, _)| name)
        .collect();
    let (count, some) = (missing.len(), missing.iter().take(3).copied().collect::<Vec<_>>().join("`, `"));
    let more = if count > 3 { " and others" } else { "" };
    (count > 0).then(|| Mismatch {
        what: format!("`{}` lacks {count} results: `{some}`{more}", part.name()),
        remedy: "Run its `harness grade` again: it goes on where it stopped.".to_owned(),
    })
}

/// The names of a part's submissions, each with the place of each of its results.
fn results(part: &Part) -> impl Iterator<Item = (&str, io::Result<PathBuf>)> {
    let shelves = shelves(&part.folder, &part.manifest);
    let exercises = part.manifest.exercises.iter();
    exercises.flat_map(move |exercise| {
        let shelves = shelves.as_ref().ok().cloned();
        part.manifest.own().map(move |(name, file)| {
            let place = shelves.as_ref().map(|results| results.path(Shelf::Results, &exercise.id, file));
            (name, place.ok_or_else(|| io::ErrorKind::NotFound.into()))
        })
    })
}

fn shelves(folder: &Path, manifest: &Manifest) -> io::Result<Results> {
    let exercises: Vec<&str> = manifest.exercises.iter().map(|exercise| exercise.id.as_str()).collect();
    Results::in_folder(folder, &exercises)
}

/// Writes what one run over the whole class would have written; what comes back is in its order.
pub fn merge(parts: &[Part], whole: &Manifest, changes: &Changes, out: &Path) -> io::Result<Vec<Graded>> {
    let to = shelves(out, whole)?;
    let mut from = Vec::new();
    for part in parts {
        let names: BTreeMap<&str, &str> = part.manifest.own().collect();
        from.push((names, shelves(&part.folder, &part.manifest)?));
    }
    let mut gradebook = Gradebook::of_exercises(whole.exercises.iter().map(|exercise| exercise.id.as_str()));
    let mut graded = Vec::new();
    for exercise in &whole.exercises {
        for (name, file) in &whole.submissions {
            let part = from.iter().find(|(names, _)| names.contains_key(name.as_str()));
            let Some((_, part)) = part else { return Err(io::ErrorKind::NotFound.into()) };
            let read = |shelf| -> io::Result<Document> {
                let path = part.path(shelf, &exercise.id, file);
                let damaged = |why| io::Error::other(format!("`{}`: {why}", path.display()));
                Document::read(&std::fs::read_to_string(&path)?).map_err(damaged)
            };
            for shelf in [Shelf::Feedback, Shelf::Results] {
                let mut result = read(shelf)?;
                result.adjust(changes.of(&result));
                to.write(shelf, file, &result)?;
                if shelf == Shelf::Results {
                    gradebook.add(&result);
                    graded.push(Graded::of(result));
                }
            }
        }
    }
    for name in &whole.missing {
        gradebook.add_missing(name);
    }
    to.write_gradebook(&gradebook)?;
    whole.write(out)?;
    Ok(graded)
}
