//! `send`: the harness sends bytes on a connection.

use serde::{Deserialize, Serialize};

use crate::stage::matcher::Binary;
use crate::stage::template::Template;
use crate::text::shorthand::text_stands_for;

/// Sends a text, bytes, or one of several texts. `send: hi` is short for `send: { text: hi }`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, remote = "Self")]
pub struct Send {
    /// The connection; by default the one that was opened last.
    pub on: Option<String>,
    /// A text; the line end that the program was found to wait for is added.
    pub text: Option<Template>,
    /// Bytes, sent as they are.
    pub bytes: Option<Binary>,
    /// One of these texts, drawn anew each time.
    pub pick: Option<Vec<Template>>,
    /// Keeps what was sent, without the added line end, under this name.
    pub save: Option<String>,
    /// Lengths of the pieces it is cut into, the rest last; each is on the wire before the next.
    pub in_pieces: Option<Vec<usize>>,
    /// Sends a text without the line end that the program waits for.
    #[serde(default)]
    pub bare: bool,
}

text_stands_for!(Send, text);
