//! Bytes over several lines for people, with the place of the first wrong byte.

use super::shown::{Cell, cells, quoted, thousands};

/// Bytes broken after each line feed and at the edge of the screen, the middle of a long one left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// The rows: quoted bytes, or `… 1,948 bytes …`.
    pub rows: Vec<String>,
    /// Where the byte that was asked for stands.
    pub caret: Option<Caret>,
}

/// A place in the rows of an [`Excerpt`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Caret {
    /// Index of the row.
    pub row: usize,
    /// Column in it, from 0.
    pub column: usize,
    /// Columns that it takes.
    pub width: usize,
}

/// So many rows are shown whole; of more, the first and last ones and those around the caret.
const ROWS: usize = 6;

impl Excerpt {
    /// Shows `bytes` in rows of at most `columns`, and where the byte at offset `at` stands; an offset at
    /// the end stands for the closing quote.
    pub fn new(bytes: &[u8], at: Option<usize>, columns: usize) -> Self {
        let cells = cells(bytes);
        let rows = broken(bytes, &cells, columns.saturating_sub(2).max(8));
        let wrong = at.map(|at| place(&cells, &rows, at.min(bytes.len())));
        let mut excerpt = Self { rows: Vec::new(), caret: None };
        let mut left_out: Option<(usize, usize)> = None;
        for (index, &(first, end)) in rows.iter().enumerate() {
            if !is_kept(index, rows.len(), wrong.map(|wrong| wrong.row)) {
                left_out = Some((left_out.map_or(cells[first].start, |gap| gap.0), cells[end - 1].end));
                continue;
            }
            excerpt.gap(left_out.take());
            if let Some(wrong) = wrong.filter(|wrong| wrong.row == index) {
                excerpt.caret = Some(Caret { row: excerpt.rows.len(), ..wrong });
            }
            excerpt.rows.push(quoted(bytes, &cells[first..end]));
        }
        excerpt
    }

    fn gap(&mut self, left_out: Option<(usize, usize)>) {
        if let Some((start, end)) = left_out {
            self.rows.push(format!("… {} bytes …", thousands((end - start) as u64)));
        }
    }
}

/// The ranges of cells that make a row each; at least one row.
fn broken(bytes: &[u8], cells: &[Cell], columns: usize) -> Vec<(usize, usize)> {
    let mut rows = Vec::new();
    let mut first = 0;
    let mut width = 0;
    for (index, cell) in cells.iter().enumerate() {
        if width + cell.width > columns && index > first {
            rows.push((first, index));
            (first, width) = (index, 0);
        }
        width += cell.width;
        if bytes[cell.start] == b'\n' {
            rows.push((first, index + 1));
            (first, width) = (index + 1, 0);
        }
    }
    if first < cells.len() || rows.is_empty() {
        rows.push((first, cells.len()));
    }
    rows
}

/// The row and column of a byte: under its character's first column, under the closing quote for the end.
fn place(cells: &[Cell], rows: &[(usize, usize)], at: usize) -> Caret {
    let wrong = cells.iter().position(|cell| at < cell.end).unwrap_or(cells.len());
    let row = rows.iter().position(|&(_, end)| wrong < end).unwrap_or(rows.len() - 1);
    let before = &cells[rows[row].0..wrong];
    let width = cells.get(wrong).map_or(1, |cell| cell.width);
    Caret { row, column: 1 + before.iter().map(|cell| cell.width).sum::<usize>(), width }
}

fn is_kept(index: usize, rows: usize, wrong: Option<usize>) -> bool {
    let near_an_end = |kept: usize| index < kept || index + kept >= rows;
    match wrong {
        _ if rows <= ROWS => true,
        None => near_an_end(ROWS / 2),
        Some(wrong) => near_an_end(1) || index.abs_diff(wrong) <= 1,
    }
}

#[cfg(test)]
mod tests {
    use super::Excerpt;

    /// The rows with a caret line where it belongs.
    fn drawn(bytes: &[u8], at: usize, columns: usize) -> String {
        let excerpt = Excerpt::new(bytes, Some(at), columns);
        let mut drawn = String::new();
        for (index, row) in excerpt.rows.iter().enumerate() {
            drawn.extend([row.as_str(), "\n"]);
            if let Some(caret) = excerpt.caret.filter(|caret| caret.row == index) {
                drawn.extend([" ".repeat(caret.column).as_str(), "^\n"]);
            }
        }
        drawn
    }

    #[test]
    fn the_caret_stands_under_the_first_wrong_byte() {
        assert_eq!(drawn(b"heronn 12", 5, 60), "\"heronn 12\"\n      ^\n");
        assert_eq!(drawn(b"heron", 5, 60), "\"heron\"\n      ^\n");
        assert_eq!(drawn(b"one\ntwo\n", 5, 60), "\"one\\n\"\n\"two\\n\"\n  ^\n");
        assert_eq!(drawn(b"", 0, 60), "\"\"\n ^\n");
    }

    #[test]
    fn wide_combining_and_escaped_characters_keep_it_in_place() {
        assert_eq!(drawn("鷺x".as_bytes(), 3, 60), "\"鷺x\"\n   ^\n");
        assert_eq!(drawn("e\u{301}x".as_bytes(), 3, 60), "\"e\u{301}x\"\n  ^\n");
        assert_eq!(drawn(b"\x1b\xffx", 2, 60), "\"\\x1b\\xffx\"\n         ^\n");
        // A byte in the middle of a character is shown at that character.
        assert_eq!(drawn("a鷺".as_bytes(), 2, 60), "\"a鷺\"\n  ^\n");
    }

    #[test]
    fn of_a_long_text_the_ends_and_the_place_are_kept() {
        let lines: Vec<u8> = (0..100).flat_map(|line| format!("line {line}\n").into_bytes()).collect();
        let at = lines.windows(2).position(|two| two == b"50").expect("line 50");
        assert_eq!(
            drawn(&lines, at, 60),
            "\"line 0\\n\"\n… 375 bytes …\n\"line 49\\n\"\n\"line 50\\n\"\n      ^\n\"line 51\\n\"\n… 376 bytes …\n\"line 99\\n\"\n"
        );
    }

    #[test]
    fn a_line_without_end_is_broken_at_the_edge() {
        let excerpt = Excerpt::new(&[b'x'; 1000], None, 22);
        assert_eq!(excerpt.rows.len(), 7);
        assert_eq!(excerpt.rows[0], format!("\"{}\"", "x".repeat(20)));
        assert_eq!(excerpt.rows[3], "… 880 bytes …");
    }
}
