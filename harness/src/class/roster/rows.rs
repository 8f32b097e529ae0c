//! The members of a class, row by row, or what is wrong with each row.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::columns::{Column, Columns};
use super::table::Cell;
use super::{Member, Roster};
use crate::class::times::{self, time};
use crate::text::excerpt::place_of;
use crate::text::{Complaint, first_quoted};

pub(super) fn read(
    columns: &Columns,
    rows: &[Vec<Cell>],
    source: &str,
    zone: &TimeZone,
    complaints: &mut Vec<Complaint>,
) -> Roster {
    let mut roster = Roster { members: Vec::new(), notes: unused(columns), sheet: None };
    let mut reader = Reader { columns, source, zone, complaints };
    let mut lines: BTreeMap<String, u32> = BTreeMap::new();
    for row in rows {
        if is_about_no_student(columns, row) {
            continue;
        }
        let Some((member, cell)) = reader.member(row) else { continue };
        if let Some(line) = lines.insert(member.id.to_lowercase(), member.line) {
            let title = format!("`{}` stands twice, first in line {line}", member.id);
            reader.complaints.push(cell.complain(source, title, "Leave one of the lines out."));
            continue;
        }
        roster.members.push(member);
    }
    if roster.members.is_empty() && complaints.is_empty() {
        let title = "the roster lists nobody";
        let remedy = "Below the line with the names of the columns comes one line for each student.";
        complaints.push(Complaint::new(place_of(source, 0, 0), title, remedy));
    }
    roster
}

/// What is said once about all columns that are not used.
fn unused(columns: &Columns) -> Vec<String> {
    let names = first_quoted(&columns.unused, 6);
    match columns.unused.len() {
        0 => Vec::new(),
        1 => vec![format!("The roster's column {names} is not used.")],
        _ => vec![format!("The roster's columns {names} are not used.")],
    }
}

/// Canvas's table has rows with the points of each assignment and with a student for tests, and rows without a name.
fn is_about_no_student(columns: &Columns, row: &[Cell]) -> bool {
    let is_canvas = columns.headers.iter().any(|header| header == "Student");
    let names: Vec<&str> = columns.cells(row, Column::Name).map(|(_, cell)| cell.text.as_str()).collect();
    is_canvas && names.first().is_none_or(|name| *name == "Points Possible" || *name == "Student, Test")
}

struct Reader<'a> {
    columns: &'a Columns,
    source: &'a str,
    zone: &'a TimeZone,
    complaints: &'a mut Vec<Complaint>,
}

impl Reader<'_> {
    /// Who a row is about, with the cell that says so.
    fn member<'r>(&mut self, row: &'r [Cell]) -> Option<(Member, &'r Cell)>
    where
        Self: 'r,
    {
        let width = self.columns.headers.len();
        if let Some(cell) = row.iter().skip(width).find(|cell| !cell.text.is_empty()) {
            let title = format!("a row has {} cells, and the header {width}", row.len());
            let remedy = "Put a cell that holds the separator itself in quotation marks.";
            self.complaints.push(cell.complain(self.source, title, remedy));
        }
        let ids: Vec<String> = self.columns.ids(row).map(|(id, _)| id).collect();
        let name = self.name(row);
        let email = self.text(row, Column::Email);
        let line = row.first().map_or(0, |cell| place_of(self.source, cell.offset, 0).line);
        let (due, submitted) = (self.time(row, Column::Due), self.time(row, Column::Submitted));
        let (attempt, attempts) = (self.number(row, Column::Attempt), self.number(row, Column::Attempts));
        let Some(id) = ids.first().or(email.as_ref()).or(name.as_ref()).cloned() else {
            let cell = row.iter().find(|cell| !cell.text.is_empty())?;
            let title = "a row does not say who it is about".to_owned();
            let remedy = "Fill in one of its cells for the id, the e-mail address or the name.";
            self.complaints.push(cell.complain(self.source, title, remedy));
            return None;
        };
        let place = self.columns.ids(row).map(|(_, cell)| at(row, cell)).next().unwrap_or(0);
        let member = Member { id, ids, name, email, due, submitted, attempt, attempts, line };
        Some((member, &row[place]))
    }

    fn text(&self, row: &[Cell], column: Column) -> Option<String> {
        self.columns.cells(row, column).next().map(|(_, cell)| cell.text.clone())
    }

    fn name(&self, row: &[Cell]) -> Option<String> {
        let parts = [self.text(row, Column::FirstName), self.text(row, Column::LastName)];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        self.text(row, Column::Name).or_else(|| (!parts.is_empty()).then(|| parts.join(" ")))
    }

    fn time(&mut self, row: &[Cell], column: Column) -> Option<Timestamp> {
        let (header, cell) = self.columns.cells(row, column).next()?;
        let time = time(&cell.text, self.zone);
        if time.is_none() {
            let title = format!("`{}` in the column `{header}` is no time", cell.text);
            self.complaints.push(cell.complain(self.source, title, times::FORMS));
        }
        time
    }

    fn number(&mut self, row: &[Cell], column: Column) -> Option<u32> {
        let (header, cell) = self.columns.cells(row, column).next()?;
        let number = cell.text.parse().ok().filter(|number| *number > 0);
        if number.is_none() {
            let title = format!("`{}` in the column `{header}` is no number of attempts", cell.text);
            let remedy = "Write a whole number from 1, or leave the cell empty.";
            self.complaints.push(cell.complain(self.source, title, remedy));
        }
        number
    }
}

fn at(row: &[Cell], cell: &Cell) -> usize {
    row.iter().position(|other| other.offset == cell.offset).unwrap_or(0)
}
