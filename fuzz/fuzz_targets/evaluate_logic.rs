//! Any logic over any data has a value or an error, the same each time.
//!
//! An input that starts with `[` is JSON text, `[logic, data]`; any other is what [`logic()`] and [`data`] make of it.
#![no_main]

use arbitrary::{Result, Unstructured};
use cartnudge::rules::logic::{MAX_DEPTH, evaluate};
use cartnudge_fuzz::logic::{data, logic, nested};
use cartnudge_fuzz::seldom;
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

fuzz_target!(|input: &[u8]| {
    let Some((logic, data)) = read(input) else { return };
    let result = evaluate(&logic, &data);
    assert_eq!(result, evaluate(&logic, &data));
    match result {
        // Levels of the logic, around those that `reduce` built, around those of the data.
        Ok(value) => assert!(levels(&value) <= 3 * MAX_DEPTH, "{} levels", levels(&value)),
        Err(error) => assert!(!error.to_string().is_empty() && !error.help().is_empty()),
    }
});

fn read(input: &[u8]) -> Option<(Value, Value)> {
    if input.starts_with(b"[") {
        let document: Vec<Value> = serde_json::from_slice(input).ok()?;
        let mut parts = document.into_iter();
        return Some((parts.next()?, parts.next()?));
    }
    generate(&mut Unstructured::new(input)).ok()
}

fn generate(u: &mut Unstructured<'_>) -> Result<(Value, Value)> {
    let data = data(u)?;
    let inner = logic(u, 6)?;
    Ok((if seldom(u, 20)? { nested(u, inner)? } else { inner }, data))
}

fn levels(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(levels).max().unwrap_or(0),
        Value::Object(members) => 1 + members.values().map(levels).max().unwrap_or(0),
        _ => 0,
    }
}
