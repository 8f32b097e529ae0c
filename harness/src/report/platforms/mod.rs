//! Results as learning platforms and CI services want them, one file each.
//!
//! What a platform cannot hold, such as a fraction or a bonus, is rounded or left out, and the words beside it say so.

pub mod autolab;
pub mod classroom50;
pub mod exercism;
pub mod github;
pub mod gradescope;
pub mod prairielearn;

use std::io;

use serde::Serialize;

use super::Points;
use super::view::View;
use super::words::Story;
use crate::text::{Medium, safe};

/// A document as JSON that is harmless wherever it is shown, ended by a line feed.
fn json(document: &impl Serialize) -> io::Result<String> {
    Ok(format!("{}\n", safe(&serde_json::to_string_pretty(document)?, Medium::Json)))
}

/// What is to be said of the whole run: what kept it from being judged, and what stands beside the score.
fn of_the_whole(view: &View<'_>, bonus: &str) -> Vec<String> {
    let mut said: Vec<String> = view.report.faults.iter().map(|fault| Story::of_fault(fault).message).collect();
    let lacking: Vec<&str> = view.lacking().into_iter().map(|check| check.facts.id.as_str()).collect();
    if view.report.over && !lacking.is_empty() {
        let why = "The score is not complete: these checks could not be judged, which is not the student's doing:";
        said.push(format!("{why} {}.", lacking.join(", ")));
    }
    if view.max_bonus() > Points::ZERO {
        said.push(format!("Bonus: {} of {} points. {bonus}", view.bonus(), view.max_bonus()));
    }
    said
}
