//! Tells the page what happened. A listener that throws is told to the others as an error, and stops nothing.

use crate::wasm::to_js;
use js_sys::Function;
use serde::Serialize;
use std::cell::{Cell, RefCell};
use wasm_bindgen::JsValue;

/// Listeners by event name.
pub(super) struct Emitter {
    listeners: RefCell<Vec<Listener>>,
    next: Cell<u32>,
    /// What happened before the page could listen; `None` from `release` on.
    early: RefCell<Option<Vec<(String, JsValue)>>>,
}

impl Default for Emitter {
    fn default() -> Self {
        Emitter { listeners: RefCell::default(), next: Cell::default(), early: RefCell::new(Some(Vec::new())) }
    }
}

/// Their listeners come with the options.
const AT_ONCE: [&str; 2] = ["decision", "error"];

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
        self.early.take();
    }

    /// Tells what happened so far: the page has its handle by now, and could add listeners.
    pub fn release(&self) {
        for (event, body) in self.early.take().into_iter().flatten() {
            self.emit_js(&event, &body);
        }
    }

    /// Tells the listeners of an event.
    pub fn emit(&self, event: &str, body: &impl Serialize) {
        self.emit_js(event, &to_js(body));
    }

    /// Tells the listeners of an event; what they throw becomes an `error` event, once.
    pub fn emit_js(&self, event: &str, body: &JsValue) {
        if let Some(early) = self.early.borrow_mut().as_mut()
            && !AT_ONCE.contains(&event)
        {
            early.push((event.to_owned(), body.clone()));
            return;
        }
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
