//! Mappings with an entry a line: `key: value`, `key value`, a table, a list with bullets.

use super::{Awaited, Entries, literal};

/// What may stand between a key and its value.
const SIGNS: [&str; 14] = ["\t", "=>", "->", "→", "⇒", ":", "=", "|", "│", "┃", ",", ";", "–", "-"];

/// A line, read as an entry.
#[derive(Clone, Debug)]
struct Row {
    key: String,
    value: String,
    /// What stands between the two; a blank for any number of them, nothing where the entry is a literal.
    sign: &'static str,
    /// Whether the value stands first: `3 the`.
    turned: bool,
}

impl Row {
    fn style(&self) -> Style {
        (self.sign, self.turned)
    }
}

/// What a line is.
enum Line {
    /// Nothing, or only signs that draw a table.
    Empty,
    /// An entry.
    Entry(Row),
    /// Something else.
    Other,
}

/// How the entries of one mapping are written: the sign between the two, and whether the value stands first.
type Style = (&'static str, bool);

/// The mappings that lines make up: each run of entries, or all the lines if nothing else may stand there. All the entries
/// of a mapping are written alike, so that `sun, 1` is no entry of `sun` where `moon 1` stands beside it.
pub(super) fn mappings(text: &str, awaited: &Awaited, among_others: bool) -> Vec<Entries> {
    let lines = lines(text);
    let ways: Vec<Vec<Row>> = lines.iter().map(|line| ways(line)).collect();
    let is_hit = |row: &&Row| awaited.get(&row.key) == Some(&row.value);
    let mut styles: Vec<Style> = ways.iter().flatten().filter(is_hit).map(Row::style).collect();
    if styles.is_empty() && !among_others {
        styles.extend(ways.iter().flatten().map(Row::style));
        styles.push((":", false));
    }
    styles.sort_unstable();
    styles.dedup();
    let mut found = Vec::new();
    for style in styles {
        let read = lines.iter().zip(&ways).map(|(line, ways)| read(line, ways, awaited, style, among_others));
        let read: Vec<Line> = read.collect();
        if among_others {
            found.extend(runs(&read, awaited));
        } else {
            found.extend(all(&lines, read));
        }
    }
    found
}

/// Each run of entries in which one of the awaited keys stands.
fn runs(read: &[Line], awaited: &Awaited) -> Vec<Entries> {
    let mut found = Vec::new();
    // Empty lines may stand within a mapping, or around it.
    for empty_parts in [false, true] {
        let parted = read.split(|line| match line {
            Line::Empty => empty_parts,
            Line::Other => true,
            Line::Entry(_) => false,
        });
        for run in parted {
            let rows = run.iter().filter_map(|line| match line {
                Line::Entry(row) => Some((row.key.clone(), row.value.clone())),
                Line::Empty | Line::Other => None,
            });
            let entries = without_totals(rows.collect(), awaited);
            if entries.iter().any(|(key, _)| awaited.contains_key(key)) {
                found.push(entries);
            }
        }
    }
    found
}

/// All the lines, if each is an entry; before the first one may stand a heading, or the head of a table.
fn all(lines: &[&str], read: Vec<Line>) -> Option<Entries> {
    let mut entries = Entries::new();
    let is_rule = |line: Option<&&str>| line.is_some_and(|line| !line.trim().is_empty() && is_drawn(line));
    for (index, line) in read.into_iter().enumerate() {
        match line {
            Line::Empty => {}
            Line::Entry(_) | Line::Other
                if entries.is_empty() && (is_rule(lines.get(index + 1)) || lines[index].trim_end().ends_with(':')) => {}
            Line::Entry(row) => entries.push((row.key, row.value)),
            Line::Other => return None,
        }
    }
    Some(entries)
}

/// The lines of a text that are no part of a longer literal.
fn lines(text: &str) -> Vec<&str> {
    let occupied = literal::occupied(text);
    let mut at = 0;
    let mut lines = Vec::new();
    for line in text.split_inclusive('\n') {
        let (from, to) = (at, at + line.len());
        at = to;
        let is_free = !occupied.iter().any(|(begin, end)| *begin < to && from < *end);
        // What is no entry keeps runs apart.
        lines.push(if is_free { line.trim_end_matches(['\n', '\r']) } else { "…" });
    }
    lines
}

/// Reads a line as an entry of this style.
fn read(line: &str, ways: &[Row], awaited: &Awaited, style: Style, among_others: bool) -> Line {
    if line.trim().is_empty() || is_drawn(line) {
        return Line::Empty;
    }
    let ways: Vec<&Row> = ways.iter().filter(|row| row.style() == style).collect();
    let hit = ways.iter().find(|row| awaited.get(&row.key) == Some(&row.value));
    let known =
        || ways.iter().find(|row| awaited.contains_key(&row.key) && (!among_others || looks_like(row, awaited)));
    // Among other lines, an entry is what looks like those that are right.
    let any = || ways.iter().find(|row| !among_others || looks_like(row, awaited));
    hit.or_else(known).or_else(any).map_or(Line::Other, |row| Line::Entry((*row).clone()))
}

/// Whether keys and values are of the kind that is awaited: numbers, single words.
fn looks_like(row: &Row, awaited: &Awaited) -> bool {
    let is_number = |text: &String| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_word = |text: &String| !text.contains(char::is_whitespace);
    // `Found:` is a heading.
    if row.value.is_empty() && !awaited.values().any(String::is_empty) {
        return false;
    }
    (is_number(&row.value) || !awaited.values().all(is_number)) && (is_word(&row.key) || !awaited.keys().all(is_word))
}

/// A text as an entry: an awaited one, if it can be read so.
pub(super) fn pair(text: &str, awaited: &Awaited) -> Option<(String, String)> {
    let mut ways = ways(text);
    let hit = ways.iter().position(|row| awaited.get(&row.key) == Some(&row.value)).unwrap_or(0);
    (!ways.is_empty()).then(|| ways.swap_remove(hit)).map(|row| (row.key, row.value))
}

/// Every way in which a line may be read as an entry, with whatever signs stand around it.
fn ways(line: &str) -> Vec<Row> {
    const LONGEST: usize = 1000;
    let mut rows = Vec::new();
    if line.len() > LONGEST {
        return rows;
    }
    let bare = line.trim();
    if let Some((key, value)) = literal::one_entry(bare) {
        return vec![Row { key, value, sign: "", turned: false }];
    }
    let bordered = bare.trim_matches(['|', '│', '┃']).trim();
    let listed = bare.strip_prefix(['-', '*', '•', '+']).filter(|rest| rest.starts_with(' ')).unwrap_or(bare);
    let within = |text: &str| {
        let pairs = [('(', ')'), ('[', ']'), ('{', '}')];
        pairs.iter().find_map(|(open, close)| text.strip_prefix(*open)?.strip_suffix(*close)).map(str::to_owned)
    };
    let ended = bare.trim_end_matches([',', ';']);
    let after_number = bare.trim_start_matches(|digit: char| digit.is_ascii_digit());
    let numbered = [". ", ") "].iter().find_map(|sign| after_number.strip_prefix(sign)).unwrap_or(bare);
    for text in [line, bare, bordered, listed, numbered, ended] {
        split(text, &mut rows);
        if let Some(inner) = within(text) {
            split(&inner, &mut rows);
        }
    }
    rows
}

/// Every way in which a text is a key, a sign and a value.
fn split(text: &str, rows: &mut Vec<Row>) {
    let mut add = |left: &str, right: &str, sign: &'static str| {
        let (left, right) = (said(left), said(right));
        rows.push(Row { key: left.clone(), value: right.clone(), sign, turned: false });
        // A count may stand first.
        if !left.is_empty() && left.bytes().all(|byte| byte.is_ascii_digit()) {
            rows.push(Row { key: right, value: left, sign, turned: true });
        }
    };
    for sign in SIGNS {
        for (at, _) in text.match_indices(sign) {
            add(&text[..at], &text[at + sign.len()..], sign);
        }
    }
    for (at, blank) in text.match_indices(' ') {
        add(&text[..at], &text[at + blank.len()..], " ");
    }
}

