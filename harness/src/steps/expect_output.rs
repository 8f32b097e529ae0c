//! `expect_output`: something is printed on a program's terminal.

use crate::stage::matcher::beside::step_with_matcher;

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
