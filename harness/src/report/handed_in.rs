//! [`HandedIn`]: by whom a submission was handed in, and when.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What is known of a submission beside its files, from a platform's download and from a roster.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandedIn {
    /// The student's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The student's e-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// When it was handed in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub submitted: Option<Timestamp>,
    /// Until when it could be handed in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Timestamp>,
    /// Whether it came late, by these times or, where there are none, by the platform's own mark.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub late: bool,
    /// Which attempt it is, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attempt: Option<u32>,
    /// How many attempts there may be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attempts: Option<u32>,
}

impl HandedIn {
    /// How many seconds after it was due it came; nothing for what came in time, and where the times are not known.
    pub fn late_by(&self) -> Option<u64> {
        let seconds = self.submitted?.as_second() - self.due?.as_second();
        u64::try_from(seconds).ok().filter(|seconds| *seconds > 0 && self.late)
    }

    /// Which attempt it is and how many there may be, where those are fewer.
    pub fn one_too_many(&self) -> Option<(u32, u32)> {
        self.attempt.zip(self.attempts).filter(|(attempt, attempts)| attempt > attempts)
    }
}

/// A length of time in its two largest units.
pub fn in_words(seconds: u64) -> String {
    const UNITS: [(u64, &str); 4] = [(86_400, "d"), (3_600, "h"), (60, "min"), (1, "s")];
    let mut left = seconds;
    let mut words = Vec::new();
    for (length, unit) in UNITS {
        let count = left / length;
        left %= length;
        if count > 0 || !words.is_empty() {
            words.push((count, unit));
        }
    }
    let told = words.into_iter().take(2).filter(|(count, _)| *count > 0);
    let told: Vec<String> = told.map(|(count, unit)| format!("{count} {unit}")).collect();
    if told.is_empty() { "0 s".to_owned() } else { told.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::{HandedIn, in_words};

    #[test]
    fn what_came_late_says_by_how_much() {
        let at = |text: &str| text.parse().ok();
        let due = at("2026-11-20T22:59:00Z");
        let handed_in = |submitted: &str, late| HandedIn { submitted: at(submitted), due, late, ..HandedIn::default() };
        assert_eq!(handed_in("2026-11-20T23:09:00Z", true).late_by(), Some(600));
        assert_eq!(handed_in("2026-11-20T23:09:00Z", false).late_by(), None, "forgiven");
        assert_eq!(handed_in("2026-11-20T22:00:00Z", true).late_by(), None);
        assert_eq!(HandedIn { late: true, ..HandedIn::default() }.late_by(), None, "the platform does not say when");
    }

    #[test]
    fn lengths_are_told_in_two_units() {
        let told = [0, 59, 60, 3_661, 86_400, 86_460, 97_200].map(in_words);
        assert_eq!(told, ["0 s", "59 s", "1 min", "1 h 1 min", "1 d", "1 d", "1 d 3 h"]);
    }
}
