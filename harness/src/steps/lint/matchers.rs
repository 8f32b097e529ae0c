//! What is wrong with what a step awaits.

use super::Lint;
use crate::stage::matcher::{Lookup, MappingRule, Matcher, Pair, Printing};
use crate::stage::template::Template;
use crate::text::Place;

impl Lint<'_> {
    /// A step that must hold exactly one matcher.
    pub(crate) fn one_matcher(&mut self, place: Place, step: &str, matchers: &[Matcher]) {
        match matchers {
            [] => self.complain(
                place,
                format!("`{step}` does not say what it awaits"),
                format!("Write `{step}: some text`, or a matcher such as `{step}: {{ contains: some text }}`."),
            ),
            [_] => {}
            [first, rest @ ..] => {
                let given: Vec<String> = rest.iter().map(|matcher| format!("`{}`", name(matcher))).collect();
                self.complain(
                    place,
                    format!("`{step}` awaits several things at once: `{}` and {}", name(first), given.join(" and ")),
                    "Keep one of them, or write a step for each.",
                );
            }
        }
        for matcher in matchers {
            self.matcher(place, matcher);
        }
    }

    /// One of the two words is known, and there must be others.
    fn pair(&mut self, place: Place, pair: &Pair) {
        self.template(place, &pair.word);
        if pair.of.len() < 2 {
            let at = self.find(place, "of");
            self.complain(at, "a pair needs words to choose from", "List all the words that can be one of the two.");
        }
    }

    /// There are so many printing characters.
    fn printing(&mut self, place: Place, rule: Printing) {
        if !(1..=95).contains(&rule.different) {
            let at = self.find(place, "different");
            let title = format!("there cannot be {} different printing characters", rule.different);
            self.complain(at, title, "ASCII has 95 of them, the blank included.");
        }
    }

    /// The entries are given in one way.
    fn mapping(&mut self, place: Place, rule: &MappingRule) {
        let at = self.find(place, "mapping");
        match (&rule.entries, &rule.counts_of) {
            (Some(_), None) | (None, Some(_)) => {}
            (None, None) => self.complain(
                at,
                "`mapping` does not say which entries it awaits",
                "Give `entries: { key: value }`, or `counts_of: \"{document}\"`; an empty mapping is `entries: {}`.",
            ),
            (Some(_), Some(_)) => {
                self.complain(
                    at,
                    "`mapping` says twice which entries it awaits",
                    "Keep one of `entries` and `counts_of`.",
                );
            }
        }
        for (key, value) in rule.entries.iter().flatten() {
            self.template(place, &Template(key.clone()));
            self.template(place, value);
        }
        for text in rule.counts_of.iter().chain(&rule.others_begin_with) {
            self.template(place, text);
        }
    }

    /// Every key must be known, every row complete, and no two rows for the same keys.
    fn lookup(&mut self, place: Place, lookup: &Lookup) {
        for name in &lookup.by {
            let at = self.find(place, name);
            self.template(at, &Template(format!("{{{name}}}")));
        }
        if lookup.by.is_empty() || lookup.table.is_empty() {
            let at = self.find(place, "lookup");
            self.complain(
                at,
                "an empty table holds nothing",
                "Give `by: [name]` and rows such as `[value, awaited text]`.",
            );
        }
        let mut keys: Vec<&[String]> = Vec::new();
        for row in &lookup.table {
            let at = row.first().map_or(place, |word| self.find(place, word));
            match row.split_last() {
                Some((text, of)) if of.len() == lookup.by.len() => {
                    if keys.contains(&of) {
                        self.complain(at, format!("two rows are for {}", of.join(", ")), "Keep one of them.");
                    }
                    keys.push(of);
                    self.template(place, &Template(text.clone()));
                }
                _ => {
                    let title = format!("this row holds {}, not {} values", row.len(), lookup.by.len() + 1);
                    let remedy = "Give one for each name in `by`, then the awaited text.";
                    self.complain(at, title, remedy);
                }
            }
        }
    }

    /// What is awaited makes sense, and names what is known.
    pub(crate) fn matcher(&mut self, place: Place, matcher: &Matcher) {
        match matcher {
            Matcher::Text(text) | Matcher::Lines(text) => self.template(place, text),
            Matcher::Contains(text)
            | Matcher::StartsWith(text)
            | Matcher::EndsWith(text)
            | Matcher::Pieces(text)
            | Matcher::Wrapped(text) => {
                if text.0.is_empty() {
                    let title = format!("an empty `{}` is always true", name(matcher));
                    self.complain(place, title, "Give the text that is awaited.");
                }
                self.template(place, text);
            }
            Matcher::Bytes(binary) => self.binary(place, binary),
            Matcher::Regex(pattern) => self.regex(place, pattern),
            Matcher::Interleaved(interleaved) => {
                self.template(place, &interleaved.text);
                self.clock(place, &interleaved.clock);
            }
            Matcher::Clock(rule) => {
                if rule.form.is_none() {
                    self.complain(
                        place,
                        "`clock` does not say the form of the reading",
                        "Write `clock: \"%H:%M:%S\"`.",
                    );
                }
                for form in rule.form.iter().chain(&rule.nearly) {
                    self.clock(place, form);
                }
            }
            Matcher::LineByLine(matchers) => {
                if matchers.is_empty() {
                    self.complain(place, "`line_by_line` awaits no line", "Give one matcher a line.");
                }
                for matcher in matchers {
                    self.matcher(place, matcher);
                }
            }
            Matcher::OneOf(texts) => self.choice(place, "one_of", texts),
            Matcher::Lookup(lookup) => self.lookup(place, lookup),
            Matcher::Mapping(rule) => self.mapping(place, rule),
            Matcher::Pair(pair) => self.pair(place, pair),
            Matcher::Length(0) => {
                let at = self.find(place, "length");
                self.complain(at, "a length of 0 awaits nothing", "Use `expect_quiet`, or give a length of 1 or more.");
            }
            Matcher::Request(rule) => self.request(place, rule),
            Matcher::Response(rule) => self.response(place, rule),
            Matcher::Printing(rule) => self.printing(place, *rule),
            Matcher::Length(_) | Matcher::Anything(_) | Matcher::DateAndTime(_) => {}
            Matcher::Not(inner) => self.matcher(place, inner),
        }
    }
}

/// The matcher's name in a spec.
fn name(matcher: &Matcher) -> &'static str {
    match matcher {
        Matcher::Text(_) => "text",
        Matcher::Bytes(_) => "bytes",
        Matcher::Contains(_) => "contains",
        Matcher::StartsWith(_) => "starts_with",
        Matcher::EndsWith(_) => "ends_with",
        Matcher::Regex(_) => "regex",
        Matcher::Lines(_) => "lines",
        Matcher::Pieces(_) => "pieces",
        Matcher::Wrapped(_) => "wrapped",
        Matcher::LineByLine(_) => "line_by_line",
        Matcher::Interleaved(_) => "interleaved",
        Matcher::Clock(_) => "clock",
        Matcher::DateAndTime(_) => "date_and_time",
        Matcher::Printing(_) => "printing",
        Matcher::OneOf(_) => "one_of",
        Matcher::Lookup(_) => "lookup",
        Matcher::Mapping(_) => "mapping",
        Matcher::Pair(_) => "pair",
        Matcher::Length(_) => "length",
        Matcher::Request(_) => "request",
        Matcher::Response(_) => "response",
        Matcher::Anything(_) => "anything",
        Matcher::Not(_) => "not",
    }
}
