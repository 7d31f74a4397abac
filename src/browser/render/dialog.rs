//! The dialog that holds what needs room. Escape, its button and a press beside it close it.

use super::Signal;
use super::dom::listen;
use super::icons;
use super::stage::{Stage, focus_in_place};
use gloo::events::EventListener;
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlDialogElement, HtmlElement};

/// The id of the dialog's heading, within the shadow root.
pub(super) const TITLE: &str = "title";

pub(super) fn build(
    stage: &Rc<Stage>,
    title: &str,
    close: &str,
    body: &Element,
    opener: &HtmlElement,
    listeners: &mut Vec<EventListener>,
) -> HtmlDialogElement {
    let dom = &stage.dom;
    let heading = dom.text("h2", &[("id", TITLE), ("part", "title")], title);
    let cross = icons::cross(dom, "close", close);
    let top = dom.element("div", &[("class", "top")], &[&heading, &cross]);
    let dialog = dom.element("dialog", &[("part", "dialog"), ("aria-labelledby", TITLE)], &[&top, body]);
    let dialog: HtmlDialogElement = dialog.unchecked_into();

    let own = dialog.clone();
    listeners.push(listen(&cross, "click", move |_| own.close()));

    // A press that began inside (selecting a sentence) and ended beside it doesn't close it.
    let began_beside = Rc::new(Cell::new(false));
    let (own, began) = (dialog.clone(), Rc::clone(&began_beside));
    listeners.push(listen(&dialog, "pointerdown", move |event| began.set(is_beside(event, &own))));
    let own = dialog.clone();
    listeners.push(listen(&dialog, "click", move |event| {
        // A link may lead to a place on this very page, which the dialog would cover.
        if began_beside.take() && is_beside(event, &own) || is_link(event) {
            own.close();
        }
    }));

    let (own, opener) = (Rc::clone(stage), opener.clone());
    listeners.push(listen(&dialog, "close", move |_| {
        focus_in_place(&opener);
        own.signal(Signal::Closed);
    }));
    dialog
}

/// The dialog has no padding: what hits itself and not its content hits the backdrop.
fn is_beside(event: &Event, dialog: &HtmlDialogElement) -> bool {
    event.target().as_ref() == Some(dialog)
}

fn is_link(event: &Event) -> bool {
    event.target().is_some_and(|target| target.unchecked_ref::<Element>().get_attribute("href").is_some())
}
