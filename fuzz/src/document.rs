//! Rule documents that are nearly right.

use crate::{few, name, number, seldom, single, text, value};
use arbitrary::{Result, Unstructured};
use cartnudge::features::{CATALOGUE, Kind, Scope};
use serde_json::{Map, Value, json};

const NUDGES: [&str; 3] = ["size_guide", "review_highlights", "chat_prompt"];
const LOCALES: [&str; 4] = ["en", "de", "de-AT", "fr"];
const COMPARISONS: [&str; 6] = ["<", "<=", ">", ">=", "==", "!="];
const SUMS: [&str; 4] = ["+", "*", "min", "max"];
const TEXTS: [&str; 7] = ["cart", "product", "M", "high", "luxury", "Dresses", "en"];
const WORDS: [&str; 5] =
    ["Between {sizes_in_cart}?", "{item_name} by {brand}", "{kept_size} fits", "{", "Ask us about {category}"];

/// A document whose members are mostly there and mostly right.
pub fn document(u: &mut Unstructured<'_>) -> Result<Value> {
    object(
        u,
        &[
            ("schema_version", |u| Ok(u.int_in_range(1..=2)?.into())),
            ("version", |u| Ok(u.arbitrary::<u16>()?.into())),
            ("default_locale", |u| Ok(name(u, &LOCALES)?.into())),
            ("paused", |u| Ok(seldom(u, 8)?.into())),
            ("kill_switch", |u| Ok(seldom(u, 8)?.into())),
            ("holdout", |u| Ok(json!({"percent": percent(u)?, "seed": text(u)?}))),
            ("budget", |u| Ok(json!({"per_page": u.int_in_range(0..=10)?, "per_session": u.int_in_range(0..=100)?}))),
            ("settings", settings),
            ("time_zone", |u| Ok(name(u, &["Europe/Berlin", "UTC", "Asia/Kathmandu"])?.into())),
            ("frequency_caps", |u| object(u, &[("all", cap), ("types", |u| Ok(single(*u.choose(&NUDGES)?, cap(u)?)))])),
            ("ranking", ranking),
        ],
    )
    .and_then(|mut document| {
        document["rules"] = few(u, 6, rule)?.into();
        Ok(document)
    })
}

fn rule(u: &mut Unstructured<'_>) -> Result<Value> {
    let about_line = u.arbitrary()?;
    let mut rule = object(
        u,
        &[
            ("name", |u| Ok(text(u)?.into())),
            ("enabled", |u| Ok((!seldom(u, 8)?).into())),
            ("priority", |u| Ok(u.int_in_range(0..=1000)?.into())),
            ("schedule", |u| object(u, &[("from", time), ("until", time), ("weekdays", weekdays), ("hours", hours)])),
            ("frequency_cap", cap),
            ("cooldown_days", |u| Ok(u.int_in_range(0..=3650)?.into())),
            ("audience_percent", percent),
            ("holdout_percent", percent),
            ("namespace", |u| Ok(json!({"id": name(u, &["sizing", "words"])?, "range": [tenths(u)?, tenths(u)?]}))),
            ("prerequisites", |u| Ok(few(u, 4, prerequisite)?.into())),
            ("effect", tenths),
            ("note", |u| Ok(text(u)?.into())),
        ],
    )?;
    rule["id"] = rule_id(u)?.into();
    rule["scope"] = if about_line { "line" } else { "cart" }.into();
    rule["when"] = condition(u, about_line, 5)?;
    rule["nudge"] =
        object(u, &[("placement", |u| Ok(text(u)?.into())), ("content", content), ("variations", variations)])?;
    rule["nudge"]["type"] = if seldom(u, 100)? { text(u)? } else { (*u.choose(&NUDGES)?).to_owned() }.into();
    Ok(rule)
}

