//! Holds what has come against a matcher: it matches, may still match, or cannot any more.

use std::time::SystemTime;

use regex::bytes::Regex;

use super::{Matcher, Since, binary, interleaved, line_by_line, lines, pair, pieces, text, wrapped};
use crate::stage::clock::Clock;
use crate::stage::near::NearRule;
use crate::stage::template::{TemplateError, Variables};
use crate::text::Bytes;
use crate::verdict::Ending;

/// What has come, held against a matcher.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It matches.
    Whole {
        /// How many bytes belong to the match.
        length: usize,
        /// What a near match differs in.
        near: Option<String>,
        /// What was meant: the text of the spec after a near match, what came otherwise.
        meant: Bytes,
    },
    /// It may match once more has come.
    Partial {
        /// Where it will have stopped matching if nothing mends it.
        suspect: Option<usize>,
    },
    /// It cannot match any more.
    Differs {
        /// Offset of the first wrong byte.
        at: usize,
        /// What is wrong there, where more is known than that it differs.
        remark: Option<String>,
    },
}

/// What a matcher may know beside the bytes.
pub struct Context<'a> {
    /// Values for holes.
    pub variables: &'a Variables,
    /// What a near match may differ in.
    pub near: &'a NearRule,
    /// The stage's clock.
    pub clock: &'a Clock,
    /// When the program was started.
    pub started: SystemTime,
    /// When the harness last began to send before these bytes.
    pub sent: SystemTime,
    /// When the byte at an offset came.
    pub arrived: &'a dyn Fn(usize) -> SystemTime,
    /// Why nothing more can come, if so.
    pub ending: Option<&'a Ending>,
}

/// A spec's mistake that only shows in a play.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mistake {
    /// In a template.
    Template(TemplateError),
    /// In a regular expression or in coded bytes.
    Unreadable(String),
}

impl From<TemplateError> for Mistake {
    fn from(error: TemplateError) -> Self {
        Self::Template(error)
    }
}

impl Matcher {
    /// Holds `bytes` against this matcher.
    pub fn examine(&self, bytes: &[u8], context: &Context<'_>) -> Result<Outcome, Mistake> {
        Ok(match self {
            Self::Text(template) => text::examine(bytes, &template.fill(context.variables)?.0, context.near),
            Self::OneOf(templates) => {
                let texts =
                    templates.iter().map(|template| template.fill(context.variables)).collect::<Result<Vec<_>, _>>()?;
                text::examine_all(bytes, &texts, context.near)
            }
            Self::Bytes(binary) => text::examine_exactly(bytes, &binary::decode(binary).map_err(Mistake::Unreadable)?),
            Self::Contains(template) => contains(bytes, &template.fill(context.variables)?.0),
            Self::StartsWith(template) => text::examine_exactly(bytes, &template.fill(context.variables)?.0),
            Self::EndsWith(template) => ends_with(bytes, &template.fill(context.variables)?.0),
            Self::Regex(pattern) => regex(bytes, pattern)?,
            Self::Lines(template) => lines::examine(bytes, &template.fill(context.variables)?.to_text()),
            Self::Pieces(template) => pieces::examine(bytes, &template.fill(context.variables)?.0),
            Self::Wrapped(template) => wrapped::examine(bytes, &template.fill(context.variables)?.to_text()),
            Self::Interleaved(rule) => {
                let text = rule.text.fill(context.variables)?;
                let since = match rule.since {
                    Since::Send => context.sent,
                    Since::Start => context.started,
                };
                interleaved::examine(bytes, &text.0, &rule.clock, since, context)
            }
            Self::Lookup(lookup) => {
                let text = lookup.find(context.variables).map_err(Mistake::Unreadable)?;
                text::examine(bytes, &text.fill(context.variables)?.0, context.near)
            }
            Self::Mapping(rule) => rule.examine(bytes, context)?,
            Self::Pair(rule) => pair::examine(bytes, &rule.word.fill(context.variables)?.0, &rule.of),
            Self::Clock(rule) => rule.examine(bytes, context),
            Self::DateAndTime(rule) => rule.examine(bytes, context),
            Self::Printing(rule) => rule.examine(bytes),
            Self::LineByLine(matchers) => line_by_line::examine(bytes, matchers, context)?,
            Self::Request(rule) => rule.examine(bytes, context)?,
            Self::Response(rule) => rule.examine(bytes, context)?,
            Self::Length(length) if bytes.len() >= *length => whole(bytes, *length),
            Self::Anything(_) if !bytes.is_empty() => whole(bytes, bytes.len()),
            Self::Length(_) | Self::Anything(_) => Outcome::Partial { suspect: None },
            Self::Not(other) => match other.examine(bytes, context)? {
                Outcome::Whole { .. } => Outcome::Differs { at: 0, remark: Some("this must not come".to_owned()) },
                Outcome::Differs { .. } => whole(bytes, bytes.len()),
                partial @ Outcome::Partial { .. } => partial,
            },
        })
    }
}

impl Matcher {
    /// Whether this may stand behind a match in a message that must match as a whole.
    pub fn covers(&self, rest: &[u8]) -> bool {
        match self {
            Self::Contains(_)
            | Self::StartsWith(_)
            | Self::Lines(_)
            | Self::Pieces(_)
            | Self::Wrapped(_)
            | Self::Clock(_)
            | Self::DateAndTime(_)
            | Self::Printing(_) => true,
            Self::Regex(_) | Self::LineByLine(_) => rest.trim_ascii().is_empty(),
            Self::Text(_)
            | Self::Length(_)
            | Self::Bytes(_)
            | Self::EndsWith(_)
            | Self::Interleaved(_)
            | Self::OneOf(_)
            | Self::Lookup(_)
            | Self::Mapping(_)
            | Self::Pair(_)
            | Self::Request(_)
            | Self::Response(_)
            | Self::Anything(_)
            | Self::Not(_) => rest.is_empty(),
        }
    }
}

/// A match of the first bytes, as they came.
pub fn whole(bytes: &[u8], length: usize) -> Outcome {
    Outcome::Whole { length, near: None, meant: Bytes::from(&bytes[..length]) }
}

/// Where a text begins in bytes.
pub fn find(bytes: &[u8], text: &[u8]) -> Option<usize> {
    if text.is_empty() {
        return Some(0);
    }
    bytes.windows(text.len()).position(|window| window == text)
}

fn contains(bytes: &[u8], text: &[u8]) -> Outcome {
    find(bytes, text).map_or(Outcome::Partial { suspect: None }, |at| whole(bytes, at + text.len()))
}

fn ends_with(bytes: &[u8], text: &[u8]) -> Outcome {
    let trimmed = bytes.trim_ascii_end();
    if trimmed.ends_with(text.trim_ascii_end()) {
        whole(bytes, bytes.len())
    } else {
        Outcome::Partial { suspect: None }
    }
}

fn regex(bytes: &[u8], pattern: &str) -> Result<Outcome, Mistake> {
    let regex = Regex::new(&format!("^(?:{pattern})")).map_err(|error| Mistake::Unreadable(error.to_string()))?;
    Ok(regex.find(bytes).map_or(Outcome::Partial { suspect: None }, |found| whole(bytes, found.end())))
}
