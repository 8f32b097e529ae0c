//! A table in text (RFC 4180), each cell with its place, which is why it is not left to a library.

use crate::text::Complaint;
use crate::text::excerpt::place_of;

/// A cell: what it says, and the bytes of the text where it says so.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Cell {
    pub(super) text: String,
    pub(super) offset: usize,
    pub(super) length: usize,
}

/// The rows of a table that are not empty. The first line tells what separates cells.
pub(super) fn rows(source: &str, complaints: &mut Vec<Complaint>) -> Vec<Vec<Cell>> {
    let separator = separator(source);
    let (mut rows, mut row, mut at) = (Vec::new(), Vec::new(), 0);
    while at < source.len() {
        let (cell, length) = cell(&source[at..], at, separator).unwrap_or_else(|| {
            let open =
                Cell { text: String::new(), offset: at, length: source[at..].lines().next().map_or(1, str::len) };
            let title = "a quotation mark is never closed".to_owned();
            complaints.push(open.complain(source, title, "Add `\"` where the cell ends."));
            (open, source.len() - at)
        });
        row.push(cell);
        at += length;
        let rest = &source[at..];
        if rest.starts_with(separator) {
            at += separator.len_utf8();
            if at == source.len() {
                row.push(Cell { offset: at, ..Cell::default() });
            }
            continue;
        }
        at += if rest.starts_with("\r\n") { 2 } else { rest.len().min(1) };
        rows.push(std::mem::take(&mut row));
    }
    rows.push(row);
    rows.retain(|row| row.iter().any(|cell| !cell.text.is_empty()));
    rows
}

/// The separator that is most frequent in the first line, outside quotes.
fn separator(source: &str) -> char {
    let first = source.trim_start().lines().next().unwrap_or("");
    let mut counts = [(',', 0), (';', 0), ('\t', 0)];
    let mut quoted = false;
    for letter in first.chars() {
        quoted ^= letter == '"';
        for (separator, count) in &mut counts {
            *count += usize::from(letter == *separator && !quoted);
        }
    }
    // The last of the greatest is taken, and a comma where there is none.
    counts.iter().rev().max_by_key(|(_, count)| *count).map_or(',', |(separator, _)| *separator)
}

/// The cell at the beginning of `rest`, and how many bytes it takes up to its separator or the end of its line; `None` if its
/// quotation mark is never closed.
fn cell(rest: &str, offset: usize, separator: char) -> Option<(Cell, usize)> {
    let ends = |letter: char| letter == separator || letter == '\n' || letter == '\r';
    let Some(within) = rest.strip_prefix('"') else {
        let length = rest.find(ends).unwrap_or(rest.len());
        return Some((Cell { text: rest[..length].trim().to_owned(), offset, length }, length));
    };
    let mut text = String::new();
    let mut letters = within.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        if letter != '"' {
            text.push(letter);
        } else if letters.next_if(|(_, next)| *next == '"').is_some() {
            text.push('"');
        } else {
            let closed = at + 2;
            // Whatever stands between the quote and the separator belongs to the cell, as spreadsheets have it.
            let length = closed + rest[closed..].find(ends).unwrap_or(rest.len() - closed);
            text.push_str(rest[closed..length].trim_end());
            return Some((Cell { text: text.trim().to_owned(), offset, length }, length));
        }
    }
    None
}

impl Cell {
    /// A complaint about this cell.
    pub(super) fn complain(&self, source: &str, title: String, remedy: impl Into<String>) -> Complaint {
        Complaint::new(place_of(source, self.offset, self.length), title, remedy)
    }
}
