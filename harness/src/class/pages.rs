//! The class for a browser: a page for everybody, and a page a submission, for the instructor and for the student.

use std::cell::OnceCell;
use std::io;

use super::results::Shelf;
use super::{Manifest, Results, hashes, record};
use crate::report::html::{self, ClassPage};
use crate::report::origin::BUILD;
use crate::report::{Audience, Document, Report, Time};

/// Draws every page that is not as its result says. `time` is when students read theirs.
pub fn write(results: &Results, manifest: &Manifest, time: Time) -> io::Result<()> {
    let ids = || manifest.exercises.iter().map(|exercise| exercise.id.as_str());
    let mut class = ClassPage::new(ids());
    for exercise in ids() {
        for (_, file) in manifest.own() {
            // Where there is no result, there is a fault, and it has been told.
            let Ok(result) = results.read(Shelf::Results, exercise, file) else { continue };
            let run = OnceCell::new();
            page(results, (Shelf::Results, file), &result, time, &run)?;
            if let Ok(feedback) = results.read(Shelf::Feedback, exercise, file) {
                page(results, (Shelf::Feedback, file), &feedback, time, &run)?;
            }
            class.add(&result, results.link(exercise, file));
        }
    }
    for missing in &manifest.missing {
        class.add_missing(&missing.id);
    }
    results.write_page(&class.text()?)
}

/// Draws a page of a submission. What was recorded of it is read only when it is needed.
fn page(
    results: &Results,
    (shelf, file): (Shelf, &str),
    result: &Document,
    time: Time,
    run: &OnceCell<Report>,
) -> io::Result<()> {
    // What a page was drawn from stands in it, so that it is drawn again only when that has changed.
    let drawn_from = hashes::of_bytes(format!("{BUILD}\n{time:?}\n{}", result.to_text()?).as_bytes());
    if results.page_is_of(shelf, &result.exercise, file, &drawn_from) {
        return Ok(());
    }
    let report = run.get_or_init(|| record::read(&results.record(&result.exercise, file)).unwrap_or_default());
    let view = match shelf {
        Shelf::Results => report.seen_by(Audience::Instructor),
        Shelf::Feedback => report.seen_by_students(time),
    };
    let text = html::of_result(&view, result, &drawn_from)?;
    results.write_page_of(shelf, &result.exercise, file, &text)
}
