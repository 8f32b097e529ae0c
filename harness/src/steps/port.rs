//! A port as a step names it, in digits or as a drawn value; and what is found where a program uses another.

use serde::{Deserialize, Deserializer, Serialize};

use super::lint::Lint;
use crate::stage::Halt;
use crate::stage::template::Template;
use crate::text::{Place, number_or_text};
use crate::verdict::{FindingKind, Heard};

/// A port: `80`, or `"{port}"`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Port(pub Template);

impl<'de> Deserialize<'de> for Port {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        number_or_text(deserializer, "a port").map(|port| Self(Template(port)))
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
