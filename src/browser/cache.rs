//! Documents kept on the device: used at once, brought up to date behind the shopper's back (stale-while-revalidate).

use super::storage::{Kept, Storage};
use js_sys::{Object, Reflect};
use wasm_bindgen::JsValue;

/// A kept document and how old it is.
pub(super) struct Cached {
    /// The document.
    pub document: JsValue,
    /// Seconds since it was fetched.
    pub age: f64,
}

/// The document kept under a name, if it came from the same source.
pub(super) fn read(storage: &Storage, name: &str, source: &str, now: f64) -> Option<Cached> {
    let Kept { at, body } = storage.read(name)?;
    let member = |key: &str| Reflect::get(&body, &key.into()).ok();
    if member("source")?.as_string()? != source {
        return None;
    }
    let age = (now - at) / 1_000.0;
    // A clock that was set back must not keep a document fresh for years.
    let age = if age < 0.0 { f64::INFINITY } else { age };
    Some(Cached { document: member("document")?, age })
}

/// Keeps a document with its source.
pub(super) fn write(storage: &Storage, name: &str, source: &str, document: &JsValue, now: f64) {
    let body = Object::new();
    for (key, value) in [("source", &JsValue::from_str(source)), ("document", document)] {
        // A fresh object takes any property.
        let _ = Reflect::set(&body, &key.into(), value);
    }
    storage.write(name, now, &body);
}
