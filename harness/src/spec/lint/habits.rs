//! What is wrong with the habits of a program.

use std::collections::BTreeMap;

use super::{File, names_in_play};
use crate::spec::{Exercise, Program};
use crate::steps::lint::{Scene, is_name, lint as lint_steps};
use crate::text::Located;

/// The ways of a habit are told apart by plays with the program alone. They know the habits before it.
pub(super) fn lint(
    exercise: &Exercise,
    role: &'static str,
    program: &Located<Program>,
    end: usize,
    file: &mut File<'_>,
) {
    let drawn = names_in_play([&exercise.draw]);
    let mut habits: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (index, habit) in program.habits.iter().enumerate() {
        let end = program.habits.get(index + 1).map_or(end, |next| next.place.offset);
        if !is_name(&habit.name) {
            let title = format!("`{}` cannot be the name of a habit", habit.name);
            file.complain(habit.place, title, "Use small letters, digits and `_`, a letter first.");
        }
        if drawn.contains(&habit.name) || habits.contains_key(&habit.name) {
            file.complain(habit.place, format!("`{}` is taken", habit.name), "Choose another name.");
        }
        if habit.one_of.len() < 2 {
            file.complain(habit.place, "a habit needs ways to choose from", "List them in `one_of`.");
        }
        if habit.plays.is_empty() || habit.plays.iter().any(Vec::is_empty) {
            let remedy = "Write a list of steps below `plays:` that only the right way gets through.";
            file.complain(habit.place, "no play tells the ways apart", remedy);
        }
        habits.insert(habit.name.clone(), habit.one_of.clone());
        for play in &habit.plays {
            let scene = Scene {
                source: file.source,
                roles: &[role],
                transport: program.transport,
                drawn: drawn.clone(),
                habits: habits.clone(),
                end,
            };
            file.complaints.extend(lint_steps(play, scene));
        }
    }
}
