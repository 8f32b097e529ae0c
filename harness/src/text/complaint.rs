//! A complaint about something a person wrote: what is wrong, where, and what to write instead.

use super::Place;

/// One complaint about a text with places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    /// Where.
    pub place: Place,
    /// What is wrong, in one line.
    pub title: String,
    /// What stands under the caret; may be empty.
    pub label: String,
    /// What to write instead; may be empty.
    pub remedy: String,
}

impl Complaint {
    /// A complaint with its remedy.
    pub fn new(place: Place, title: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { place, title: title.into(), label: String::new(), remedy: remedy.into() }
    }
}
