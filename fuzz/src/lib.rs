//! What the fuzz targets share: values, logic and rule documents made of a fuzzer's bytes.
//!
//! Every generator ends: what it makes gets simpler with each level, and once the bytes are used up.

pub mod document;
pub mod logic;

use arbitrary::{Result, Unstructured};
use serde_json::{Map, Number, Value};

/// Texts that numbers, paths and coercions are made of.
const TEXTS: [&str; 24] = [
    "",
    " ",
    "a",
    "ab",
    "0",
    "1",
    "-1",
    "1.5",
    " 12\n",
    "12px",
    "0x1F",
    "1e3",
    "1e999",
    "Infinity",
    "NaN",
    "null",
    "list",
    "list.1",
    "a.b",
    "length",
    "é",
    "ß🎉b",
    "\u{feff}1",
    "[object Object]",
];

/// One time in `times`; never once the bytes are used up, so that what comes seldom ends nothing.
pub fn seldom(u: &mut Unstructured<'_>, times: u8) -> Result<bool> {
    Ok(!u.is_empty() && u.int_in_range(1..=times)? == times)
}

/// Fewer than `limit` items.
pub fn few<'a, T>(
    u: &mut Unstructured<'a>,
    limit: usize,
    mut item: impl FnMut(&mut Unstructured<'a>) -> Result<T>,
) -> Result<Vec<T>> {
    let count = u.int_in_range(0..=limit.saturating_sub(1))?;
    (0..count).map(|_| item(u)).collect()
}

/// A telling text, or any.
pub fn text(u: &mut Unstructured<'_>) -> Result<String> {
    if seldom(u, 4)? { u.arbitrary() } else { Ok((*u.choose(&TEXTS)?).to_owned()) }
}

/// A number: small, whole, or any that JSON can hold.
pub fn number(u: &mut Unstructured<'_>) -> Result<Value> {
    Ok(match u.int_in_range(0..=5)? {
        0..=2 => u.int_in_range(-3..=10)?.into(),
        3 => u.arbitrary::<i64>()?.into(),
        4 => Number::from_f64(f64::from(u.arbitrary::<i16>()?) / 8.0).map_or(Value::Null, Value::Number),
        _ => Number::from_f64(u.arbitrary()?).map_or(Value::Null, Value::Number),
    })
}

/// Any JSON, at most `depth` levels of arrays and objects; objects have `names` and others.
pub fn value(u: &mut Unstructured<'_>, depth: u8, names: &[&str]) -> Result<Value> {
    let kinds = if depth == 0 || u.is_empty() { 4 } else { 7 };
    Ok(match u.int_in_range(0..=kinds)? {
        0 => Value::Null,
        1 => u.arbitrary::<bool>()?.into(),
        2 => number(u)?,
        3 | 4 => text(u)?.into(),
        5 | 6 => few(u, 5, |u| value(u, depth - 1, names))?.into(),
        _ => {
            let members = few(u, 4, |u| Ok((name(u, names)?, value(u, depth - 1, names)?)))?;
            Value::Object(members.into_iter().collect())
        }
    })
}

/// One of `names`, or any text.
pub fn name(u: &mut Unstructured<'_>, names: &[&str]) -> Result<String> {
    if names.is_empty() || seldom(u, 8)? { text(u) } else { Ok((*u.choose(names)?).to_owned()) }
}

/// An object with one member.
pub fn single(key: &str, member: impl Into<Value>) -> Value {
    Value::Object(Map::from_iter([(key.to_owned(), member.into())]))
}
