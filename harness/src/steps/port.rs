//! A port as a step names it, in digits or as a drawn value; and what is found where a program uses another.

use std::fmt;

use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use super::lint::Lint;
use crate::stage::Halt;
use crate::stage::template::Template;
use crate::text::Place;
use crate::verdict::{FindingKind, Heard};

/// A port: `80`, or `"{port}"`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Port(pub Template);

impl<'de> Deserialize<'de> for Port {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NumberOrText)
    }
}

struct NumberOrText;

impl Visitor<'_> for NumberOrText {
    type Value = Port;

    fn expecting(&self, form: &mut fmt::Formatter<'_>) -> fmt::Result {
        form.write_str("a port")
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Port, E> {
        Ok(Port(Template(number.to_string())))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Port, E> {
        Ok(Port(Template(number.to_string())))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Port, E> {
        Ok(Port(Template(text.to_owned())))
    }
}

impl Port {
    /// It is a number from 1 to 65535, or a value with a name in reach.
    pub(crate) fn lint(&self, place: Place, lint: &mut Lint<'_>, of_zero: &str) {
        if self.0.0 == "0" {
            let at = lint.find(place, "port");
            lint.complain(at, of_zero, "Leave `port` out when any will do.");
        } else if self.0.0.parse::<u16>().is_err() && !self.0.0.contains('{') {
            let at = lint.find(place, &self.0.0);
            let title = format!("`{}` is no port", self.0.0);
            lint.complain(at, title, "Write a number up to 65535, or a drawn value such as `\"{port}\"`.");
        }
        lint.template(place, &self.0);
    }
}

/// The finding of a program that listens or dials elsewhere than it was told to.
pub(super) fn elsewhere(role: String, expected: String, received: &str, remark: &str) -> Halt {
    let (received, heard, remark) = (received.into(), Heard::System(role), Some(remark.to_owned()));
    Halt::Found(Box::new(FindingKind::Differed { expected, literal: None, received, at: 0, remark, heard }))
}
