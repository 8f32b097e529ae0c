//! The `results.json` of an external grader of `PrairieLearn`: <https://prairielearn.readthedocs.io/en/latest/externalGrading/>.
//!
//! A submission that could not be judged is `gradable: false`: that costs the student neither points nor an attempt.

use std::io;

use serde::Serialize;

use super::super::summary::CheckReport;
use super::super::view::View;
use super::super::{Points, terminal, words};
use super::{json, of_the_whole};
use crate::event::EventKind;
use crate::verdict::Status;

#[derive(Serialize)]
struct Results {
    gradable: bool,
    /// A share of one.
    score: f64,
    message: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    format_errors: Vec<String>,
    tests: Vec<Test>,
}

#[derive(Serialize)]
struct Test {
    name: String,
    description: String,
    points: Points,
    max_points: Points,
    message: String,
    output: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    images: Vec<Image>,
}

#[derive(Serialize)]
struct Image {
    label: String,
    url: String,
}

/// The platform takes a file of at most 1 MB; so many bytes of it are for pictures.
const PICTURES: usize = 600 << 10;

/// The whole document.
pub fn text(view: &View<'_>) -> io::Result<String> {
    let mut room = PICTURES;
    let message = of_the_whole(view, "They are no part of the score.").join("\n");
    let gradable = view.complete();
    let share = if view.max_score() > Points::ZERO { view.score().value() / view.max_score().value() } else { 0.0 };
    json(&Results {
        gradable,
        score: share.clamp(0.0, 1.0),
        format_errors: if gradable { Vec::new() } else { vec![message.clone()] },
        message,
        tests: view.checks().map(|check| test(check, view, &mut room)).collect(),
    })
}

fn test(check: &CheckReport, view: &View<'_>, room: &mut usize) -> Test {
    let bonus = if check.facts.bonus { " (bonus)" } else { "" };
    let output = if check.status() == Status::Pass { String::new() } else { terminal::told(check, view) };
    Test {
        name: format!("{}{bonus}", check.facts.title),
        description: check.facts.because.clone(),
        points: check.points(),
        max_points: check.max_points(),
        message: words::message(check, view),
        output,
        images: check.timeline.iter().filter_map(|event| image(&event.kind, room)).collect(),
    }
}

fn image(kind: &EventKind, room: &mut usize) -> Option<Image> {
    let EventKind::Pictured { url, png, .. } = kind else { return None };
    *room = room.checked_sub(png.len())?;
    Some(Image { label: format!("The browser at {url}"), url: format!("data:image/png;base64,{png}") })
}

#[cfg(test)]
mod tests {
    use super::super::super::sample;

    #[test]
    fn every_check_has_its_test() {
        insta::assert_snapshot!(sample::told_as("prairielearn"));
    }
}
