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
    let complete = complaints.is_empty();
    complaints.extend(lint(&exercise, &taken, complete, without_mark(text)));
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
        for (path, content) in &other.files {
            check.files.entry(path.clone()).or_insert_with(|| content.clone());
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

#[cfg(test)]
mod tests {
    use super::load;
    use crate::spec::Exercise;
    use crate::text::excerpt::render_all;

    const OTHER: &str = "
format: 1
exercise: other
title: Other
sheet: S
programs: { server: { files: [o.*] } }
draw: { word: word }
near: { worth: half }
limits: { step_seconds: 7 }
checks:
  - { id: a, title: A, program: server, points: 1, because: b, hint: h, steps: [connect, send: \"{word}\"] }
  - { id: b, title: B, program: server, points: 1, because: b, hint: h, needs: [a], steps: [connect] }
";

    fn including(include: &str, program: &str) -> Result<Exercise, String> {
        let own = "{ id: own, title: A, program: PROGRAM, points: 1, because: b, hint: h, needs: [b], steps: [STEP] }";
        let own =
            own.replace("PROGRAM", program).replace("STEP", if program == "server" { "connect" } else { "accept" });
        let text = format!(
            "format: 1\nexercise: x\ntitle: X\nsheet: S\nprograms: {{ {program}: {{ files: [x.*] }} }}\ninclude: [{include}]\nchecks:\n  - {own}\n"
        );
        let others = |id: &str| match id {
            "other" => Some(OTHER.to_owned()),
            "broken" => Some("format: 1\n".to_owned()),
            _ => None,
        };
        load(&text, &others).map_err(|complaints| render_all(&complaints, "x.yaml", &text, false))
    }

    #[test]
    fn included_checks_come_first_and_bring_what_their_exercise_says_for_all() {
        let exercise = including("{ exercise: other, checks: [b] }", "server").expect("it is sound");
        let ids: Vec<&str> = exercise.checks.iter().map(|check| check.id.value.as_str()).collect();
        assert_eq!(ids, ["b", "own"]);
        let taken = &exercise.checks[0];
        assert_eq!((taken.taken_from.as_deref(), taken.needs.len()), (Some("other"), 0));
        assert_eq!(taken.draw.keys().collect::<Vec<_>>(), ["word"]);
        assert_eq!((taken.limits.step_seconds, taken.near.is_some()), (Some(7), true));
        assert_eq!(including("{ exercise: other }", "server").expect("it is sound").checks.len(), 3);
    }

    #[test]
    fn what_cannot_be_included_is_told() {
        assert_eq!(
            including("{ exercise: other, checks: [b, c] }, { exercise: broken }", "server").expect_err("mistakes"),
            "\
error: `other` has no check `c`
 --> x.yaml:6:42
  |
6 | include: [{ exercise: other, checks: [b, c] }, { exercise: broken }]
  |                                          ^
  |
  = help: Known here are `a` and `b`.

error: `broken` has mistakes of its own (1)
 --> x.yaml:6:60
  |
6 | include: [{ exercise: other, checks: [b, c] }, { exercise: broken }]
  |                                                            ^^^^^^
  |
  = help: See `harness lint broken`."
        );
        assert_eq!(
            including("{ exercise: other, checks: [b] }", "client").expect_err("mistakes"),
            "\
error: `b` is about a server, and this exercise asks for none
 --> x.yaml:6:23
  |
6 | include: [{ exercise: other, checks: [b] }]
  |                       ^^^^^
  |
  = help: Add a `server` below `programs:`, or name the checks to take over."
        );
    }

    #[test]
    fn an_exercise_that_includes_itself_by_way_of_another_is_told() {
        let text = |own: &str, other: &str| {
            OTHER.replace("exercise: other", &format!("exercise: {own}\ninclude: [{{ exercise: {other} }}]"))
        };
        let others = |id: &str| Some(if id == "p" { text("p", "q") } else { text("q", "p") });
        let complaints = load(&text("p", "q"), &others).expect_err("a circle");
        assert_eq!(complaints[0].title, "`q` has mistakes of its own (1)");
    }
}
