//! Time zones: the core takes an offset, and JavaScript has the data.

#[cfg(feature = "browser")]
use crate::diagnostic::Diagnostics;
use js_sys::{Array, Date, Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// How far the zone's clock is ahead of UTC at a moment, in minutes; `None` for a zone that JavaScript doesn't know.
#[must_use]
pub fn utc_offset(zone: &str, now: f64) -> Option<i32> {
    let options = Object::new();
    for (key, value) in [("timeZone", zone), ("timeZoneName", "longOffset"), ("year", "numeric")] {
        Reflect::set(&options, &key.into(), &value.into()).ok()?;
    }
    // Through Reflect, because a zone that isn't known throws.
    let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
    let constructor: Function = Reflect::get(&intl, &"DateTimeFormat".into()).ok()?.dyn_into().ok()?;
    let format = Reflect::construct(&constructor, &Array::of2(&"en-US".into(), &options)).ok()?;
    let to_text: Function = Reflect::get(&format, &"format".into()).ok()?.dyn_into().ok()?;
    let text = to_text.call1(&format, &Date::new(&JsValue::from_f64(now))).ok()?.as_string()?;
    parse(&text)
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
