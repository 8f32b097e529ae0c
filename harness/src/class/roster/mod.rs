//! [`Roster`]: who is in the class, and what was agreed with each, from a table of the instructor's or of a platform.

mod columns;
mod names;
mod place;
mod rows;
pub mod sheet;
mod table;
#[cfg(test)]
mod tests;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::text::Complaint;
use crate::text::excerpt::{place_of, without_mark};
pub use place::Placed;
pub use sheet::Sheet;

/// A class, as its roster lists it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roster {
    /// In the order of the file.
    pub members: Vec<Member>,
    /// What of the file is not used, a sentence each.
    pub notes: Vec<String>,
    /// The table itself, where it is one that a platform takes back.
    pub sheet: Option<Sheet>,
}

/// One of the class.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Member {
    /// What the submission is called by: the first of the columns that say so which is filled, else the e-mail address, else
    /// the name. No two are the same.
    pub id: String,
    /// Everything that the columns of this kind say; a platform's table has several.
    pub ids: Vec<String>,
    /// First name and surname.
    pub name: Option<String>,
    /// The e-mail address.
    pub email: Option<String>,
    /// Until when the work may be handed in, where that is agreed with this student alone.
    pub due: Option<Timestamp>,
    /// When the work was handed in.
    pub submitted: Option<Timestamp>,
    /// Which attempt it is, from 1.
    pub attempt: Option<u32>,
    /// How many attempts there may be.
    pub attempts: Option<u32>,
    /// The line of the file, from 1.
    pub line: u32,
}

impl Roster {
    /// Reads a roster: a table with a header, its columns in any order and separated by commas, semicolons or tabs. Times
    /// that say no zone are in `zone`.
    ///
    /// # Errors
    /// Every mistake in it, each with its place in the text without a byte order mark.
    pub fn read(text: &str, zone: &TimeZone) -> Result<Self, Vec<Complaint>> {
        let source = without_mark(text);
        let mut complaints = Vec::new();
        let mut rows = table::rows(source, &mut complaints).into_iter();
        let header = rows.next().unwrap_or_default();
        let line_of = |row: &Vec<table::Cell>| row.first().map_or(0, |cell| place_of(source, cell.offset, 0).line);
        let lines: Vec<_> = rows.as_slice().iter().map(|row| (line_of(row), row.clone())).collect();
        let sheet = Sheet::of(&header, &lines);
        let columns = columns::Columns::of(&header, source, &mut complaints);
        // Rows below a header that was not understood would only repeat it.
        let roster = if complaints.is_empty() {
            Self { sheet, ..rows::read(&columns, rows.as_slice(), source, zone, &mut complaints) }
        } else {
            Self::default()
        };
        if complaints.is_empty() { Ok(roster) } else { Err(complaints) }
    }
}