/// What a part of a line says: without the space, the brackets and the quotes around it.
fn said(part: &str) -> String {
    let part = part.trim();
    match literal::quoted(part) {
        Some((text, length)) if length == part.len() => text,
        _ => part.strip_prefix('[').and_then(|part| part.strip_suffix(']')).unwrap_or(part).to_owned(),
    }
}

/// Whether a line only draws: `+-----+---+`.
fn is_drawn(line: &str) -> bool {
    line.trim().len() > 1 && line.chars().all(|sign| "+-=|_*~# \t".contains(sign) || ('─'..='╿').contains(&sign))
}

/// The entries without lines around them that say how many there are in all, or something that is no count.
fn without_totals(mut entries: Entries, awaited: &Awaited) -> Entries {
    const FEW: usize = 8;
    if awaited.len() < FEW {
        return entries;
    }
    let counts: Option<Vec<u64>> = awaited.values().map(|value| value.parse().ok()).collect();
    let Some(total) = counts.map(|counts| counts.iter().sum::<u64>()) else { return entries };
    let is_total = |(key, value): &(String, String)| {
        let says_all = |value: u64| value >= total || value == awaited.len() as u64;
        !awaited.contains_key(key) && !key.is_empty() && value.parse().is_ok_and(says_all)
    };
    while entries.last().is_some_and(is_total) {
        entries.pop();
    }
    let begin = entries.iter().take_while(|entry| is_total(entry)).count();
    entries.split_off(begin)
}

#[cfg(test)]
mod tests {
    use super::is_drawn;

    #[test]
    fn lines_that_only_draw_are_no_entries() {
        assert_eq!(["+---+", "----", "|---|:--|", "- a", "-"].map(is_drawn), [true, true, false, false, false]);
    }
}
