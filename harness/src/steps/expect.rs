//! `expect`: something comes on a connection.

use crate::stage::matcher::beside::step_with_matcher;

step_with_matcher! {
    /// Waits until what came on a connection matches. `expect: hi` is short for `expect: { text: hi }`.
    Expect {
        /// The connection; by default the one that was opened last.
        on: Option<String>,
        /// Keeps what matched under this name; after a near match, the text that was meant.
        save: Option<String>,
    }
}
