//! How a text becomes bytes on a wire.

use serde::{Deserialize, Serialize};

/// The encodings in which a text can be sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Encoding {
    /// One to four bytes a character.
    #[default]
    #[serde(rename = "utf-8")]
    Utf8,
    /// A byte order mark, then two or four bytes a character, the low byte first.
    #[serde(rename = "utf-16")]
    Utf16,
    /// A byte order mark, then four bytes a character, the low byte first.
    #[serde(rename = "utf-32")]
    Utf32,
    /// One byte a character, for the first 256 characters only.
    #[serde(rename = "latin-1")]
    Latin1,
}

impl Encoding {
    /// The text in this encoding; or the character for which it has no bytes.
    pub fn encode(self, text: &str) -> Result<Vec<u8>, char> {
        let marked = std::iter::once('\u{feff}').chain(text.chars());
        match self {
            Self::Utf8 => Ok(text.as_bytes().to_vec()),
            Self::Utf16 => {
                let units = marked.flat_map(|character| character.encode_utf16(&mut [0; 2]).to_vec());
                Ok(units.flat_map(u16::to_le_bytes).collect())
            }
            Self::Utf32 => Ok(marked.flat_map(|character| u32::from(character).to_le_bytes()).collect()),
            Self::Latin1 => text.chars().map(|character| u8::try_from(character).map_err(|_| character)).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Encoding;

    #[test]
    fn each_encoding_has_its_bytes() {
        let hex = |encoding: Encoding| {
            let bytes = encoding.encode("é\u{1f600}")?;
            Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(" "))
        };
        assert_eq!(hex(Encoding::Utf8).as_deref(), Ok("c3 a9 f0 9f 98 80"));
        assert_eq!(hex(Encoding::Utf16).as_deref(), Ok("ff fe e9 00 3d d8 00 de"));
        assert_eq!(hex(Encoding::Utf32).as_deref(), Ok("ff fe 00 00 e9 00 00 00 00 f6 01 00"));
        assert_eq!(hex(Encoding::Latin1), Err('\u{1f600}'));
        assert_eq!(Encoding::Latin1.encode("é"), Ok(vec![0xe9]));
    }
}
