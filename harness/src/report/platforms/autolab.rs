//! Autolab's feedback and scores: <https://docs.autolabproject.com/features/formatted-feedback/>.
//!
//! Two lines of JSON, the last of an autograder's standard output: how the checks ended, and the points by problem. An
//! assessment has a problem for each counted check, called by its id.

use std::io;

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::super::summary::CheckReport;
use super::super::view::View;
use super::super::words;
use crate::text::{Medium, safe};

/// Both lines.
pub fn text(view: &View<'_>) -> io::Result<String> {
    let stages: Vec<&str> = stages(view);
    let mut feedback = Map::new();
    feedback.insert("_presentation".to_owned(), json!("semantic"));
    feedback.insert("stages".to_owned(), json!(stages));
    for stage in stages {
        let of_stage = view.checks().filter(|check| check.facts.program == stage);
        let results: Map<String, Value> = of_stage.map(|check| (check.facts.id.clone(), result(check, view))).collect();
        feedback.insert(stage.to_owned(), Value::Object(results));
    }
    let counted = view.checks().filter(|check| !check.facts.bonus);
    let scores: Map<String, Value> = counted.map(|check| (check.facts.id.clone(), json!(check.points()))).collect();
    Ok(format!("{}\n{}\n", line(&feedback)?, line(&json!({ "scores": scores }))?))
}

/// The roles, in the order of the spec.
fn stages<'a>(view: &View<'a>) -> Vec<&'a str> {
    let mut stages: Vec<&str> = Vec::new();
    for check in view.checks() {
        if !stages.contains(&check.facts.program.as_str()) {
            stages.push(&check.facts.program);
        }
    }
    stages
}

fn result(check: &CheckReport, view: &View<'_>) -> Value {
    let message = words::message(check, view);
    let passed = check.is_passed();
    if message.is_empty() { json!({ "passed": passed }) } else { json!({ "passed": passed, "hint": message }) }
}

fn line(value: &impl Serialize) -> io::Result<String> {
    Ok(safe(&serde_json::to_string(value)?, Medium::Json))
}

#[cfg(test)]
mod tests {
    use super::super::super::sample;

    #[test]
    fn the_last_line_holds_the_scores() {
        insta::assert_snapshot!(sample::told_as("autolab"));
    }
}
