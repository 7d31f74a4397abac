//! A document as its leaves: each key with dots, its pointer and its value, what is left out at its default.

use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// A value and where it stands below its rule or document.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Leaf {
    /// JSON pointer.
    pub pointer: String,
    pub value: Value,
}

/// Leaves by key, like `nudge.content.en.headline`.
pub(super) type Leaves = BTreeMap<String, Leaf>;

/// Keys whose value is one thing however it is built.
const WHOLE: [&str; 6] = ["schedule.weekdays", "schedule.hours", "namespace", "holdout", "prerequisites", "ranking"];

/// Keys in the order in which a person reads them; others come after.
const READ: [&str; 26] = [
    "schema_version",
    "kill_switch",
    "paused",
    "default_locale",
    "time_zone",
    "budget",
    "frequency_caps",
    "ranking",
    "settings",
    "name",
    "enabled",
    "scope",
    "nudge.type",
    "nudge.placement",
    "when",
    "prerequisites",
    "audience_percent",
    "holdout_percent",
    "holdout",
    "namespace",
    "schedule",
    "frequency_cap",
    "cooldown_days",
    "nudge",
    "priority",
    "effect",
];

/// The place of a key in [`READ`], by its longest known beginning.
pub(super) fn rank(key: &str) -> usize {
    let begins = |known: &str| key.strip_prefix(known).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
    let known = READ.iter().enumerate().filter(|(_, known)| begins(known));
    known.max_by_key(|(_, known)| known.len()).map_or(READ.len(), |(place, _)| place)
}

/// The document but for its rules and its version.
pub(super) fn of_document(document: &Value) -> Leaves {
    let mut found = Leaves::new();
    for (key, value) in members(document) {
        let is_compared = !matches!(key.as_str(), "rules" | "version" | "$schema" | "schema_version");
        if is_compared {
            collect(key.clone(), pointer("", key), value, &mut found);
        }
    }
    let defaults = [
        ("default_locale", json!("en")),
        ("paused", json!(false)),
        ("kill_switch", json!(false)),
        ("budget.per_page", json!(1)),
        ("budget.per_session", json!(3)),
        ("time_zone", json!("UTC")),
        ("ranking", json!({ "by": "priority" })),
    ];
    with_defaults(found, &defaults)
}

/// A rule but for its condition.
pub(super) fn of_rule(rule: &Value) -> Leaves {
    let mut found = Leaves::new();
    for (key, value) in members(rule) {
        if !matches!(key.as_str(), "id" | "when") {
            collect(key.clone(), pointer("", key), value, &mut found);
        }
    }
    let id = rule.get("id").cloned().unwrap_or(Value::Null);
    let defaults = [
        ("name", id),
        ("enabled", json!(true)),
        ("scope", json!("line")),
        ("nudge.placement", json!("corner")),
        ("priority", json!(50)),
        ("cooldown_days", json!(30)),
        ("audience_percent", json!(100)),
        ("holdout_percent", json!(0)),
    ];
    with_defaults(found, &defaults)
}

fn members(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

fn with_defaults(mut found: Leaves, defaults: &[(&str, Value)]) -> Leaves {
    for (key, value) in defaults {
        let pointer = key.split('.').fold(String::new(), |place, part| pointer(&place, part));
        found.entry((*key).to_owned()).or_insert_with(|| Leaf { pointer, value: value.clone() });
    }
    found
}

fn pointer(place: &str, key: &str) -> String {
    [place, "/", &key.replace('~', "~0").replace('/', "~1")].concat()
}

fn collect(key: String, place: String, value: &Value, found: &mut Leaves) {
    let is_list_of_variations = key == "nudge.variations";
    match value {
        _ if WHOLE.contains(&key.as_str()) || value.get("max").is_some() => {
            found.insert(key, Leaf { pointer: place, value: whole(value) });
        }
        Value::Array(list) if is_list_of_variations => {
            for (index, one) in list.iter().enumerate() {
                let at = crate::text::digits(index as u64);
                let id = one.get("id").and_then(Value::as_str).unwrap_or(&at);
                let base = [&key, ".", id].concat();
                let mut rest: Map<String, Value> = one.as_object().cloned().unwrap_or_default();
                rest.remove("id");
                rest.entry("weight").or_insert_with(|| json!(1));
                collect(base, pointer(&place, &at), &Value::Object(rest), found);
            }
        }
        Value::Object(members) => {
            for (name, inner) in members {
                collect([&key, ".", name].concat(), pointer(&place, name), inner, found);
            }
        }
        Value::Null => {}
        _ => {
            found.insert(key, Leaf { pointer: place, value: value.clone() });
        }
    }
}

/// A cap without days is one of a day, a holdout without a seed has the usual one.
fn whole(value: &Value) -> Value {
    let Value::Object(members) = value else { return value.clone() };
    let mut members = members.clone();
    if members.contains_key("max") {
        members.entry("days").or_insert_with(|| json!(1));
    }
    if members.contains_key("percent") {
        members.entry("seed").or_insert_with(|| json!("holdout"));
    }
    Value::Object(members)
}
