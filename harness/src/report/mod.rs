//! What a run amounts to, and how it is told: one fold, one voice, one file per format.
//!
//! Events go through a [`Desk`]: it folds each into the [`Report`] and then hands both to every [`Reporter`].
//! A recorded run goes through the same desk ([`replay`]), so it is told with the same bytes.

use std::io;

use crate::event::Event;

pub mod bundle;
mod comparison;
pub mod desk;
pub mod events;
pub mod format;
pub mod gradebook;
pub mod handed_in;
pub mod html;
pub mod json;
pub mod junit;
pub mod markdown;
pub mod origin;
mod page;
pub mod pcap;
pub mod platforms;
pub mod points;
pub mod replay;
mod reproduce;
pub mod summary;
pub mod tally;
pub mod tap;
pub mod terminal;
mod timeline;
pub mod view;
pub mod words;

#[cfg(test)]
mod sample;

pub use desk::Desk;
pub use format::{FORMATS, Format};
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
