//! What is awaited, as written in a spec: one kind of matcher a file, and the list of them here.

pub(crate) mod beside;
mod binary;
mod clock_rule;
mod date_and_time;
mod describe;
pub mod examine;
#[cfg(test)]
mod held;
mod http;
mod interleaved;
mod json;
mod line_by_line;
mod lines;
mod lookup;
mod mapping;
mod pair;
mod pieces;
mod printing;
mod request;
mod response;
mod text;
mod wrapped;

use serde::{Deserialize, Serialize};

pub use binary::decode;
pub use clock_rule::ClockRule;
pub use date_and_time::DateAndTime;
pub use json::filled as filled_json;
pub use lookup::Lookup;
pub use mapping::MappingRule;
pub use pair::Pair;
pub use printing::Printing;
pub use request::RequestRule;
pub use response::{ResponseRule, StatusRule};
pub use text::line_end_length;

use super::template::Template;

/// One matcher.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Matcher {
    /// Exactly this text; one trailing line end more or less is the same.
    Text(Template),
    /// Exactly these bytes.
    Bytes(Binary),
    /// This text somewhere.
    Contains(Template),
    /// This text first, then anything.
    StartsWith(Template),
    /// Anything, then this text at the end.
    EndsWith(Template),
    /// A regular expression that must match from the first byte.
    Regex(String),
    /// Every non-blank line of this text, in order, each intact; other lines may stand between.
    Lines(Template),
    /// The letters and digits of this text, in order, cut into pieces anywhere: as a program prints the list of what came.
    Pieces(Template),
    /// This text somewhere, with line ends wherever the program put them between its characters.
    Wrapped(Template),
    /// One matcher a line, no other lines between them; empty lines are free.
    LineByLine(Vec<Matcher>),
    /// A text with clock readings inserted, the last of them at the very end.
    Interleaved(Interleaved),
    /// A clock reading.
    Clock(ClockRule),
    /// The current date and time of day, in any form that a person can read.
    DateAndTime(DateAndTime),
    /// Printing characters and line ends, with so many different ones among them.
    Printing(Printing),
    /// One of these texts.
    OneOf(Vec<Template>),
    /// What a table holds for values of the play.
    Lookup(Lookup),
    /// A mapping of texts to texts, written in any common form.
    Mapping(MappingRule),
    /// A known word and one more of the same list.
    Pair(Pair),
    /// This many bytes, whatever they are.
    Length(usize),
    /// A request of HTTP. A step of its own awaits it, and names the connection.
    #[serde(skip)]
    Request(Box<RequestRule>),
    /// A response of HTTP. A step of its own awaits it, and names the connection.
    #[serde(skip)]
    Response(Box<ResponseRule>),
    /// Anything at all, but at least one byte.
    Anything(Unit),
    /// Everything but this.
    Not(Box<Matcher>),
}

/// Written as `{}`: a matcher without parameters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unit {}

/// Bytes that YAML cannot hold as text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Binary {
    /// Hexadecimal digits; spaces are free.
    Hex(String),
    /// Base 64, with padding.
    Base64(String),
}

/// A text with clock readings inserted wherever the program happened to read, the last at its very end.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Interleaved {
    /// The text without the readings.
    pub text: Template,
    /// The form of a reading, as for strftime: `%H:%M:%S`.
    pub clock: String,
    /// From when on a reading is current.
    #[serde(default)]
    pub since: Since,
}

/// From when on a clock reading counts as current; until when is always its receipt.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Since {
    /// Since the harness last began to send.
    #[default]
    Send,
    /// Since the program was started: for checks that are not about when the clock is read.
    Start,
}
