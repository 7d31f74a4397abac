//! Time zones: the core takes an offset, and JavaScript has the data.

#[cfg(feature = "browser")]
use crate::diagnostic::Diagnostics;
#[cfg(not(feature = "browser"))]
use crate::engine::Engine;
#[cfg(not(feature = "browser"))]
use crate::time::Timestamp;
use js_sys::{Array, Date, Function, Object, Reflect};
#[cfg(not(feature = "browser"))]
use serde_json::Value;
use wasm_bindgen::{JsCast, JsValue};

/// How far the zone's clock is ahead of UTC at a moment, in minutes; `None` for a zone that JavaScript doesn't know.
#[must_use]
pub fn utc_offset(zone: &str, now: f64) -> Option<i32> {
    offset_at(&formatter(zone)?, now)
}

/// What writes moments with the zone's offset; `None` for a zone that JavaScript doesn't know.
#[must_use]
pub fn formatter(zone: &str) -> Option<Function> {
    let options = Object::new();
    for (key, value) in [("timeZone", zone), ("timeZoneName", "longOffset"), ("year", "numeric")] {
        Reflect::set(&options, &key.into(), &value.into()).ok()?;
    }
    // Through Reflect, because a zone that isn't known throws.
    let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
    let constructor: Function = Reflect::get(&intl, &"DateTimeFormat".into()).ok()?.dyn_into().ok()?;
    let format = Reflect::construct(&constructor, &Array::of2(&"en-US".into(), &options)).ok()?;
    Reflect::get(&format, &"format".into()).ok()?.dyn_into().ok()
}

/// The offset that a [`formatter`] writes for a moment, in minutes.
#[must_use]
pub fn offset_at(formatter: &Function, now: f64) -> Option<i32> {
    let text = formatter.call1(&JsValue::UNDEFINED, &Date::new(&JsValue::from_f64(now))).ok()?.as_string()?;
    parse(&text)
}

/// Adds the offset of the shop's time zone to a decision's input, where rules ask for it and the caller didn't say.
#[cfg(not(feature = "browser"))]
pub fn add_offset(engine: &Engine, input: &mut Value) {
    let (Some(zone), Some(members)) = (engine.time_zone(), input.as_object_mut()) else { return };
    let given = members.get("utc_offset_minutes").is_some_and(|value| !value.is_null());
    let now = members.get("now").and_then(Timestamp::read);
    if let (false, Some(now)) = (given, now) {
        #[allow(clippy::cast_precision_loss)] // milliseconds under 2^53
        let offset = utc_offset(zone, now.0 as f64);
        members.insert("utc_offset_minutes".to_owned(), offset.unwrap_or(0).into());
    }
}

/// Reads `2026 GMT+05:30`; bare `GMT` is 0.
fn parse(text: &str) -> Option<i32> {
    let (_, offset) = text.split_once("GMT")?;
    let Some(sign) = offset.chars().next() else { return Some(0) };
    let (hours, minutes) = offset.get(1..)?.split_once(':')?;
    let minutes: i32 = hours.parse::<i32>().ok()? * 60 + minutes.get(..2)?.parse::<i32>().ok()?;
    Some(if sign == '+' { minutes } else { -minutes })
}

/// The finding about a zone that JavaScript doesn't know.
#[cfg(feature = "browser")]
#[must_use]
pub fn unknown_zone(zone: &str) -> Diagnostics {
    let mut found = Diagnostics::default();
    let message = ["the time zone `", zone, "` isn't known here; schedules are taken as UTC"].concat();
    let help = "write a name of the IANA database, like \"Europe/Berlin\"".to_owned();
    found.warning("unknown_time_zone", "/time_zone".to_owned(), message, help);
    found
}
