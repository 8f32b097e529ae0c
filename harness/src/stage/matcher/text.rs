//! A text to the letter, but for one line end; and the near misses that a person would wave through.

use super::examine::{Outcome, whole};
use crate::stage::near::{Freedom, NearRule};
use crate::text::Bytes;

/// Exactly these bytes, then anything.
pub fn examine_exactly(bytes: &[u8], text: &[u8]) -> Outcome {
    let alike = bytes.iter().zip(text).take_while(|(byte, other)| byte == other).count();
    match alike {
        _ if alike == text.len() => whole(bytes, alike),
        _ if alike == bytes.len() => Outcome::Partial { suspect: None },
        _ => Outcome::Differs { at: alike, remark: None },
    }
}

/// The text, one line end more or less, or a near miss.
pub fn examine(bytes: &[u8], text: &[u8], near: &NearRule) -> Outcome {
    let core = without_line_end(text);
    let exact = examine_exactly(bytes, core);
    if let Outcome::Whole { .. } = exact {
        let rest = &bytes[core.len()..];
        let line = &rest[..line_length(rest)];
        if !line.is_empty()
            && near.allows(Freedom::Closing)
            && line.iter().all(|byte| is_closing(*byte) || *byte == b' ')
        {
            return near_match(
                text,
                core.len() + line.len() + line_end_length(&rest[line.len()..]),
                &[Freedom::Closing],
            );
        }
        return Outcome::Whole { length: core.len() + line_end_length(rest), near: None, meant: Bytes::from(text) };
    }
    let line = &bytes[..line_length(bytes)];
    let differences = differences(line, core);
    if !line.is_empty() && !differences.is_empty() && differences.iter().all(|freedom| near.allows(*freedom)) {
        return near_match(text, line.len() + line_end_length(&bytes[line.len()..]), &differences);
    }
    match exact {
        Outcome::Differs { at, remark } if !could_become(line, core, near) || line.len() < bytes.len() => {
            Outcome::Differs { at, remark }
        }
        Outcome::Differs { at, .. } => Outcome::Partial { suspect: Some(at) },
        other @ (Outcome::Partial { .. } | Outcome::Whole { .. }) => other,
    }
}

/// The best of several texts: an exact match before a near one, a longer one before a shorter.
pub fn examine_all(bytes: &[u8], texts: &[Bytes], near: &NearRule) -> Outcome {
    let outcomes: Vec<Outcome> = texts.iter().map(|text| examine(bytes, &text.0, near)).collect();
    let rank = |outcome: &Outcome| match outcome {
        Outcome::Whole { length, near, .. } => (if near.is_none() { 3 } else { 2 }, *length),
        Outcome::Partial { .. } => (1, 0),
        Outcome::Differs { at, .. } => (0, *at),
    };
    outcomes.into_iter().max_by_key(rank).unwrap_or(Outcome::Differs { at: 0, remark: None })
}

fn near_match(text: &[u8], length: usize, differences: &[Freedom]) -> Outcome {
    let words: Vec<&str> = differences
        .iter()
        .map(|freedom| match freedom {
            Freedom::Case => "letter case",
            Freedom::Space => "surrounding space",
            Freedom::Closing => "closing punctuation",
            Freedom::Words => "added words",
        })
        .collect();
    Outcome::Whole { length, near: Some(words.join(" and ")), meant: Bytes::from(text) }
}

/// In what a line differs from a text, if in nothing worse than case, space and closing punctuation; else nothing.
fn differences(line: &[u8], text: &[u8]) -> Vec<Freedom> {
    let (line_core, text_core) = (core_of(line), core_of(text));
    if !line_core.eq_ignore_ascii_case(text_core) {
        return Vec::new();
    }
    let mut differences = Vec::new();
    if line_core != text_core {
        differences.push(Freedom::Case);
    }
    if closing_of(line) != closing_of(text) {
        differences.push(Freedom::Closing);
    }
    if differences.is_empty() && line != text {
        differences.push(Freedom::Space);
    }
    differences
}

/// Whether more bytes could make a near miss of a line.
fn could_become(line: &[u8], text: &[u8], near: &NearRule) -> bool {
    let (begun, core) = (line.trim_ascii_start(), core_of(text));
    near.allows(Freedom::Case) && begun.len() < core.len() && core[..begun.len()].eq_ignore_ascii_case(begun)
}

fn core_of(text: &[u8]) -> &[u8] {
    let mut core = text.trim_ascii();
    while let Some((last, rest)) = core.split_last().filter(|(last, _)| is_closing(**last)) {
        let _ = last;
        core = rest.trim_ascii_end();
    }
    core
}

fn closing_of(text: &[u8]) -> Vec<u8> {
    let text = text.trim_ascii();
    text[core_of(text).len()..].iter().copied().filter(|byte| is_closing(*byte)).collect()
}

fn is_closing(byte: u8) -> bool {
    matches!(byte, b'.' | b'!' | b'?')
}

fn line_length(bytes: &[u8]) -> usize {
    let end = bytes.iter().position(|byte| *byte == b'\n').unwrap_or(bytes.len());
    if end > 0 && end < bytes.len() && bytes[end - 1] == b'\r' { end - 1 } else { end }
}

/// Length of the line end at the start of some bytes.
pub fn line_end_length(bytes: &[u8]) -> usize {
    if bytes.starts_with(b"\r\n") { 2 } else { usize::from(bytes.starts_with(b"\n")) }
}

fn without_line_end(text: &[u8]) -> &[u8] {
    text.strip_suffix(b"\r\n").or_else(|| text.strip_suffix(b"\n")).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::{Bytes, NearRule, Outcome, examine, examine_all};

    fn hold(came: &str) -> String {
        match examine(came.as_bytes(), b"you win", &NearRule::default()) {
            Outcome::Whole { length, near: None, .. } => format!("{length}"),
            Outcome::Whole { length, near: Some(near), .. } => format!("{length}, near: {near}"),
            Outcome::Partial { .. } => "more".to_owned(),
            Outcome::Differs { at, .. } => format!("differs at {at}"),
        }
    }

    #[test]
    fn one_line_end_more_or_less_is_the_same() {
        assert_eq!(hold("you win"), "7");
        assert_eq!(hold("you win\r\n"), "9");
        assert_eq!(hold("you win\nyou"), "8");
    }

    #[test]
    fn a_person_would_wave_these_through() {
        assert_eq!(hold("You win!"), "8, near: letter case and closing punctuation");
        assert_eq!(hold("you win."), "8, near: closing punctuation");
        assert_eq!(hold("  you win \n"), "11, near: surrounding space");
    }

    #[test]
    fn others_may_come_or_differ() {
        assert_eq!(hold("you w"), "more");
        assert_eq!(hold("YOU"), "more");
        assert_eq!(hold("you lose"), "differs at 4");
        assert_eq!(hold("draw"), "differs at 0");
    }

    #[test]
    fn the_best_of_several_is_taken() {
        let texts = [Bytes::from("you win"), Bytes::from("you lose"), Bytes::from("draw")];
        let Outcome::Whole { meant, .. } = examine_all(b"Draw.", &texts, &NearRule::default()) else {
            panic!("no match")
        };
        assert_eq!(meant, Bytes::from("draw"));
    }
}
