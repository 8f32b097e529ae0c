//! Every non-blank line of a text, in order and each intact, whatever stands between and around.

use super::examine::{Outcome, whole};

/// Looks for the lines in what a person would see. A line may be part of a longer printed one (`Received: …`).
pub fn examine(bytes: &[u8], text: &str) -> Outcome {
    let mut from = 0;
    for line in text.lines().map(str::trim_end).filter(|line| !line.trim().is_empty()) {
        let Some(at) = super::examine::find(&bytes[from..], line.as_bytes()) else {
            return Outcome::Partial { suspect: None };
        };
        from += at + line.len();
    }
    whole(bytes, from)
}

#[cfg(test)]
mod tests {
    use super::super::examine::Outcome;
    use super::examine;

    fn length(printed: &str) -> Option<usize> {
        match examine(printed.as_bytes(), "one two\r\n\nthree\n") {
            Outcome::Whole { length, .. } => Some(length),
            Outcome::Partial { .. } | Outcome::Differs { .. } => None,
        }
    }

    #[test]
    fn other_lines_and_line_ends_are_free() {
        assert_eq!(length("log\nGot: one two\r\nlog\n\nthree!"), Some(28));
    }

    #[test]
    fn a_broken_or_misplaced_line_is_not_there() {
        assert_eq!(length("one\n two\nthree"), None);
        assert_eq!(length("three one two"), None);
    }
}
