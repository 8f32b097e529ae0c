//! What is wrong with the values of a step: templates, regular expressions, clock forms, binary data.

use std::collections::BTreeSet;

use super::Lint;
use crate::stage::matcher::Binary;
use crate::stage::template::{Template, TemplateError};
use crate::text::{Place, similar};

impl Lint<'_> {
    /// A text whose holes must be names in reach.
    pub(crate) fn template(&mut self, place: Place, template: &Template) {
        for (needle, title, remedy) in template_mistakes(template, &self.reach.names) {
            let at = self.find(place, &needle);
            self.complain(at, title, remedy);
        }
    }

    /// Lengths of the pieces in which something is sent.
    pub(crate) fn pieces(&mut self, place: Place, on: Option<&str>, pieces: Option<&[usize]>) {
        let Some(pieces) = pieces else { return };
        if pieces.is_empty() || pieces.contains(&0) {
            let at = self.find(place, "in_pieces");
            self.complain(
                at,
                "a piece of nothing cannot be sent",
                "Give the lengths of the first pieces, as in `[1, 5]`.",
            );
        }
        self.stream(place, on, "`in_pieces`");
    }

    /// A list of texts of which one counts.
    pub(crate) fn choice(&mut self, place: Place, field: &str, texts: &[Template]) {
        if texts.is_empty() {
            let at = self.find(place, field);
            self.complain(at, format!("`{field}` offers nothing to choose from"), "Give at least one text.");
        }
        for text in texts {
            self.template(place, text);
        }
    }

    /// A regular expression.
    pub(crate) fn regex(&mut self, place: Place, pattern: &str) {
        if let Some(mistake) = regex_mistake(pattern) {
            let at = self.find(place, pattern);
            self.complain(
                at,
                format!("this is no regular expression: {mistake}"),
                "Put `\\` before a character that stands for itself.",
            );
        }
    }

    /// The form of a clock reading.
    pub(crate) fn clock(&mut self, place: Place, form: &str) {
        if let Some(mistake) = clock_mistake(form) {
            let at = self.find(place, form);
            self.complain(at, mistake, "Write it as for strftime, for example `%H:%M:%S`.");
        }
    }

    /// Bytes written as digits.
    pub(crate) fn binary(&mut self, place: Place, binary: &Binary) {
        let (written, sound, name, remedy) = match binary {
            Binary::Hex(written) => {
                (written, is_hex(written), "hexadecimal", "Two digits a byte, as in `00 ff`; spaces are free.")
            }
            Binary::Base64(written) => {
                (written, is_base64(written), "base 64", "Four characters stand for three bytes; `=` fills the last.")
            }
        };
        if !sound {
            let at = self.find(place, written);
            self.complain(at, format!("`{written}` is not {name}"), remedy);
        }
    }
}

/// The mistakes of a template as (the text to point at, title, remedy), with the names that may stand in it.
pub(crate) fn template_mistakes(template: &Template, known: &BTreeSet<String>) -> Vec<(String, String, String)> {
    let names = match template.names() {
        Ok(names) => names,
        Err(TemplateError::Unknown(_)) => return Vec::new(),
        Err(TemplateError::Unbalanced(at)) => {
            let line = template.0[at..].lines().next().unwrap_or_default();
            let title = "this brace has no partner".to_owned();
            return vec![(line.to_owned(), title, "Write `{{` or `}}` for a brace that stands for itself.".to_owned())];
        }
    };
    let unknown = names.into_iter().filter(|name| !known.contains(*name));
    unknown
        .map(|name| {
            let title = format!("nothing is called `{name}` here");
            (format!("{{{name}}}"), title, similar::remedy(name, known.iter().map(String::as_str)))
        })
        .collect()
}

/// What is wrong with a regular expression, if anything.
pub(crate) fn regex_mistake(pattern: &str) -> Option<String> {
    match regex::bytes::Regex::new(pattern) {
        Ok(_) => None,
        Err(regex::Error::CompiledTooBig(_)) => Some("it is too large".to_owned()),
        Err(error) => {
            let message = error.to_string();
            let last = message.lines().last().unwrap_or_default();
            Some(last.trim_start_matches("error: ").to_owned())
        }
    }
}

/// What is wrong with the form of a clock reading, if anything.
fn clock_mistake(form: &str) -> Option<String> {
    let morning = jiff::civil::date(2026, 3, 4).at(5, 6, 7, 0);
    let evening = jiff::civil::date(2026, 3, 4).at(17, 38, 49, 0);
    let print = |time: jiff::civil::DateTime| {
        let time = time.to_zoned(jiff::tz::TimeZone::UTC).map_err(|error| error.to_string())?;
        jiff::fmt::strtime::format(form, &time).map_err(|error| error.to_string())
    };
    match (print(morning), print(evening)) {
        (Ok(one), Ok(other)) if one != other => None,
        (Ok(_), Ok(_)) => Some(format!("`{form}` shows no time of day")),
        (Err(_), _) | (_, Err(_)) => Some(format!("`{form}` is not the form of a clock reading")),
    }
}

/// Whether a word can be the name of a value.
pub(crate) fn is_name(word: &str) -> bool {
    word.starts_with(|first: char| first.is_ascii_lowercase())
        && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

fn is_hex(written: &str) -> bool {
    let digits: String = written.split_whitespace().collect();
    digits.len().is_multiple_of(2) && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn is_base64(written: &str) -> bool {
    let body = written.trim_end_matches('=');
    let padding = written.len() - body.len();
    written.len().is_multiple_of(4)
        && padding <= 2
        && body.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'+' || byte == b'/')
}

#[cfg(test)]
mod tests {
    use super::{clock_mistake, is_base64, is_hex, is_name, regex_mistake};

    #[test]
    fn forms_are_told_apart() {
        assert_eq!(clock_mistake("%H:%M:%S"), None);
        assert_eq!(clock_mistake("%a %b %e %T %Y"), None);
        assert_eq!(clock_mistake("%Y-%m-%d").as_deref(), Some("`%Y-%m-%d` shows no time of day"));
        assert_eq!(clock_mistake("%H:%!").as_deref(), Some("`%H:%!` is not the form of a clock reading"));
        assert_eq!(regex_mistake("a(b|c)"), None);
        assert_eq!(regex_mistake("a(b").as_deref(), Some("unclosed group"));
        assert_eq!([is_hex("00 fF"), is_hex("0"), is_hex("0g")], [true, false, false]);
        assert_eq!([is_base64("aGk="), is_base64("aGk"), is_base64("a==="), is_base64("")], [true, false, false, true]);
        assert_eq!([is_name("a_1"), is_name("1a"), is_name("a-b"), is_name("")], [true, false, false, false]);
    }
}
