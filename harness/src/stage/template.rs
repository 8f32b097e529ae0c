//! Text with holes: `{name}` stands for a drawn or saved value.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::text::Bytes;

/// The values that stand for names, drawn by the plan or saved by a step.
pub type Variables = BTreeMap<String, Bytes>;

/// Names that stand for the stage's own host name and address, once there is a stage that has drawn ones.
pub const OF_THE_STAGE: [&str; 2] = ["stage_name", "stage_address"];

/// A text of the spec in which `{name}` is a hole; `{{` and `}}` stand for the braces themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Template(pub String);

impl From<String> for Template {
    fn from(text: String) -> Self {
        Self(text)
    }
}

/// What is wrong with a template, or with its use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TemplateError {
    /// A brace opens and never closes, or closes and never opened. The offset is in bytes.
    Unbalanced(usize),
    /// No value has this name.
    Unknown(String),
}

/// A stretch of a template.
enum Part<'a> {
    Text(&'a str),
    Hole(&'a str),
}

impl Template {
    /// The names of the holes, in order.
    pub fn names(&self) -> Result<Vec<&str>, TemplateError> {
        Ok(self
            .parts()?
            .into_iter()
            .filter_map(|part| match part {
                Part::Hole(name) => Some(name),
                Part::Text(_) => None,
            })
            .collect())
    }

    /// The text with every hole filled.
    pub fn fill(&self, variables: &Variables) -> Result<Bytes, TemplateError> {
        let mut filled = Vec::new();
        for part in self.parts()? {
            match part {
                Part::Text(text) => filled.extend_from_slice(text.as_bytes()),
                Part::Hole(name) => {
                    let value = variables.get(name).ok_or_else(|| TemplateError::Unknown(name.to_owned()))?;
                    filled.extend_from_slice(&value.0);
                }
            }
        }
        Ok(Bytes(filled))
    }

    fn parts(&self) -> Result<Vec<Part<'_>>, TemplateError> {
        let text = self.0.as_str();
        let mut parts = Vec::new();
        let mut from = 0;
        while let Some(found) = text[from..].find(['{', '}']) {
            let at = from + found;
            parts.push(Part::Text(&text[from..at]));
            let brace = &text[at..=at];
            if text[at + 1..].starts_with(brace) {
                parts.push(Part::Text(brace));
                from = at + 2;
            } else if brace == "}" {
                return Err(TemplateError::Unbalanced(at));
            } else {
                let end = text[at..].find('}').ok_or(TemplateError::Unbalanced(at))?;
                parts.push(Part::Hole(&text[at + 1..at + end]));
                from = at + end + 1;
            }
        }
        parts.push(Part::Text(&text[from..]));
        Ok(parts)
    }
}

#[cfg(test)]
mod tests {
    use super::{Bytes, Template, TemplateError, Variables};

    fn fill(template: &str) -> Result<Bytes, TemplateError> {
        let variables = Variables::from([("word".to_owned(), Bytes::from("heron"))]);
        Template(template.to_owned()).fill(&variables)
    }

    #[test]
    fn holes_are_filled_and_doubled_braces_stay() {
        assert_eq!(fill("a {word} in {{braces}}"), Ok(Bytes::from("a heron in {braces}")));
    }

    #[test]
    fn mistakes_are_named() {
        assert_eq!(fill("a {word"), Err(TemplateError::Unbalanced(2)));
        assert_eq!(fill("a }"), Err(TemplateError::Unbalanced(2)));
        assert_eq!(fill("{name}"), Err(TemplateError::Unknown("name".to_owned())));
    }
}
