//! Two of a game's words that are printed side by side, in whatever words and order; the one that is not known yet is kept.

use serde::{Deserialize, Serialize};

use super::examine::Outcome;
use crate::stage::template::Template;
use crate::text::Bytes;

/// A known word and one more of the same list: both moves of a round, as a program happens to print them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pair {
    /// The word that is known.
    pub word: Template,
    /// All the words there are. Case is free, and what stands between and around them.
    pub of: Vec<String>,
}

/// Holds everything that was printed in a round against a pair. A word that comes twice may be two words of the
/// same kind, so a draw needs both; a list of all the words, as in a game's title, is no pair.
pub fn examine(bytes: &[u8], known: &[u8], of: &[String]) -> Outcome {
    let known = String::from_utf8_lossy(known).to_lowercase();
    let mut found = words(bytes, of);
    leave_out_lists(&mut found, of.len());
    let Some((_, other)) = found.iter().find(|(_, word)| *word != known) else {
        return match found.last() {
            Some((_, word)) if found.len() > 1 => whole(bytes.len(), word),
            _ => Outcome::Partial { suspect: None },
        };
    };
    if let Some((at, word)) = found.iter().find(|(_, word)| word != other && *word != known) {
        return Outcome::Differs { at: *at, remark: Some(format!("{known}, {other} and {word} are too many")) };
    }
    if found.iter().any(|(_, word)| *word == known) {
        whole(bytes.len(), other)
    } else {
        Outcome::Partial { suspect: None }
    }
}

fn whole(length: usize, meant: &str) -> Outcome {
    Outcome::Whole { length, near: None, meant: Bytes::from(meant) }
}

/// Every word of the list, and where it begins. A letter beside it makes it another word.
fn words(bytes: &[u8], of: &[String]) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut at = 0;
    for run in bytes.split(|byte| !byte.is_ascii_alphabetic()) {
        let word = String::from_utf8_lossy(run).to_lowercase();
        if of.iter().any(|known| known.to_lowercase() == word) {
            found.push((at, word));
        }
        at += run.len() + 1;
    }
    found
}

/// Takes out each run of all the words one after the other: nobody's moves.
fn leave_out_lists(found: &mut Vec<(usize, String)>, all: usize) {
    let is_list = |run: &[(usize, String)]| {
        run.iter().enumerate().all(|(index, (_, word))| run[..index].iter().all(|(_, other)| other != word))
    };
    while let Some(at) = found.windows(all).position(|run| all > 2 && is_list(run)) {
        found.drain(at..at + all);
    }
}

#[cfg(test)]
mod tests {
    use super::{Outcome, examine};

    /// What the other word is when `rock` is known.
    fn hold(printed: &str) -> String {
        let of = ["rock", "paper", "scissors"].map(str::to_owned);
        match examine(printed.as_bytes(), b"rock", &of) {
            Outcome::Whole { meant, .. } => meant.to_text(),
            Outcome::Partial { .. } => "more".to_owned(),
            Outcome::Differs { at, remark } => format!("differs at {at}: {}", remark.unwrap_or_default()),
        }
    }

    #[test]
    fn words_and_order_are_free() {
        for printed in
            ["rock paper", "Server: PAPER, Client: Rock\n", "(b'rock', 'paper')", "Received: rock\nrock vs. paper"]
        {
            assert_eq!(hold(printed), "paper", "{printed}");
        }
        assert_eq!(hold("Rock-Paper-Scissors!\nrock, scissors"), "scissors");
    }

    #[test]
    fn a_draw_needs_the_word_twice() {
        assert_eq!(hold("client rock"), "more");
        assert_eq!(hold("client rock, server rock"), "rock");
    }

    #[test]
    fn the_rest_is_no_pair() {
        assert_eq!(hold("server paper"), "more");
        assert_eq!(hold("rocket paper"), "more");
        assert_eq!(hold("Rock, paper, scissors\n"), "more");
        assert_eq!(hold("rock paper paper scissors"), "differs at 17: rock, paper and scissors are too many");
    }
}
