//! What a matcher awaits, in words for a student.

use super::{Binary, Matcher};
use crate::stage::template::{Template, Variables};
use crate::text::Bytes;

impl Matcher {
    /// "`heron` with the time (%H:%M:%S) at its end"
    pub fn describe(&self, variables: &Variables) -> String {
        let shown = |template: &Template| shown(template, variables);
        match self {
            Self::Text(text) => shown(text),
            Self::Bytes(Binary::Hex(digits)) => format!("the bytes {digits}"),
            Self::Bytes(Binary::Base64(digits)) => format!("the bytes {digits} (base 64)"),
            Self::Contains(text) => format!("a text with {} in it", shown(text)),
            Self::StartsWith(text) => format!("a text that starts with {}", shown(text)),
            Self::EndsWith(text) => format!("a text that ends with {}", shown(text)),
            Self::Regex(pattern) => format!("a text of the form /{pattern}/"),
            Self::Pieces(text) => format!("{}, whole or in pieces", shown(text)),
            Self::Lines(text) | Self::Wrapped(text) => shown(text),
            Self::LineByLine(matchers) => {
                let line = |matcher: &Self| format!("a line with {}", matcher.describe(variables));
                matchers.iter().map(line).collect::<Vec<_>>().join(", then ")
            }
            Self::Interleaved(rule) => {
                format!("{} with the current time ({}) at its end", shown(&rule.text), rule.clock)
            }
            Self::Clock(rule) => format!("the current time ({})", rule.form()),
            Self::DateAndTime(_) => "the current date and time of day".to_owned(),
            Self::Printing(rule) => format!("at least {} different printing characters", rule.different),
            Self::OneOf(texts) => either(&texts.iter().map(shown).collect::<Vec<_>>()),
            Self::Lookup(lookup) => lookup.describe(variables),
            Self::Mapping(rule) => rule.describe(variables),
            Self::Pair(pair) => format!("both {} and one of {}", shown(&pair.word), pair.of.join(", ")),
            Self::Length(length) => format!("{length} bytes"),
            Self::Request(rule) => rule.describe(),
            Self::Response(rule) => rule.describe(),
            Self::Anything(_) => "something".to_owned(),
            Self::Not(other) => format!("anything but {}", other.describe(variables)),
        }
    }

    /// The literal bytes that are awaited, where there is one such text.
    pub fn literal(&self, variables: &Variables) -> Option<Bytes> {
        match self {
            Self::Text(text)
            | Self::Contains(text)
            | Self::StartsWith(text)
            | Self::EndsWith(text)
            | Self::Lines(text)
            | Self::Pieces(text)
            | Self::Wrapped(text) => text.fill(variables).ok(),
            Self::Interleaved(rule) => rule.text.fill(variables).ok(),
            Self::Bytes(bytes) => super::decode(bytes).ok().map(Bytes),
            Self::Lookup(lookup) => lookup.find(variables).ok()?.fill(variables).ok(),
            Self::Regex(_)
            | Self::LineByLine(_)
            | Self::Clock(_)
            | Self::DateAndTime(_)
            | Self::Printing(_)
            | Self::OneOf(_)
            | Self::Mapping(_)
            | Self::Pair(_)
            | Self::Length(_)
            | Self::Request(_)
            | Self::Response(_)
            | Self::Anything(_)
            | Self::Not(_) => None,
        }
    }
}

/// A long text is told by its beginning and its length.
fn shown(template: &Template, variables: &Variables) -> String {
    let text = template.fill(variables).map_or_else(|_| template.0.clone(), |text| text.to_text());
    match text.chars().count() {
        0..=80 => format!("`{text}`"),
        length => format!("`{}…` ({length} characters)", text.chars().take(40).collect::<String>()),
    }
}

fn either(texts: &[String]) -> String {
    match texts {
        [] => "nothing".to_owned(),
        [one] => one.clone(),
        [others @ .., last] => format!("{} or {last}", others.join(", ")),
    }
}
