//! Where ports are mentioned in a text, and the words that each stands with: its label, in one of several readings.

use std::sync::LazyLock;

use regex::Regex;

/// One mention of a port.
#[derive(Clone, Debug)]
pub(super) struct Mention<'a> {
    /// The port.
    pub port: u16,
    /// Where it stands in what was printed.
    pub at: usize,
    /// The line up to it.
    before: &'a str,
    /// What stands between the port before it in this line, or the line's beginning, and it.
    since: &'a str,
    /// What stands between it and the next port in this line, or the line's end.
    after: &'a str,
    line: &'a str,
    /// The last line with words and without ports before this one.
    heading: &'a str,
    /// The next line, if no port stands in it.
    next: &'a str,
    /// In a list: the mention with which the list begins.
    lead: Option<Box<Mention<'a>>>,
}

/// The ways to read a label: the whole line, what follows the port, and what precedes it.
pub(super) const READINGS: [fn(&Mention<'_>) -> String; 3] = [by_line, by_what_follows, by_what_precedes];

static NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\d+(?:[.,:]\d+)*").ok());
static LIST: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r#"#(?:[\s,;&|'"]+#)+"#).ok());

/// All mentions of ports of the range, and of the two beside it.
pub(super) fn mentions(printed: &str, (first, last): (u16, u16)) -> Vec<Mention<'_>> {
    let near = first.saturating_sub(1)..=last.saturating_add(1);
    let mut all: Vec<Mention<'_>> = Vec::new();
    let (mut heading, mut offset) = ("", 0);
    let lines: Vec<&str> = printed.split(['\n', '\r']).collect();
    for (number, line) in lines.iter().enumerate() {
        let found: Vec<(usize, u16)> = numbers(line).filter(|(_, number)| near.contains(number)).collect();
        if found.is_empty() && line.contains(char::is_alphabetic) {
            heading = line;
        }
        let rest = lines[number + 1..].iter().find(|line| !line.trim().is_empty()).copied().unwrap_or_default();
        let next = if numbers(rest).any(|(_, number)| near.contains(&number)) { "" } else { rest };
        for (index, (start, port)) in found.iter().enumerate() {
            let end = start + port.to_string().len();
            let previous = index.checked_sub(1).map_or(0, |index| found[index].0 + found[index].1.to_string().len());
            let until = found.get(index + 1).map_or(line.len(), |(next, _)| *next);
            let since = &line[previous..*start];
            let lead = all.last().filter(|_| index > 0 && is_separator(since));
            let lead = lead.map(|last| Box::new(last.lead.as_deref().unwrap_or(last).clone()));
            let (before, after) = (&line[..*start], &line[end..until]);
            all.push(Mention { port: *port, at: offset + start, before, since, after, line, heading, next, lead });
        }
        offset += line.len() + 1;
    }
    all
}

/// The whole numbers of a line, without those that are a part of something longer: `0.20017`, `20017.5`.
fn numbers(line: &str) -> impl Iterator<Item = (usize, u16)> {
    let is_digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
    let bytes = line.as_bytes();
    let starts =
        (0..bytes.len()).filter(move |at| is_digit(bytes.get(*at)) && (*at == 0 || !is_digit(bytes.get(at - 1))));
    starts.filter_map(move |start| {
        let length = bytes[start..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let end = start + length;
        let is_fraction = start > 1 && bytes[start - 1] == b'.' && bytes[start - 2].is_ascii_digit();
        let has_fraction = bytes.get(end) == Some(&b'.') && is_digit(bytes.get(end + 1));
        let number = line[start..end].parse().ok().filter(|_| !is_fraction && !has_fraction && bytes[start] != b'0');
        number.map(|number| (start, number))
    })
}

/// The whole line; a line of mere numbers is told by its heading.
fn by_line(mention: &Mention<'_>) -> String {
    let shape = shape(mention.line);
    if shape.contains(char::is_alphabetic) { shape } else { format!("{} / {shape}", self::shape(mention.heading)) }
}

/// What follows the port; where nothing does, the next line.
fn by_what_follows(mention: &Mention<'_>) -> String {
    let own = shape(mention.after);
    if own.contains(char::is_alphanumeric) || own.contains('#') { own } else { shape(mention.next) }
}

/// What precedes the port, or the list it stands in.
fn by_what_precedes(mention: &Mention<'_>) -> String {
    let first = mention.lead.as_deref().unwrap_or(mention);
    let words = first.since.contains(char::is_alphabetic);
    shape(if words { first.since } else { first.before })
}

fn is_separator(text: &str) -> bool {
    let text = text.trim().trim_matches(|letter: char| ",;&|'\"".contains(letter)).trim();
    text.is_empty() || text == "and"
}

/// A text with its numbers left out, in small letters and with single blanks.
fn shape(text: &str) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let Some((number, list)) = NUMBER.as_ref().zip(LIST.as_ref()) else { return words };
    list.replace_all(&number.replace_all(&words, "#"), "#").into_owned()
}
