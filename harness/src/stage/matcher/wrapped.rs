//! A text somewhere, whole, with line ends wherever a program put them while it printed piece after piece.

use super::examine::{Outcome, whole};
use super::text::line_end_length;

/// Looks for the text. Line ends are free between its characters, never inside one; and what stands in front of the text on
/// its first line (`Received: `) may stand again after each of them.
pub fn examine(bytes: &[u8], text: &str) -> Outcome {
    let characters: Vec<char> = text.chars().filter(|character| !matches!(character, '\r' | '\n')).collect();
    let mut line = 0;
    for start in 0..bytes.len() {
        if start > 0 && bytes[start - 1] == b'\n' {
            line = start;
        }
        if let Some(end) = follow(bytes, start, &bytes[line..start], &characters) {
            return whole(bytes, end);
        }
    }
    Outcome::Partial { suspect: None }
}

/// Where the characters end that begin here, if all of them are there.
fn follow(bytes: &[u8], start: usize, label: &[u8], characters: &[char]) -> Option<usize> {
    let mut at = start;
    for (index, character) in characters.iter().enumerate() {
        if index > 0 {
            at = behind_line_ends(bytes, at, label);
        }
        let mut buffer = [0; 4];
        let encoded = character.encode_utf8(&mut buffer).as_bytes();
        if !bytes[at..].starts_with(encoded) {
            return None;
        }
        at += encoded.len();
    }
    Some(at)
}

/// Where the line ends are over that stand here, each of them with the label after it or without.
fn behind_line_ends(bytes: &[u8], mut at: usize, label: &[u8]) -> usize {
    loop {
        match line_end_length(&bytes[at..]) {
            0 => return at,
            length => at += length,
        }
        if bytes[at..].starts_with(label) {
            at += label.len();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::examine::Outcome;
    use super::examine;

    fn length(printed: &[u8]) -> Option<usize> {
        match examine(printed, "é ü\nß\n") {
            Outcome::Whole { length, .. } => Some(length),
            Outcome::Partial { .. } | Outcome::Differs { .. } => None,
        }
    }

    #[test]
    fn line_ends_are_free_between_characters() {
        assert_eq!(length("é ü\nß\n".as_bytes()), Some(8));
        assert_eq!(length("log\nGot: é üß".as_bytes()), Some(16));
        assert_eq!(length("é\r\n\n ü\n\nß.".as_bytes()), Some(12));
    }

    #[test]
    fn a_label_may_stand_before_each_piece() {
        assert_eq!(length("é: é\né: \né:  ü\né: ß\n".as_bytes()), Some(26));
        assert_eq!(length("Got: é\nAnd:  ü\nAnd: ß\n".as_bytes()), None);
    }

    #[test]
    fn no_character_may_be_broken_or_lost() {
        assert_eq!(length(b"\xc3\n\xa9 \xc3\xbc\xc3\x9f"), None);
        assert_eq!(length("é\u{fffd} üß".as_bytes()), None);
        assert_eq!(length("éüß".as_bytes()), None);
    }
}
