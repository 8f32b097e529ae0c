//! `type`: the harness types at a program's terminal.

use serde::{Deserialize, Serialize};

use super::lint::Lint;
use crate::stage::template::Template;
use crate::text::Place;
use crate::text::shorthand::text_stands_for;

/// Types a line, or the end of input. `type: hi` is short for `type: { line: hi }`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, remote = "Self")]
pub struct Type {
    /// `server` or `client`; by default the check's program.
    pub program: Option<String>,
    /// The line, without its end.
    pub line: Option<Template>,
    /// Ends the input, as Ctrl-D does.
    #[serde(default)]
    pub end_of_input: bool,
}

text_stands_for!(Type, line);

impl Type {
    /// Something is typed, and a line is a single one.
    pub(crate) fn lint(&self, place: Place, lint: &mut Lint<'_>) {
        lint.program(place, self.program.as_deref());
        match &self.line {
            None if !self.end_of_input => {
                lint.complain(place, "`type` does not say what to type", "Give a `line`, or `end_of_input: true`.");
            }
            None => {}
            Some(typed) => {
                if typed.0.contains('\n') {
                    let remedy = "Write a `type` step for each line; the end of the line is typed by itself.";
                    lint.complain(place, "several lines cannot be typed as one", remedy);
                }
                lint.template(place, typed);
            }
        }
    }
}
