//! `repeat`, `for_each`, `together`, `either`: steps that hold steps.

use serde::{Deserialize, Serialize};

use super::Steps;
use super::lint::Lint;
use crate::stage::template::Template;
use crate::text::Place;

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

impl Repeat {
    /// A loop ends for exactly one reason, and what ends it must be able to happen.
    pub(crate) fn lint(&self, place: Place, lint: &mut Lint<'_>) {
        match (self.times, self.at_most) {
            (None, None) => {
                lint.complain(
                    place,
                    "`repeat` does not say how often",
                    "Add `times: 3`, or `at_most: 100` with `until`.",
                );
            }
            (Some(_), Some(_)) => {
                lint.complain(place, "`repeat` says twice how often", "Keep `times`, or `at_most` with `until`.");
            }
            (Some(0), None) | (None, Some(0)) => {
                lint.complain(place, "a loop of 0 rounds plays nothing", "Give a number of 1 or more.");
            }
            (None, Some(_)) if self.until.is_none() => {
                lint.complain(
                    place,
                    "`at_most` needs a reason to stop earlier",
                    "Add `until`, or write `times` instead.",
                );
            }
            (Some(_), None) | (None, Some(_)) => {}
        }
        lint.body(place, "repeat", &self.steps);
        match &self.until {
            Some(Until::Reply(reply)) => {
                lint.template(place, reply);
                if !Lint::keeps(&self.steps, "reply") {
                    let at = lint.find(place, "until");
                    lint.complain(
                        at,
                        "no step of this loop keeps the reply that would end it",
                        "Add `save: reply` to the `expect` of the loop.",
                    );
                }
            }
            Some(Until::Closed(_)) => lint.on(place, None),
            None => {}
        }
    }
}

impl ForEach {
    /// The group must have been opened.
    pub(crate) fn lint(&self, place: Place, lint: &mut Lint<'_>) {
        lint.group(place, &self.connection);
        lint.body(place, "for_each", &self.steps);
    }
}
