//! A CloudEvent read into an event, or refused with the place of its first fault. Pure: the time is an argument.

use super::event::{DAY, Event};
use cartnudge::text::shortened;
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

/// Texts are at most this long, in characters.
const LONGEST: usize = 200;
/// Features are at most so many.
const MOST_FEATURES: usize = 500;
/// Older events are refused: they would change days that were reported long ago.
const OLDEST: i64 = 400 * DAY;

/// Why an event was refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Fault {
    /// Stable, in snake_case.
    pub code: &'static str,
    /// JSON pointer in the event.
    pub pointer: String,
    /// What was found.
    pub message: String,
    /// How to mend it.
    pub help: String,
}

const NUDGE_TYPES: fn(&str) -> bool = |name| cartnudge::rules::NudgeType::named(name).is_some();

/// Reads an event.
///
/// # Errors
/// Its first fault.
pub fn read(value: &Value, now: i64) -> Result<Event, Fault> {
    let Some(members) = value.as_object() else {
        return Err(fault("not_an_object", "", "an event is an object", "send a list of CloudEvents"));
    };
    let root = Place { members, pointer: "" };
    if root.text("specversion")?.as_deref() != Some("1.0") {
        return Err(fault(
            "bad_specversion",
            "/specversion",
            "`specversion` isn't \"1.0\"",
            "send CloudEvents of version 1.0",
        ));
    }
    let kind = root.needed("type")?;
    let Some(kind @ ("exposure" | "interaction" | "outcome" | "holdout")) = kind.strip_prefix("cartnudge.") else {
        let message = format!("unknown event type `{}`", shortened(&kind, 60));
        let help = "send cartnudge.exposure, cartnudge.interaction, cartnudge.outcome or cartnudge.holdout";
        return Err(fault("unknown_type", "/type", message, help));
    };
    if root.text("datacontenttype")?.is_some_and(|kind| kind != "application/json") {
        let help = "send `data` as JSON and say `application/json`, or leave it out";
        return Err(fault("bad_content_type", "/datacontenttype", "`data` is said not to be JSON", help));
    }
    let at = time(&root.needed("time")?, now)?;
    let Some(data) = members.get("data").and_then(Value::as_object) else {
        return Err(fault("no_data", "/data", "`data` isn't an object", "send what happened as an object in `data`"));
    };
    let event =
        Event { source: root.needed("source")?, id: root.needed("id")?, at, kind: kind.to_owned(), ..Event::default() };
    content(event, &Place { members: data, pointer: "/data" })
}

fn content(event: Event, data: &Place<'_>) -> Result<Event, Fault> {
    let (is_outcome, is_interaction) = (event.kind == "outcome", event.kind == "interaction");
    let of_nudge = |key: &str| if is_outcome { data.text(key) } else { data.needed(key).map(Some) };
    let model = match data.members.get("model") {
        None | Some(Value::Null) => None,
        Some(Value::Object(members)) => Some(Place { members, pointer: "/data/model" }),
        Some(_) => {
            return Err(fault("not_an_object", "/data/model", "`model` isn't an object", "send { id, version }"));
        }
    };
    Ok(Event {
        decision_id: of_nudge("decision_id")?,
        rules_version: if is_outcome {
            data.whole("rules_version")?
        } else {
            data.needed_whole("rules_version").map(Some)?
        },
        model_id: model.as_ref().map_or(Ok(None), |model| model.text("id"))?,
        model_version: model.as_ref().map_or(Ok(None), |model| model.whole("version"))?,
        rule_id: of_nudge("rule_id")?,
        nudge_type: data.one_of("type", NUDGE_TYPES, "the name of a nudge type, like size_guide")?,
        placement: data.text("placement")?,
        item_id: data.text("item_id")?,
        item_group_id: data.text("item_group_id")?,
        variation: data.text("variation")?,
        action: if is_interaction {
            Some(data.needed_one_of("action", &["opened", "accepted", "dismissed", "chat_started"])?)
        } else {
            None
        },
        outcome: if is_outcome {
            Some(data.needed_one_of("outcome", &["size_changed", "line_removed", "purchased"])?)
        } else {
            None
        },
        from_value: data.text("from")?,
        to_value: data.text("to")?,
        value: data.number("value")?,
        currency: data.one_of(
            "currency",
            |code| code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase()),
            "an ISO 4217 code, like EUR",
        )?,
        cart_band: data.one_of("cart_band", is_band, "low, medium or high")?,
        line_band: data.one_of("line_band", is_band, "low, medium or high")?,
        session_id: data.text("session_id")?,
        visitor_id: data.text("visitor_id")?,
        features: features(data)?,
        ..event
    })
}

fn is_band(name: &str) -> bool {
    matches!(name, "low" | "medium" | "high")
}

