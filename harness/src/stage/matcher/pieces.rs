//! A text that was cut into pieces anywhere, and printed piece by piece: as a list, line by line, with or without labels.

use super::examine::{Outcome, find, whole};

/// So many letters in a row are needed before a label may stand, so that a text is never found by chance in other words.
const ROW: usize = 7;

/// Looks for the letters and digits of the text, in order. Between any two of them, punctuation and white space are free,
/// and so is the `b` or `u` with which Python's quotes begin; words are, too, once a row of the text has come.
pub fn examine(bytes: &[u8], text: &[u8]) -> Outcome {
    let letters: Vec<u8> = text.iter().copied().filter(u8::is_ascii_alphanumeric).collect();
    if letters.is_empty() {
        return find(bytes, text).map_or(Outcome::Partial { suspect: None }, |at| whole(bytes, at + text.len()));
    }
    let end = end_of(bytes, &letters).or_else(|| end_of(&without_escapes(bytes), &letters));
    end.map_or(Outcome::Partial { suspect: None }, |end| whole(bytes, end))
}

/// Where the last of the letters stands, if all are there.
fn end_of(bytes: &[u8], letters: &[u8]) -> Option<usize> {
    let mut reading = Reading { letters, rows: Vec::new(), breaks: vec![0] };
    let mut apart = true;
    for (at, byte) in bytes.iter().enumerate() {
        if byte.is_ascii_alphanumeric() {
            let quote = matches!(bytes.get(at + 1), Some(b'\'' | b'"'));
            let prefix = apart && quote && matches!(byte, b'b' | b'B' | b'u' | b'U');
            if reading.take(*byte, apart, prefix) {
                return Some(at + 1);
            }
            apart = false;
        } else {
            apart = true;
        }
    }
    None
}

/// The same bytes with a blank for each of an escape's: what is no ASCII stands as `\xc3` or `\u00fc` between quotes.
fn without_escapes(bytes: &[u8]) -> Vec<u8> {
    let mut plain = bytes.to_vec();
    let mut at = 0;
    while let Some(found) = bytes[at..].iter().position(|byte| *byte == b'\\') {
        let length = match bytes.get(at + found + 1) {
            Some(b'x') => 4,
            Some(b'u') => 6,
            _ => 2,
        };
        let end = bytes.len().min(at + found + length);
        plain[at + found..end].fill(b' ');
        at = end;
    }
    plain
}

/// Every way in which what came so far may be read.
struct Reading<'a> {
    letters: &'a [u8],
    /// How much of the text has come, and how much of that since the last label.
    rows: Vec<(usize, usize)>,
    /// How much of the text had come where a label began: there the text may go on at any later time.
    breaks: Vec<usize>,
}

impl Reading<'_> {
    /// Reads one more letter; whether the text is complete. `apart` says that something stood before the letter.
    fn take(&mut self, letter: u8, apart: bool, prefix: bool) -> bool {
        let begun = self.breaks.iter().filter(|at| self.letters[**at] == letter).map(|at| (at + 1, 1));
        let mut rows: Vec<(usize, usize)> = begun.collect();
        for (at, row) in self.rows.drain(..) {
            let fits = self.letters[at] == letter;
            if fits {
                rows.push((at + 1, row + 1));
            }
            if prefix {
                rows.push((at, row));
            }
            if row >= ROW && (apart || !fits) && !self.breaks.contains(&at) {
                self.breaks.push(at);
            }
        }
        rows.sort_unstable();
        rows.dedup();
        self.rows = rows;
        self.rows.iter().any(|(at, _)| *at == self.letters.len())
    }
}

#[cfg(test)]
mod tests {
    use super::super::examine::Outcome;
    use super::examine;

    /// Whether the two drawn words `bugodar` and `benizul` are read in what was printed.
    fn is_read(printed: &str) -> bool {
        match examine(printed.as_bytes(), b"bugodarbenizul") {
            Outcome::Whole { length, .. } => length <= printed.len(),
            Outcome::Partial { .. } | Outcome::Differs { .. } => false,
        }
    }

    #[test]
    fn the_list_of_any_language_is_read() {
        for printed in [
            "Connected by ('127.0.0.1', 40712)\n[b'bugodar', b'benizul', b'']\n",
            "['bugodar', 'benizul', '']",
            "[ 'bugodar',\n  'benizul' ]",
            "[bugodar, benizul]",
            "bugodarbenizul",
            "bugodar benizul \n",
            "[b'bug', b'odarb', b'en', b'izul']",
            "[b'b', b'u', b'g', b'o', b'd', b'a', b'r', b'b', b'e', b'n', b'i', b'z', b'u', b'l']",
            "Received: bugodar\nReceived: benizul",
            "0 b'bugodar'\n1 b'benizul'",
            "b'\\xc3\\xbcbug\\xc3\\xb6odar, \\tben\\r\\nizul'",
            "bu\\godarbenizul",
            "log bugodar\n['bugodar', 'benizul']",
        ] {
            assert!(is_read(printed), "{printed}");
        }
    }

    #[test]
    fn what_lacks_a_piece_or_has_it_elsewhere_is_not_the_text() {
        for printed in [
            "[b'bugodar', b'']",
            "[b'benizul', b'bugodar']",
            "[b'bugoda', b'benizul']",
            "[b'bugodar', b'bugodar']",
            "<Buffer 62 75 67 6f 64 61 72>, <Buffer 62 65 6e 69 7a 75 6c>",
            "bus, go, dark, ben, is, full",
        ] {
            assert!(!is_read(printed), "{printed}");
        }
    }

    #[test]
    fn a_text_without_letters_is_looked_for_as_it_is() {
        assert!(matches!(examine(b"> ... <", b"..."), Outcome::Whole { length: 5, .. }));
    }
}
