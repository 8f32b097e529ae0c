//! A clock reading by itself: its form, the forms that are nearly right, and from when on it is current.

use serde::{Deserialize, Serialize};

use super::examine::{Context, Outcome};
use super::{Since, interleaved};
use crate::text::shorthand::text_stands_for;

/// A clock reading. `clock: "%H:%M:%S"` is short for `clock: { form: "%H:%M:%S" }`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, remote = "Self")]
pub struct ClockRule {
    /// Its form, as for strftime. In place of `%Z` any name of a zone may stand: languages have different ones.
    pub form: Option<String>,
    /// Forms that are a near miss.
    #[serde(default)]
    pub nearly: Vec<String>,
    /// From when on a reading is current.
    #[serde(default)]
    pub since: Since,
}

text_stands_for!(ClockRule, form);

impl ClockRule {
    /// The form; a sound rule has one.
    pub fn form(&self) -> &str {
        self.form.as_deref().unwrap_or_default()
    }

    /// Holds the start of some bytes against the rule; separators before the reading are free.
    pub(super) fn examine(&self, bytes: &[u8], context: &Context<'_>) -> Outcome {
        self.best(|form| interleaved::examine_clock(bytes, form, self.since(context), context))
    }

    /// Holds a line against the rule; separators around the reading are free, and words around it are a near miss.
    pub(super) fn examine_line(&self, line: &[u8], context: &Context<'_>) -> Outcome {
        self.best(|form| interleaved::examine(line, b"", form, self.since(context), context))
    }

    fn since(&self, context: &Context<'_>) -> std::time::SystemTime {
        match self.since {
            Since::Send => context.sent,
            Since::Start => context.started,
        }
    }

    /// What the form says of the bytes or, where it does not match, what the first form says that nearly does.
    fn best(&self, examine: impl Fn(&str) -> Outcome) -> Outcome {
        let outcome = examine(self.form());
        if matches!(outcome, Outcome::Whole { .. }) {
            return outcome;
        }
        let others: Vec<Outcome> = self.nearly.iter().map(|form| examine(form)).collect();
        let is_whole = |outcome: &&Outcome| matches!(outcome, Outcome::Whole { .. });
        if let Some(Outcome::Whole { length, meant, .. }) = others.iter().find(is_whole) {
            let near = Some("the form of the time".to_owned());
            return Outcome::Whole { length: *length, near, meant: meant.clone() };
        }
        let is_told = |outcome: &&Outcome| matches!(outcome, Outcome::Differs { remark: Some(_), .. });
        let is_begun = |outcome: &&Outcome| matches!(outcome, Outcome::Partial { .. });
        match outcome {
            Outcome::Differs { remark: None, .. } => {
                others.iter().find(is_told).or(others.iter().find(is_begun)).cloned().unwrap_or(outcome)
            }
            Outcome::Partial { suspect: Some(_) } => others.iter().find(is_told).cloned().unwrap_or(outcome),
            Outcome::Whole { .. } | Outcome::Partial { .. } | Outcome::Differs { .. } => outcome,
        }
    }
}
