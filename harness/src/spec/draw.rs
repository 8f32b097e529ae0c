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
    /// Neighbouring ports, some of them open. Of `scan`, `{scan_first}` and `{scan_last}` are the ends, `{scan_open}` and
    /// `{scan_silent}` ports among them with blanks between, `{scan_before}` and `{scan_after}` the ports next to the ends.
    Ports {
        /// How many, the ends included.
        count: u16,
        /// How many of those between the ends are open; no two of them are neighbours.
        open: u16,
        /// How many of those between the ends are silent.
        #[serde(default)]
        silent: u16,
        /// Whether the first is open, too.
        #[serde(default)]
        first: bool,
        /// Whether the last is open, too.
        #[serde(default)]
        last: bool,
    },
}

/// What is drawn of ports.
pub const PARTS: [&str; 6] = ["first", "last", "open", "silent", "before", "after"];

/// The longest value that can be drawn: 4 MiB.
pub const LONGEST: usize = 4 << 20;

impl Draw {
    /// The names under which the values of a draw stand: its own, or several that begin with it.
    pub fn names(self, name: &str) -> Vec<String> {
        match self {
            Self::Ports { .. } => PARTS.iter().map(|part| format!("{name}_{part}")).collect(),
            Self::Word
            | Self::Words(_)
            | Self::Text(_)
            | Self::Bytes(_)
            | Self::Number { .. }
            | Self::Clock
            | Self::Port
            | Self::Address
            | Self::HostName => vec![name.to_owned()],
        }
    }

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
            Self::Ports { count, open, first, last, .. } => {
                format!("{count} neighbouring ports, {} of them open", open + u16::from(first) + u16::from(last))
            }
        }
    }
}
