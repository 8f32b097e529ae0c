//! Puts the parts of a class together, and knows what is missing.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use super::manifest::Exercise;
use super::results::Shelf;
use super::{Changes, Graded, Manifest, Results};
use crate::report::Gradebook;
use crate::text::first_quoted;

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
    let of = |manifest: &Manifest| manifest.shard.map_or(1, |shard| shard.of);
    let values = [
        ("harnesses", one.harness.clone(), other.harness.clone(), AGAIN),
        ("seeds", one.seed.to_string(), other.seed.to_string(), "Give all parts the same `--seed`."),
        ("levels of isolation", one.isolation.clone(), other.isolation.clone(), LEVEL),
        ("numbers of parts", of(one).to_string(), of(other).to_string(), AGAIN),
    ];
    let is_one_class = one.submissions == other.submissions && one.missing == other.missing;
    let wholes = [
        ("exercises or specs", one.exercises == other.exercises, AGAIN),
        ("classes", is_one_class, "Grade all parts from the same folder of submissions."),
    ];
    let mismatch = |what: String, remedy: &str| Mismatch {
        what: format!("`{}` and `{}` have different {what}", first.name(), part.name()),
        remedy: remedy.to_owned(),
    };
    let values = values.into_iter().filter(|(_, one, other, _)| one != other);
    let values = values.map(|(what, one, other, remedy)| mismatch(format!("{what}: {one} and {other}"), remedy));
    let wholes = wholes.into_iter().filter(|(_, same, _)| !same);
    values.chain(wholes.map(|(what, _, remedy)| mismatch(what.to_owned(), remedy))).collect()
}

const AGAIN: &str = "Grade one of them again.";
const LEVEL: &str = "Scores from different levels are not comparable; grade all parts with the same `--isolation`.";

/// Submissions of a part without a result.
fn ungraded(part: &Part) -> Option<Mismatch> {
    let results = results_in(&part.folder, &part.manifest);
    let is_there = |exercise: &Exercise, file: &str| {
        [Shelf::Results, Shelf::Feedback].iter().all(|shelf| results.path(*shelf, &exercise.id, file).is_file())
    };
    let is_graded = |file: &str| part.manifest.exercises.iter().all(|exercise| is_there(exercise, file));
    let missing: Vec<&str> = part.manifest.own().filter(|(_, file)| !is_graded(file)).map(|(name, _)| name).collect();
    let (count, some) = (missing.len(), first_quoted(&missing, 3));
    let submissions = if count == 1 { "submission" } else { "submissions" };
    (count > 0).then(|| Mismatch {
        what: format!("`{}` lacks the results of {count} {submissions}: {some}", part.name()),
        remedy: "Run its `harness grade` again: it goes on where it stopped.".to_owned(),
    })
}

/// Where the results of a part lie, which is only read.
fn results_in(folder: &Path, manifest: &Manifest) -> Results {
    Results::of(folder, manifest.exercises.len())
}

/// Writes what one run over the whole class would have written; what comes back is in its order.
pub fn merge(parts: &[Part], whole: &Manifest, changes: &Changes, to: &Results) -> io::Result<Vec<Graded>> {
    let mut of: BTreeMap<&str, Results> = BTreeMap::new();
    for part in parts {
        let results = results_in(&part.folder, &part.manifest);
        of.extend(part.manifest.own().map(|(name, _)| (name, results.clone())));
    }
    let mut gradebook = Gradebook::of_exercises(whole.exercises.iter().map(|exercise| exercise.id.as_str()));
    let mut graded = Vec::new();
    for exercise in &whole.exercises {
        for (name, file) in &whole.submissions {
            let from = of.get(name.as_str()).ok_or(io::ErrorKind::NotFound)?;
            for shelf in [Shelf::Feedback, Shelf::Results] {
                let mut result = from.read(shelf, &exercise.id, file)?;
                result.adjust(changes.of(&result));
                to.write(shelf, file, &result)?;
                if shelf == Shelf::Results {
                    // A record that is not there only takes the pictures from its page.
                    let _ = std::fs::copy(from.record(&exercise.id, file), to.record(&exercise.id, file));
                    gradebook.add(&result);
                    graded.push(Graded::of(result));
                }
            }
        }
    }
    for missing in &whole.missing {
        gradebook.add_missing(&missing.id, missing.handed_in());
    }
    to.write_gradebook(&gradebook)?;
    Ok(graded)
}
