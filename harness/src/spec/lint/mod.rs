//! What a sound-looking spec still gets wrong: names that nothing has, promises that nothing keeps.

mod checks;
mod draws;
mod files;
mod habits;
mod ids;
mod programs;
mod services;

use std::collections::BTreeSet;
use std::ops::Range;

use super::{Check, Draws, Exercise};
use crate::stage::template::{OF_THE_STAGE, Template};
use crate::steps::lint::template_mistakes;
use crate::text::excerpt::{find_word, place_of};
use crate::text::{Complaint, Located, Place};

/// Every mistake of the exercise, in the order of the file. `taken` are the checks it includes from others,
/// `complete` says whether that is all of them.
pub(super) fn lint(exercise: &Exercise, taken: &[Located<Check>], complete: bool, source: &str) -> Vec<Complaint> {
    let mut file = File { source, complaints: Vec::new() };
    programs::lint(exercise, taken, &mut file);
    services::lint(exercise, taken, &mut file);
    draws::lint(&exercise.draw, &mut file);
    files::lint(&exercise.files, &names_in_play([&exercise.draw]), &(0..source.len()), &mut file);
    file.limits(exercise.limits.nothing_left(), 0..source.len());
    ids::lint(exercise, taken, complete, &mut file);
    for (index, check) in exercise.checks.iter().enumerate() {
        let end = exercise.checks.get(index + 1).map_or(source.len(), |next| next.place.offset);
        checks::lint(exercise, check, end, &mut file);
    }
    let mut complaints = file.complaints;
    complaints.sort_by_key(|complaint| complaint.place.offset);
    complaints
}

/// The names that templates may use in a play beside those that steps save.
pub(crate) fn names_in_play<'a>(draws: impl IntoIterator<Item = &'a Draws>) -> BTreeSet<String> {
    names(draws).into_iter().chain(OF_THE_STAGE.map(str::to_owned)).collect()
}

/// The names that templates may use before there is a stage.
pub(crate) fn names<'a>(draws: impl IntoIterator<Item = &'a Draws>) -> BTreeSet<String> {
    let names = draws.into_iter().flatten().flat_map(|(name, draw)| draw.names(name));
    names.chain(["port".to_owned(), "host".to_owned()]).collect()
}

/// The file in hand, and the complaints about it so far.
struct File<'a> {
    source: &'a str,
    complaints: Vec<Complaint>,
}

impl File<'_> {
    fn complain(&mut self, place: Place, title: impl Into<String>, remedy: impl Into<String>) {
        self.complaints.push(Complaint::new(place, title, remedy));
    }

    /// Where a text stands within a part of the file; the part's beginning when it cannot be found.
    fn find(&self, within: Range<usize>, text: &str) -> Place {
        let found = self.source.get(within.clone()).and_then(|part| find_word(part, text));
        match found {
            Some(at) => place_of(self.source, within.start + at, text.len()),
            None => place_of(self.source, within.start, 0),
        }
    }

    /// A limit of 0 leaves a program nothing to run with.
    fn limits(&mut self, nothing_left: Option<&str>, within: Range<usize>) {
        if let Some(name) = nothing_left {
            let place = self.find(within, &format!("{name}:"));
            self.complain(place, format!("with `{name}: 0` no program can run"), "Give 1 or more, or leave it out.");
        }
    }

    /// A text for people must say something.
    fn words(&mut self, field: &str, text: &Located<String>) {
        if text.trim().is_empty() {
            self.complain(text.place, format!("`{field}` says nothing"), "Write a sentence for the student.");
        }
    }

    /// The holes of a template must have names.
    fn template(&mut self, place: Place, template: &Template, known: &BTreeSet<String>) {
        let line = self.source[place.offset..].find('\n').map_or(self.source.len(), |at| place.offset + at);
        self.template_within(place.offset..line, template, known);
    }

    /// The same for a template that stands somewhere in a part of the file.
    fn template_within(&mut self, within: Range<usize>, template: &Template, known: &BTreeSet<String>) {
        for (needle, title, remedy) in template_mistakes(template, known) {
            let at = self.find(within.clone(), &needle);
            self.complain(at, title, remedy);
        }
    }
}