fn time(text: &str, now: i64) -> Result<i64, Fault> {
    let at = text.parse::<jiff::Timestamp>().map_err(|_| {
        fault(
            "not_a_time",
            "/time",
            format!("`{}` is no time of RFC 3339", shortened(text, 60)),
            "write it like 2026-11-24T12:00:00Z",
        )
    })?;
    let at = at.as_millisecond();
    if at > now + DAY {
        return Err(fault(
            "in_the_future",
            "/time",
            "the event is over a day in the future",
            "check the sender's clock",
        ));
    }
    if at < now - OLDEST {
        return Err(fault("too_old", "/time", "the event is over 400 days old", "leave such events out"));
    }
    Ok(at)
}

fn features(data: &Place<'_>) -> Result<Option<String>, Fault> {
    let members = match data.members.get("features") {
        None | Some(Value::Null) => return Ok(None),
        Some(Value::Object(members)) => members,
        Some(_) => {
            return Err(fault(
                "not_an_object",
                "/data/features",
                "`features` isn't an object",
                "send values by feature name",
            ));
        }
    };
    if members.len() > MOST_FEATURES {
        let message = format!("{} features; there are at most {MOST_FEATURES}", members.len());
        return Err(fault("too_many_features", "/data/features", message, "send the features of one line"));
    }
    let odd = members.iter().find(|(key, value)| key.len() > LONGEST || !is_plain(value));
    if let Some((key, _)) = odd {
        let pointer = format!("/data/features/{}", escaped(&shortened(key, 60)));
        return Err(fault(
            "bad_feature",
            pointer,
            "this feature's value is no number, truth value, short text or null",
            "send it plainly",
        ));
    }
    Ok(Some(cartnudge::json::to_string(members)))
}

fn is_plain(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => true,
        Value::String(text) => fits(text),
        Value::Array(_) | Value::Object(_) => false,
    }
}

/// PostgreSQL keeps no null characters.
fn fits(text: &str) -> bool {
    !text.contains('\0') && text.chars().count() <= LONGEST
}

fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

fn fault(code: &'static str, pointer: impl Into<String>, message: impl Into<String>, help: impl Into<String>) -> Fault {
    Fault { code, pointer: pointer.into(), message: message.into(), help: help.into() }
}

/// An object and where it stands.
struct Place<'a> {
    members: &'a Map<String, Value>,
    pointer: &'static str,
}

