//! Where something stands in a file, and a value that knows where it stands.

use std::ops::Deref;

use serde::{Deserialize, Deserializer, Serialize, Serializer, ser::SerializeStruct};
use serde_yaml::Spanned;

/// A place in a text: line and column counted from 1 in characters, and the bytes it covers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Line, from 1; 0 when the place is not known.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
    /// Offset of the first byte.
    pub offset: usize,
    /// Length in bytes; 0 when only the start is known.
    pub length: usize,
}

/// A value read from a spec, with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located<T> {
    /// What was written.
    pub value: T,
    /// Where it was written.
    pub place: Place,
}

impl<T> Deref for Located<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

/// The first field of a [`Spanned`] that does not come from YAML. The YAML library keeps it private; a
/// test below fails should it ever change.
const SPANNED: &str = "__serde_saphyr_private_spanned";

/// What a place looks like to [`Spanned`] in JSON, the form in which a plan travels to the stage.
#[derive(Serialize)]
struct Wire {
    line: u32,
    column: u32,
}

impl<T: Serialize> Serialize for Located<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let place = Wire { line: self.place.line, column: self.place.column };
        let mut fields = serializer.serialize_struct("Located", 4)?;
        fields.serialize_field(SPANNED, &())?;
        fields.serialize_field("value", &self.value)?;
        fields.serialize_field("referenced", &place)?;
        fields.serialize_field("defined", &place)?;
        fields.end()
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Located<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let spanned = Spanned::<T>::deserialize(deserializer)?;
        let location = spanned.referenced;
        let span = location.span();
        let place = Place {
            line: u32::try_from(location.line()).unwrap_or(0),
            column: u32::try_from(location.column()).unwrap_or(0),
            offset: span.byte_offset().and_then(|offset| usize::try_from(offset).ok()).unwrap_or(0),
            length: span.byte_len().and_then(|length| usize::try_from(length).ok()).unwrap_or(0),
        };
        Ok(Self { value: spanned.value, place })
    }
}

#[cfg(test)]
mod tests {
    use super::Located;

    #[test]
    fn a_value_keeps_its_place_from_yaml_and_through_json() {
        let read: Vec<Located<String>> = serde_yaml::from_str("- a\n- heron\n").expect("sound YAML");
        let sent = serde_json::to_string(&read).expect("JSON");
        let back: Vec<Located<String>> = serde_json::from_str(&sent).expect("the same JSON");
        assert_eq!(
            (read[1].place.line, read[1].place.column, read[1].place.offset, read[1].place.length),
            (2, 3, 6, 5)
        );
        assert_eq!((back[1].value.as_str(), back[1].place.line, back[1].place.column), ("heron", 2, 3));
    }
}
