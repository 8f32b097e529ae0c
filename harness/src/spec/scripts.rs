//! The scripts of a spec: found in its steps, read from beside it, and complained of where they are not there.

use std::path::Path;

use super::Exercise;
use crate::program::checker::{Scripts, mistake_of};
use crate::steps::{Script, Step, Steps};
use crate::text::excerpt::{find_word, place_of};
use crate::text::{Complaint, Place};

/// The files of all scripts of an exercise; or every mistake about them. `text` is the spec's own.
pub(super) fn read(exercise: &Exercise, folder: Option<&Path>, text: &str) -> Result<Scripts, Vec<Complaint>> {
    let (mut scripts, mut complaints) = (Scripts::default(), Vec::new());
    for (script, place) in all(exercise) {
        scripts.run.extend(script.file.clone());
        for file in script.files().filter(|file| !scripts.files.contains_key(*file)).cloned().collect::<Vec<_>>() {
            let read = folder
                .map_or_else(|| Err(std::io::ErrorKind::NotFound.into()), |folder| std::fs::read(folder.join(&file)));
            let mistake = match &read {
                Err(error) => Some((
                    format!("`{file}` cannot be read: {error}"),
                    "Put the file beside the spec, or correct its path.".to_owned(),
                )),
                Ok(content) => mistake_of(&file, content).filter(|_| script.file.as_ref() == Some(&file)),
            };
            if let Some((title, remedy)) = mistake {
                complaints.push(Complaint::new(within(text, place, &file), title, remedy));
            }
            scripts.files.insert(file, read.unwrap_or_default());
        }
    }
    if complaints.is_empty() { Ok(scripts) } else { Err(complaints) }
}

/// Every script with the place of its step. One that was taken over stands in another file: there is no place for it in this one.
fn all(exercise: &Exercise) -> Vec<(&Script, Option<Place>)> {
    let mut found = Vec::new();
    for check in &exercise.checks {
        collect(&check.steps, check.taken_from.is_none(), &mut found);
    }
    for (_, program) in exercise.programs.all() {
        let plays = program.habits.iter().flat_map(|habit| &habit.plays);
        plays.for_each(|steps| collect(steps, true, &mut found));
    }
    found
}

fn collect<'a>(steps: &'a Steps, is_here: bool, found: &mut Vec<(&'a Script, Option<Place>)>) {
    for step in steps {
        if let Step::Script(script) = &step.value {
            found.push((script, is_here.then_some(step.place)));
        }
        step.inner().into_iter().for_each(|steps| collect(steps, is_here, found));
    }
}

/// Where a step names a file.
fn within(text: &str, step: Option<Place>, file: &str) -> Place {
    let Some(step) = step else { return Place::default() };
    let found = text.get(step.offset..).and_then(|rest| find_word(rest, file));
    found.map_or(step, |at| place_of(text, step.offset + at, file.len()))
}

/// The files of the scripts that a check runs, in their order.
pub(super) fn of(steps: &Steps) -> Vec<&str> {
    let mut found = Vec::new();
    collect(steps, true, &mut found);
    let mut files: Vec<&str> = found.iter().filter_map(|(script, _)| script.file.as_deref()).collect();
    files.dedup();
    files
}
