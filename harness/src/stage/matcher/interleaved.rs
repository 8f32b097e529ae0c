//! A text with clock readings inserted wherever the program happened to read, the last of them at its very end.

use std::time::SystemTime;

use super::examine::{Context, Outcome};
use crate::stage::clock::Reading;
use crate::stage::near::Freedom;
use crate::text::Bytes;

/// How far words may stand before a reading: `Server time: `.
const LABEL: usize = 64;

/// How much may stand behind the last reading: more than that is no label, but a program that goes on and on.
const MOST_WORDS: usize = 4096;

/// Holds bytes against a text and readings of a form. Separators, brackets and line ends around the
/// readings are free; words around them are a near miss.
pub fn examine(bytes: &[u8], text: &[u8], form: &str, since: SystemTime, context: &Context<'_>) -> Outcome {
    let mut walk = Walk::new(bytes, text, form, since, context);
    let mut spoken = 0;
    loop {
        if spoken == text.len() && walk.clocked {
            return walk.finish();
        }
        if walk.at == bytes.len() {
            return Outcome::Partial { suspect: None };
        }
        if text.get(spoken) == bytes.get(walk.at) {
            spoken += 1;
            walk.at += 1;
            walk.clocked = false;
        } else if let Some(outcome) = walk.step(spoken == 0 && !text.is_empty()) {
            return outcome;
        }
    }
}

/// Holds bytes against one reading of a form; separators before it are free.
pub fn examine_clock(bytes: &[u8], form: &str, since: SystemTime, context: &Context<'_>) -> Outcome {
    let mut walk = Walk::new(bytes, b"", form, since, context);
    loop {
        match walk.reading(walk.at) {
            Reading::Right(length) => return super::examine::whole(bytes, walk.at + length),
            Reading::Wrong(length) => return walk.wrong(length),
            Reading::Unfinished => return Outcome::Partial { suspect: None },
            Reading::None if walk.at == bytes.len() => return Outcome::Partial { suspect: None },
            Reading::None => match separator_length(&bytes[walk.at..]) {
                0 => return Outcome::Differs { at: walk.at, remark: None },
                length => walk.at += length,
            },
        }
    }
}

struct Walk<'a> {
    bytes: &'a [u8],
    text: &'a [u8],
    form: &'a str,
    since: SystemTime,
    context: &'a Context<'a>,
    /// How long a reading is, about.
    span: usize,
    at: usize,
    /// Whether words were passed over.
    words: bool,
    /// Whether a reading came since the last byte of the text.
    clocked: bool,
}

impl<'a> Walk<'a> {
    fn new(bytes: &'a [u8], text: &'a [u8], form: &'a str, since: SystemTime, context: &'a Context<'a>) -> Self {
        let span = context.clock.readings(form, (since, since)).pop().map_or(1, |reading| reading.len());
        Self { bytes, text, form, since, context, span, at: 0, words: false, clocked: false }
    }

    /// Passes over a reading, a separator or a label; or says why it cannot.
    fn step(&mut self, before_text: bool) -> Option<Outcome> {
        match self.reading(self.at) {
            Reading::Right(_) if before_text => Some(self.differs("the time stands before the block, not after it")),
            Reading::Right(length) => {
                self.at += length;
                self.clocked = true;
                None
            }
            Reading::Wrong(length) => Some(self.wrong(length)),
            Reading::Unfinished => Some(Outcome::Partial { suspect: None }),
            Reading::None if separator_length(&self.bytes[self.at..]) > 0 => {
                self.at += separator_length(&self.bytes[self.at..]);
                None
            }
            Reading::None => self.label(before_text),
        }
    }

    /// Words stand here. They are a label when the text or a reading follows soon, and a mistake otherwise.
    fn label(&mut self, before_text: bool) -> Option<Outcome> {
        let end = self.bytes.len().min(self.at + LABEL);
        let clock = (self.at..end).find(|at| matches!(self.reading(*at), Reading::Right(_) | Reading::Wrong(_)));
        let text = (self.at..clock.unwrap_or(end)).find(|at| before_text && self.text_begins(*at));
        let allowed = self.context.near.allows(Freedom::Words);
        match text.or(clock.filter(|_| !before_text)) {
            Some(next) if allowed => {
                self.at = next;
                self.words = true;
                None
            }
            None if allowed && clock.is_none() && end == self.bytes.len() => {
                Some(Outcome::Partial { suspect: Some(self.at) })
            }
            _ => Some(Outcome::Differs { at: self.at, remark: None }),
        }
    }

    /// Whether the text begins here: a few of its letters in a row are no chance.
    fn text_begins(&self, at: usize) -> bool {
        let begun = &self.text[..self.text.len().min(4)];
        self.bytes[at..].starts_with(begun)
    }