type Make = fn(&mut Unstructured<'_>) -> Result<Value>;

/// An object with some of these members, seldom with a wrong value, and seldom with one more.
fn object(u: &mut Unstructured<'_>, members: &[(&str, Make)]) -> Result<Value> {
    let mut object = Map::new();
    for (key, make) in members {
        if seldom(u, 3)? {
            object.insert((*key).to_owned(), if seldom(u, 32)? { value(u, 2, &[])? } else { make(u)? });
        }
    }
    if seldom(u, 64)? {
        object.insert(text(u)?, value(u, 1, &[])?);
    }
    Ok(Value::Object(object))
}

fn rule_id(u: &mut Unstructured<'_>) -> Result<String> {
    Ok(format!("rule-{}", u.int_in_range(0..=19)?))
}

fn cap(u: &mut Unstructured<'_>) -> Result<Value> {
    Ok(json!({"max": u.int_in_range(0..=3)?, "days": u.int_in_range(1..=365)?}))
}

fn ranking(u: &mut Unstructured<'_>) -> Result<Value> {
    if u.arbitrary()? {
        return Ok(json!({"by": "priority"}));
    }
    let cost = json!({"fixed": percent(u)?, "share": tenths(u)?});
    Ok(json!({"by": "expected_value", "return_cost": cost, "attention_cost": percent(u)?}))
}

fn prerequisite(u: &mut Unstructured<'_>) -> Result<Value> {
    let state = name(u, &["exposed", "not_exposed", "dismissed", "not_dismissed"])?;
    Ok(json!({"rule_id": rule_id(u)?, "state": state, "days": u.int_in_range(1..=365)?}))
}

fn weekdays(u: &mut Unstructured<'_>) -> Result<Value> {
    Ok(few(u, 4, |u| name(u, &["mon", "tue", "wed", "thu", "fri", "sat", "sun"]))?.into())
}

fn hours(u: &mut Unstructured<'_>) -> Result<Value> {
    object(u, &[("from", hour), ("until", hour)])
}

fn hour(u: &mut Unstructured<'_>) -> Result<Value> {
    Ok(format!("{:02}:{:02}", u.int_in_range(0..=25)?, u.int_in_range(0..=60)?).into())
}

fn tenths(u: &mut Unstructured<'_>) -> Result<Value> {
    Ok(json!(f64::from(u.int_in_range(0..=11_u8)?) / 10.0))
}

fn settings(u: &mut Unstructured<'_>) -> Result<Value> {
    object(
        u,
        &[
            ("premium_categories", |u| Ok(few(u, 3, text)?.into())),
            ("high_value_price", percent),
            ("impulse_signs", percent),
            ("loyal_orders", percent),
            ("floor_product_lines", percent),
        ],
    )
}

fn percent(u: &mut Unstructured<'_>) -> Result<Value> {
    Ok(u.int_in_range(0..=100)?.into())
}

fn time(u: &mut Unstructured<'_>) -> Result<Value> {
    Ok(match u.int_in_range(0..=2)? {
        0 => format!("20{:02}-{:02}-{:02}", u.int_in_range(20..=30)?, u.int_in_range(1..=12)?, u.int_in_range(1..=31)?)
            .into(),
        1 => u.int_in_range(1_700_000_000_000_i64..=1_900_000_000_000)?.into(),
        _ => u.arbitrary::<u32>()?.into(),
    })
}

fn content(u: &mut Unstructured<'_>) -> Result<Value> {
    let words = few(u, 3, |u| {
        let locale = name(u, &LOCALES)?;
        Ok((locale, json!({"headline": name(u, &WORDS)?, "body": name(u, &WORDS)?, "action": text(u)?})))
    })?;
    Ok(Value::Object(words.into_iter().collect()))
}

fn variations(u: &mut Unstructured<'_>) -> Result<Value> {
    let mut index = 0;
    let list = few(u, 4, |u| {
        index += 1;
        Ok(json!({"id": format!("v{index}"), "weight": percent(u)?, "content": content(u)?}))
    })?;
    Ok(list.into())
}

/// A condition over facts that mostly has the right types, at most `depth` operators deep.
fn condition(u: &mut Unstructured<'_>, about_line: bool, depth: u8) -> Result<Value> {
    if seldom(u, 100)? {
        return value(u, 2, &["var", "and", "==", "in"]);
    }
    if depth == 0 || u.is_empty() {
        return Ok(single("var", fact(u, about_line, Kind::Flag)?));
    }
    let inner = depth - 1;
    Ok(match u.int_in_range(0..=11)? {
        0 => single("!", condition(u, about_line, inner)?),
        1 => single(*u.choose(&["and", "or"])?, parts(u, 4, |u| condition(u, about_line, inner))?),
        2 | 3 => single(*u.choose(&COMPARISONS)?, json!([sum(u, about_line, inner)?, sum(u, about_line, inner)?])),
        4 => {
            let three = json!([sum(u, about_line, inner)?, sum(u, about_line, inner)?, sum(u, about_line, inner)?]);
            single(*u.choose(&["<", "<="])?, three)
        }
        5 => single(
            *u.choose(&["==", "===", "!=", "!=="])?,
            json!([{"var": fact(u, about_line, Kind::Text)?}, name(u, &TEXTS)?]),
        ),
        6 => json!({"in": [{"var": fact(u, about_line, Kind::Text)?}, few(u, 4, |u| name(u, &TEXTS))?]}),
        7 => json!({"in": [name(u, &TEXTS)?, {"var": *u.choose(&["customer.segments", "page.locale", "page.type"])?}]}),
        8 => single("missing", parts(u, 4, |u| Ok(any_fact(u, about_line)?.into()))?),
        9 => json!({"missing_some": [u.int_in_range(0..=3)?, few(u, 4, |u| any_fact(u, about_line))?]}),
        10 => over_lines(u, inner)?,
        _ => single("if", branches(u, |u| condition(u, about_line, inner), |u| condition(u, about_line, inner))?),
    })
}

/// A condition over the cart's lines.
fn over_lines(u: &mut Unstructured<'_>, depth: u8) -> Result<Value> {
    let operator = *u.choose(&["all", "some", "none", "filter"])?;
    Ok(single(operator, json!([{"var": "cart.items"}, condition(u, true, depth)?])))
}

/// A number from facts.
fn sum(u: &mut Unstructured<'_>, about_line: bool, depth: u8) -> Result<Value> {
    if seldom(u, 100)? {
        return value(u, 2, &["var", "+", "if"]);
    }
    let kinds = if depth == 0 || u.is_empty() { 2 } else { 6 };
    let inner = depth.saturating_sub(1);
    Ok(match u.int_in_range(0..=kinds)? {
        0 => number(u)?,
        1 => single("var", fact(u, about_line, Kind::Number)?),
        2 => json!({"var": [fact(u, about_line, Kind::Number)?, number(u)?]}),
        3 => single(*u.choose(&SUMS)?, parts(u, 3, |u| sum(u, about_line, inner))?),
        4 => {
            let body = json!({"+": [{"var": "accumulator"}, sum(u, true, inner)?]});
            json!({"reduce": [{"var": "cart.items"}, body, number(u)?]})
        }
        5 => single(*u.choose(&["-", "/", "%"])?, json!([sum(u, about_line, inner)?, sum(u, about_line, inner)?])),
        _ => single("if", branches(u, |u| condition(u, about_line, inner), |u| sum(u, about_line, inner))?),
    })
}

/// One to `most` parts.
fn parts<'a>(
    u: &mut Unstructured<'a>,
    most: usize,
    mut part: impl FnMut(&mut Unstructured<'a>) -> Result<Value>,
) -> Result<Vec<Value>> {
    let mut parts = vec![part(u)?];
    parts.extend(few(u, most, part)?);
    Ok(parts)
}

fn branches<'a>(
    u: &mut Unstructured<'a>,
    condition: impl Fn(&mut Unstructured<'a>) -> Result<Value>,
    value: impl Fn(&mut Unstructured<'a>) -> Result<Value>,
) -> Result<Vec<Value>> {
    let mut branches = vec![condition(u)?, value(u)?];
    if seldom(u, 3)? {
        branches.extend([condition(u)?, value(u)?]);
    }
    branches.push(value(u)?);
    Ok(branches)
}

/// The name of a fact of this kind that the scope has.
fn fact(u: &mut Unstructured<'_>, about_line: bool, kind: Kind) -> Result<&'static str> {
    if seldom(u, 100)? {
        return any_fact(u, about_line);
    }
    choose(u, |fact_kind, scope| fact_kind == kind && (about_line || scope == Scope::Cart))
}

fn any_fact(u: &mut Unstructured<'_>, about_line: bool) -> Result<&'static str> {
    choose(u, |_, scope| about_line || scope == Scope::Cart)
}

fn choose(u: &mut Unstructured<'_>, fits: impl Fn(Kind, Scope) -> bool) -> Result<&'static str> {
    let names: Vec<&str> = CATALOGUE.iter().filter(|fact| fits(fact.kind, fact.scope)).map(|fact| fact.name).collect();
    Ok(*u.choose(&names)?)
}
