//! Who stands at an address that a program dials: everywhere the same, or by port.

use std::net::{IpAddr, SocketAddr};

use serde::{Deserialize, Serialize};

use super::template::{Template, TemplateError, Variables};

/// Who stands at the addresses that are dialled.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// The harness listens at whatever address is dialled.
    #[default]
    Answer,
    /// Nobody: the dial is refused, unless another program of the submission listens there.
    Refuse,
    /// Nobody, and nothing answers.
    Drop,
    /// It depends on the port.
    Ports(Ports),
}

/// Ports that are open, and ports that are silent; every other dial is refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ports {
    /// The one address at which they are; by default they are so at every address.
    pub at: Option<Template>,
    /// Where the harness listens: numbers with blanks between them.
    pub open: Template,
    /// Where nothing answers: numbers with blanks between them.
    pub silent: Option<Template>,
}

/// Who stands at one address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stander {
    /// The harness.
    Answer,
    /// Nobody.
    Refuse,
    /// Nobody, and nothing answers.
    Drop,
    /// A script of the spec.
    Script,
}

impl Standing {
    /// Who stands at this address.
    pub fn at(&self, address: SocketAddr, variables: &Variables) -> Result<Stander, TemplateError> {
        match self {
            Self::Answer => Ok(Stander::Answer),
            Self::Refuse => Ok(Stander::Refuse),
            Self::Drop => Ok(Stander::Drop),
            Self::Ports(ports) => ports.at(address, variables),
        }
    }

    /// The texts in it.
    pub fn templates(&self) -> Vec<&Template> {
        match self {
            Self::Answer | Self::Refuse | Self::Drop => Vec::new(),
            Self::Ports(Ports { at, open, silent }) => at.iter().chain([open]).chain(silent).collect(),
        }
    }
}

impl Ports {
    fn at(&self, address: SocketAddr, variables: &Variables) -> Result<Stander, TemplateError> {
        if let Some(at) = &self.at
            && at.fill(variables)?.to_text().parse::<IpAddr>() != Ok(address.ip())
        {
            return Ok(Stander::Refuse);
        }
        if ports(&self.open, variables)?.contains(&address.port()) {
            return Ok(Stander::Answer);
        }
        let silent = match &self.silent {
            Some(silent) => ports(silent, variables)?,
            None => Vec::new(),
        };
        Ok(if silent.contains(&address.port()) { Stander::Drop } else { Stander::Refuse })
    }
}

impl Stander {
    /// As it is told on the timeline who stands somewhere, if it may be a program of the submission.
    pub fn name_of(stander: Option<Self>) -> &'static str {
        stander.map_or("program", Self::name)
    }

    /// As it is told on the timeline.
    pub fn name(self) -> &'static str {
        match self {
            Self::Answer => "answer",
            Self::Refuse => "refuse",
            Self::Drop => "drop",
            Self::Script => "script",
        }
    }
}

/// The ports in a text, with blanks between them.
pub fn ports(text: &Template, variables: &Variables) -> Result<Vec<u16>, TemplateError> {
    Ok(text.fill(variables)?.to_text().split_whitespace().filter_map(|word| word.parse().ok()).collect())
}

#[cfg(test)]
mod tests {
    use super::{Standing, Variables};
    use crate::text::Bytes;

    #[test]
    fn ports_are_open_silent_or_closed_at_their_address() {
        let written = "ports: { at: '{target}', open: '{scan_open} 9', silent: '8' }";
        let standing: Standing = serde_yaml::from_str(written).expect("it is sound");
        let variables = Variables::from(
            [("target", "192.0.2.7"), ("scan_open", "5 7")].map(|(name, value)| (name.to_owned(), Bytes::from(value))),
        );
        let at =
            |address: &str| standing.at(address.parse().expect("an address"), &variables).expect("known names").name();
        let told = ["192.0.2.7:5", "192.0.2.7:9", "192.0.2.7:6", "192.0.2.7:8", "192.0.2.8:5"].map(at);
        assert_eq!(told, ["answer", "answer", "refuse", "drop", "refuse"]);
    }
}