    /// The match is complete; what closes it, or words behind it that have come already, belong to it.
    fn finish(&mut self) -> Outcome {
        let rest = &self.bytes[self.at..];
        if let Some(control) = rest.iter().position(|byte| byte.is_ascii_control() && !byte.is_ascii_whitespace()) {
            return Outcome::Differs { at: self.at + control, remark: Some("this is no text".to_owned()) };
        }
        if rest.len() > MOST_WORDS {
            return self.differs("what stands behind the time has no end");
        }
        self.words |= !all_separators(rest);
        let near = self.words.then(|| "words around the time".to_owned());
        let allowed = near.is_none() || self.context.near.allows(Freedom::Words);
        if allowed {
            Outcome::Whole { length: self.bytes.len(), near, meant: Bytes::from(self.bytes) }
        } else {
            Outcome::Differs { at: self.at, remark: Some("words stand behind the time".to_owned()) }
        }
    }

    fn reading(&self, at: usize) -> Reading {
        let last = (at + self.span - 1).min(self.bytes.len().saturating_sub(1));
        self.context.clock.read(&self.bytes[at..], self.form, (self.since, (self.context.arrived)(last)))
    }

    fn wrong(&self, length: usize) -> Outcome {
        let came = String::from_utf8_lossy(&self.bytes[self.at..self.at + length]);
        let window = (self.since, (self.context.arrived)(self.at + length - 1));
        let right = self.context.clock.readings(self.form, window).pop().unwrap_or_default();
        self.differs(&format!("it reads {came}, and the local time was {right}"))
    }

    fn differs(&self, remark: &str) -> Outcome {
        Outcome::Differs { at: self.at, remark: Some(remark.to_owned()) }
    }
}

/// Length of the separator that stands here: white space, or any character but letters, digits and
/// control characters; 0 when none does. A buffer's rest of NULs is no separator.
fn separator_length(bytes: &[u8]) -> usize {
    let Some(chunk) = bytes[..bytes.len().min(4)].utf8_chunks().next() else { return 0 };
    match chunk.valid().chars().next() {
        Some(character) if character.is_alphanumeric() => 0,
        Some(character) if character.is_control() && !character.is_whitespace() => 0,
        Some(character) => character.len_utf8(),
        None => 0,
    }
}

/// Whether nothing but separators stands here.
fn all_separators(mut bytes: &[u8]) -> bool {
    while let length @ 1.. = separator_length(bytes) {
        bytes = &bytes[length..];
    }
    bytes.is_empty()
}

#[cfg(test)]
mod tests {
    use super::super::held::held;
    use super::examine;

    /// Holds what came against the block `heron`, sent at 20:00:00.9 and answered by 20:00:02.
    fn hold(came: &str) -> String {
        held(900, |context| examine(came.as_bytes(), b"heron", "%H:%M:%S", context.sent, context))
    }

    #[test]
    fn separators_brackets_and_line_ends_are_free() {
        for came in
            ["heron20:00:01", "heron 20:00:01\n", "heron\n[20:00:02]\r\n", "]\nheron - (20:00:00)", "heron ‹20:00:01›"]
        {
            assert_eq!(hold(came), came.len().to_string(), "{came}");
        }
    }

    #[test]
    fn a_block_that_was_read_in_pieces_has_the_time_after_each() {
        assert_eq!(hold("her20:00:01on20:00:01"), "21");
    }

    #[test]
    fn words_around_the_time_are_a_near_miss() {
        assert_eq!(hold("heron Server time: 20:00:01"), "27, near: words around the time");
        assert_eq!(hold("You said: heron 20:00:01"), "24, near: words around the time");
        assert_eq!(hold("heron Thu Jan  1 20:00:01 1970"), "30, near: words around the time");
    }

    #[test]
    fn more_may_come() {
        for came in ["", "her", "heron", "heron 20:0"] {
            assert_eq!(hold(came), "more", "{came}");
        }
        assert_eq!(hold("heron Ser"), "more, or wrong at 6");
    }

    #[test]
    fn the_rest_differs() {
        assert_eq!(hold("20:00:01 heron"), "differs at 0: the time stands before the block, not after it");
        assert_eq!(hold("heron 08:00:01"), "differs at 6: it reads 08:00:01, and the local time was 20:00:00");
        assert_eq!(hold("HERON 20:00:01"), "differs at 0: ");
        assert_eq!(hold("heron 20:00:01\0\0"), "differs at 14: this is no text");
        let endless = "heron 20:00:01".repeat(1000);
        assert_eq!(hold(&endless), "differs at 14: what stands behind the time has no end");
    }
}
