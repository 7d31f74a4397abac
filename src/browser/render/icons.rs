//! Line icons on a grid of 20 pixels, and the buttons with a cross.

use super::dom::Dom;
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
            Icon::Ruler => "M12.9 2.2 2.2 12.9l4.9 4.9L17.8 7.1zM10.2 4.9l2 2M7.5 7.6l2.6 2.6M4.9 10.2l2 2",
            Icon::Star => "m10 2.4 2.3 4.9 5.3.7-3.9 3.7 1 5.3-4.7-2.6L5.3 17l1-5.3L2.4 8l5.3-.7z",
            Icon::Bubble => {
                "M10 3c4.2 0 7.3 2.7 7.3 6.2S14.2 15.5 10 15.5q-1.3 0-2.5-.3L3.7 17l.8-3.3C3.3 12.5 2.7 11 2.7 9.2 2.7 5.7 5.8 3 10 3z"
            }
            Icon::Cross => "m5 5 10 10M15 5 5 15",
        }
    }
}

/// A picture without meaning of its own.
pub(super) fn draw(dom: &Dom, icon: Icon, part: &str) -> Element {
    let path = dom.svg("path", &[("d", icon.path())], &[]);
    dom.svg("svg", &[("viewBox", "0 0 20 20"), ("aria-hidden", "true"), ("part", part)], &[&path])
}

/// A button with a cross; its name shows when a pointer rests on it.
pub(super) fn cross(dom: &Dom, part: &str, name: &str) -> Element {
    let attributes = [("type", "button"), ("part", part), ("class", "cross"), ("aria-label", name), ("title", name)];
    dom.element("button", &attributes, &[&draw(dom, Icon::Cross, "cross")])
}
