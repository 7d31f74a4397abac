//! Listens to `window.dataLayer`: what was pushed before, and every push from now on.
//!
//! The page's `push` is wrapped while this lives. Dropping it puts the old one back, unless somebody wrapped it again:
//! then ours only passes through.

use crate::wasm::from_js_limited;
use js_sys::{Array, Function, Object, Reflect};
use serde_json::Value;
use std::cell::Cell;
use std::rc::Rc;
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
    active: Rc<Cell<bool>>,
    _closure: Closure<dyn FnMut(Array) -> JsValue>,
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
        let active = Rc::new(Cell::new(true));
        let (still, target) = (Rc::clone(&active), layer.clone());
        let closure = Closure::new(move |pushes: Array| {
            // The page's own handlers come first, and their answer and exceptions are the page's.
            let answer = push.apply(&target, &pushes);
            if still.get() {
                for push in pushes.iter() {
                    read(&push).into_iter().for_each(&heard);
                }
            }
            answer.unwrap_or_else(|thrown| wasm_bindgen::throw_val(thrown))
        });
        let wrapper = variadic(closure.as_ref().unchecked_ref());
        Reflect::set(&layer, &"push".into(), &wrapper).ok()?;
        Some(DataLayer { layer, original, own_push, wrapper, active, _closure: closure })
    }
}

impl Drop for DataLayer {
    fn drop(&mut self) {
        self.active.set(false);
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

#[wasm_bindgen(inline_js = "export const variadic = (call) => (...all) => call(all);")]
extern "C" {
    /// `push(a, b)` as one call with a list.
    fn variadic(call: &Function) -> Function;
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
