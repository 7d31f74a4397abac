//! Whether a nudge was really visible: at least half of it, for a second on end, in a visible page, with nothing on top.

use super::Signal;
use super::dom::listen;
use super::stage::Stage;
use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use js_sys::Array;
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, IntersectionObserver, IntersectionObserverEntry, IntersectionObserverInit, ShadowRoot};

const HALF: f64 = 0.5;
const SECOND_MS: u32 = 1_000;

/// Watches until it is dropped.
pub(super) struct Exposure {
    observer: IntersectionObserver,
    watch: Rc<Watch>,
    _seen: Closure<dyn FnMut(Array)>,
    _page: EventListener,
}

struct Watch {
    stage: Rc<Stage>,
    in_view: Cell<bool>,
    done: Cell<bool>,
    second: Cell<Option<Timeout>>,
}

impl Exposure {
    pub fn watch(stage: &Rc<Stage>) -> Result<Self, JsValue> {
        let watch = Rc::new(Watch {
            stage: Rc::clone(stage),
            in_view: Cell::default(),
            done: Cell::default(),
            second: Cell::default(),
        });
        let own = Rc::clone(&watch);
        let seen = Closure::wrap(Box::new(move |entries: Array| {
            let last: IntersectionObserverEntry = entries.pop().unchecked_into();
            own.in_view.set(last.intersection_ratio() >= HALF);
            own.restart();
        }) as Box<dyn FnMut(Array)>);
        let options = IntersectionObserverInit::new();
        options.set_threshold_f64(HALF);
        let observer = IntersectionObserver::new_with_options(seen.as_ref().unchecked_ref(), &options)?;
        observer.observe(&stage.host);
        let own = Rc::clone(&watch);
        let page = listen(&stage.dom.document, "visibilitychange", move |_| own.restart());
        Ok(Self { observer, watch, _seen: seen, _page: page })
    }
}

impl Drop for Exposure {
    fn drop(&mut self) {
        self.observer.disconnect();
        self.watch.second.take();
    }
}

impl Watch {
    /// The second begins anew, or doesn't.
    fn restart(self: &Rc<Self>) {
        let counts = self.in_view.get() && !self.done.get() && !self.stage.dom.document.hidden();
        self.second.set(counts.then(|| {
            let own = Rc::clone(self);
            Timeout::new(SECOND_MS, move || own.end_of_second())
        }));
    }

    fn end_of_second(self: &Rc<Self>) {
        if self.is_on_top() {
            self.done.set(true);
            self.stage.signal(Signal::Exposed);
        } else {
            self.restart();
        }
    }

    /// Whether a pointer at the middle of its visible part would hit it: not so while a drawer of the shop lies over
    /// it, or while it still waits.
    fn is_on_top(&self) -> bool {
        let dom = &self.stage.dom;
        let rect = self.stage.host.get_bounding_client_rect();
        let (width, height) = dom.viewport();
        let x = f64::midpoint(rect.left().max(0.0), rect.right().min(width));
        let y = f64::midpoint(rect.top().max(0.0), rect.bottom().min(height));
        dom.at(x, y).is_some_and(|hit| hit == outermost(&self.stage.host))
    }
}

/// The element itself, or the one around it that the document sees when the shop has shadow roots of its own.
fn outermost(element: &Element) -> Element {
    match element.get_root_node().dyn_into::<ShadowRoot>() {
        Ok(root) => outermost(&root.host()),
        Err(_) => element.clone(),
    }
}
