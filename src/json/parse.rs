//! Reading JSON text with a bound on its depth and size.

use super::{MAX_DEPTH, MAX_VALUES};
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};
use std::cell::Cell;
use std::fmt;

/// Reads any value, at most so many levels deep and so many values large.
#[derive(Clone, Copy)]
struct Bounded<'a> {
    depth: u8,
    left: &'a Cell<u32>,
}

impl<'a> Bounded<'a> {
    /// Reads at most [`MAX_DEPTH`] levels; each value is taken from `left`.
    fn new(left: &'a Cell<u32>) -> Self {
        Bounded { depth: MAX_DEPTH, left }
    }

    fn inner<E: Error>(self) -> Result<Self, E> {
        match self.depth.checked_sub(1) {
            Some(depth) => Ok(Bounded { depth, left: self.left }),
            None => Err(E::custom("nested deeper than 64 levels")),
        }
    }
}

/// Reads JSON text.
///
/// # Errors
/// When the text is not JSON, or is deeper than [`MAX_DEPTH`] or larger than [`MAX_VALUES`]; the message has line and
/// column.
pub fn parse(text: &str) -> Result<Value, serde_json::Error> {
    let left = Cell::new(MAX_VALUES);
    let mut reader = serde_json::Deserializer::from_str(text);
    let value = Bounded::new(&left).deserialize(&mut reader)?;
    reader.end()?;
    Ok(value)
}

impl<'de> DeserializeSeed<'de> for Bounded<'_> {
    type Value = Value;
    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Value, D::Error> {
        let Some(left) = self.left.get().checked_sub(1) else { return Err(D::Error::custom("too many values")) };
        self.left.set(left);
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Bounded<'_> {
    type Value = Value;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("JSON data")
    }
    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }
    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }
    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }
    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }
    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }
    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }
    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }
    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }
    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<Value, D::Error> {
        from.deserialize_any(self)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<Value, A::Error> {
        let inner = self.inner()?;
        let mut list = Vec::new();
        while let Some(value) = from.next_element_seed(inner)? {
            list.push(value);
        }
        Ok(Value::Array(list))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<Value, A::Error> {
        let inner = self.inner()?;
        let mut map = Map::new();
        while let Some(key) = from.next_key::<String>()? {
            map.insert(key, from.next_value_seed(inner)?);
        }
        Ok(Value::Object(map))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn depth_is_bounded_and_the_message_says_so() {
        let deep = "[".repeat(65) + &"]".repeat(65);
        assert!(parse(&deep).unwrap_err().to_string().starts_with("nested deeper than 64 levels at line 1"));
        assert!(parse(&("[".repeat(64) + &"]".repeat(64))).is_ok());
    }

    #[test]
    fn size_is_bounded() {
        let left = Cell::new(3);
        let read = |text: &str| Bounded::new(&left).deserialize(&mut serde_json::Deserializer::from_str(text));
        assert_eq!(read("[1, 2, 3]").unwrap_err().to_string(), "too many values at line 1 column 7");
    }

    #[test]
    fn what_follows_the_document_is_an_error() {
        assert!(parse("{} {}").is_err());
    }
}
