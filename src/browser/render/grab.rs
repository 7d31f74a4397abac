//! The grab handle of the bottom sheet: pulled down far enough, it sends the nudge away.

use super::dom::{listen, set_pixels};
use super::stage::Stage;
use gloo::events::EventListener;
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, PointerEvent};

/// Pulled this far, in CSS pixels, it goes.
const FAR: i32 = 48;

pub(super) fn follow(stage: &Rc<Stage>, handle: &Element, listeners: &mut Vec<EventListener>) {
    let start: Rc<Cell<Option<i32>>> = Rc::default();
    for kind in ["pointerdown", "pointermove", "pointerup", "pointercancel"] {
        let (stage, own, start) = (Rc::clone(stage), handle.clone(), Rc::clone(&start));
        listeners.push(listen(handle, kind, move |event| pull(&stage, &own, &start, event, kind)));
    }
}

fn pull(stage: &Rc<Stage>, handle: &Element, start: &Cell<Option<i32>>, event: &Event, kind: &str) {
    let event: &PointerEvent = event.unchecked_ref();
    let y = event.client_y();
    if kind == "pointerdown" {
        let _ = handle.set_pointer_capture(event.pointer_id());
        start.set(Some(y));
        return;
    }
    let Some(from) = start.get() else { return };
    let pulled = (y - from).max(0);
    let pull_to = |pixels: i32| set_pixels(&stage.host, "--pull", pixels);
    if kind == "pointermove" {
        pull_to(pulled);
        return;
    }
    start.set(None);
    if kind == "pointerup" && pulled >= FAR {
        stage.dismiss();
    } else {
        pull_to(0);
    }
}
