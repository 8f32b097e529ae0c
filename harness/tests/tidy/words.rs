//! The words of a file: an idea in its first line, nothing unfinished, nothing unsafe but in one place.

use std::sync::LazyLock;

use regex::Regex;

use crate::source::{Complaint, Source};

/// The one file with unsafe code.
const UNSAFE: &str = "harness/src/sandbox/raw.rs";

/// Words of unfinished work, in two halves each, so that this list does not hold them.
const UNFINISHED: &[(&str, &str)] = &[("to", "do!"), ("unimple", "mented!"), ("db", "g!"), ("FIX", "ME"), ("XX", "X")];

static WORD: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\bunsafe(_code)?\b").expect("a pattern"));

/// Calls that no file makes: whoever waits, waits for something.
const SLEEP: (&str, &str) = ("thread::", "sleep(");

pub(crate) fn first_line(source: &Source) -> Vec<Complaint> {
    let first = source.text.lines().next().unwrap_or_default();
    let remedy = "Begin with one line, `//! …`, that says the file's one idea in a sentence with a full stop.";
    let what = match first.strip_prefix("//! ") {
        None => "its first line does not say its idea",
        Some(idea) if !idea.trim_end().ends_with('.') => "its first line is no whole sentence",
        Some(idea) if idea.split_whitespace().count() < 2 => "its first line says too little",
        Some(_) => return Vec::new(),
    };
    vec![source.complain(1, what, remedy)]
}

pub(crate) fn forbidden(source: &Source) -> Vec<Complaint> {
    let words = UNFINISHED.iter().map(|word| (word, "Finish it, or write what is open where others look for it."));
    let words = words.chain([(&SLEEP, "Nothing sleeps: wait for what is to happen.")]);
    let mut complaints = Vec::new();
    for ((first, second), remedy) in words {
        let word = [*first, *second].concat();
        let lines = source.text.lines().enumerate().filter(|(_, line)| stands_alone(line, &word));
        complaints.extend(lines.map(|(before, _)| source.complain(before + 1, format!("`{word}`"), remedy)));
    }
    complaints
}

/// Whether a word stands in a line, and not at the end of a longer one.
fn stands_alone(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| !line[..at].ends_with(|before: char| before.is_alphanumeric()))
}

pub(crate) fn dangers(source: &Source) -> Vec<Complaint> {
    if source.path == UNSAFE {
        return Vec::new();
    }
    let remedy = format!("Unsafe code stands in {UNSAFE}, each use with its reason.");
    WORD.find_iter(&source.code)
        .map(|found| source.complain(source.line_at(found.start()), "unsafe code", &remedy))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Source, dangers, first_line, forbidden};

    fn told(rule: impl Fn(&Source) -> Vec<super::Complaint>, text: &str) -> Vec<String> {
        rule(&Source::new("x.rs", text))
            .iter()
            .map(|complaint| format!("{} {}", complaint.line, complaint.what))
            .collect()
    }

    #[test]
    fn the_first_line_is_a_sentence() {
        assert_eq!(told(first_line, "//! Says one thing.\n"), [""; 0]);
        assert_eq!(
            told(first_line, "//! Says one thing, and goes on\n//! here.\n"),
            ["1 its first line is no whole sentence"]
        );
        assert_eq!(told(first_line, "//! Tests.\n"), ["1 its first line says too little"]);
        assert_eq!(told(first_line, "use a;\n"), ["1 its first line does not say its idea"]);
        assert_eq!(told(first_line, ""), ["1 its first line does not say its idea"]);
    }

    #[test]
    fn unfinished_work_is_seen_in_comments_too() {
        let word = ["FIX", "ME"].concat();
        assert_eq!(told(forbidden, &format!("fn f() {{\n    // {word} later\n}}\n")), [format!("2 `{word}`")]);
    }

    #[test]
    fn unsafe_code_is_seen_and_the_word_is_free() {
        let text = "// unsafe is a word\nlet a = \"unsafe\";\nunsafe { f() }\n";
        assert_eq!(told(dangers, text), ["3 unsafe code"]);
    }
}
