//! Between JavaScript values and documents.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::json::write::write;
use crate::json::{MAX_DEPTH, MAX_VALUES};
use js_sys::{Array, Date, Error, JSON, Reflect};
use serde::Serialize;
use serde_json::{Map, Number, Value};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};

/// A JavaScript value as a document.
///
/// As in `JSON.stringify`, what JSON has no form for counts as unknown; a `Date` is its milliseconds. Getters that throw
/// are caught, so that nothing of the shop's can interrupt a call.
///
/// # Errors
/// When it is nested too deep (a cycle is), too large, or can't be read.
pub fn from_js(value: &JsValue) -> Result<Value, Diagnostics> {
    from_js_limited(value, MAX_VALUES)
}

/// A JavaScript value as a document of at most `limit` values.
///
/// # Errors
/// As [`from_js`].
pub fn from_js_limited(value: &JsValue, limit: u32) -> Result<Value, Diagnostics> {
    let mut left = limit;
    read(value, MAX_DEPTH, &mut left).map_err(|reason| {
        let mut found = Diagnostics::default();
        let help = "give plain data: objects, lists, texts, numbers, true, false and null".to_owned();
        found.error("not_data", String::new(), "this is not plain data: ".to_owned() + reason, help);
        found
    })
}

fn read(value: &JsValue, depth: u8, left: &mut u32) -> Result<Value, &'static str> {
    *left = left.checked_sub(1).ok_or("it is too large")?;
    if let Some(text) = value.as_string() {
        return Ok(Value::String(text));
    }
    if let Some(number) = value.as_f64() {
        return Ok(read_number(number));
    }
    if let Some(flag) = value.as_bool() {
        return Ok(Value::Bool(flag));
    }
    if !value.is_object() {
        return Ok(Value::Null);
    }
    if let Some(date) = value.dyn_ref::<Date>() {
        return Ok(read_number(date.get_time()));
    }
    let depth = depth.checked_sub(1).ok_or("it is nested too deep, or in a circle")?;
    if let Some(list) = value.dyn_ref::<Array>() {
        let mut items = Vec::new();
        for index in 0..list.length() {
            items.push(read(&list.get(index), depth, left)?);
        }
        return Ok(Value::Array(items));
    }
    let mut map = Map::new();
    let keys = Reflect::own_keys(value).map_err(|_| "it can't be read")?;
    for index in 0..keys.length() {
        let key = keys.get(index);
        let Some(name) = key.as_string() else { continue };
        let member = Reflect::get(value, &key).map_err(|_| "it can't be read")?;
        map.insert(name, read(&member, depth, left)?);
    }
    Ok(Value::Object(map))
}

/// Whole numbers stay whole, as in JSON text.
fn read_number(number: f64) -> Value {
    if libm::trunc(number).to_bits() == number.to_bits() && libm::fabs(number) < 9_007_199_254_740_992.0 {
        #[allow(clippy::cast_possible_truncation)] // whole and under 2^53
        return Value::Number((number as i64).into());
    }
    Number::from_f64(number).map_or(Value::Null, Value::Number)
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = String)]
    fn number_as_text(number: f64) -> String;
}

/// A result as a plain JavaScript object, by `JSON.parse`.
#[must_use]
pub fn to_js(value: &impl Serialize) -> JsValue {
    JSON::parse(&to_text(value)).unwrap_or(JsValue::NULL)
}

/// A result as JSON text.
#[must_use]
pub fn to_text(value: &impl Serialize) -> String {
    write(value, number_as_text)
}

/// A JavaScript `Error` with the first finding as its message and all of them as `diagnostics`.
#[must_use]
pub fn error(what: &str, found: &Diagnostics) -> JsValue {
    let first = found.iter().find(|one| one.severity == Severity::Error).or_else(|| found.iter().next());
    let message = first.map_or_else(|| what.to_owned(), |one| describe(what, one));
    let error = Error::new(&message);
    error.set_name("CartnudgeError");
    let list: Vec<&Diagnostic> = found.iter().collect();
    // A fresh Error takes a property; were it frozen, the message alone would do.
    let _ = Reflect::set(&error, &"diagnostics".into(), &to_js(&list));
    error.into()
}

fn describe(what: &str, one: &Diagnostic) -> String {
    let place = if one.pointer.is_empty() { String::new() } else { " at ".to_owned() + &one.pointer };
    [what, &place, ": ", &one.message, "; ", &one.help].concat()
}
