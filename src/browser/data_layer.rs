//! Listens to `window.dataLayer`: what was pushed before, and every push from now on.
//!
//! The page's `push` is wrapped while this lives. Dropping it puts the old one back, unless somebody wrapped it again:
//! then ours only passes through.

use crate::wasm::from_js_limited;
use js_sys::{Array, Function, Object, Reflect};
use serde_json::Value;
use wasm_bindgen::prelude::*;

/// What is read of a push: ecommerce events have no more, and tag managers push whole DOM trees beside.
const KEYS: [&str; 9] = ["event", "ecommerce", "items", "value", "currency", "transaction_id", "0", "1", "2"];
/// 200 items of 100 fields.
const MAX_VALUES: u32 = 20_000;

/// A live listener.
pub(super) struct DataLayer {
    layer: Array,
    original: JsValue,
    own_push: bool,
    wrapper: Function,
    _closure: Closure<dyn Fn(Array)>,
}

impl DataLayer {
    /// Starts listening; `heard` gets every push, those from before first. `None` when the page's `dataLayer` is not a
    /// list, or refuses.
    pub fn listen(heard: impl Fn(Value) + 'static) -> Option<Self> {
        let window = web_sys::window()?;
        let existing = Reflect::get(&window, &"dataLayer".into()).ok()?;
        let layer = match existing.dyn_into::<Array>() {
            Ok(layer) => layer,
            Err(other) if other.is_undefined() || other.is_null() => {
                let fresh = Array::new();
                Reflect::set(&window, &"dataLayer".into(), &fresh).ok()?;
                fresh
            }
            Err(_) => return None,
        };
        for push in layer.iter() {
            read(&push).into_iter().for_each(&heard);
        }
        let original = Reflect::get(&layer, &"push".into()).ok()?;
        let push: Function = original.clone().dyn_into().ok()?;
        let own_push = Object::has_own(layer.unchecked_ref::<Object>(), &"push".into());
        // `Fn`: what hears of a push may push, too.
        let closure = Closure::<dyn Fn(Array)>::new(move |pushes: Array| {
            for push in pushes.iter() {
                read(&push).into_iter().for_each(&heard);
            }
        });
        let wrapper = overheard(&layer, &push);
        Reflect::set(&wrapper, &HEARD.into(), closure.as_ref()).ok()?;
        Reflect::set(&layer, &"push".into(), &wrapper).ok()?;
        Some(DataLayer { layer, original, own_push, wrapper, _closure: closure })
    }
}

impl Drop for DataLayer {
    fn drop(&mut self) {
        let _ = Reflect::delete_property(&self.wrapper, &HEARD.into());
        let current = Reflect::get(&self.layer, &"push".into()).unwrap_or(JsValue::UNDEFINED);
        if !Object::is(&current, &self.wrapper) {
            return;
        }
        // The list took our push, so it takes the old one back.
        let _ = if self.own_push {
            Reflect::set(&self.layer, &"push".into(), &self.original)
        } else {
            Reflect::delete_property(&self.layer, &"push".into())
        };
    }
}

/// The wrapper's property that is called with every push.
const HEARD: &str = "heard";

// The page's own handlers come first, and their answer and exceptions are the page's. Somebody may wrap it again and call
// it for as long as the page lives, so it works without us.
#[wasm_bindgen(inline_js = "export function overheard(layer, push) {
  const own = (...all) => {
    try {
      return push.apply(layer, all);
    } finally {
      own.heard?.(all);
    }
  };
  return own;
}")]
extern "C" {
    /// A `push` that also tells its property `heard` of what was pushed, as one list.
    fn overheard(layer: &Array, push: &Function) -> Function;
}

/// The part of a push that can be ours; `None` when none is.
fn read(push: &JsValue) -> Option<Value> {
    if !push.is_object() {
        return None;
    }
    let part = Object::new();
    let mut some = false;
    for key in KEYS {
        let value = Reflect::get(push, &key.into()).ok().filter(|value| !value.is_undefined());
        if let Some(value) = value {
            some = true;
            Reflect::set(&part, &key.into(), &value).ok()?;
        }
    }
    // A push that is too large, too deep or circular is none of ours.
    if some { from_js_limited(&part, MAX_VALUES).ok() } else { None }
}
