//! Bytes in one line for people: quoted, escaped as in a string literal, the middle of a long one left out.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthChar as _;

use super::safe::{Look, escape, look};

/// The bytes in quotes, in about `columns` columns: `"heron\n"`, or `"aaaa" … 1,948 bytes … "zzzz"`.
pub fn shown(bytes: &[u8], columns: usize) -> String {
    let cells = cells(bytes);
    let width: usize = cells.iter().map(|cell| cell.width).sum();
    // The count in the middle takes about twenty columns and must leave something to see.
    let room = columns.max(40) - 20;
    if width <= columns.max(40) {
        return quoted(bytes, &cells);
    }
    let head = fitting(cells.iter(), room * 2 / 3);
    let tail = cells.len() - fitting(cells.iter().rev(), room / 3);
    let left_out = cells[tail].start - cells[head].start;
    format!(
        "{} … {} bytes … {}",
        quoted(bytes, &cells[..head]),
        thousands(left_out as u64),
        quoted(bytes, &cells[tail..])
    )
}

/// How many of the cells fit into so many columns.
fn fitting<'a>(cells: impl Iterator<Item = &'a Cell>, columns: usize) -> usize {
    let mut used = 0;
    cells
        .take_while(|cell| {
            used += cell.width;
            used <= columns
        })
        .count()
}

/// The smallest run of bytes that is shown as a unit: a character with its accents, or an escape.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cell {
    pub(super) start: usize,
    pub(super) end: usize,
    /// Columns that it takes on a screen.
    pub(super) width: usize,
}

/// More accents than this on one letter are no language but an attack on the lines above.
const ACCENTS: usize = 3;

/// Cuts bytes into cells.
pub(super) fn cells(bytes: &[u8]) -> Vec<Cell> {
    let mut cells: Vec<Cell> = Vec::with_capacity(bytes.len());
    let mut at = 0;
    let mut accents_allowed = 0;
    for chunk in bytes.utf8_chunks() {
        for character in chunk.valid().chars() {
            let end = at + character.len_utf8();
            match (look(character), cells.last_mut()) {
                (Look::Joins, Some(base)) if accents_allowed > 0 => {
                    base.end = end;
                    accents_allowed -= 1;
                }
                (look, _) => {
                    accents_allowed = if look == Look::Plain { ACCENTS } else { 0 };
                    cells.push(Cell { start: at, end, width: written(character).1 });
                }
            }
            at = end;
        }
        for _ in chunk.invalid() {
            cells.push(Cell { start: at, end: at + 1, width: 4 });
            accents_allowed = 0;
            at += 1;
        }
    }
    cells
}

/// A character that begins a cell, as it is written, and its width.
fn written(character: char) -> (String, usize) {
    match character {
        '"' | '\\' => (format!("\\{character}"), 2),
        plain if look(plain) == Look::Plain => (plain.to_string(), plain.width().unwrap_or(1)),
        hidden => {
            let escaped = escape(hidden);
            let width = escaped.len();
            (escaped, width)
        }
    }
}

/// Neighbouring cells in quotes.
pub(super) fn quoted(bytes: &[u8], cells: &[Cell]) -> String {
    let mut line = String::from("\"");
    for cell in cells {
        match std::str::from_utf8(&bytes[cell.start..cell.end]) {
            Ok(text) => {
                let mut characters = text.chars();
                line.extend(characters.next().map(|first| written(first).0));
                line.extend(characters);
            }
            // Writing to a String cannot fail.
            Err(_) => bytes[cell.start..cell.end].iter().for_each(|byte| {
                let _ = write!(line, "\\x{byte:02x}");
            }),
        }
    }
    line.push('"');
    line
}

/// `1948` as `1,948`.
pub fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::{shown, thousands};

    #[test]
    fn bytes_look_like_a_string_literal() {
        let bytes = b"a \"b\" \\ \r\n\t\x00\x1b[1m \xff caf\xc3\xa9 \xe9\xb7\xba";
        assert_eq!(shown(bytes, 80), r#""a \"b\" \\ \r\n\t\x00\x1b[1m \xff café 鷺""#);
        assert_eq!(shown(b"", 80), "\"\"");
    }

    #[test]
    fn accents_stay_on_their_letter_and_never_pile_up() {
        assert_eq!(shown("e\u{301}".as_bytes(), 80), "\"e\u{301}\"");
        assert_eq!(shown("\u{301}e".as_bytes(), 80), "\"\\u{301}e\"");
        assert_eq!(
            shown(format!("e{}", "\u{301}".repeat(5)).as_bytes(), 80),
            "\"e\u{301}\u{301}\u{301}\\u{301}\\u{301}\""
        );
    }

    #[test]
    fn the_middle_of_a_flood_is_counted() {
        let flood = [b"begin".as_slice(), &b"x".repeat(100_000), b"end"].concat();
        assert_eq!(shown(&flood, 48), "\"beginxxxxxxxxxxxxx\" … 99,981 bytes … \"xxxxxxend\"");
    }

    #[test]
    fn numbers_are_grouped() {
        assert_eq!([0, 999, 1000, 1_234_567].map(thousands), ["0", "999", "1,000", "1,234,567"]);
    }
}
