//! What is wrong with names of checks: given twice, needed and not there, needed in a circle.

use std::collections::BTreeMap;

use super::File;
use crate::spec::{Check, Exercise};
use crate::text::{Located, similar};

/// `complete` says whether every check that the exercise includes could be taken over.
pub(super) fn lint(exercise: &Exercise, taken: &[Located<Check>], complete: bool, file: &mut File<'_>) {
    form(&exercise.exercise, file);
    if exercise.checks.is_empty() && exercise.include.is_empty() {
        let place = file.find(0..file.source.len(), "checks:");
        file.complain(place, "the exercise has no checks", "Add one below `checks:`.");
    }
    let mut lines: BTreeMap<&str, String> = BTreeMap::new();
    for check in taken {
        lines.insert(&check.id, format!("in `{}`", check.taken_from.as_deref().unwrap_or_default()));
    }
    for check in &exercise.checks {
        form(&check.id, file);
        let here = format!("in line {}", check.id.place.line);
        if let Some(first) = lines.insert(&check.id, here) {
            let title = format!("two checks are called `{}`", check.id.value);
            file.complain(check.id.place, title, format!("The first stands {first}; give this one a name of its own."));
        }
    }
    for check in &exercise.checks {
        for needed in &check.needs {
            if complete && !lines.contains_key(needed.as_str()) {
                let title = format!("no check is called `{}`", needed.value);
                file.complain(needed.place, title, similar::remedy(needed, lines.keys().copied()));
            }
        }
    }
    circles(exercise, file);
}

/// Ids are names of files and parts of command lines.
fn form(id: &Located<String>, file: &mut File<'_>) {
    let sound = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if id.is_empty() || id.starts_with('-') || !id.bytes().all(sound) {
        let title = format!("`{}` cannot be an id", id.value);
        file.complain(id.place, title, "Use small letters, digits and `-`, a letter or digit first.");
    }
}

/// Checks that wait for one another would never be played. Each circle is told once, at its first check.
fn circles(exercise: &Exercise, file: &mut File<'_>) {
    let mut told: Vec<&str> = Vec::new();
    for check in &exercise.checks {
        if told.contains(&check.id.as_str()) {
            continue;
        }
        if let Some(circle) = circle_from(exercise, check, &mut vec![check.id.as_str()]) {
            let place =
                check.needs.iter().find(|needed| needed.value == circle[1]).map_or(check.place, |needed| needed.place);
            let way: Vec<String> = circle.iter().map(|id| format!("`{id}`")).collect();
            let title = format!("checks need each other in a circle: {}", way.join(" needs "));
            file.complain(place, title, "Remove one of them from `needs`.");
            told.extend(circle);
        }
    }
}

/// The way along `needs` from the first check of the path back to itself.
fn circle_from<'a>(exercise: &'a Exercise, check: &'a Check, path: &mut Vec<&'a str>) -> Option<Vec<&'a str>> {
    for needed in &check.needs {
        if needed.value == path[0] {
            let mut circle = path.clone();
            circle.push(path[0]);
            return Some(circle);
        }
        if let Some(next) = exercise.check(needed).filter(|_| !path.contains(&needed.as_str())) {
            path.push(next.id.as_str());
            let found = circle_from(exercise, next, path);
            if found.is_some() {
                return found;
            }
            path.pop();
        }
    }
    None
}
