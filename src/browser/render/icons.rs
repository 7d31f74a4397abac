//! Line icons on a grid of 20 pixels, and the buttons with a cross.

use super::dom::Dom;
use web_sys::Element;

#[derive(Clone, Copy)]
pub(super) enum Icon {
    Ruler,
    Star,
    Bubble,
    Columns,
    List,
    Cube,
    Hanger,
    Phone,
    Play,
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
            Icon::Columns => "M3 4h5.5v12H3zM11.5 4H17v12h-5.5zM3 8h5.5M11.5 11H17",
            Icon::List => "M7.5 5H17M7.5 10H17M7.5 15H17M3 5h1M3 10h1M3 15h1",
            Icon::Cube => "m10 2.5 6.5 3.7v7.6L10 17.5l-6.5-3.7V6.2zM3.5 6.2 10 10l6.5-3.8M10 10v7.5",
            Icon::Hanger => "M8.2 5.2A1.9 1.9 0 1 1 10 7.2v1.3l7 5.2c.9.7.5 1.8-.6 1.8H3.6c-1.1 0-1.5-1.1-.6-1.8l7-5.2",
            Icon::Phone => {
                "M4.5 3h2.6l1.3 3.6-1.6 1.3a10 10 0 0 0 5.3 5.3l1.3-1.6L17 12.9v2.6A1.5 1.5 0 0 1 15.4 17 12.6 12.6 0 0 1 3 4.6 1.5 1.5 0 0 1 4.5 3z"
            }
            Icon::Play => "M10 2.7a7.3 7.3 0 1 0 0 14.6 7.3 7.3 0 0 0 0-14.6zM8.4 7v6l4.6-3z",
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
