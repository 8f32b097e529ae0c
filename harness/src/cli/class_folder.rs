//! The folders of a class and of its results, as a command finds them: what is wrong with them is printed.

use std::collections::BTreeSet;
use std::path::Path;

use super::say;
use crate::class::manifest::{self, Manifest};
use crate::class::results::{Shelf, whole};
use crate::class::roster::Sheet;
use crate::class::{Changes, Deadline, Graded, HandIns, Register, Results, Roster, changes, import};
use crate::exit::Exit;
use crate::text::excerpt;

/// What an earlier grading into this folder was.
pub(super) fn earlier(out: &Path) -> Result<Option<Manifest>, Exit> {
    Manifest::read(out).map_err(|error| {
        let path = out.join(manifest::FILE);
        let what = format!("`{}` cannot be read: {error}", path.display());
        say::usage(&what, "Remove it to begin with another seed; results that still hold are kept only with the same.")
    })
}

pub(super) fn write_manifest(manifest: &Manifest, out: &Path) -> Result<(), Exit> {
    manifest.write(out).map_err(|error| {
        let what = format!("`{}` cannot be written: {error}", out.join(manifest::FILE).display());
        say::usage(&what, "Name a folder that can be written to.")
    })
}

/// What was decided by hand. Every mistake in it is printed.
pub(super) fn read_changes(out: &Path, exercises: &[&str], submissions: &[&str]) -> Result<Changes, Exit> {
    let path = out.join(changes::FILE);
    let name = path.display().to_string();
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Changes::default()),
        Err(error) => return Err(say::usage(&format!("`{name}` cannot be read: {error}"), "It is text in UTF-8.")),
    };
    Changes::read(&text, exercises, submissions).map_err(|complaints| {
        let coloured = say::is_coloured(&std::io::stderr());
        say::to_errors(&excerpt::render_all(&complaints, &name, &text, coloured));
        Exit::Usage
    })
}

/// Where archives are unpacked, below the folder for the results.
const SCRATCH: &str = "unpacked";

/// The class's submissions; what else is in its folder is noted.
pub(super) fn hand_ins(class: &Path, out: &Path) -> Result<HandIns, Exit> {
    let hand_ins = HandIns::of(class, out, &out.join(SCRATCH)).map_err(|error| {
        let what = format!("the class `{}` cannot be read: {error}", class.display());
        say::usage(&what, "Name the folder that holds a folder or an archive for each submission, or an archive of it.")
    })?;
    for note in &hand_ins.notes {
        say::note(note, "");
    }
    if hand_ins.students.is_empty() && hand_ins.refused.is_empty() {
        let what = format!("no submission is in `{}`", class.display());
        return Err(say::usage(&what, "Each folder and each archive in the class's folder is one submission."));
    }
    Ok(hand_ins)
}

/// Who should have handed in. Every mistake in the list is printed.
pub(super) fn roster(path: &Path) -> Result<Roster, Exit> {
    let name = path.display().to_string();
    let text = std::fs::read_to_string(path)
        .map_err(|error| say::usage(&format!("`{name}` cannot be read: {error}"), "It is a CSV table in UTF-8."))?;
    let roster = Roster::read(&text, &jiff::tz::TimeZone::system()).map_err(|complaints| {
        let coloured = say::is_coloured(&std::io::stderr());
        say::to_errors(&excerpt::render_all(&complaints, &name, &text, coloured));
        Exit::Usage
    })?;
    for note in &roster.notes {
        say::note(note, "");
    }
    Ok(roster)
}

/// Whose each submission is and when it came. What cannot be told for sure is noted.
pub(super) fn register(hand_ins: &HandIns, roster: Option<&Roster>, deadline: &Deadline) -> Register {
    let register = Register::new(hand_ins, roster, deadline);
    for note in &register.notes {
        say::note(note, "");
    }
    register
}

/// The folder for the results of these exercises.
pub(super) fn results_folder(out: &Path, exercises: &[&str]) -> Result<Results, Exit> {
    Results::in_folder(out, exercises).map_err(|error| {
        let what = format!("the folder `{}` for the results cannot be made: {error}", out.display());
        say::usage(&what, "Name a folder that can be written to.")
    })
}

/// The folder for the results; what an earlier run has left there is noted.
pub(super) fn results(out: &Path, exercises: &[&str], hand_ins: &HandIns) -> Result<Results, Exit> {
    let results = results_folder(out, exercises)?;
    let students = hand_ins.students.iter().map(|student| student.file.as_str());
    let files: BTreeSet<&str> = students.chain(hand_ins.refused.iter().map(|refused| refused.file.as_str())).collect();
    for exercise in exercises {
        for stranger in results.strangers(exercise, &files) {
            let path = results.path(Shelf::Results, exercise, stranger.trim_end_matches(".json"));
            let path = path.strip_prefix(out).map_or_else(|_| path.clone(), Path::to_owned);
            say::note(&format!("`{}` belongs to no submission of this class.", path.display()), "It is left as it is.");
        }
    }
    Ok(results)
}

/// Writes the platform's own table with the points in it; what it cannot hold is noted.
pub(super) fn import(out: &Path, sheet: &Sheet, register: &Register, graded: &[Graded]) -> Result<(), Exit> {
    let told = |error: std::io::Error| {
        say::complain(&format!("the table for the platform cannot be written: {error}"), "The gradebook is there.");
        Exit::Fault
    };
    let import = import::filled(sheet, register, graded).map_err(told)?;
    let path = out.join(import.file);
    whole(&path, import.text.as_bytes()).map_err(told)?;
    say::note(&format!("`{}` can be imported where the roster came from.", path.display()), &import.notes.join(" "));
    Ok(())
}
