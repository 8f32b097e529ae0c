//! Bytes that crossed a wire or a terminal, written so that they survive JSON and can be read by people.

use std::fmt::Write as _;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// Raw bytes. In JSON they are one string in which a backslash is doubled and every byte that is
/// not part of valid UTF-8 stands as `\xNN`, so no byte is lost and text stays legible.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Bytes(pub Vec<u8>);

impl Bytes {
    /// The lossless text form that JSON carries.
    pub fn to_coded(&self) -> String {
        let mut coded = String::with_capacity(self.0.len());
        for chunk in self.0.utf8_chunks() {
            for character in chunk.valid().chars() {
                match character {
                    '\\' => coded.push_str("\\\\"),
                    other => coded.push(other),
                }
            }
            for byte in chunk.invalid() {
                // Writing to a String cannot fail.
                let _ = write!(coded, "\\x{byte:02x}");
            }
        }
        coded
    }

    /// Reads the form that [`Bytes::to_coded`] writes; `None` when a backslash starts neither `\\` nor `\xNN`.
    pub fn from_coded(coded: &str) -> Option<Self> {
        let mut bytes = Vec::with_capacity(coded.len());
        let mut rest = coded;
        while let Some(at) = rest.find('\\') {
            bytes.extend_from_slice(&rest.as_bytes()[..at]);
            rest = &rest[at + 1..];
            if let Some(after) = rest.strip_prefix('\\') {
                bytes.push(b'\\');
                rest = after;
            } else {
                bytes.push(u8::from_str_radix(rest.strip_prefix('x')?.get(..2)?, 16).ok()?);
                rest = &rest[3..];
            }
        }
        bytes.extend_from_slice(rest.as_bytes());
        Some(Self(bytes))
    }

    /// The bytes as text, every invalid sequence replaced.
    pub fn to_text(&self) -> String {
        String::from_utf8_lossy(&self.0).into_owned()
    }
}

impl From<&[u8]> for Bytes {
    fn from(bytes: &[u8]) -> Self {
        Self(bytes.to_vec())
    }
}

impl From<&str> for Bytes {
    fn from(text: &str) -> Self {
        Self(text.as_bytes().to_vec())
    }
}

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_coded())
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let coded = String::deserialize(deserializer)?;
        Self::from_coded(&coded).ok_or_else(|| de::Error::custom("a backslash must start \\\\ or \\xNN"))
    }
}

#[cfg(test)]
mod tests {
    use super::Bytes;

    #[test]
    fn every_byte_survives_the_coded_form() {
        let all = Bytes((0..=255).chain(*b"a\\x41\\").collect());
        assert_eq!(Bytes::from_coded(&all.to_coded()), Some(all));
    }

    #[test]
    fn text_stays_legible() {
        assert_eq!(Bytes(b"caf\xc3\xa9 \xff\\".to_vec()).to_coded(), "café \\xff\\\\");
    }

    #[test]
    fn a_lone_backslash_is_refused() {
        assert_eq!(Bytes::from_coded("a\\q"), None);
        assert_eq!(Bytes::from_coded("\\x4"), None);
    }
}
