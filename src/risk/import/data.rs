//! What JSON and UBJSON have in common, with lists of numbers packed: a model is little else.

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Data {
    /// Null, or what has no place here.
    Nothing,
    /// Also truth values, as 0 and 1.
    Number(f64),
    Text(String),
    /// A list of numbers only.
    Numbers(Vec<f64>),
    List(Vec<Data>),
    Object(Vec<(String, Data)>),
}

impl Data {
    /// A member of an object.
    pub fn get(&self, key: &str) -> Option<&Data> {
        let Data::Object(members) = self else { return None };
        members.iter().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    /// The member that these keys lead to.
    pub fn at(&self, path: &[&str]) -> Option<&Data> {
        path.iter().try_fold(self, |data, key| data.get(key))
    }

    pub fn text(&self) -> Option<&str> {
        if let Data::Text(text) = self { Some(text) } else { None }
    }

    /// The numbers of a list; an empty list has no kind.
    pub fn numbers(&self) -> Option<&[f64]> {
        match self {
            Data::Numbers(numbers) => Some(numbers),
            Data::List(list) if list.is_empty() => Some(&[]),
            _ => None,
        }
    }

    pub fn list(&self) -> Option<&[Data]> {
        match self {
            Data::List(list) => Some(list),
            Data::Numbers(numbers) if numbers.is_empty() => Some(&[]),
            _ => None,
        }
    }

    pub fn texts(&self) -> Option<Vec<String>> {
        self.list()?.iter().map(|one| one.text().map(str::to_owned)).collect()
    }

    /// A list of these, packed when all are numbers.
    pub fn of(items: Vec<Data>) -> Data {
        let number = |item: &Data| if let Data::Number(number) = item { Some(*number) } else { None };
        match items.iter().map(number).collect() {
            Some(numbers) => Data::Numbers(numbers),
            None => Data::List(items),
        }
    }
}

impl<'de> Deserialize<'de> for Data {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Data, D::Error> {
        from.deserialize_any(Reading)
    }
}

struct Reading;

impl<'de> Visitor<'de> for Reading {
    type Value = Data;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("JSON data")
    }
    fn visit_bool<E>(self, value: bool) -> Result<Data, E> {
        Ok(Data::Number(f64::from(u8::from(value))))
    }
    #[allow(clippy::cast_precision_loss)] // larger counts than 2^53 don't occur
    fn visit_i64<E>(self, value: i64) -> Result<Data, E> {
        Ok(Data::Number(value as f64))
    }
    #[allow(clippy::cast_precision_loss)] // larger counts than 2^53 don't occur
    fn visit_u64<E>(self, value: u64) -> Result<Data, E> {
        Ok(Data::Number(value as f64))
    }
    fn visit_f64<E>(self, value: f64) -> Result<Data, E> {
        Ok(Data::Number(value))
    }
    fn visit_str<E>(self, value: &str) -> Result<Data, E> {
        Ok(Data::Text(value.to_owned()))
    }
    fn visit_unit<E>(self) -> Result<Data, E> {
        Ok(Data::Nothing)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<Data, A::Error> {
        let (mut numbers, mut others) = (Vec::new(), Vec::new());
        while let Some(item) = from.next_element::<Data>()? {
            match item {
                Data::Number(number) if others.is_empty() => numbers.push(number),
                other => {
                    others.extend(numbers.drain(..).map(Data::Number));
                    others.push(other);
                }
            }
        }
        Ok(if others.is_empty() { Data::Numbers(numbers) } else { Data::List(others) })
    }
    fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<Data, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = from.next_entry::<String, Data>()? {
            members.push(member);
        }
        Ok(Data::Object(members))
    }
}
