//! JSON held against JSON by its values: an object may hold more fields than are awaited.

use serde_json::Value;

use crate::stage::template::{Template, TemplateError, Variables};

/// The value with every text in it filled.
pub fn filled(value: &Value, variables: &Variables) -> Result<Value, TemplateError> {
    Ok(match value {
        Value::String(text) => Value::String(Template(text.clone()).fill(variables)?.to_text()),
        Value::Array(values) => {
            Value::Array(values.iter().map(|value| filled(value, variables)).collect::<Result<_, _>>()?)
        }
        Value::Object(fields) => {
            let fields = fields.iter().map(|(name, value)| Ok((name.clone(), filled(value, variables)?)));
            Value::Object(fields.collect::<Result<_, TemplateError>>()?)
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => value.clone(),
    })
}

/// Whether a value is the awaited one. Numbers are the same by value: `1` is `1.0`.
pub(super) fn holds(came: &Value, awaited: &Value) -> bool {
    match (came, awaited) {
        (Value::Object(came), Value::Object(awaited)) => {
            awaited.iter().all(|(name, value)| came.get(name).is_some_and(|came| holds(came, value)))
        }
        (Value::Array(came), Value::Array(awaited)) => {
            came.len() == awaited.len() && came.iter().zip(awaited).all(|(came, awaited)| holds(came, awaited))
        }
        (Value::Number(came), Value::Number(awaited)) => came == awaited || came.as_f64() == awaited.as_f64(),
        (came, awaited) => came == awaited,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{filled, holds};
    use crate::stage::template::Variables;

    #[test]
    fn objects_may_hold_more_and_lists_may_not() {
        let came = json!({ "a": 1.0, "b": [1, 2], "c": null });
        for (awaited, is_held) in [
            (json!({ "a": 1 }), true),
            (json!({ "b": [1, 2], "c": null }), true),
            (json!({ "b": [1] }), false),
            (json!({ "a": "1" }), false),
            (json!({ "d": null }), false),
        ] {
            assert_eq!(holds(&came, &awaited), is_held, "{awaited}");
        }
    }

    #[test]
    fn texts_are_filled_wherever_they_stand() {
        let variables = Variables::from([("word".to_owned(), "heron".into())]);
        let whole = filled(&json!({ "a": ["{word}", 1] }), &variables);
        assert_eq!(whole, Ok::<Value, _>(json!({ "a": ["heron", 1] })));
    }
}
