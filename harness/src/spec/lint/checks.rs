//! What is wrong with a check: its program, its points, its words, its play.

use std::collections::BTreeSet;

use super::{File, draws, files, names_in_play};
use crate::spec::{Cast, Check, Exercise};
use crate::stage::Standing;
use crate::steps::lint::{Scene, lint as lint_steps};
use crate::text::Located;

pub(super) fn lint(exercise: &Exercise, check: &Located<Check>, end: usize, file: &mut File<'_>) {
    let cast = check.program.value;
    for role in cast.roles() {
        if exercise.programs.get(role).is_none() {
            let remedy = format!("Add `{role}: {{ files: [{role}.*] }}` below `programs:`.");
            file.complain(check.program.place, format!("the exercise asks for no {role}"), remedy);
        }
    }
    if !(check.points.is_finite() && check.points.value > 0.0) {
        let remedy = "Write `bonus: true` where they are to stand apart from the score.";
        file.complain(check.points.place, "points must be more than 0", remedy);
    }
    file.words("title", &check.title);
    file.words("because", &check.because);
    file.words("hint", &check.hint);
    if let Some(standing) = check.standing.as_ref().filter(|standing| standing.value == Standing::Answer)
        && cast == Cast::Both
    {
        let remedy = "Leave `standing` out: only the other program listens then.";
        file.complain(standing.place, "the harness would answer in the place of the submission's server", remedy);
    }
    file.limits(check.limits.nothing_left(), check.place.offset..end);
    draws::lint(&check.draw, file);
    if check.steps.is_empty() {
        let title = format!("`{}` has no steps", check.id.value);
        file.complain(check.id.place, title, "Write the play below `steps:`, one step a line.");
    }
    let drawn = names_in_play([&exercise.draw, &check.draw]);
    files::lint(&check.files, &drawn, &(check.place.offset..end), file);
    if let Some(standing) = &check.standing {
        for text in standing.templates() {
            file.template_within(standing.place.offset..end, text, &drawn);
        }
    }
    arguments(check, &drawn, file);
    let transport = cast.roles().first().and_then(|role| exercise.programs.get(role)).map(|program| program.transport);
    let transport = transport.unwrap_or_default();
    let habits = exercise.programs.habits();
    let scene = Scene { source: file.source, roles: cast.roles(), transport, drawn, habits, end };
    file.complaints.extend(lint_steps(&check.steps, scene));
}

/// Arguments are those of one program.
fn arguments(check: &Check, drawn: &BTreeSet<String>, file: &mut File<'_>) {
    let Some(arguments) = &check.arguments else { return };
    if check.program.value == Cast::Both {
        let remedy = "Start each with a step of its own: `- start: { program: server, arguments: [-l, \"{port}\"] }`.";
        let place = arguments.first().map_or(check.id.place, |argument| argument.place);
        file.complain(place, "it is open which of the two programs these arguments are for", remedy);
    }
    for argument in arguments {
        file.template(argument.place, argument, drawn);
    }
}
