//! Things to look at: each a link with its picture.

use super::dom::{Dom, append};
use crate::nudge::LinkItem;
use web_sys::Element;

pub(super) fn build(dom: &Dom, items: &[LinkItem]) -> Element {
    // Without pictures they stand one under another.
    let kind = if items.iter().any(|item| item.image_url.is_some()) { "pictures" } else { "plain" };
    let list = dom.element("ul", &[("part", "links"), ("class", kind)], &[]);
    for item in items {
        let link = dom.element("a", &[("href", &item.url), ("part", "item")], &[]);
        if let Some(url) = &item.image_url {
            // Its name stands beside it.
            append(&link, &dom.element("img", &[("src", url), ("alt", ""), ("loading", "lazy")], &[]));
        }
        append(&link, &dom.text("span", &[], &item.name));
        if let Some(note) = &item.note {
            append(&link, &dom.text("span", &[("part", "note")], note));
        }
        append(&list, &dom.element("li", &[], &[&link]));
    }
    dom.element("div", &[("class", "content")], &[&list])
}
