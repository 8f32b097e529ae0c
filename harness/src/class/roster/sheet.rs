//! [`Sheet`]: a platform's own table of grades, as it was given for a roster, to be given back with the points in it.

use super::table::Cell;

/// A platform's table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// Whose it is.
    pub platform: Platform,
    /// The names of its columns.
    pub headers: Vec<String>,
    /// Its other rows, each with its line in the file, from 1.
    pub rows: Vec<(u32, Vec<String>)>,
}

/// A platform whose table of grades can be given back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Platform {
    /// Canvas: the gradebook's export.
    Canvas,
    /// Moodle: the grading worksheet of an assignment.
    Moodle,
}

impl Sheet {
    /// The table, if it is a platform's.
    pub(super) fn of(headers: &[Cell], rows: &[(u32, Vec<Cell>)]) -> Option<Self> {
        let texts = |cells: &[Cell]| cells.iter().map(|cell| cell.text.clone()).collect::<Vec<_>>();
        let headers = texts(headers);
        let has = |names: &[&str]| headers.iter().any(|header| names.contains(&header.as_str()));
        let platform = if has(&["Student"]) && has(&["ID"]) && has(&["Section"]) {
            Platform::Canvas
        } else if has(&["Identifier", "ID"]) && has(&GRADE) && has(&MOST) {
            Platform::Moodle
        } else {
            return None;
        };
        Some(Self { platform, headers, rows: rows.iter().map(|(line, cells)| (*line, texts(cells))).collect() })
    }

    /// Where the column of one of these names stands.
    pub fn column(&self, names: &[&str]) -> Option<usize> {
        self.headers.iter().position(|header| names.contains(&header.as_str()))
    }
}

/// What Moodle calls the column of the points, in English and in German.
pub const GRADE: [&str; 2] = ["Grade", "Bewertung"];
/// What it calls that of the most points.
pub const MOST: [&str; 2] = ["Maximum grade", "Bestwertung"];
