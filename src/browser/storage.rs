//! What is kept on the device, under `cartnudge:` keys in localStorage, each in an envelope with a version.
//!
//! Storage may be blocked, full or hold anything: reading gives nothing then, and writing is lost without a trace but
//! for this page view's memory. `gloo-storage` is not used here, because it throws where storage is blocked.

use js_sys::{JSON, Object, Reflect};
use std::cell::Cell;
use wasm_bindgen::JsValue;

/// Envelopes of another version are ignored.
const VERSION: f64 = 1.0;
const PREFIX: &str = "cartnudge:";

/// Whether things may be kept.
pub(super) struct Storage {
    allowed: Cell<bool>,
}

/// What was kept, and when.
pub(super) struct Kept {
    /// Milliseconds since the epoch.
    pub at: f64,
    /// What was kept.
    pub body: JsValue,
}

impl Storage {
    pub fn new(allowed: bool) -> Self {
        Storage { allowed: Cell::new(allowed) }
    }

    /// Follows the shopper's consent; without it everything kept so far is erased.
    pub fn allow(&self, allowed: bool) {
        self.allowed.set(allowed);
        if !allowed {
            erase();
        }
    }

    /// What was kept under a name.
    pub fn read(&self, name: &str) -> Option<Kept> {
        if !self.allowed.get() {
            return None;
        }
        let text = local()?.get_item(&key(name)).ok()??;
        let envelope = JSON::parse(&text).ok()?;
        let member = |name: &str| Reflect::get(&envelope, &name.into()).ok();
        if member("v")?.as_f64() != Some(VERSION) {
            return None;
        }
        Some(Kept { at: member("at")?.as_f64()?, body: member("body")? })
    }

    /// Keeps something.
    pub fn write(&self, name: &str, now: f64, body: &JsValue) {
        if !self.allowed.get() {
            return;
        }
        let envelope = Object::new();
        let members = [("v", JsValue::from_f64(VERSION)), ("at", JsValue::from_f64(now)), ("body", body.clone())];
        for (name, value) in members {
            // A fresh object takes any property.
            let _ = Reflect::set(&envelope, &name.into(), &value);
        }
        let Ok(text) = JSON::stringify(&envelope) else { return };
        if let Some(local) = local() {
            // Full storage: this page view goes on with what it knows.
            let _ = local.set_item(&key(name), &String::from(text));
        }
    }

    /// Forgets one thing.
    pub fn remove(&self, name: &str) {
        if let Some(local) = local() {
            let _ = local.remove_item(&key(name));
        }
    }
}

/// Erases everything that was ever kept.
fn erase() {
    let Some(local) = local() else { return };
    let count = local.length().unwrap_or(0);
    let keys: Vec<String> = (0..count).filter_map(|index| local.key(index).ok()?).collect();
    for key in keys.iter().filter(|key| key.starts_with(PREFIX)) {
        let _ = local.remove_item(key);
    }
}

fn key(name: &str) -> String {
    PREFIX.to_owned() + name
}

/// `None` where the browser blocks it.
fn local() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok()?
}
