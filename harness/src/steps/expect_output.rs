//! `expect_output`: something is printed on a program's terminal.

use super::lint::Lint;
use crate::stage::matcher::beside::step_with_matcher;
use crate::text::Place;

step_with_matcher! {
    /// Waits until what the program printed since the last matched output holds what is awaited.
    /// Other output before, between and after costs nothing.
    ExpectOutput {
        /// `server` or `client`; by default the check's program.
        program: Option<String>,
        /// Keeps what matched under this name.
        save: Option<String>,
    }
}

impl ExpectOutput {
    /// Exactly one thing is awaited on the terminal of a program of the check.
    pub(crate) fn lint(&self, place: Place, lint: &mut Lint<'_>) {
        lint.program(place, self.program.as_deref());
        lint.one_matcher(place, "expect_output", &self.matchers());
        lint.save(place, self.save.as_deref());
    }
}
