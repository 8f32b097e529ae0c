//! The gradebook: a CSV table over many submissions, one row each.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::summary::{CheckReport, Report};
use super::{Reporter, words};
use crate::text::{Medium, safe};

/// Collects one row a submission and writes them all at the end, sorted by submission. It is for
/// instructors and holds every check.
#[derive(Clone, Debug, Default)]
pub struct Gradebook {
    rows: BTreeMap<String, Row>,
    /// Ids of checks, in the order of the spec.
    checks: Vec<String>,
}

#[derive(Clone, Debug)]
struct Row {
    head: [String; 6],
    checks: BTreeMap<String, String>,
}

impl Gradebook {
    /// An empty table.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a submission's row; a second one for the same submission takes the place of the first.
    pub fn add(&mut self, report: &Report) {
        for (index, check) in report.checks.iter().enumerate() {
            if !self.checks.contains(&check.facts.id) {
                // Runs of one role only lack columns; theirs go where the spec has them.
                let place = index.min(self.checks.len());
                self.checks.insert(place, check.facts.id.clone());
            }
        }
        let head = [
            report.score().to_string(),
            report.max_score().to_string(),
            report.bonus().to_string(),
            report.complete().to_string(),
            report.isolation.clone(),
            report.seed.to_string(),
        ];
        let checks = report.checks.iter().map(|check| (check.facts.id.clone(), cell(check))).collect();
        self.rows.insert(report.submission.clone(), Row { head, checks });
    }

    /// Writes the table.
    pub fn write(&self, to: impl Write) -> io::Result<()> {
        let mut table = csv::Writer::from_writer(to);
        let head = ["submission", "score", "max_score", "bonus", "complete", "isolation", "seed"];
        table.write_record(head.into_iter().map(str::to_owned).chain(self.checks.iter().map(|id| text(id))))?;
        for (submission, row) in &self.rows {
            let checks = self.checks.iter().map(|id| row.checks.get(id).map_or("", String::as_str));
            let cells = std::iter::once(submission.as_str()).chain(row.head.iter().map(String::as_str)).chain(checks);
            table.write_record(cells.map(text))?;
        }
        table.flush()
    }
}

impl Reporter for Gradebook {
    fn finish(&mut self, report: &Report) -> io::Result<()> {
        self.add(report);
        Ok(())
    }
}

/// The points of a check; where it was not judged, the word for that, so that nobody takes it for zero.
fn cell(check: &CheckReport) -> String {
    if check.is_unjudged() { words::status(check.status()).to_owned() } else { check.points().to_string() }
}

fn text(text: &str) -> String {
    safe(text, Medium::Csv)
}

#[cfg(test)]
mod tests {
    use super::Gradebook;
    use crate::report::{Report, sample};

    #[test]
    fn one_row_a_submission_in_order_and_no_formula() {
        let mut book = Gradebook::new();
        let named = |name: &str| Report { submission: name.to_owned(), ..sample::report() };
        for name in ["zoe", "=cmd|' /C calc'!A0", "alice, \"the\n\x1b[2J first\""] {
            book.add(&named(name));
        }
        let mut written = Vec::new();
        book.write(&mut written).expect("a Vec takes everything");
        insta::assert_snapshot!(String::from_utf8(written).expect("UTF-8"));
    }
}
