//! The scripts of a spec: found in its steps, read from beside it, and complained of where they are not there.

use std::path::Path;

use super::{Exercise, Include};
use crate::program::checker::{Scripts, mistake_of};
use crate::steps::{Script, Step, Steps};
use crate::text::excerpt::{find_word, place_of};
use crate::text::{Complaint, Located, Place};

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

/// Every script with the place of its step; one that was taken over stands in another file, and has that of the `include`.
fn all(exercise: &Exercise) -> Vec<(&Script, Place)> {
    let mut found = Vec::new();
    for check in &exercise.checks {
        let from = |include: &&Located<Include>| Some(&include.exercise.value) == check.taken_from.as_ref();
        let include = exercise.include.iter().find(from).or(exercise.include.first());
        let elsewhere = include.filter(|_| check.taken_from.is_some()).map(|include| include.exercise.place);
        collect(&check.steps, elsewhere, &mut found);
    }
    for (_, program) in exercise.programs.all() {
        let plays = program.habits.iter().flat_map(|habit| &habit.plays);
        plays.for_each(|steps| collect(steps, None, &mut found));
    }
    found
}

fn collect<'a>(steps: &'a Steps, elsewhere: Option<Place>, found: &mut Vec<(&'a Script, Place)>) {
    for step in steps {
        if let Step::Script(script) = &step.value {
            found.push((script, elsewhere.unwrap_or(step.place)));
        }
        step.inner().into_iter().for_each(|steps| collect(steps, elsewhere, found));
    }
}

/// Where a step names a file.
fn within(text: &str, step: Place, file: &str) -> Place {
    let line = text.get(step.offset..).unwrap_or_default();
    find_word(line, file).map_or(step, |at| place_of(text, step.offset + at, file.len()))
}

/// The files of the scripts that a check runs, in their order.
pub(super) fn of(steps: &Steps) -> Vec<&str> {
    let mut found = Vec::new();
    collect(steps, None, &mut found);
    let mut files: Vec<&str> = found.iter().filter_map(|(script, _)| script.file.as_deref()).collect();
    files.dedup();
    files
}

#[cfg(test)]
mod tests {
    use std::fs;

    use crate::spec::library::find;

    const HEAD: &str = "format: 1\nexercise: ID\ntitle: X\nsheet: S\nprograms: { server: { files: [s.*] } }\n";
    const CHECK: &str =
        "checks:\n  - { id: ID, title: A, program: server, points: 1, because: b, hint: h, steps: [STEP] }\n";

    /// The scripts of a spec that takes over the checks of another one; or every complaint about it.
    fn scripts(files: &[&str]) -> Result<Vec<String>, Vec<String>> {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |name: &str, text: String| fs::write(folder.path().join(name), text).expect("written");
        let steps = "together: [[connect], [{ script: { file: a.py, supplied: [t.csv] } }]]";
        write(
            "own.yaml",
            (HEAD.to_owned() + "include: [{ exercise: other }]\n" + CHECK).replace("ID", "own").replace("STEP", steps),
        );
        write("other.yaml", (HEAD.to_owned() + CHECK).replace("ID", "other").replace("STEP", "script: b.sh"));
        for file in files {
            write(file, String::new());
        }
        let loaded = find(&folder.path().join("own.yaml").display().to_string()).expect("it is there").load();
        let told = |complaint: &crate::text::Complaint| {
            format!("{}:{} {}", complaint.place.line, complaint.place.column, complaint.title)
        };
        loaded
            .map(|exercise| exercise.scripts.files.keys().cloned().chain(exercise.scripts.run).collect())
            .map_err(|complaints| complaints.iter().map(told).collect())
    }

    #[test]
    fn scripts_are_found_wherever_they_stand_and_come_along_with_what_they_need() {
        let found = ["a.py", "b.sh", "t.csv", "a.py", "b.sh"].map(str::to_owned).to_vec();
        assert_eq!(scripts(&["a.py", "b.sh", "t.csv"]), Ok(found));
        assert_eq!(
            scripts(&["a.py"]),
            Err(vec![
                "6:23 `b.sh` cannot be read: No such file or directory (os error 2)".to_owned(),
                "8:141 `t.csv` cannot be read: No such file or directory (os error 2)".to_owned(),
            ])
        );
    }
}
