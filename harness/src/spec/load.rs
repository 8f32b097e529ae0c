//! From a spec's text to a sound exercise, with the checks it takes over from others; or every mistake in it.

use super::lint::lint;
use super::read::read;
use super::{Check, Exercise, Include};
use crate::text::excerpt::without_mark;
use crate::text::{Complaint, Located, similar};

/// Gives the text of another exercise's spec by its id.
pub type Others<'a> = &'a dyn Fn(&str) -> Option<String>;

/// How many specs deep an `include` may lead. Two are plenty, and a circle ends here.
const DEEPEST: usize = 4;

/// The exercise in a spec's text. What is wrong with it comes all at once: first everything about its
/// shape and, once that is sound, everything about its meaning.
pub fn load(text: &str, others: Others<'_>) -> Result<Exercise, Vec<Complaint>> {
    load_at(text, others, 0)
}

fn load_at(text: &str, others: Others<'_>, depth: usize) -> Result<Exercise, Vec<Complaint>> {
    let mut exercise = read(text)?;
    let mut taken = Vec::new();
    let mut complaints = Vec::new();
    for include in &exercise.include {
        match take(&exercise, include, others, depth) {
            Ok(checks) => taken.extend(checks),
            Err(mistakes) => complaints.extend(mistakes),
        }
    }
    complaints.extend(lint(&exercise, &taken, without_mark(text)));
    if !complaints.is_empty() {
        complaints.sort_by_key(|complaint| complaint.place.offset);
        return Err(complaints);
    }
    taken.append(&mut exercise.checks);
    exercise.checks = taken;
    Ok(exercise)
}

/// The checks that an `include` names, each with what the other exercise says for all of its checks.
fn take(
    own: &Exercise,
    include: &Located<Include>,
    others: Others<'_>,
    depth: usize,
) -> Result<Vec<Located<Check>>, Vec<Complaint>> {
    let id = &include.exercise;
    let complain = |title: String, remedy: &str| vec![Complaint::new(id.place, title, remedy)];
    if depth >= DEEPEST || id.value == own.exercise.value {
        return Err(complain(format!("`{}` includes itself in the end", id.value), "Break the circle."));
    }
    let Some(text) = others(id) else {
        let remedy = "`harness list` shows the exercises there are.";
        return Err(complain(format!("there is no exercise `{}`", id.value), remedy));
    };
    let other = load_at(&text, others, depth + 1).map_err(|mistakes| {
        let title = format!("`{}` has mistakes of its own ({})", id.value, mistakes.len());
        complain(title, &format!("See `harness lint {}`.", id.value))
    })?;
    let mut complaints = Vec::new();
    for wanted in include.checks.iter().flatten() {
        if other.check(wanted).is_none() {
            let known = other.checks.iter().map(|check| check.id.value.as_str());
            let title = format!("`{}` has no check `{}`", id.value, wanted.value);
            complaints.push(Complaint::new(wanted.place, title, similar::remedy(wanted, known)));
        }
    }
    let wanted = |check: &Check| match &include.checks {
        None => true,
        Some(wanted) => wanted.iter().any(|wanted| wanted.value == check.id.value),
    };
    let mut taken: Vec<Located<Check>> = other.checks.iter().filter(|check| wanted(check)).cloned().collect();
    let ids: Vec<String> = taken.iter().map(|check| check.id.value.clone()).collect();
    for check in &mut taken {
        let check = &mut check.value;
        for (name, draw) in &other.draw {
            check.draw.entry(name.clone()).or_insert_with(|| draw.clone());
        }
        check.near = check.near.take().or_else(|| other.near.clone());
        check.limits = check.limits.or(other.limits);
        check.needs.retain(|needed| ids.contains(&needed.value));
        check.taken_from.get_or_insert_with(|| id.value.clone());
        for role in check.program.roles().iter().filter(|role| own.programs.get(role).is_none()) {
            let title = format!("`{}` is about a {role}, and this exercise asks for none", check.id.value);
            let remedy = format!("Add a `{role}` below `programs:`, or name the checks to take over.");
            complaints.push(Complaint::new(id.place, title, remedy));
        }
    }
    if complaints.is_empty() { Ok(taken) } else { Err(complaints) }
}
