//! The kinds of values that can be drawn for a play.

use serde::Deserialize;

/// One value to draw. Every letter drawn is one of `a` to `z`, unless another script is asked for, so that no separator,
/// digit or sign is among them.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Draw {
    /// One word that can be said aloud.
    Word,
    /// So many words, a blank between them.
    Words(usize),
    /// A text of so many letters.
    Text(usize),
    /// So many letters outside ASCII, without a blank among them.
    Letters {
        /// Of which script.
        of: Script,
        /// How many.
        count: usize,
    },
    /// One of these texts. A single one is a value that this check fixes.
    OneOf(Vec<String>),
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
        /// How many are silent; past each of them another is open.
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

/// Where letters outside ASCII are drawn from. Every letter is one code point, so that nobody can compose it otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Script {
    /// Letters of Western Europe, two bytes each in UTF-8 and one in Latin-1.
    Latin,
    /// Two bytes each in UTF-8.
    Greek,
    /// Two bytes each in UTF-8.
    Cyrillic,
    /// Korean syllables, three bytes each in UTF-8.
    Hangul,
    /// Faces and animals, four bytes each in UTF-8 and two units in UTF-16.
    Emoji,
}

impl Script {
    /// The letters, as stretches of code points.
    pub fn letters(self) -> &'static [std::ops::RangeInclusive<char>] {
        match self {
            // Without the multiplication and the division sign.
            Self::Latin => &['À'..='Ö', 'Ø'..='ö', 'ø'..='ÿ'],
            // Without the final sigma, which some programs make of every last one.
            Self::Greek => &['α'..='ρ', 'τ'..='ω'],
            Self::Cyrillic => &['а'..='я'],
            Self::Hangul => &['가'..='힣'],
            Self::Emoji => &['\u{1f400}'..='\u{1f43e}', '\u{1f600}'..='\u{1f64f}'],
        }
    }

    /// How many letters there are to draw from.
    pub fn size(self) -> u32 {
        self.letters().iter().map(|stretch| u32::from(*stretch.end()) - u32::from(*stretch.start()) + 1).sum()
    }

    /// The letter of this number; the first one for a number too large.
    pub fn letter(self, mut number: u32) -> char {
        for stretch in self.letters() {
            let (first, last) = (u32::from(*stretch.start()), u32::from(*stretch.end()));
            if first + number <= last {
                return char::from_u32(first + number).unwrap_or(*stretch.start());
            }
            number -= last - first + 1;
        }
        self.letters().first().map_or('é', |stretch| *stretch.start())
    }

    fn words(self) -> &'static str {
        match self {
            Self::Latin => "accented Latin letters",
            Self::Greek => "Greek letters",
            Self::Cyrillic => "Cyrillic letters",
            Self::Hangul => "Korean syllables",
            Self::Emoji => "emoji",
        }
    }
}

/// What is drawn of ports.
pub const PARTS: [&str; 6] = ["first", "last", "open", "silent", "before", "after"];

/// The longest value that can be drawn: 4 MiB.
pub const LONGEST: usize = 4 << 20;

impl Draw {
    /// The names under which the values of a draw stand: its own, or several that begin with it.
    pub fn names(&self, name: &str) -> Vec<String> {
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
            | Self::OneOf(_)
            | Self::Letters { .. }
            | Self::HostName => vec![name.to_owned()],
        }
    }

    /// What it is, in words.
    pub fn words(&self) -> String {
        match self {
            Self::Word => "a word".to_owned(),
            Self::Words(1) => "1 word".to_owned(),
            Self::Words(count) => format!("{count} words"),
            Self::Text(length) => format!("{length} letters"),
            Self::Letters { of, count } => format!("{count} {}", of.words()),
            Self::OneOf(texts) => texts.iter().map(|text| format!("`{text}`")).collect::<Vec<_>>().join(" or "),
            Self::Bytes(length) => format!("{length} bytes"),
            Self::Number { from, to } => format!("a number from {from} to {to}"),
            Self::Clock => "a clock reading that is not the current time".to_owned(),
            Self::Port => "a port".to_owned(),
            Self::Address => "an address".to_owned(),
            Self::HostName => "a host name".to_owned(),
            Self::Ports { count, open, first, last, .. } => {
                format!("{count} neighbouring ports, {} of them open", open + u16::from(*first) + u16::from(*last))
            }
        }
    }
}
