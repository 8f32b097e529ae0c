//! `wait_until`: the play goes on when the clock says so.

use serde::{Deserialize, Serialize};

/// What the clock must have reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WaitUntil {
    /// The beginning of the next second. Meanwhile the check's place among the jobs is another's.
    NextSecond,
}
