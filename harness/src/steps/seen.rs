//! `until: { seen: … }`: whether a sample of a game of chance has shown everything that it can show.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::lint::Lint;
use crate::stage::scene::Saved;
use crate::text::{Bytes, Place};

/// What a sample must show before it is large enough.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seen {
    /// Values by the names under which steps of the loop save them: each combination was seen in some round.
    pub every: BTreeMap<String, Vec<String>>,
    /// The name of a value that was followed by itself and by another one, each on one connection.
    /// What moves in a circle, or only from one connection to the next, never shows both.
    pub in_a_row: Option<String>,
}

/// Of the rounds of a game, at least so many (one in …) follow another round on the same connection.
const FOLLOWS: f64 = 3.0;

impl Seen {
    /// Whether everything was seen in what the steps have saved so far.
    pub(super) fn holds(&self, saved: &[Saved]) -> bool {
        self.missing(saved).is_none()
    }

    /// The values of each name that are missing in some combination.
    pub(super) fn wanted(&self, saved: &[Saved]) -> BTreeMap<String, BTreeSet<String>> {
        let unseen = self.unseen(saved);
        let of = |index: usize| unseen.iter().map(|combination| combination[index].clone()).collect();
        self.every.keys().enumerate().map(|(index, name)| (name.clone(), of(index))).collect()
    }

    /// The first thing that was not seen, in words; and nothing once all was.
    pub(super) fn missing(&self, saved: &[Saved]) -> Option<String> {
        self.unseen(saved).first().map(|values| self.told(values)).or_else(|| self.missing_in_a_row(saved))
    }

    fn unseen(&self, saved: &[Saved]) -> Vec<Vec<String>> {
        let columns: Vec<Vec<&Bytes>> = self.every.keys().map(|name| values(saved, name)).collect();
        let rounds = columns.iter().map(Vec::len).min().unwrap_or_default();
        let seen: BTreeSet<Vec<String>> =
            (0..rounds).map(|round| columns.iter().map(|column| column[round].to_text()).collect()).collect();
        self.combinations().into_iter().filter(|combination| !seen.contains(combination)).collect()
    }

    fn missing_in_a_row(&self, saved: &[Saved]) -> Option<String> {
        let name = self.in_a_row.as_ref()?;
        let values: Vec<&Saved> = saved.iter().filter(|saved| saved.name == *name).collect();
        let follows = |same: bool| {
            values
                .windows(2)
                .any(|two| two[0].connection == two[1].connection && (two[0].value == two[1].value) == same)
        };
        match (follows(true), follows(false)) {
            (true, true) => None,
            (_, false) => Some(format!("another `{name}` than in the round before, on the same connection")),
            (false, true) => Some(format!("the same `{name}` as in the round before, on the same connection")),
        }
    }

    fn told(&self, values: &[String]) -> String {
        let parts = self.every.keys().zip(values).map(|(name, value)| format!("{value} as `{name}`"));
        parts.collect::<Vec<_>>().join(" with ")
    }

    fn combinations(&self) -> Vec<Vec<String>> {
        self.every.values().fold(vec![Vec::new()], |so_far, values| {
            let longer = |head: &Vec<String>| {
                let longer = values.iter().map(|value| [head.as_slice(), std::slice::from_ref(value)].concat());
                longer.collect::<Vec<_>>()
            };
            so_far.iter().flat_map(longer).collect()
        })
    }

    /// The probability that so many rounds do not show everything, although each combination is as likely as the others.
    pub fn unseen_after(&self, rounds: u32) -> f64 {
        let rounds = f64::from(rounds);
        let combinations: f64 = self.every.values().map(|values| count(values)).product();
        let never = combinations * (1.0 - 1.0 / combinations).powf(rounds);
        let Some(values) = self.in_a_row.as_ref().and_then(|name| self.every.get(name)) else { return never };
        let again = 1.0 / count(values);
        never + (1.0 - again).powf(rounds / FOLLOWS) + again.powf(rounds / FOLLOWS)
    }

    /// Everything must be able to happen, and be kept where it does.
    pub(super) fn lint(&self, place: Place, keeps: &dyn Fn(&str) -> bool, lint: &mut Lint<'_>) {
        if self.every.is_empty() {
            let at = lint.find(place, "seen");
            lint.complain(
                at,
                "`seen` does not say what",
                "Add `every:` with the values of a name, as in `every: { side: [heads, tails] }`.",
            );
        }
        for (name, values) in &self.every {
            let at = lint.find(place, name);
            let different: BTreeSet<&String> = values.iter().collect();
            if values.len() < 2 || different.len() < values.len() {
                lint.complain(at, format!("`{name}` needs two different values or more"), "List each value once.");
            }
            if !keeps(name) {
                let remedy = format!("Add `save: {name}` to a step of the loop.");
                lint.complain(at, format!("no step of this loop keeps `{name}`"), remedy);
            }
        }
        if let Some(name) = self.in_a_row.as_ref().filter(|name| !self.every.contains_key(*name)) {
            let at = lint.find(place, "in_a_row");
            lint.complain(at, format!("`{name}` does not stand in `every`"), "Name one of the values that do.");
        }
    }
}

fn values<'a>(saved: &'a [Saved], name: &str) -> Vec<&'a Bytes> {
    saved.iter().filter(|saved| saved.name == name).map(|saved| &saved.value).collect()
}

fn count(values: &[String]) -> f64 {
    f64::from(u32::try_from(values.len()).unwrap_or(u32::MAX)).max(1.0)
}

#[cfg(test)]
mod tests {
    use super::{Bytes, Saved, Seen};

    /// A sample of a coin: the guess, what fell, and the connection.
    fn sample(rounds: &[(&str, &str, usize)]) -> Vec<Saved> {
        let saved = |name: &str, value: &str, connection| Saved {
            name: name.to_owned(),
            value: Bytes::from(value),
            connection: Some(connection),
        };
        rounds.iter().flat_map(|(guess, side, on)| [saved("guess", guess, *on), saved("side", side, *on)]).collect()
    }

    fn seen() -> Seen {
        serde_yaml::from_str("{ every: { guess: [h, t], side: [h, t] }, in_a_row: side }").expect("sound")
    }

    #[test]
    fn every_combination_is_wanted() {
        let three = [("h", "h", 0), ("h", "t", 0), ("t", "t", 0)];
        assert_eq!(seen().missing(&sample(&three)).as_deref(), Some("t as `guess` with h as `side`"));
        let wanted = seen().wanted(&sample(&three));
        assert_eq!(wanted["guess"].iter().collect::<Vec<_>>(), ["t"]);
        assert_eq!(seen().missing(&sample(&[three.as_slice(), &[("t", "h", 0)]].concat())), None);
    }

    #[test]
    fn what_moves_in_a_circle_or_only_between_connections_is_told() {
        let circle = sample(&[("h", "h", 0), ("h", "t", 0), ("t", "h", 0), ("t", "t", 0)]);
        assert_eq!(
            seen().missing(&circle).as_deref(),
            Some("the same `side` as in the round before, on the same connection")
        );
        let drawn_once = sample(&[("h", "h", 0), ("t", "h", 0), ("h", "t", 1), ("t", "t", 1)]);
        assert_eq!(
            seen().missing(&drawn_once).as_deref(),
            Some("another `side` than in the round before, on the same connection")
        );
    }

    #[test]
    fn the_chance_of_a_sample_that_is_too_small_is_told() {
        assert_eq!(format!("{:.1e}", seen().unseen_after(100)), "1.9e-10");
        assert!(!seen().holds(&[]));
    }
}
