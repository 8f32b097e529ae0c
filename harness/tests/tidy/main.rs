//! Holds what no compiler holds: the arrows between rooms, the sizes, the first lines, the words, the places.
#![expect(clippy::expect_used, reason = "these are tests: what is not as expected fails them")]

mod arrows;
mod places;
mod sizes;
mod source;
mod words;

use source::{Complaint, Source, workspace};

/// Fails with every complaint, each in a line that an editor can jump to.
fn hold(rule: impl Fn(&Source) -> Vec<Complaint>) {
    let sources = workspace();
    assert!(sources.len() > 100, "the sources are found");
    tell(&sources.iter().flat_map(rule).collect::<Vec<_>>());
}

fn tell(complaints: &[Complaint]) {
    let lines: Vec<String> = complaints.iter().map(Complaint::to_string).collect();
    assert!(lines.is_empty(), "\n{}\n", lines.join("\n"));
}

#[test]
fn arrows_point_down() {
    hold(arrows::complaints);
}

#[test]
fn files_are_small() {
    hold(sizes::of_file);
}

#[test]
fn functions_are_small() {
    hold(sizes::of_functions);
}

#[test]
fn every_file_says_its_idea_first() {
    hold(words::first_line);
}

#[test]
fn nothing_unfinished_is_left() {
    hold(words::forbidden);
}

#[test]
fn what_is_dangerous_stands_in_one_place() {
    hold(words::dangers);
}

#[test]
fn every_file_has_its_place() {
    tell(&places::complaints(&source::root()));
}

#[test]
fn every_file_belongs_to_a_module() {
    tell(&places::unreachable(workspace()));
}
