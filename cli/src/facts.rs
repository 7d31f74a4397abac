//! `cartnudge facts`: the catalogue, for people who write rules.

use crate::failure::{Failure, print};
use cartnudge::features::{CATALOGUE, Definition};
use cartnudge::json::to_string_pretty;
use cartnudge::text::decimal;
use serde_json::{Map, Value, json};
use std::process::ExitCode;

/// Prints the catalogue.
pub fn run(as_json: bool) -> Result<ExitCode, Failure> {
    if as_json {
        let all: Vec<Value> = CATALOGUE.iter().map(document).collect();
        print(&to_string_pretty(&all))?;
    } else {
        let all: Vec<String> = CATALOGUE.iter().map(text).collect();
        print(&all.join("\n"))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// `{ name, type, unit?, range?, meaning, when_missing }`; an open end of a range is `null`.
fn document(definition: &Definition) -> Value {
    let docs = &definition.docs;
    let mut members = Map::new();
    members.insert("name".to_owned(), json!(definition.name));
    members.insert("type".to_owned(), json!(definition.kind.name()));
    if !docs.unit.is_empty() {
        members.insert("unit".to_owned(), json!(docs.unit));
    }
    if let Some((from, to)) = docs.range {
        let end = |value: f64| Some(value).filter(|value| value.is_finite());
        members.insert("range".to_owned(), json!([end(from), end(to)]));
    }
    members.insert("meaning".to_owned(), json!(docs.meaning));
    members.insert("when_missing".to_owned(), json!(docs.when_missing));
    Value::Object(members)
}

fn text(definition: &Definition) -> String {
    let docs = &definition.docs;
    let mut kind = definition.kind.name().to_owned();
    if !docs.unit.is_empty() {
        kind = format!("{kind}, {}", docs.unit);
    }
    if let Some((from, to)) = docs.range {
        let end = if to.is_finite() {
            format!("{} to {}", decimal(from, 3), decimal(to, 3))
        } else {
            format!("from {}", decimal(from, 3))
        };
        kind = format!("{kind}, {end}");
    }
    format!("{:<32} {kind}\n    {}\n    missing: {}", definition.name, docs.meaning, docs.when_missing)
}
