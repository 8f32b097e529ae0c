//! The kinds of values that can be drawn for a play.

use serde::Deserialize;

/// One value to draw. Every letter drawn is one of `a` to `z`, so that no separator, digit or sign is among them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Draw {
    /// One word that can be said aloud.
    Word,
    /// So many words, a blank between them.
    Words(usize),
    /// A text of so many letters.
    Text(usize),
    /// So many bytes of any value.
    Bytes(usize),
    /// A whole number.
    Number {
        /// The smallest.
        from: i64,
        /// The largest.
        to: i64,
    },
    /// A reading of a clock, `HH:MM:SS`, that is not the time of the play.
    Clock,
    /// A port.
    Port,
    /// An IPv4 address somewhere on earth.
    Address,
    /// A host name.
    HostName,
}

/// The longest value that can be drawn: 4 MiB.
pub const LONGEST: usize = 4 << 20;

impl Draw {
    /// What it is, in words.
    pub fn words(self) -> String {
        match self {
            Self::Word => "a word".to_owned(),
            Self::Words(1) => "1 word".to_owned(),
            Self::Words(count) => format!("{count} words"),
            Self::Text(length) => format!("{length} letters"),
            Self::Bytes(length) => format!("{length} bytes"),
            Self::Number { from, to } => format!("a number from {from} to {to}"),
            Self::Clock => "a clock reading that is not the current time".to_owned(),
            Self::Port => "a port".to_owned(),
            Self::Address => "an address".to_owned(),
            Self::HostName => "a host name".to_owned(),
        }
    }
}
