//! Elements, attributes, texts and listeners.

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Element, Event, EventTarget, ShadowRoot, Window};

const SVG: &str = "http://www.w3.org/2000/svg";

/// Names and values.
pub(super) type Attributes<'a> = &'a [(&'a str, &'a str)];

/// The page.
pub(super) struct Dom {
    pub window: Window,
    pub document: Document,
}

impl Dom {
    pub fn of_page() -> Result<Self, JsValue> {
        let window = web_sys::window().ok_or(JsValue::NULL)?;
        let document = window.document().ok_or(JsValue::NULL)?;
        Ok(Self { window, document })
    }

    pub fn element(&self, tag: &str, attributes: Attributes<'_>, children: &[&Element]) -> Result<Element, JsValue> {
        let element = self.document.create_element(tag)?;
        finish(element, attributes, children)
    }

    pub fn text(&self, tag: &str, attributes: Attributes<'_>, text: &str) -> Result<Element, JsValue> {
        let element = self.element(tag, attributes, &[])?;
        element.set_text_content(Some(text));
        Ok(element)
    }

    pub fn svg(&self, tag: &str, attributes: Attributes<'_>, children: &[&Element]) -> Result<Element, JsValue> {
        let element = self.document.create_element_ns(Some(SVG), tag)?;
        finish(element, attributes, children)
    }

    /// Width and height of the viewport without scrollbars, in CSS pixels.
    pub fn viewport(&self) -> (f64, f64) {
        self.document
            .document_element()
            .map_or((0.0, 0.0), |root| (f64::from(root.client_width()), f64::from(root.client_height())))
    }
}

fn finish(element: Element, attributes: Attributes<'_>, children: &[&Element]) -> Result<Element, JsValue> {
    for (name, value) in attributes {
        element.set_attribute(name, value)?;
    }
    for child in children {
        element.append_child(child)?;
    }
    Ok(element)
}

/// The element around another, out of shadow roots too.
pub(super) fn around(element: &Element) -> Option<Element> {
    element.parent_element().or_else(|| Some(element.get_root_node().dyn_into::<ShadowRoot>().ok()?.host()))
}

/// A listener that may prevent what the browser would do by itself.
pub(super) fn listen(target: &EventTarget, kind: &'static str, heard: impl FnMut(&Event) + 'static) -> EventListener {
    attach(target, kind, Box::new(heard))
}

/// Not generic, so that it is compiled once.
fn attach(target: &EventTarget, kind: &'static str, heard: Box<dyn FnMut(&Event)>) -> EventListener {
    EventListener::new_with_options(target, kind, EventListenerOptions::enable_prevent_default(), heard)
}
