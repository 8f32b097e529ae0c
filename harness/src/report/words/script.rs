//! What a script of the spec has found, in its own words and in ours.

use super::super::timeline::{Scene, last_line};
use super::Story;
use super::ending::ending;
use crate::text::{Bytes, shown};
use crate::verdict::{Ending, Heard};

/// Columns of a message; what is longer is cut in its middle.
const COLUMNS: usize = 300;
/// Lines that are told beside the message.
const LINES: usize = 10;

/// A message is its author's, for the student to read as it stands. What was printed before it goes beside it.
pub(super) fn told(script: &str, message: &Bytes) -> Story {
    let text = message.to_text();
    let mut lines: Vec<&str> = text.lines().map(str::trim_end).filter(|line| !line.is_empty()).collect();
    let Some(last) = lines.pop() else {
        let title = format!("`{script}` says that something is wrong");
        return Story::new(title.clone(), title);
    };
    let last = short(last.trim_start());
    let before = lines.len().saturating_sub(LINES);
    let beside: Vec<String> = lines[before..].iter().map(|line| short(line)).collect();
    let beside =
        if beside.is_empty() { String::new() } else { format!("`{script}` told before:\n{}", beside.join("\n")) };
    Story::new(last.clone(), last).with_diagnosis(beside)
}

pub(super) fn left_waiting(scene: &Scene<'_>, script: &str, printed: &Bytes, why: &Ending) -> Story {
    let role = scene.role();
    let (did, means) = ending(scene, &Heard::System(role.to_owned()), why);
    let title = format!("the {role} left its checker waiting");
    let last = last_line(&printed.0)
        .map_or_else(String::new, |line| format!("; the last line that `{script}` printed was: {}", shown(line, 100)));
    let message = format!("{title}: while `{script}` waited, it {did}{last}");
    Story { beside_bytes: message.clone(), ..Story::new(title, message) }.with_diagnosis(means)
}

/// As it stands where it is short; else quoted, without its middle.
fn short(line: &str) -> String {
    if line.chars().count() <= COLUMNS { line.to_owned() } else { shown(line.as_bytes(), COLUMNS) }
}

#[cfg(test)]
mod tests {
    use super::{Story, told};

    fn of(message: &str) -> Story {
        told("check.py", &message.into())
    }

    #[test]
    fn the_last_line_is_the_message_and_the_others_stand_beside_it() {
        let story = of("  asked for heron\n\nthe answer was crane  \n");
        assert_eq!((story.title.as_str(), story.message.as_str()), ("the answer was crane", "the answer was crane"));
        assert_eq!(story.diagnosis, "`check.py` told before:\n  asked for heron");
        assert_eq!(of("one line").diagnosis, "");
        assert_eq!(of("").message, "`check.py` says that something is wrong");
    }

    #[test]
    fn a_flood_is_cut() {
        let flood = format!("{}{}", "a line\n".repeat(50), "x".repeat(5000));
        let story = of(&flood);
        assert!(story.message.chars().count() <= 320 && story.message.contains(" bytes … "), "{}", story.message);
        assert_eq!(story.diagnosis.lines().count(), 11);
    }
}
