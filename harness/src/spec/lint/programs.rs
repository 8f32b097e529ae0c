//! What is wrong with the programs an exercise asks for.

use std::collections::BTreeSet;

use super::{File, habits, names, names_in_play};
use crate::program::InputLine;
use crate::spec::{Check, Exercise, Program};
use crate::stage::template::Template;
use crate::steps::lint::regex_mistake;
use crate::text::Located;
use crate::verdict::{Readiness, Transport};

pub(super) fn lint(exercise: &Exercise, taken: &[Located<Check>], file: &mut File<'_>) {
    if exercise.programs.all().next().is_none() {
        let remedy = "Add a `server`, a `client`, or both.";
        let place = file.find(0..file.source.len(), "programs:");
        file.complain(place, "the exercise asks for no program", remedy);
    }
    for (role, program) in exercise.programs.all() {
        let next = exercise.programs.all().map(|(_, other)| other.place.offset);
        let end = next.filter(|offset| *offset > program.place.offset).min().unwrap_or(file.source.len());
        file.limits(program.limits.nothing_left(), program.place.offset..end);
        if program.files.is_empty() {
            let remedy = format!("Add `files: [{role}.*]`.");
            file.complain(program.place, format!("the {role} has no file name"), remedy);
        }
        names_of_files(&program.files, file);
        supplied(program, file);
        starting(exercise, program, file);
        habits::lint(exercise, role, program, end, file);
        for line in &program.input {
            input(exercise, taken, role, line, file);
        }
    }
}

pub(super) fn names_of_files(names: &[Located<String>], file: &mut File<'_>) {
    for name in names {
        if let Err(error) = globset::Glob::new(name) {
            let title = format!("`{}` is not the pattern of a file name: {}", name.value, error.kind());
            file.complain(name.place, title, "`*` stands for any characters, `?` for one, `[ab]` for one of these.");
        }
    }
}

fn supplied(program: &Program, file: &mut File<'_>) {
    for path in &program.supplied {
        if !crate::program::is_below(std::path::Path::new(path.as_str())) {
            let title = format!("`{}` is not a file beside the spec", path.value);
            file.complain(path.place, title, "Give a path relative to the spec's folder, without `..`.");
        }
    }
}

fn starting(exercise: &Exercise, program: &Program, file: &mut File<'_>) {
    if let Some(port) = program.port.as_ref().filter(|port| port.value == 0) {
        file.complain(port.place, "no program can listen on port 0", "Give the sheet's port, or leave `port` out.");
    }
    let lines = program.arguments.iter().flatten().chain(&program.build).chain(&program.run);
    for line in lines.filter(|line| shlex::split(line).is_none()) {
        file.complain(line.place, "a quote of this line is never closed", "Close it, or put `\\` before it.");
    }
    for line in program.arguments.iter().flatten() {
        file.template(line.place, &Template(line.value.clone()), &names([&exercise.draw]));
    }
    if let Some(probe) = &program.line_end_probe {
        file.template(probe.place, probe, &names([&exercise.draw]));
        if program.readiness == Some(Readiness::Start) {
            let remedy = "Leave `line_end_probe` out, or say `readiness: listen` or `readiness: dial`.";
            file.complain(probe.place, "a program that only has to start is sent nothing", remedy);
        }
        if program.transport == Transport::Udp {
            file.complain(
                probe.place,
                "over UDP no program waits for a line end",
                "Leave `line_end_probe` out: a datagram ends by itself.",
            );
        }
        if probe.0.trim().is_empty() {
            file.complain(
                probe.place,
                "an empty message gets no answer",
                "Give a message that every right program answers.",
            );
        }
    }
}

/// An input line is typed in every check of its program, so each of them must draw what it names.
fn input(exercise: &Exercise, taken: &[Located<Check>], role: &str, line: &Located<InputLine>, file: &mut File<'_>) {
    if let Some(asks) = &line.asks
        && let Some(mistake) = regex_mistake(asks)
    {
        let end = file.source.len();
        let place = file.find(line.place.offset..end, asks);
        let remedy = "Put `\\` before a character that stands for itself.";
        file.complain(place, format!("this is no regular expression: {mistake}"), remedy);
    }
    let plays = |check: &&Located<Check>| check.program.roles().contains(&role);
    let scopes =
        exercise.checks.iter().chain(taken).filter(plays).map(|check| names_in_play([&exercise.draw, &check.draw]));
    let known: Option<BTreeSet<String>> = scopes.reduce(|one, other| one.intersection(&other).cloned().collect());
    file.template(line.place, &Template(line.line.clone()), &known.unwrap_or_else(|| names_in_play([&exercise.draw])));
}
