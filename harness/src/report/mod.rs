//! What a run amounts to, and how it is told: one fold, one voice, one file per format.
//!
//! Events go through a [`Desk`]: it folds each into the [`Report`] and then hands both to every [`Reporter`].
//! A recorded run goes through the same desk ([`replay`]), so it is told with the same bytes.

use std::io;

use crate::event::Event;

pub mod desk;
pub mod events;
pub mod gradebook;
pub mod handed_in;
pub mod json;
pub mod junit;
pub mod origin;
mod page;
pub mod points;
pub mod replay;
mod reproduce;
pub mod summary;
pub mod tally;
pub mod terminal;
mod timeline;
pub mod view;
pub mod words;

#[cfg(test)]
mod sample;

pub use desk::Desk;
pub use gradebook::Gradebook;
pub use handed_in::HandedIn;
pub use json::Document;
pub use origin::Origin;
pub use points::Points;
pub use summary::{CheckReport, Report};
pub use tally::Tally;
pub use terminal::{Look, Terminal};
pub use view::{Audience, Time, View};

/// Tells a run in one format.
pub trait Reporter {
    /// Something happened; the report already holds it.
    fn event(&mut self, _event: &Event, _report: &Report) -> io::Result<()> {
        Ok(())
    }

    /// The run is over, and everything is judged.
    fn finish(&mut self, _report: &Report) -> io::Result<()> {
        Ok(())
    }
}

/// A format that writes one run to one file.
pub struct Format {
    /// Its name, as an option of the command line.
    pub name: &'static str,
    /// What it is for, in one line.
    pub about: &'static str,
    /// Makes its reporter.
    pub reporter: for<'a> fn(Box<dyn io::Write + 'a>, Audience) -> Box<dyn Reporter + 'a>,
}

/// Every such format. The terminal stands apart, because it is told how to look, and so does the
/// gradebook, because it covers many runs.
pub const FORMATS: &[Format] = &[
    Format { name: "json", about: "the result as JSON", reporter: |to, who| Box::new(json::Json::new(to, who)) },
    Format { name: "junit", about: "JUnit XML for CI", reporter: |to, who| Box::new(junit::Junit::new(to, who)) },
    Format {
        name: "events",
        about: "the recorded run, for `harness replay`",
        reporter: |to, who| Box::new(events::Events::new(to, who)),
    },
];
