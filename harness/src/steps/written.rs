//! How a step is written: its name alone (`- connect`), or its name with what it takes (`- send: hi`).

use std::fmt;

use serde::de::value::{MapAccessDeserializer, UnitDeserializer};
use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, IntoDeserializer, MapAccess, VariantAccess, Visitor,
    value::StrDeserializer,
};
use serde::{Deserialize, Serialize, Serializer};

use super::Step;

impl Serialize for Step {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Self::serialize(self, serializer)
    }
}

impl<'de> Deserialize<'de> for Step {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NameOrMapping)
    }
}

struct NameOrMapping;

impl<'de> Visitor<'de> for NameOrMapping {
    type Value = Step;

    fn expecting(&self, form: &mut fmt::Formatter<'_>) -> fmt::Result {
        form.write_str("a step: its name, or `name: what it takes`")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Step, E> {
        Step::deserialize(NameAlone { name, error: std::marker::PhantomData })
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Step, A::Error> {
        Step::deserialize(MapAccessDeserializer::new(OneEntry { map, given: 0 }))
    }
}

/// A mapping of exactly one entry: a second step under the same dash is a mistake of indentation.
struct OneEntry<A> {
    map: A,
    given: u8,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for OneEntry<A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, A::Error> {
        self.given += 1;
        self.map.next_key_seed(seed)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        let value = self.map.next_value_seed(seed)?;
        match self.map.next_key::<String>()? {
            Some(second) if self.given == 1 => Err(A::Error::custom(format!(
                "`{second}` belongs to the step above it (indent it further) or is a step of its own (give it a `-`)"
            ))),
            _ => Ok(value),
        }
    }
}

/// A step's name without anything behind it.
struct NameAlone<'a, E> {
    name: &'a str,
    error: std::marker::PhantomData<E>,
}

impl<'de, E: Error> Deserializer<'de> for NameAlone<'_, E> {
    type Error = E;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        visitor.visit_enum(self)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf option unit
        unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

impl<'de, E: Error> EnumAccess<'de> for NameAlone<'_, E> {
    type Error = E;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), E> {
        let name: StrDeserializer<'_, E> = self.name.into_deserializer();
        Ok((seed.deserialize(name)?, self))
    }
}

impl<'de, E: Error> VariantAccess<'de> for NameAlone<'_, E> {
    type Error = E;

    fn unit_variant(self) -> Result<(), E> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, E> {
        let nothing: UnitDeserializer<E> = ().into_deserializer();
        seed.deserialize(nothing)
            .map_err(|_| E::custom(format!("`{}` says too little: write `{}: …`", self.name, self.name)))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value, E> {
        Err(E::custom("no step is a tuple"))
    }

    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], _: V) -> Result<V::Value, E> {
        Err(E::custom("no step is a struct variant"))
    }
}
