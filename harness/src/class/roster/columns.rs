//! What the columns of a roster say, by their headers: an instructor's own, and those of the platforms' tables.

use super::table::Cell;
use crate::text::{Complaint, similar};

/// What a column says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    /// What a submission is called by.
    Id,
    /// The same in Moodle's grading worksheet, where a word stands before the number.
    Identifier,
    Name,
    FirstName,
    LastName,
    Email,
    Due,
    Submitted,
    Attempt,
    Attempts,
}

/// Headers without case, spaces, `_` and `-`. Ids come in the order in which the first that is filled counts.
const KNOWN: [(&str, Column); 47] = [
    ("id", Column::Id),
    ("submission", Column::Id),
    ("identifier", Column::Identifier),
    ("sid", Column::Id),
    ("studentid", Column::Id),
    ("studentnumber", Column::Id),
    ("idnumber", Column::Id),
    ("username", Column::Id),
    ("login", Column::Id),
    ("loginid", Column::Id),
    ("userid", Column::Id),
    ("sisid", Column::Id),
    ("sisuserid", Column::Id),
    ("sisloginid", Column::Id),
    ("matrikelnummer", Column::Id),
    ("idnummer", Column::Id),
    ("anmeldename", Column::Id),
    ("benutzername", Column::Id),
    ("name", Column::Name),
    ("student", Column::Name),
    ("fullname", Column::Name),
    ("studentname", Column::Name),
    ("displayname", Column::Name),
    ("vollständigername", Column::Name),
    ("firstname", Column::FirstName),
    ("givenname", Column::FirstName),
    ("vorname", Column::FirstName),
    ("lastname", Column::LastName),
    ("surname", Column::LastName),
    ("familyname", Column::LastName),
    ("nachname", Column::LastName),
    ("email", Column::Email),
    ("mail", Column::Email),
    ("emailaddress", Column::Email),
    ("emailadresse", Column::Email),
    ("due", Column::Due),
    ("dueat", Column::Due),
    ("duedate", Column::Due),
    ("deadline", Column::Due),
    ("submitted", Column::Submitted),
    ("submittedat", Column::Submitted),
    ("submissiontime", Column::Submitted),
    ("attempt", Column::Attempt),
    ("attempts", Column::Attempts),
    ("attemptsallowed", Column::Attempts),
    ("allowedattempts", Column::Attempts),
    ("maxattempts", Column::Attempts),
];

/// The headers that a remedy names.
const NAMED: [&str; 8] = ["id", "name", "first name", "last name", "email", "due", "submitted", "attempts"];

/// The columns of a roster.
#[derive(Debug, Default)]
pub(super) struct Columns {
    /// What each says, in the order of the table; `None` for what is not used.
    meanings: Vec<Option<Column>>,
    /// The columns of ids, the one that counts first coming first.
    ids: Vec<usize>,
    /// As they are written.
    pub(super) headers: Vec<String>,
    /// Headers that are not used.
    pub(super) unused: Vec<String>,
}

impl Columns {
    /// Reads the header.
    pub(super) fn of(header: &[Cell], source: &str, complaints: &mut Vec<Complaint>) -> Self {
        let mut columns = Self::default();
        let mut ids: Vec<(usize, usize)> = Vec::new();
        for (at, cell) in header.iter().enumerate() {
            let rank = KNOWN.iter().position(|(name, _)| *name == folded(&cell.text));
            let meaning = rank.map(|rank| KNOWN[rank].1);
            let again = header[..at].iter().any(|other| folded(&other.text) == folded(&cell.text));
            if again && meaning.is_some() {
                let title = format!("the column `{}` stands twice", cell.text);
                complaints.push(cell.complain(source, title, "Leave one of them out."));
            }
            match (meaning, rank) {
                (Some(Column::Id | Column::Identifier), Some(rank)) => ids.push((rank, at)),
                (None, _) if !cell.text.is_empty() => columns.unused.push(cell.text.clone()),
                (None | Some(_), _) => {}
            }
            columns.meanings.push(meaning);
            columns.headers.push(cell.text.clone());
        }
        ids.sort_unstable();
        columns.ids = ids.into_iter().map(|(_, at)| at).collect();
        let tells = |column: Column| columns.meanings.contains(&Some(column));
        if columns.ids.is_empty() && ![Column::Name, Column::LastName, Column::Email].into_iter().any(tells) {
            let first = header.first().cloned().unwrap_or_default();
            let title = "the roster has no column that says who somebody is".to_owned();
            complaints.push(first.complain(source, title, columns.remedy()));
        }
        columns
    }

    /// Near misses in the header, else what a header must have.
    fn remedy(&self) -> String {
        let nearest = self.headers.iter().find_map(|header| Some((header, similar::nearest(header, NAMED)?)));
        match nearest {
            Some((written, meant)) => format!("Did you mean `{meant}` by `{written}`?"),
            None => "Its first line must name the columns, with `id`, `email` or `name` among them.".to_owned(),
        }
    }

    /// The cells of a row that say this, empty ones left out, each with its header.
    pub(super) fn cells<'a>(&'a self, row: &'a [Cell], column: Column) -> impl Iterator<Item = (&'a str, &'a Cell)> {
        let said = self.meanings.iter().enumerate().filter(move |(_, meaning)| **meaning == Some(column));
        said.filter_map(|(at, _)| Some((self.headers[at].as_str(), row.get(at)?)))
            .filter(|(_, cell)| !cell.text.is_empty())
    }

    /// The ids of a row, the one that counts first coming first.
    pub(super) fn ids<'a>(&'a self, row: &'a [Cell]) -> impl Iterator<Item = (String, &'a Cell)> {
        self.ids.iter().filter_map(move |at| {
            let cell = row.get(*at).filter(|cell| !cell.text.is_empty())?;
            let text = match self.meanings[*at] {
                // `Participant 1234567`, in whatever language.
                Some(Column::Identifier) => cell.text.rsplit(' ').next().unwrap_or_default(),
                Some(_) | None => &cell.text,
            };
            Some((text.to_owned(), cell))
        })
    }
}

fn folded(header: &str) -> String {
    header.chars().filter(|letter| !matches!(letter, ' ' | '_' | '-')).flat_map(char::to_lowercase).collect()
}
