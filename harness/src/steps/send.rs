//! `send`: the harness sends bytes on a connection.

use serde::{Deserialize, Serialize};

use super::lint::Lint;
use crate::stage::matcher::Binary;
use crate::stage::template::Template;
use crate::text::Place;
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

impl Send {
    /// A connection must be open, and exactly one thing is sent.
    pub(crate) fn lint(&self, place: Place, lint: &mut Lint<'_>) {
        lint.on(place, self.on.as_deref());
        let given = [self.text.is_some(), self.bytes.is_some(), self.pick.is_some()];
        match given.iter().filter(|given| **given).count() {
            0 => lint.complain(place, "`send` does not say what to send", "Give one of `text`, `bytes` and `pick`."),
            1 => {}
            _ => lint.complain(place, "`send` says several things at once", "Keep one of `text`, `bytes` and `pick`."),
        }
        if let Some(text) = &self.text {
            lint.template(place, text);
        }
        if let Some(bytes) = &self.bytes {
            lint.binary(place, bytes);
        }
        if let Some(texts) = &self.pick {
            lint.choice(place, "pick", texts);
        }
        if self.in_pieces.as_ref().is_some_and(|pieces| pieces.is_empty() || pieces.contains(&0)) {
            let at = lint.find(place, "in_pieces");
            lint.complain(
                at,
                "a piece of nothing cannot be sent",
                "Give the lengths of the first pieces, as in `[1, 5]`.",
            );
        }
        lint.save(place, self.save.as_deref());
    }
}
