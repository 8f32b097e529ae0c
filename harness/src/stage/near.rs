//! What a near miss may differ in, and what it is worth.

use serde::{Deserialize, Serialize};

/// The near-miss rule of an exercise or a check.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct NearRule {
    /// The share of the points that a near miss earns.
    pub worth: Worth,
    /// What may differ.
    pub may_differ_in: Vec<Freedom>,
}

impl Default for NearRule {
    fn default() -> Self {
        Self {
            worth: Worth::Full,
            may_differ_in: vec![Freedom::Case, Freedom::Space, Freedom::Closing, Freedom::Words],
        }
    }
}

impl NearRule {
    /// Whether answers may differ in this.
    pub fn allows(&self, freedom: Freedom) -> bool {
        self.may_differ_in.contains(&freedom)
    }
}

/// The share of a check's points that a near miss earns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Worth {
    /// All of them.
    Full,
    /// Half of them.
    Half,
    /// None.
    Nothing,
}

/// One thing in which a near miss may differ from what was awaited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Freedom {
    /// Upper and lower case.
    Case,
    /// White space around the text.
    Space,
    /// Closing punctuation: `.`, `!`, `?`.
    Closing,
    /// Words around an inserted value, as in `Server time: 12:34:56`.
    Words,
}
