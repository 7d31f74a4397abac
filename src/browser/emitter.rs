//! Tells the page what happened. A listener that throws is told to the others as an error, and stops nothing.

use crate::wasm::to_js;
use js_sys::Function;
use serde::Serialize;
use std::cell::{Cell, RefCell};
use wasm_bindgen::JsValue;

/// Listeners by event name.
#[derive(Default)]
pub(super) struct Emitter {
    listeners: RefCell<Vec<Listener>>,
    next: Cell<u32>,
}

#[derive(Clone)]
struct Listener {
    id: u32,
    event: String,
    call: Function,
}

impl Emitter {
    /// Adds a listener; the number removes it.
    pub fn add(&self, event: &str, call: Function) -> u32 {
        let id = self.next.get();
        self.next.set(id.wrapping_add(1));
        self.listeners.borrow_mut().push(Listener { id, event: event.to_owned(), call });
        id
    }

    /// Removes a listener.
    pub fn remove(&self, id: u32) {
        self.listeners.borrow_mut().retain(|listener| listener.id != id);
    }

    /// Removes all.
    pub fn clear(&self) {
        self.listeners.borrow_mut().clear();
    }

    /// Tells the listeners of an event.
    pub fn emit(&self, event: &str, body: &impl Serialize) {
        self.emit_js(event, &to_js(body));
    }

    /// Tells the listeners of an event; what they throw becomes an `error` event, once.
    pub fn emit_js(&self, event: &str, body: &JsValue) {
        for thrown in self.call(event, body) {
            if event != "error" {
                self.call("error", &thrown);
            }
        }
    }

    /// Calls without holding a borrow, since a listener may add or remove listeners.
    fn call(&self, event: &str, body: &JsValue) -> Vec<JsValue> {
        let listeners: Vec<Listener> =
            self.listeners.borrow().iter().filter(|listener| listener.event == event).cloned().collect();
        listeners.iter().filter_map(|listener| listener.call.call1(&JsValue::NULL, body).err()).collect()
    }
}
