//! Mappings without quotes: Java's `{a=1, b=2}`, Go's `map[a:1 b:2]`, `a: 1, b: 2` in one line.

use super::rows::pair;
use super::{Awaited, Entries, around};

/// Every mapping of these forms; if nothing else may stand there, only one that stands alone.
pub(super) fn mappings(text: &str, awaited: &Awaited, among_others: bool) -> Vec<Entries> {
    let stands = |from: usize, to: usize| among_others || around::stands_alone(&text[..from], &text[to..]);
    let mut found = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let from = at;
        at += line.len();
        let (inner, end) = match line.find('{') {
            Some(open) => {
                let inner = from + open + 1;
                // It ends in its line, or where a line ends with the bracket.
                let close = line[open..].rfind('}').map(|close| from + open + close);
                let Some(close) = close.or_else(|| text[inner..].find("}\n").map(|close| inner + close)) else {
                    continue;
                };
                ((inner, close), close + 1)
            }
            None if line.contains(", ") => ((from, from + line.len()), from + line.len()),
            None => continue,
        };
        let begin = if inner.0 > from { inner.0 - 1 } else { from };
        if stands(begin, end) {
            found.extend(split(&text[inner.0..inner.1], awaited));
        }
    }
    found.extend(as_go_prints(text, awaited, among_others));
    found
}

/// The entries between commas that white space follows. A single one is a line of its own.
fn split(text: &str, awaited: &Awaited) -> Option<Entries> {
    let mut parts = Vec::new();
    let mut begin = 0;
    for (at, _) in text.match_indices(',') {
        if text[at + 1..].starts_with(char::is_whitespace) {
            parts.push(&text[begin..at]);
            begin = at + 1;
        }
    }
    if !text[begin..].trim().is_empty() {
        parts.push(&text[begin..]);
    }
    if parts.len() < 2 {
        return None;
    }
    parts.into_iter().map(|part| pair(part.trim(), awaited)).collect()
}

/// Go sorts the keys, and puts a blank between the entries: nobody can tell where a name of two words ends.
fn as_go_prints(text: &str, awaited: &Awaited, among_others: bool) -> Option<Entries> {
    let entries: Vec<String> = awaited.iter().map(|(key, value)| format!("{key}:{value}")).collect();
    let printed = format!("map[{}]", entries.join(" "));
    let from = text.find(&printed)?;
    let stands = among_others || around::stands_alone(&text[..from], &text[from + printed.len()..]);
    stands.then(|| awaited.iter().map(|(key, value)| (key.clone(), value.clone())).collect())
}
