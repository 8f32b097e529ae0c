//! The table of figures: what was measured, what came out, what it should be.

use std::fs;
use std::io::{self, Write as _};
use std::time::Duration;

/// The figures so far.
#[derive(Debug, Default)]
pub struct Table {
    rows: Vec<[String; 3]>,
    remarks: Vec<String>,
}

impl Table {
    /// Adds a figure. Where there is no aim, it is stated for the record.
    pub fn add(&mut self, figure: &str, value: String, aim: &str) {
        self.rows.push([figure.to_owned(), value, aim.to_owned()]);
    }

    /// Adds a sentence that belongs to the figures.
    pub fn remark(&mut self, remark: String) {
        self.remarks.push(remark);
    }

    /// Says what is being measured now. Nobody who reads only the table sees it.
    #[expect(clippy::print_stderr, reason = "a benchmark speaks to the person who has started it")]
    pub fn note(&self, what: &str) {
        eprintln!("figure {}: {what} …", self.rows.len() + 1);
    }

    /// Prints all of it.
    pub fn print(&self, took: Duration) -> io::Result<()> {
        let mut out = io::stdout().lock();
        let width = |column: usize| self.rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
        let (first, second) = (width(0).max(6), width(1).max(5));
        writeln!(out, "{:first$}  {:>second$}  aim", "figure", "value")?;
        for [figure, value, aim] in &self.rows {
            writeln!(out, "{figure:first$}  {value:>second$}  {aim}")?;
        }
        writeln!(out)?;
        for remark in &self.remarks {
            writeln!(out, "- {remark}")?;
        }
        writeln!(out, "- All of it took {:.0} s.", took.as_secs_f64())?;
        let loads = fs::read_to_string("/proc/loadavg").unwrap_or_default();
        let load = loads.split(' ').nth(1).unwrap_or("unknown");
        writeln!(
            out,
            "- Load of the machine over the last five minutes: {load}. Figures on the clock are good when nothing else runs."
        )
    }
}
