//! `expect`: something comes on a connection.

use super::lint::Lint;
use crate::stage::matcher::beside::step_with_matcher;
use crate::text::Place;

step_with_matcher! {
    /// Waits until what came on a connection matches. `expect: hi` is short for `expect: { text: hi }`.
    Expect {
        /// The connection; by default the one that was opened last.
        on: Option<String>,
        /// Keeps what matched under this name; after a near match, the text that was meant.
        save: Option<String>,
    }
}

impl Expect {
    /// A connection must be open, and exactly one thing is awaited on it.
    pub(crate) fn lint(&self, place: Place, lint: &mut Lint<'_>) {
        lint.on(place, self.on.as_deref());
        lint.one_matcher(place, "expect", &self.matchers());
        lint.save(place, self.save.as_deref());
    }
}
