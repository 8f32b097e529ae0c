//! `expect_wire`: one program of the submission says something to the other.

use serde::{Deserialize, Serialize};

use super::lint::Lint;
use crate::stage::matcher::beside::step_with_matcher;
use crate::text::Place;

step_with_matcher! {
    /// Waits until what one program sent to the other, read off the wire, matches.
    ExpectWire {
        /// Who says it: `server` or `client`.
        from: Option<String>,
        /// Keeps what matched under this name.
        save: Option<String>,
    }
}

/// Waits until the two programs have closed their connection.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectWireClose {}

impl ExpectWire {
    /// Two programs must be there to talk, and it is said who speaks.
    pub(crate) fn lint(&self, place: Place, lint: &mut Lint<'_>) {
        needs_both(place, lint);
        match &self.from {
            Some(from) => lint.program(place, Some(from)),
            None => lint.complain(place, "it is open who says this", "Add `from: server` or `from: client`."),
        }
        lint.one_matcher(place, "expect_wire", &self.matchers());
        lint.save(place, self.save.as_deref());
    }
}

impl ExpectWireClose {
    /// Two programs must be there to end a conversation.
    #[expect(clippy::unused_self, reason = "every step is linted through a method of its own")]
    pub(crate) fn lint(&self, place: Place, lint: &mut Lint<'_>) {
        needs_both(place, lint);
    }
}

fn needs_both(place: Place, lint: &mut Lint<'_>) {
    if !lint.plays_both() {
        lint.complain(
            place,
            "only two programs of the submission have a wire between them",
            "Write `program: both` in the check, or read what comes with `expect`.",
        );
    }
}
