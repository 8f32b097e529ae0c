//! Looks for the mistakes of a list that only show beside its exercise and its folders.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::matrix::REFERENCE;
use super::{Entry, Kind, List};
use crate::plan::Selection;
use crate::program::needs::NEEDS;
use crate::spec::Exercise;
use crate::text::{Complaint, Located, Place, similar};

/// Every such mistake.
pub(super) fn examine(list: &List, exercise: &Exercise, folder: &Path) -> Vec<Complaint> {
    let entries = &list.entries;
    let mut complaints = Vec::new();
    let folders = match folders(folder) {
        Ok(folders) => folders,
        Err(error) => {
            let title = format!("`{}` cannot be read: {error}", folder.display());
            return vec![Complaint::new(Place::default(), title, "See to it that it can be read.")];
        }
    };
    let mut seen = BTreeSet::new();
    for entry in entries {
        let slug = &entry.slug;
        if slug.value == REFERENCE {
            let title = format!("`{REFERENCE}` is the name of the reference solution, which is always played");
            complaints.push(Complaint::new(slug.place, title, "Give the folder another name."));
        } else if !seen.insert(slug.value.as_str()) {
            let title = format!("`{}` is in the list twice", slug.value);
            complaints.push(Complaint::new(slug.place, title, "Keep one of the two entries."));
        } else if !folders.contains(&slug.value) {
            let title = format!("there is no folder `{}` beside the list", slug.value);
            let stray = folders.iter().filter(|folder| !entries.iter().any(|entry| entry.slug.value == **folder));
            let meant = similar::nearest(slug, stray.map(String::as_str));
            let remedy = meant.map_or_else(
                || "Make the folder, or remove the entry.".to_owned(),
                |meant| format!("Did you mean `{meant}`?"),
            );
            complaints.push(Complaint::new(slug.place, title, remedy));
        }
        complaints.extend(needs(entry, list.kind));
        complaints.extend(checks(entry, exercise));
    }
    // A folder that an entry meant has been named already.
    let meant = |stray: &str| complaints.iter().any(|complaint| complaint.remedy == format!("Did you mean `{stray}`?"));
    let strays = folders.iter().filter(|folder| !seen.contains(folder.as_str()) && !meant(folder));
    let told = strays.map(|stray| {
        let title = format!("the folder `{stray}` is not in the list");
        let remedy = "Add it to the list with what it must get, or remove the folder.";
        Complaint::new(Place::default(), title, remedy)
    });
    let told: Vec<Complaint> = told.collect();
    complaints.extend(told);
    complaints
}

/// The names of the folders beside the list.
fn folders(folder: &Path) -> std::io::Result<BTreeSet<String>> {
    let mut names = BTreeSet::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_dir() && !name.starts_with('.') {
            names.insert(name);
        }
    }
    Ok(names)
}

fn needs(entry: &Entry, kind: Kind) -> Vec<Complaint> {
    if kind == Kind::Peers {
        return Vec::new(); // any program there is
    }
    let known = || NEEDS.iter().flat_map(|need| need.tools.iter().copied().flatten().copied());
    let unknown = entry.needs.iter().filter(|tool| !known().any(|known| known == tool.value));
    unknown
        .map(|tool| {
            let title = format!("no toolchain is called `{}`", tool.value);
            Complaint::new(tool.place, title, similar::remedy(tool, known()))
        })
        .collect()
}

fn checks(entry: &Entry, exercise: &Exercise) -> Vec<Complaint> {
    let program = entry.program.as_ref();
    let selection = Selection { program: program.map(|role| role.value.clone()), only: Vec::new() };
    let played = match selection.of(exercise) {
        Ok(played) => played,
        Err(complaint) => {
            let place = program.map_or(entry.slug.place, |role| role.place);
            return vec![Complaint { place, ..complaint }];
        }
    };
    let mut seen = BTreeSet::new();
    let named = entry.loses.iter().chain(&entry.skips).chain(&entry.near);
    let complaint = |id: &Located<String>, title, remedy: String| Some(Complaint::new(id.place, title, remedy));
    named
        .filter_map(|id| {
            if exercise.check(id).is_none() {
                let known = exercise.checks.iter().map(|check| check.id.value.as_str());
                let title = format!("`{}` has no check `{}`", exercise.exercise.value, id.value);
                return complaint(id, title, similar::remedy(id, known));
            }
            if !played.iter().any(|check| check.id.value == id.value) {
                let role = program.map_or("program", |role| role.value.as_str());
                let title = format!("`{}` is not played with a {role} alone", id.value);
                return complaint(id, title, format!("Remove it, or remove `program: {role}`."));
            }
            if !seen.insert(id.value.as_str()) {
                let title = format!("`{}` is named twice", id.value);
                return complaint(id, title, "Name it once: a check ends in one way.".to_owned());
            }
            None
        })
        .collect()
}
