//! The class for a browser: a page for everybody, and a page a submission, for the instructor and for the student.

use std::io;

use super::results::Shelf;
use super::{Manifest, Results, hashes, record};
use crate::report::html::{self, ClassPage};
use crate::report::origin::BUILD;
use crate::report::{Document, Report, Time};

/// Draws every page that is not as its result says. `time` is when students read theirs.
pub fn write(results: &Results, manifest: &Manifest, time: Time) -> io::Result<()> {
    let ids = || manifest.exercises.iter().map(|exercise| exercise.id.as_str());
    let mut class = ClassPage::new(ids());
    for exercise in ids() {
        for (_, file) in manifest.own() {
            // Where there is no result, there is a fault, and it has been told.
            let Ok(result) = results.read(Shelf::Results, exercise, file) else { continue };
            let mut run = Run::Unread;
            page(results, (Shelf::Results, file), &result, time, &mut run)?;
            if let Ok(feedback) = results.read(Shelf::Feedback, exercise, file) {
                page(results, (Shelf::Feedback, file), &feedback, time, &mut run)?;
            }
            class.add(&result, results.link(exercise, file));
        }
    }
    for missing in &manifest.missing {
        class.add_missing(&missing.id);
    }
    results.write_page(&class.text()?)
}

/// What was recorded of a submission, read once and only when it is needed.
enum Run {
    Unread,
    Read(Option<Box<Report>>),
}

fn page(
    results: &Results,
    (shelf, file): (Shelf, &str),
    result: &Document,
    time: Time,
    run: &mut Run,
) -> io::Result<()> {
    // What a page was drawn from stands in it, so that it is drawn again only when that has changed.
    let drawn_from = hashes::of_bytes(format!("{BUILD}\n{time:?}\n{}", result.to_text()?).as_bytes());
    if results.page_is_of(shelf, &result.exercise, file, &drawn_from) {
        return Ok(());
    }
    if let Run::Unread = run {
        *run = Run::Read(record::read(&results.record(&result.exercise, file)).map(Box::new));
    }
    let report = match run {
        Run::Read(Some(report)) => report.as_ref().clone(),
        Run::Read(None) | Run::Unread => Report::default(),
    };
    let view = match shelf {
        Shelf::Results => report.seen_by(crate::report::Audience::Instructor),
        Shelf::Feedback => report.seen_by_students(time),
    };
    let text = html::of_result(&view, result, &drawn_from)?;
    results.write_page_of(shelf, &result.exercise, file, &text)
}
