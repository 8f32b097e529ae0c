//! A value of the spec that is written as a number or as a text: `404` and `"404"` are the same.

use std::fmt;

use serde::Deserializer;
use serde::de::{Error, Visitor};

/// Reads it as its text. `expecting` names it in a complaint: "a port".
pub fn number_or_text<'de, D: Deserializer<'de>>(deserializer: D, expecting: &'static str) -> Result<String, D::Error> {
    deserializer.deserialize_any(NumberOrText(expecting))
}

struct NumberOrText(&'static str);

impl Visitor<'_> for NumberOrText {
    type Value = String;

    fn expecting(&self, form: &mut fmt::Formatter<'_>) -> fmt::Result {
        form.write_str(self.0)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<String, E> {
        Ok(number.to_string())
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<String, E> {
        Ok(number.to_string())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<String, E> {
        Ok(text.to_owned())
    }
}