impl Place<'_> {
    fn at(&self, key: &str) -> String {
        format!("{}/{key}", self.pointer)
    }

    /// A short text; `None` when it is missing, null or empty.
    fn text(&self, key: &str) -> Result<Option<String>, Fault> {
        match self.members.get(key) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) if text.is_empty() => Ok(None),
            Some(Value::String(text)) if fits(text) => Ok(Some(text.clone())),
            Some(Value::String(_)) => {
                let help = format!("send at most {LONGEST} characters, and no null character");
                Err(fault("bad_text", self.at(key), format!("`{key}` is too long, or holds a null character"), help))
            }
            Some(_) => Err(fault("not_text", self.at(key), format!("`{key}` isn't a text"), "put it in quotes")),
        }
    }

    fn needed(&self, key: &str) -> Result<String, Fault> {
        let missing =
            || fault("missing", self.at(key), format!("`{key}` is missing"), format!("send `{key}` as a text"));
        self.text(key)?.ok_or_else(missing)
    }

    fn number(&self, key: &str) -> Result<Option<f64>, Fault> {
        match self.members.get(key) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => match value.as_f64().filter(|number| number.is_finite()) {
                Some(number) => Ok(Some(number)),
                None => {
                    Err(fault("not_a_number", self.at(key), format!("`{key}` isn't a number"), "send a plain number"))
                }
            },
        }
    }

    /// A whole number of at most 2⁵³, which JSON may write as 3.0.
    fn whole(&self, key: &str) -> Result<Option<i64>, Fault> {
        let Some(number) = self.number(key)? else { return Ok(None) };
        if number.fract() == 0.0 && (0.0..=9_007_199_254_740_992.0).contains(&number) {
            #[allow(clippy::cast_possible_truncation)] // whole and in range
            return Ok(Some(number as i64));
        }
        Err(fault(
            "not_whole",
            self.at(key),
            format!("`{key}` isn't a whole number of 0 or more"),
            "send a version's number",
        ))
    }

    fn needed_whole(&self, key: &str) -> Result<i64, Fault> {
        let missing =
            || fault("missing", self.at(key), format!("`{key}` is missing"), format!("send `{key}` as a number"));
        self.whole(key)?.ok_or_else(missing)
    }

    fn one_of(&self, key: &str, is_one: impl Fn(&str) -> bool, what: &str) -> Result<Option<String>, Fault> {
        let Some(text) = self.text(key)? else { return Ok(None) };
        if is_one(&text) {
            return Ok(Some(text));
        }
        let message = format!("`{key}` can't be `{}`", shortened(&text, 60));
        Err(fault("unknown_value", self.at(key), message, format!("send {what}")))
    }

    fn needed_one_of(&self, key: &str, options: &[&str]) -> Result<String, Fault> {
        self.needed(key)?;
        let found = self.one_of(key, |name| options.contains(&name), &options.join(", "))?;
        Ok(found.unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// 2026-11-24T12:00:00Z.
    const NOW: i64 = 1_795_521_600_000;

    fn exposure() -> Value {
        json!({
            "specversion": "1.0", "id": "1", "source": "https://shop.example", "type": "cartnudge.exposure",
            "time": "2026-11-24T11:59:00Z", "datacontenttype": "application/json",
            "data": { "decision_id": "d", "rules_version": 3.0, "rule_id": "two-sizes", "type": "size_guide",
                "placement": "cart.summary", "model": { "id": "starter", "version": 1 }, "line_band": "high",
                "features": { "line.price": 79.9, "line.new_category": false, "customer.return_rate": null }, "surprise": [1] },
        })
    }

    fn with(pointer: &str, value: Value) -> Value {
        let mut event = exposure();
        let (place, key) = pointer.rsplit_once('/').unwrap();
        event.pointer_mut(place).unwrap()[key] = value;
        event
    }

    #[test]
    fn an_exposure_with_all_it_knows() {
        let event = read(&exposure(), NOW).unwrap();
        assert_eq!((event.kind.as_str(), event.at, event.day()), ("exposure", NOW - 60_000, 20_781));
        assert_eq!((event.rules_version, event.model_version, event.what()), (Some(3), Some(1), "exposure"));
        let features = r#"{"customer.return_rate":null,"line.new_category":false,"line.price":79.9}"#;
        assert_eq!(event.features.as_deref(), Some(features));
    }

    #[test]
    fn each_fault_with_its_place_and_mend() {
        let cases = [
            (json!(5), "not_an_object", ""),
            (with("/specversion", json!("0.3")), "bad_specversion", "/specversion"),
            (with("/type", json!("click")), "unknown_type", "/type"),
            (with("/id", json!("")), "missing", "/id"),
            (with("/id", json!(7)), "not_text", "/id"),
            (with("/source", json!("x".repeat(201))), "bad_text", "/source"),
            (with("/source", json!("a\0b")), "bad_text", "/source"),
            (with("/time", json!("yesterday")), "not_a_time", "/time"),
            (with("/time", json!("2026-11-26T12:00:00Z")), "in_the_future", "/time"),
            (with("/time", json!("2020-01-01T00:00:00Z")), "too_old", "/time"),
            (with("/datacontenttype", json!("text/xml")), "bad_content_type", "/datacontenttype"),
            (with("/data", json!("text")), "no_data", "/data"),
            (with("/data/rule_id", json!(null)), "missing", "/data/rule_id"),
            (with("/data/rules_version", json!(1.5)), "not_whole", "/data/rules_version"),
            (with("/data/rules_version", json!(-1)), "not_whole", "/data/rules_version"),
            (with("/data/type", json!("popup")), "unknown_value", "/data/type"),
            (with("/data/model", json!("starter")), "not_an_object", "/data/model"),
            (with("/data/currency", json!("euro")), "unknown_value", "/data/currency"),
            (with("/data/cart_band", json!("huge")), "unknown_value", "/data/cart_band"),
            (with("/data/value", json!("12")), "not_a_number", "/data/value"),
            (with("/data/features", json!([1])), "not_an_object", "/data/features"),
            (with("/data/features", json!({ "a/b": [1] })), "bad_feature", "/data/features/a~1b"),
            (with("/type", json!("cartnudge.interaction")), "missing", "/data/action"),
            (with("/type", json!("cartnudge.outcome")), "missing", "/data/outcome"),
        ];
        for (event, code, pointer) in cases {
            let fault = read(&event, NOW).unwrap_err();
            assert_eq!((fault.code, fault.pointer.as_str()), (code, pointer));
            assert!(!fault.message.is_empty() && !fault.help.is_empty());
        }
    }

    #[test]
    fn an_outcome_needs_no_rule() {
        let event = json!({
            "specversion": "1.0", "id": "2", "source": "s", "type": "cartnudge.outcome", "time": "2026-11-24T11:59:00+00:00",
            "data": { "outcome": "purchased", "value": 120.5, "currency": "EUR" },
        });
        let event = read(&event, NOW).unwrap();
        assert_eq!((event.outcome.as_deref(), event.value, event.rule_id), (Some("purchased"), Some(120.5), None));
    }
}
