//! What the rules for requests and responses share: header lines, bodies, and messages that never end.

use std::collections::BTreeMap;

use super::examine::{Context, Mistake, Outcome};
use super::{Matcher, line_end_length};
use crate::proto::http::{Field, Head};
use crate::stage::template::Template;
use crate::verdict::Ending;

/// Header lines that must be there.
pub(super) struct Headers<'a>(pub &'a BTreeMap<String, Template>);

impl Headers<'_> {
    /// Where and how they are not as is awaited, if anywhere: at a wrong value, or where a missing line could stand.
    pub(super) fn differ(&self, head: &Head, context: &Context<'_>) -> Result<Option<(usize, String)>, Mistake> {
        for (name, value) in self.0 {
            let awaited = value.fill(context.variables)?.to_text();
            let begins = |field: &Field| {
                String::from_utf8_lossy(&field.value).to_lowercase().starts_with(&awaited.to_lowercase())
            };
            let mut fields = head.named(name).peekable();
            let Some(first) = fields.peek().copied() else {
                return Ok(Some((head.length.saturating_sub(2), format!("there is no header `{name}`"))));
            };
            if !fields.any(begins) {
                let came = String::from_utf8_lossy(&first.value);
                return Ok(Some((first.at, format!("`{name}` is `{came}`, not `{awaited}`"))));
            }
        }
        Ok(None)
    }
}

/// The body of a message that has come to its end.
pub(super) struct Body<'a> {
    pub bytes: &'a [u8],
    /// Offset at which it stands in what came.
    pub place: usize,
    /// What it is called.
    pub what: &'static str,
}

impl Body<'_> {
    /// Where and how it is not what is awaited, if it is not.
    pub(super) fn differs(&self, matcher: &Matcher, context: &Context<'_>) -> Result<Option<Outcome>, Mistake> {
        let differs = |at: usize, remark| Ok(Some(Outcome::Differs { at: self.place + at, remark }));
        if let Matcher::Text(text) = matcher {
            let awaited = text.fill(context.variables)?.0;
            let common = self.bytes.iter().zip(&awaited).take_while(|(came, awaited)| came == awaited).count();
            let (more, less) = (&self.bytes[common..], &awaited[common..]);
            return match (more.is_empty(), less.is_empty()) {
                (_, true) if more.len() == line_end_length(more) => Ok(None),
                (true, _) => {
                    differs(common, Some(format!("the {} ends after {common} of {} bytes", self.what, awaited.len())))
                }
                (false, true) => {
                    differs(common, Some(format!("the {} goes on past its {} bytes", self.what, awaited.len())))
                }
                (false, false) => differs(common, None),
            };
        }
        // A body has come as a whole.
        let context = Context { ending: Some(&Ending::Closed), ..*context };
        match matcher.examine(self.bytes, &context)? {
            Outcome::Whole { length, .. } => {
                let rest = &self.bytes[length..];
                let is_over = matcher.covers(rest) || rest.trim_ascii().is_empty();
                if is_over { Ok(None) } else { differs(length, Some(format!("the {} goes on", self.what))) }
            }
            Outcome::Differs { at, remark } => differs(at, remark),
            // The body is whole: what must not come has not come.
            Outcome::Partial { .. } if matches!(matcher, Matcher::Not(_)) => Ok(None),
            Outcome::Partial { suspect } => {
                differs(suspect.unwrap_or(self.bytes.len()), Some(format!("the {} ends without it", self.what)))
            }
        }
    }
}

/// A message whose rest has not come: more may come, or never will.
pub(super) fn unfinished(bytes: &[u8], lacks: &str, context: &Context<'_>) -> Outcome {
    if context.ending.is_none() || bytes.trim_ascii().is_empty() {
        Outcome::Partial { suspect: None }
    } else {
        Outcome::Differs { at: bytes.len(), remark: Some(format!("here it stops, and lacks {lacks}")) }
    }
}

#[cfg(test)]
mod tests;
