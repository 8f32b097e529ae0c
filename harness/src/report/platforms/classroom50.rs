//! Classroom 50's `result.json` and `release-body.md`: <https://github.com/foundation50/classroom50/wiki/Advanced-Autograding>.
//!
//! It holds whole points and no bonus: points are rounded so that the sums are the rounded sums, and the release says so.

use std::env;
use std::io;

use serde::Serialize;

use super::super::view::View;
use super::super::{Points, markdown};
use super::json;

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Document {
    schema: &'static str,
    classroom: String,
    assignment: String,
    submission: String,
    commit: String,
    release: String,
    review: String,
    datetime: String,
    score: u64,
    max_score: u64,
    tests: Vec<Test>,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Test {
    #[serde(rename = "test-name")]
    name: String,
    passed: bool,
    score: u64,
    max_score: u64,
}

/// The whole document. What the classroom's runner knows comes from its environment; elsewhere a word stands in its place.
pub fn text(view: &View<'_>) -> io::Result<String> {
    let told = |name: &str, otherwise: &str| env::var(name).unwrap_or_else(|_| otherwise.to_owned());
    let commit = told("COMMIT_URL", "local");
    let counted: Vec<_> = view.checks().filter(|check| !check.facts.bonus).collect();
    let most: Vec<Points> = counted.iter().map(|check| check.max_points()).collect();
    let max_scores = whole(&most, None);
    let scores = whole(&counted.iter().map(|check| check.points()).collect::<Vec<_>>(), Some(&max_scores));
    let tests = counted.iter().zip(scores.iter().zip(&max_scores)).map(|(check, (score, max_score))| Test {
        name: check.facts.id.clone(),
        passed: check.is_passed(),
        score: *score,
        max_score: *max_score,
    });
    json(&Document {
        schema: "classroom50/result/v1",
        classroom: told("CLASSROOM", "local"),
        assignment: told("ASSIGNMENT", &view.report.exercise),
        submission: told("SUBMISSION_TAG", "local"),
        release: told("RELEASE_URL", "local"),
        review: told("REVIEW_URL", &commit),
        commit,
        datetime: view.report.started.clone(),
        score: scores.iter().sum(),
        max_score: max_scores.iter().sum(),
        tests: tests.collect(),
    })
}

/// The summary, and what `result.json` cannot hold.
pub fn release_body(view: &View<'_>) -> io::Result<String> {
    let mut said = Vec::new();
    let is_whole = |points: Points| points.value().fract() == 0.0;
    if !view.checks().all(|check| is_whole(check.points()) && is_whole(check.max_points())) {
        let (score, most) = (view.score().value().round(), view.max_score().value().round());
        said.push(format!("Classroom 50 counts whole points: it shows {score} of {most}."));
    }
    if view.max_bonus() > Points::ZERO {
        said.push("Classroom 50 knows no bonus points: they stand here alone.".to_owned());
    }
    let said = if said.is_empty() { String::new() } else { format!("\n{}\n", said.join(" ")) };
    Ok(format!("{}{said}", markdown::text(view)?))
}

/// Whole points whose sum is the rounded sum, none of them above its own `most`.
fn whole(points: &[Points], most: Option<&[u64]>) -> Vec<u64> {
    let mut sum = Points::ZERO;
    let mut given = 0;
    let mut whole = Vec::new();
    for (index, points) in points.iter().enumerate() {
        sum = [sum, *points].into_iter().sum();
        let room = most.map_or(u64::MAX, |most| most[index]);
        let due = rounded(sum).saturating_sub(given).min(room);
        given += due;
        whole.push(due);
    }
    let total = rounded(sum);
    // What found no room in its own place goes where there is some.
    for (due, most) in whole.iter_mut().zip(most.unwrap_or_default()) {
        let more = (total - given).min(most - *due);
        (*due, given) = (*due + more, given + more);
    }
    whole
}

fn rounded(points: Points) -> u64 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "points are never below nothing")]
    let rounded = points.value().round() as u64;
    rounded
}

#[cfg(test)]
mod tests {
    use super::super::super::sample;
    use super::whole;
    use crate::report::Points;

    #[test]
    fn sums_are_the_rounded_sums_and_nobody_has_more_than_there_is() {
        let points = |values: &[f64]| values.iter().map(|value| Points::new(*value)).collect::<Vec<_>>();
        assert_eq!(whole(&points(&[2.5, 2.5, 5.0]), None), [3, 2, 5]);
        assert_eq!(whole(&points(&[0.1, 0.4]), Some(&[0, 1])), [0, 1]);
        assert_eq!(whole(&points(&[0.0, 0.6]), Some(&[1, 0])), [1, 0]);
        assert_eq!(whole(&[], None), [0; 0]);
    }

    #[test]
    fn points_are_whole_and_add_up() {
        insta::assert_snapshot!(sample::told_as("classroom50"));
    }

    #[test]
    fn the_release_says_what_the_result_cannot_hold() {
        let told = sample::told_as("classroom50-body");
        assert!(told.starts_with("## ") && told.ends_with("they stand here alone.\n"), "{told}");
    }
}
