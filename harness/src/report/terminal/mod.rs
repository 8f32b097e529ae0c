//! The report for people at a terminal: a line a check as it ends, then what was lost and why, then the score.

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr as _;

use super::page::{COLUMNS, FAINT, Page, STRONG, colour, wrapped};
use super::summary::{CheckReport, Report};
use super::view::{Audience, View};
use super::words::Story;
use super::{Reporter, words};
use crate::event::{Event, EventKind};
use crate::text::{Medium, safe};
use crate::verdict::Status;

mod conversation;
mod difference;
mod failure;
mod last;

/// How the terminal report looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// Who reads.
    pub audience: Audience,
    /// With ANSI colours.
    pub coloured: bool,
    /// With everything that was said, check by check.
    pub verbose: bool,
}

/// Writes the terminal report.
pub struct Terminal<'a> {
    to: Box<dyn Write + 'a>,
    look: Look,
    /// Which checks have their line already.
    told: Vec<bool>,
}

impl<'a> Terminal<'a> {
    /// A report to this writer.
    pub fn new(to: Box<dyn Write + 'a>, look: Look) -> Self {
        Self { to, look, told: Vec::new() }
    }

    fn write(&mut self, page: Page) -> io::Result<()> {
        self.to.write_all(page.into_text().as_bytes())?;
        self.to.flush()
    }

    /// The line of a check, once.
    fn tell(&mut self, index: usize, report: &Report) -> io::Result<()> {
        self.told.resize(report.checks.len(), false);
        let Some(check) = report.checks.get(index) else { return Ok(()) };
        if self.told[index] || !report.seen_by(self.look.audience).shows(check) {
            return Ok(());
        }
        self.told[index] = true;
        let mut page = Page::new(self.look.coloured);
        line(&mut page, check, &report.seen_by(self.look.audience));
        self.write(page)
    }
}

impl Reporter for Terminal<'_> {
    fn event(&mut self, event: &Event, report: &Report) -> io::Result<()> {
        if let EventKind::RunStarted(_) = event.kind {
            let mut page = Page::new(self.look.coloured);
            heading(&mut page, &report.seen_by(self.look.audience));
            return self.write(page);
        }
        match (event.check, &event.kind) {
            (Some(index), EventKind::CheckEnded { .. } | EventKind::Skipped { .. }) => self.tell(index, report),
            _ => Ok(()),
        }
    }

    fn finish(&mut self, report: &Report) -> io::Result<()> {
        for index in 0..report.checks.len() {
            self.tell(index, report)?;
        }
        let view = report.seen_by(self.look.audience);
        for check in view.checks() {
            let mut page = Page::new(self.look.coloured);
            if self.look.verbose || !matches!(check.status(), Status::Pass | Status::Skip) {
                failure::section(&mut page, check, &view, self.look.verbose);
            }
            self.write(page)?;
        }
        let mut page = Page::new(self.look.coloured);
        last::last_words(&mut page, &view, self.look.verbose);
        self.write(page)
    }
}

fn heading(page: &mut Page, view: &View<'_>) {
    let report = view.report;
    page.put(STRONG, &report.title).end_line();
    let sheet = if report.sheet.is_empty() { String::new() } else { format!(" · {}", report.sheet) };
    let seed = view.seed().map(|seed| format!(" · seed {seed}")).unwrap_or_default();
    page.labelled("", &format!("{}{seed} · isolation {}{sheet}", report.submission, report.isolation));
    page.end_line();
}

/// `  FAIL  The server answers every block                       0 of 3`
fn line(page: &mut Page, check: &CheckReport, view: &View<'_>) {
    let status = check.status();
    let points = worth(check);
    let room = COLUMNS - MARGIN - 2 - points.width();
    let titles = wrapped(&safe(&check.facts.title, Medium::Terminal).replace('\n', " "), room);
    let (first, rest) = titles.split_first().map_or(("", [].as_slice()), |(first, rest)| (first.as_str(), rest));
    page.plain("  ").put(colour(status), mark(status)).plain(&" ".repeat(MARGIN - 2 - mark(status).len())).plain(first);
    page.plain(&" ".repeat(room.saturating_sub(first.width()) + 2)).put(FAINT, &points).end_line();
    for more in rest {
        page.plain(&" ".repeat(MARGIN)).plain(more).end_line();
    }
    if let Some(story) = Story::of_skip(check, view) {
        page.labelled(&" ".repeat(MARGIN), &story.message);
    }
}

/// Column at which titles begin.
const MARGIN: usize = 9;

/// The verdict in five letters or fewer.
fn mark(status: Status) -> &'static str {
    match status {
        Status::Fail => "FAIL",
        Status::Unsupported => "n/a",
        Status::Fault => "fault",
        Status::Pass | Status::Near | Status::Skip => words::status(status),
    }
}

/// `2 of 3`, `bonus 1 of 1`.
fn worth(check: &CheckReport) -> String {
    let bonus = if check.facts.bonus { "bonus " } else { "" };
    if check.is_unjudged() {
        return format!("{bonus}? of {}", check.max_points());
    }
    format!("{bonus}{} of {}", check.points(), check.max_points())
}

/// What is to be said of one check, for formats that take a text and name the check themselves.
pub(super) fn told(check: &CheckReport, view: &View<'_>) -> String {
    let mut page = Page::new(false);
    failure::body(&mut page, check, view);
    page.into_text().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::{Look, Terminal};
    use crate::report::{Audience, sample};

    const STUDENT: Look = Look { audience: Audience::Student, coloured: false, verbose: false };

    #[test]
    fn a_student_reads_what_is_wrong_and_why() {
        insta::assert_snapshot!(sample::told(|to| Box::new(Terminal::new(to, STUDENT))));
    }

    #[test]
    fn an_instructor_sees_every_conversation_with_verbose() {
        let look = Look { audience: Audience::Instructor, verbose: true, ..STUDENT };
        insta::assert_snapshot!(sample::told(|to| Box::new(Terminal::new(to, look))));
    }

    #[test]
    fn colours_only_when_told_and_they_change_no_word() {
        let coloured = sample::told(|to| Box::new(Terminal::new(to, Look { coloured: true, ..STUDENT })));
        let plain = sample::told(|to| Box::new(Terminal::new(to, STUDENT)));
        assert!(!plain.contains('\x1b') && coloured.contains('\x1b'));
        assert_eq!(anstream::adapter::strip_str(&coloured).to_string(), plain);
    }

    #[test]
    fn prose_fits_eighty_columns() {
        use unicode_width::UnicodeWidthStr as _;
        let told = sample::told(|to| Box::new(Terminal::new(to, STUDENT)));
        for line in told.lines().filter(|line| !line.contains("= try: ") && !line.contains("= again: ")) {
            assert!(line.width() <= 80, "{line}");
        }
    }
}
