//! A mapping of texts to texts, written in any common form: as a literal of some language, or an entry a line.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::examine::{Context, Mistake, Outcome, find};
use crate::stage::template::{Template, Variables};
use crate::text::Bytes;

mod around;
mod literal;
mod loose;
mod rows;
mod sentences;
#[cfg(test)]
mod tests;

/// Which entries a mapping must have, and no others. Their order is free, and numbers are the same by their digits. It is
/// judged once everything has come. On a terminal it is looked for among other lines; elsewhere nothing else may stand.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct MappingRule {
    /// The entries; or …
    pub entries: Option<BTreeMap<String, Template>>,
    /// … every word of this text with its count. Words are what white space separates, upper and lower case kept.
    pub counts_of: Option<Template>,
    /// Others may be there as well whose keys begin with this: where nobody knows beforehand who else is there.
    pub others_begin_with: Option<Template>,
    /// Whether other lines may stand around it.
    #[serde(skip)]
    pub among_others: bool,
}

/// The entries that are awaited.
type Awaited = BTreeMap<String, String>;

/// The entries of one mapping that was found, in its order.
type Entries = Vec<(String, String)>;

impl MappingRule {
    /// The same, where other lines may stand around it.
    pub fn among_others(&self) -> Self {
        Self { among_others: true, ..self.clone() }
    }

    /// Holds everything that has come against the rule.
    pub(super) fn examine(&self, bytes: &[u8], context: &Context<'_>) -> Result<Outcome, Mistake> {
        let awaited = self.awaited(context.variables)?;
        let others = self.others_begin_with.as_ref().map(|others| others.fill(context.variables)).transpose()?;
        let others = others.map(|others| others.to_text());
        let difference = |entries| difference(entries, &awaited, others.as_deref());
        if context.ending.is_none() {
            return Ok(Outcome::Partial { suspect: None });
        }
        let text = String::from_utf8_lossy(bytes);
        if awaited.is_empty() && around::is_nothing(&text) {
            return Ok(whole(bytes));
        }
        let mut mappings = literal::mappings(&text, self.among_others);
        mappings.extend(loose::mappings(&text, &awaited, self.among_others));
        mappings.extend(rows::mappings(&text, &awaited, self.among_others));
        if self.among_others {
            mappings.extend(sentences::mappings(&text, &awaited));
        }
        if mappings.iter().any(|entries| difference(entries).is_none()) {
            return Ok(whole(bytes));
        }
        let hits = |entries: &&Entries| entries.iter().filter(|(key, value)| awaited.get(key) == Some(value)).count();
        // Of several that are equally right, the first one was read most strictly.
        let Some(nearest) =
            mappings.iter().rev().max_by_key(hits).filter(|nearest| !nearest.is_empty() || !self.among_others)
        else {
            return Ok(Outcome::Partial { suspect: None });
        };
        Ok(match difference(nearest) {
            Some((word, remark)) => {
                let at = word.and_then(|word| find(bytes, word.as_bytes())).unwrap_or(bytes.len());
                Outcome::Differs { at, remark: Some(remark) }
            }
            None => whole(bytes),
        })
    }

    fn awaited(&self, variables: &Variables) -> Result<Awaited, Mistake> {
        let mut awaited = Awaited::new();
        for (key, value) in self.entries.iter().flatten() {
            let key = Template(key.clone()).fill(variables)?.to_text();
            awaited.insert(key, value.fill(variables)?.to_text());
        }
        if let Some(text) = &self.counts_of {
            let mut counts: BTreeMap<String, usize> = BTreeMap::new();
            for word in text.fill(variables)?.to_text().split_whitespace() {
                *counts.entry(word.to_owned()).or_default() += 1;
            }
            awaited.extend(counts.into_iter().map(|(word, count)| (word, count.to_string())));
        }
        Ok(awaited)
    }

    /// "a mapping of `Hopper` to `Grace`, and nothing else"
    pub(super) fn describe(&self, variables: &Variables) -> String {
        const SHOWN: usize = 4;
        let Ok(awaited) = self.awaited(variables) else { return "a mapping".to_owned() };
        let entries: Vec<String> =
            awaited.iter().take(SHOWN).map(|(key, value)| format!("`{key}` to `{value}`")).collect();
        let others = self.others_begin_with.as_ref().and_then(|others| others.fill(variables).ok());
        let others =
            others.map_or("nothing else".to_owned(), |others| format!("others that begin with `{}`", others.to_text()));
        match awaited.len() {
            0 => "an empty mapping".to_owned(),
            1..=SHOWN => format!("a mapping of {}, and {others}", entries.join(", ")),
            length => format!("a mapping of {} and {} more, and {others}", entries.join(", "), length - SHOWN),
        }
    }
}

fn whole(bytes: &[u8]) -> Outcome {
    Outcome::Whole { length: bytes.len(), near: None, meant: Bytes::from(bytes) }
}

/// What the entries differ in first, and the word to point at.
fn difference<'a>(
    entries: &'a Entries,
    awaited: &'a Awaited,
    others: Option<&str>,
) -> Option<(Option<&'a str>, String)> {
    let mut found: BTreeMap<&str, &str> = BTreeMap::new();
    for (key, value) in entries {
        match found.insert(key, value) {
            Some(before) if before == value => return Some((Some(key), format!("`{key}` stands there twice"))),
            Some(before) => {
                let remark = format!("`{key}` stands there twice, with `{before}` and with `{value}`");
                return Some((Some(key), remark));
            }
            None => {}
        }
    }
    for (key, value) in awaited {
        match found.get(key.as_str()) {
            None => return Some((None, format!("`{key}` is missing"))),
            Some(came) if came != value => {
                return Some((Some(key), format!("`{key}` has `{came}`, not `{value}`")));
            }
            Some(_) => {}
        }
    }
    let is_free = |key: &str| others.is_some_and(|others| key.starts_with(others));
    let more = entries.iter().find(|(key, _)| !awaited.contains_key(key) && !is_free(key));
    more.map(|(key, _)| (Some(key.as_str()), format!("`{key}` is too many")))
}
