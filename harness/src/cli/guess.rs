//! Which exercise a folder is for, where nobody has said so: by its name, then by the names of the files in it.

use std::io::{self, BufRead as _, IsTerminal as _, Write as _};
use std::path::Path;

use super::say;
use crate::exit::Exit;
use crate::program::find;
use crate::spec::Exercise;
use crate::spec::library::{self, EXERCISES};
use crate::text::{Located, first_quoted};

/// An exercise that a folder may be for.
struct Candidate {
    id: &'static str,
    title: String,
    /// How many of its programs are there by a name that the sheet gives them.
    by_name: usize,
}

/// The exercise of a folder. Where several would do, a person at a terminal is asked; elsewhere they are named.
pub(super) fn exercise_of(folder: &Path) -> Result<String, Exit> {
    let candidates = candidates(folder);
    let most = candidates.iter().map(|candidate| candidate.by_name).max().unwrap_or(0);
    let likely: Vec<&Candidate> = candidates.iter().filter(|candidate| candidate.by_name == most).collect();
    let name = folder.display();
    match likely.as_slice() {
        [only] => {
            say::note(&format!("`{name}` is for the exercise `{}`: {}", only.id, only.title), "");
            Ok(only.id.to_owned())
        }
        [] => {
            let what = format!("nothing in `{name}` says which exercise it is for");
            Err(say::usage(&what, "Name it: `harness check EXERCISE`. `harness list` shows all."))
        }
        several if io::stdin().is_terminal() => ask(folder, several),
        several => {
            let ids: Vec<&str> = several.iter().map(|candidate| candidate.id).collect();
            let what = format!("`{name}` may be for several exercises: {}", first_quoted(&ids, ids.len()));
            Err(say::usage(&what, &format!("Name one of them: `harness check {}`.", ids[0])))
        }
    }
}

/// Every exercise of which a program is there; only those of the folder's own name, where it is called like some.
fn candidates(folder: &Path) -> Vec<Candidate> {
    let exercises = EXERCISES.iter().filter_map(|(id, _)| Some((*id, library::find(id).ok()?.load().ok()?)));
    let mut candidates: Vec<Candidate> =
        exercises.filter_map(|(id, exercise)| candidate(id, &exercise, folder)).collect();
    let own = folder.canonicalize().ok().and_then(|folder| Some(folder.file_name()?.to_string_lossy().into_owned()));
    let is_called = |id: &str| own.as_deref().is_some_and(|own| find::is_same_name(own, id));
    if candidates.iter().any(|candidate| is_called(candidate.id)) {
        candidates.retain(|candidate| is_called(candidate.id));
    }
    candidates
}

fn candidate(id: &'static str, exercise: &Exercise, folder: &Path) -> Option<Candidate> {
    let is_of_every_exercise = |name: &str| name == "server.*" || name == "client.*";
    let of_the_sheet = |names: &[Located<String>]| -> Vec<String> {
        names.iter().map(|name| name.value.clone()).filter(|name| !is_of_every_exercise(name)).collect()
    };
    let programs = || exercise.programs.all();
    let by_name = programs().filter(|(_, program)| find::holds_one_of(folder, &of_the_sheet(&program.files))).count();
    let by_role = programs().filter(|(role, _)| find::holds_one_of(folder, &[format!("{role}.*")])).count();
    (by_name + by_role > 0).then(|| Candidate { id, title: exercise.title.value.clone(), by_name })
}

fn ask(folder: &Path, several: &[&Candidate]) -> Result<String, Exit> {
    say::to_errors(&format!("Which exercise is `{}` for?", folder.display()));
    for (number, candidate) in several.iter().enumerate() {
        say::to_errors(&format!("{:>3}  {}: {}", number + 1, candidate.id, candidate.title));
    }
    // A prompt that cannot be shown is no reason to break off.
    let _ = io::stderr().write_all(b"Number or name: ");
    let mut answer = String::new();
    let read = io::stdin().lock().read_line(&mut answer);
    let answer = answer.trim();
    let by_number = answer.parse::<usize>().ok().and_then(|number| several.get(number.checked_sub(1)?));
    let chosen = by_number.or_else(|| several.iter().find(|candidate| candidate.id == answer));
    match (read, chosen) {
        (Ok(_), Some(chosen)) => Ok(chosen.id.to_owned()),
        _ => Err(say::usage(&format!("`{answer}` is none of them"), "Name the exercise: `harness check EXERCISE`.")),
    }
}
