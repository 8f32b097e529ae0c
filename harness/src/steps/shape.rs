//! `repeat`, `for_each`, `together`, `either`: steps that hold steps.

use serde::{Deserialize, Serialize};

use super::Steps;
use crate::stage::template::Template;

/// Plays steps over and over.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Repeat {
    /// How often exactly; or …
    pub times: Option<u32>,
    /// … how often at most, until `until` holds.
    pub at_most: Option<u32>,
    /// Ends the loop once it holds after a round.
    pub until: Option<Until>,
    /// What is played.
    pub steps: Steps,
}

/// What ends a loop.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Until {
    /// A value that a step of the loop saved as `reply` is this text.
    Reply(Template),
    /// The program closed the connection that was opened last.
    Closed(crate::stage::matcher::Unit),
}

/// Plays steps for each connection of a group.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ForEach {
    /// The group that `connect: { count, as }` opened.
    pub connection: String,
    /// From the last to the first.
    #[serde(default)]
    pub reversed: bool,
    /// What is played; steps without `on` use the connection whose turn it is.
    pub steps: Steps,
}
