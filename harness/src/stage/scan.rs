//! Reads what a scanner has printed: which ports it says are open, whatever the layout.
//!
//! Nobody can know all layouts (`Port 80: open`, a list, a line for closed ports as well, a heading with the range), but all
//! of them have one thing in common: what is printed for the open ports is not printed for the others. So every mention
//! of a port gets a *label*, the words it is printed with, numbers left out. A label that stands at open ports only reports
//! open ports, and all open ports must be reported. A label that stands at any other port, too, reports nothing: it is a
//! heading with the range, a progress line, or a mistake.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex::Regex;

mod reading;

use reading::{Mention, READINGS};

/// The ports that a scanner was sent to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scan {
    /// The first and the last.
    pub range: (u16, u16),
    /// Those among them that are open.
    pub open: BTreeSet<u16>,
}

/// What is wrong with a scanner's report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// Open ports that are not printed as open.
    Missing(Vec<u16>),
    /// Other ports that are printed like the open ones, and where the first of them stands.
    Extra(Vec<u16>, usize),
}

type Labels = BTreeMap<String, BTreeSet<u16>>;

impl Scan {
    /// Holds what was printed against what is open.
    pub fn judge(&self, printed: &str) -> Result<(), Wrong> {
        let mentions = reading::mentions(printed, self.range);
        let by_line = labels(&mentions, READINGS[0]);
        let reported = |labels: &Labels, is_report: &dyn Fn(&str) -> bool| -> BTreeSet<u16> {
            let reports = labels.iter().filter(|(label, ports)| ports.is_subset(&self.open) && is_report(label));
            reports.flat_map(|(_, ports)| ports.iter().copied()).collect()
        };
        // Whole lines may be silent about what they say (a bare list); parts of lines may not: they are too short to be sure of.
        let in_words = reported(&by_line, &says_open);
        let mute = reported(&by_line, &|label| !says_open(label) && !says_closed(label) && !names_an_end(label));
        let of_parts =
            READINGS[1..].iter().any(|reading| reported(&labels(&mentions, *reading), &says_open) == self.open);
        if in_words == self.open || mute == self.open || of_parts {
            return Ok(());
        }
        Err(self.wrong(&mentions, &by_line, &in_words, &mute))
    }

    /// What is wrong, told by the label that comes nearest to a report.
    fn wrong(
        &self,
        mentions: &[Mention<'_>],
        by_line: &Labels,
        in_words: &BTreeSet<u16>,
        mute: &BTreeSet<u16>,
    ) -> Wrong {
        let nearest = by_line.iter().filter(|(label, _)| !says_closed(label)).max_by_key(|(label, ports)| {
            let hits = ports.intersection(&self.open).count();
            (2 * hits > ports.len(), hits, says_open(label))
        });
        let extra: Vec<u16> =
            nearest.map(|(_, ports)| ports.difference(&self.open).copied().collect()).unwrap_or_default();
        let label = nearest.map(|(label, _)| label.as_str()).unwrap_or_default();
        let stands = |mention: &&Mention<'_>| extra.contains(&mention.port) && READINGS[0](mention) == label;
        if let Some(mention) = mentions.iter().find(stands) {
            return Wrong::Extra(extra, mention.at);
        }
        let reported = if in_words.is_empty() { mute } else { in_words };
        let missing: Vec<u16> = self.open.difference(reported).copied().collect();
        Wrong::Missing(if missing.is_empty() { self.open.iter().copied().collect() } else { missing })
    }
}

fn labels(mentions: &[Mention<'_>], reading: fn(&Mention<'_>) -> String) -> Labels {
    let mut labels = Labels::new();
    for mention in mentions {
        labels.entry(reading(mention)).or_default().insert(mention.port);
    }
    labels
}

/// Words for an open port, in the languages of students.
static OPEN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"open|success|succeed|connected|listen|true|reachable|accept|active|avail|alive|\bup\W*$|\byes\b|\bok\b",
        r"|offen|ouvert|abiert|abert|apert|открыт|otwart|açık"
    ))
    .ok()
});

/// What turns such a word round, before it.
static DENIED: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(\bnot?\b|n't|n’t|\bnever\b|\bnicht\b|\bun|\bin|\bdis)[^#]*$").ok());

/// Words for a port that is not open.
static CLOSED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"clos(e|ed)\b|refus|filtered|false|unreach|timed? ?out|fail|\bdown\b|geschlossen|ferm[eé]|cerrad|fechad|chius",
        r"|закрыт|zamkni|kapalı"
    ))
    .ok()
});

/// Words of a line that says where a scan begins or ends.
static AN_END: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\b(start|starting|end|ending|first|last|range|until|begin|beginning|up to|highest|lowest)\b|^\W*(from|to)\W*#").ok()
});

fn says_open(label: &str) -> bool {
    let Some(word) = OPEN.as_ref().and_then(|open| open.find(label)) else { return false };
    !is_found(&DENIED, &label[..word.start()])
}

fn says_closed(label: &str) -> bool {
    let open = OPEN.as_ref().and_then(|open| open.find(label));
    open.map_or_else(|| is_found(&CLOSED, label), |word| is_found(&DENIED, &label[..word.start()]))
}

fn names_an_end(label: &str) -> bool {
    is_found(&AN_END, label)
}

fn is_found(sign: &LazyLock<Option<Regex>>, text: &str) -> bool {
    sign.as_ref().is_some_and(|sign| sign.is_match(text))
}

#[cfg(test)]
mod tests;
