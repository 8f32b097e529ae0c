//! Mappings with an entry a line in words of the program's own: `The word 'sun' occurs 2 times`.

use std::collections::BTreeSet;

use super::{Awaited, Entries};

/// What stands around the key and the value in each of the lines, with one blank for any white space.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Frame {
    before: String,
    between: String,
    after: String,
    /// Whether the value stands first: `2 times sun`.
    turned: bool,
}

/// The mappings that lines make up which say the same around keys and values; other lines may stand between.
pub(super) fn mappings(text: &str, awaited: &Awaited) -> Vec<Entries> {
    const LONGEST: usize = 1000;
    let lines = text.lines().filter(|line| line.len() <= LONGEST);
    let lines: Vec<String> = lines.map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    // If there is such a mapping, the first entry stands in one of them; if it is wrong in this one, the second may be right.
    let sure = awaited.iter().take(2);
    let frames: BTreeSet<Frame> =
        sure.flat_map(|(key, value)| lines.iter().flat_map(|line| frames(line, key, value))).collect();
    frames.iter().map(|frame| lines.iter().filter_map(|line| frame.read(line)).collect()).collect()
}

/// Every way in which a line may say this key and this value, with a word or more beside them.
fn frames(line: &str, key: &str, value: &str) -> Vec<Frame> {
    let mut found = Vec::new();
    for (at, _) in line.match_indices(key) {
        for (of_value, _) in line.match_indices(value) {
            let turned = of_value < at;
            let (first, second) = if turned { (of_value, at) } else { (at, of_value) };
            let ends = if turned { (value.len(), key.len()) } else { (key.len(), value.len()) };
            let Some(between) = line.get(first + ends.0..second).filter(|between| !between.is_empty()) else {
                continue;
            };
            let (before, after) = (&line[..first], singular(&line[second + ends.1..]));
            if [before, between, after].concat().contains(char::is_alphabetic) {
                let [before, between, after] = [before, between, after].map(str::to_owned);
                found.push(Frame { before, between, after, turned });
            }
        }
    }
    found
}

/// `1 time`, `2 times`, `2 time(s)`.
fn singular(after: &str) -> &str {
    let after = after.trim_end_matches(['.', '!']);
    after.strip_suffix("(s)").or_else(|| after.strip_suffix('s')).unwrap_or(after)
}

impl Frame {
    /// The entry of a line that has this frame.
    fn read(&self, line: &str) -> Option<(String, String)> {
        let rest = line.strip_prefix(self.before.as_str())?;
        let rest = if self.after.is_empty() { rest } else { singular(rest).strip_suffix(self.after.as_str())? };
        let (left, right) =
            if self.turned { rest.split_once(&self.between)? } else { rest.rsplit_once(&self.between)? };
        let (key, value) = if self.turned { (right, left) } else { (left, right) };
        Some((key.to_owned(), value.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::{Awaited, mappings};

    #[test]
    fn what_is_said_around_each_entry_is_free() {
        let awaited: Awaited = [("moon", "1"), ("sun", "2")].map(|(key, value)| (key.into(), value.into())).into();
        for (printed, is_read) in [
            ("The word 'sun' occurs 2 times.\nThe word 'moon' occurs 1 time.", true),
            ("Hello\nword:  sun  count: 2\nword:  moon count: 1\nBye", true),
            ("2 times sun\n1 times moon", true),
            ("'sun' 2 time(s)\n'moon' 1 time(s)", true),
            ("sun occurs 2 times\nmoon occurs 2 times", false),
            ("sun occurs 2 times\nmoon appears 1 times", false),
            ("sun occurs 2 times\nmoon occurs 1 times\nstar occurs 1 times", false),
            ("sun occurs 2 times", false),
        ] {
            let read = mappings(printed, &awaited).into_iter().any(|entries| {
                entries.len() == awaited.len() && entries.iter().cloned().collect::<Awaited>() == awaited
            });
            assert_eq!(read, is_read, "{printed}");
        }
    }
}
