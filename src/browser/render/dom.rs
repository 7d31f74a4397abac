//! Elements, attributes, texts and listeners.

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::{JsCast, JsValue, UnwrapThrowExt};
use web_sys::{Document, DomRect, Element, Event, EventTarget, HtmlElement, Node, ShadowRoot, Window};

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

    pub fn element(&self, tag: &str, attributes: Attributes<'_>, children: &[&Element]) -> Element {
        finish(self.document.create_element(tag), attributes, children)
    }

    pub fn text(&self, tag: &str, attributes: Attributes<'_>, text: &str) -> Element {
        let element = self.element(tag, attributes, &[]);
        element.set_text_content(Some(text));
        element
    }

    pub fn svg(&self, tag: &str, attributes: Attributes<'_>, children: &[&Element]) -> Element {
        finish(self.document.create_element_ns(Some(SVG), tag), attributes, children)
    }

    /// What a pointer would hit there, as far as the document sees.
    pub fn at(&self, x: f64, y: f64) -> Option<Element> {
        #[allow(clippy::cast_possible_truncation)] // a point near the viewport
        self.document.element_from_point(x as f32, y as f32)
    }

    /// Whether a rectangle has an area, and some of it is within the viewport.
    pub fn shows(&self, rect: &DomRect) -> bool {
        let (width, height) = self.viewport();
        rect.right() > rect.left() && rect.bottom() > rect.top() && overlap(rect, 0.0, 0.0, width, height)
    }

    /// A computed property of an element; empty when there is none.
    pub fn style(&self, element: &Element, name: &str) -> String {
        let style = self.window.get_computed_style(element).ok().flatten();
        style.and_then(|style| style.get_property_value(name).ok()).unwrap_or_default()
    }

    /// Width and height of the viewport without scrollbars, in CSS pixels.
    pub fn viewport(&self) -> (f64, f64) {
        self.document
            .document_element()
            .map_or((0.0, 0.0), |root| (f64::from(root.client_width()), f64::from(root.client_height())))
    }
}

/// A browser refuses names that aren't XML names, and none of ours is such a one: hence no error to hand on, which would
/// double the size of everything that builds.
fn finish(element: Result<Element, JsValue>, attributes: Attributes<'_>, children: &[&Element]) -> Element {
    let element = element.unwrap_throw();
    for (name, value) in attributes {
        set(&element, name, value);
    }
    for child in children {
        append(&element, child);
    }
    element
}

pub(super) fn set(element: &Element, name: &str, value: &str) {
    let _ = element.set_attribute(name, value);
}

/// A custom property that `style.css` reads; through the object model, which no policy forbids.
pub(super) fn set_pixels(host: &HtmlElement, name: &str, pixels: i32) {
    let _ = host.style().set_property(name, &[pixels.to_string().as_str(), "px"].concat());
}

pub(super) fn append(parent: &Node, child: &Node) {
    let _ = parent.append_child(child);
}

pub(super) fn overlap(rect: &DomRect, left: f64, top: f64, right: f64, bottom: f64) -> bool {
    rect.left() < right && rect.right() > left && rect.top() < bottom && rect.bottom() > top
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
