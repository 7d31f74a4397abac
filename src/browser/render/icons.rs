//! Line icons on a grid of 20 pixels, and the buttons with a cross.

use super::dom::Dom;
use wasm_bindgen::JsValue;
use web_sys::Element;

#[derive(Clone, Copy)]
pub(super) enum Icon {
    Ruler,
    Star,
    Bubble,
    Cross,
}

impl Icon {
    fn path(self) -> &'static str {
        match self {
            Icon::Ruler => "M13.3 2.3 2.3 13.3l4.4 4.4 11-11zM10.7 4.9l1.9 1.9M8 7.6l1.9 1.9M5.3 10.3l1.9 1.9",
            Icon::Star => "m10 2.4 2.3 4.9 5.3.7-3.9 3.7 1 5.3-4.7-2.6L5.3 17l1-5.3L2.4 8l5.3-.7z",
            Icon::Bubble => "M10 3c4.2 0 7.3 2.7 7.3 6.2S14.2 15.5 10 15.5q-1.3 0-2.5-.3L3.7 17l.8-3.3C3.3 12.5 2.7 11 2.7 9.2 2.7 5.7 5.8 3 10 3z",
            Icon::Cross => "m5 5 10 10M15 5 5 15",
        }
    }
}

/// A picture without meaning of its own.
pub(super) fn draw(dom: &Dom, icon: Icon, part: &str) -> Result<Element, JsValue> {
    let path = dom.svg("path", &[("d", icon.path())], &[])?;
    dom.svg("svg", &[("viewBox", "0 0 20 20"), ("aria-hidden", "true"), ("part", part)], &[&path])
}

/// A button with a cross; its name shows when a pointer rests on it.
pub(super) fn cross(dom: &Dom, part: &str, name: &str) -> Result<Element, JsValue> {
    let attributes = [("type", "button"), ("part", part), ("class", "cross"), ("aria-label", name), ("title", name)];
    dom.element("button", &attributes, &[&draw(dom, Icon::Cross, "cross")?])
}
