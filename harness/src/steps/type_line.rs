//! `type`: the harness types at a program's terminal.

use serde::{Deserialize, Serialize};

use crate::stage::template::Template;
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
