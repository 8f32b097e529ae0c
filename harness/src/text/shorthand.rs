//! Lets a mapping of the spec be written as its main text alone: `send: hi` for `send: { text: hi }`.

/// Gives a type that derives serde with `#[serde(remote = "Self")]` its real `Serialize` and
/// `Deserialize`: a mapping as derived, or a plain text that stands for one field.
macro_rules! text_stands_for {
    ($type:ident, $field:ident) => {
        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                Self::serialize(self, serializer)
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct TextOrMapping;

                impl<'de> serde::de::Visitor<'de> for TextOrMapping {
                    type Value = $type;

                    fn expecting(&self, form: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        form.write_str("a text or a mapping")
                    }

                    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<$type, E> {
                        Ok($type { $field: Some(text.to_owned().into()), ..$type::default() })
                    }

                    fn visit_map<A: serde::de::MapAccess<'de>>(self, map: A) -> Result<$type, A::Error> {
                        $type::deserialize(serde::de::value::MapAccessDeserializer::new(map))
                    }
                }

                deserializer.deserialize_any(TextOrMapping)
            }
        }
    };
}

pub(crate) use text_stands_for;
