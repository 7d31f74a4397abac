//! Plain JsonLogic and data that it may find something in.

use crate::{few, name, seldom, single, value};
use arbitrary::{Result, Unstructured};
use cartnudge::rules::logic::OPERATORS;
use serde_json::{Value, json};

const NAMES: [&str; 10] = ["a", "b", "list", "0", "1", "length", "current", "accumulator", "", "list.0.a"];

/// Logic at most `depth` operators deep.
pub fn logic(u: &mut Unstructured<'_>, depth: u8) -> Result<Value> {
    if depth == 0 || u.is_empty() || seldom(u, 6)? {
        return value(u, 2, &NAMES);
    }
    match u.int_in_range(0..=9)? {
        0 | 1 => Ok(single("var", name(u, &NAMES)?)),
        2 => Ok(few(u, 4, |u| logic(u, depth - 1))?.into()),
        3 => over_a_list(u, depth),
        _ => operation(u, depth),
    }
}

fn operation(u: &mut Unstructured<'_>, depth: u8) -> Result<Value> {
    let operator = if seldom(u, 50)? { u.arbitrary()? } else { *u.choose(&OPERATORS)? };
    if seldom(u, 6)? {
        return Ok(single(operator, logic(u, depth - 1)?));
    }
    Ok(single(operator, few(u, 5, |u| logic(u, depth - 1))?))
}

/// An operator that runs logic over each element, mostly of something that has elements.
fn over_a_list(u: &mut Unstructured<'_>, depth: u8) -> Result<Value> {
    let operator = *u.choose(&["map", "filter", "reduce", "all", "some", "none"])?;
    let list = if seldom(u, 3)? { logic(u, depth - 1)? } else { json!({"var": "list"}) };
    let mut args = vec![list, logic(u, depth - 1)?];
    if operator == "reduce" {
        args.push(logic(u, depth - 1)?);
    }
    Ok(single(operator, args))
}

/// Data with the names that logic asks for, or any.
pub fn data(u: &mut Unstructured<'_>) -> Result<Value> {
    if seldom(u, 6)? {
        return value(u, 4, &NAMES);
    }
    Ok(json!({
        "a": value(u, 2, &NAMES)?,
        "b": value(u, 2, &NAMES)?,
        "list": few(u, 6, |u| value(u, 2, &NAMES))?,
    }))
}

/// `inner` within so many levels of the same operator, for the bounds of depth and work.
pub fn nested(u: &mut Unstructured<'_>, mut inner: Value) -> Result<Value> {
    let levels = u.int_in_range(0..=140)?;
    let operator = *u.choose(&["!", "cat", "merge", "map", "if"])?;
    for _ in 0..levels {
        inner = match operator {
            "map" => json!({"map": [{"var": ""}, inner]}),
            _ => single(operator, inner),
        };
    }
    Ok(inner)
}
