//! Facts of a product, by subject.

use super::dom::{Dom, append};
use crate::nudge::Section;
use web_sys::Element;

pub(super) fn build(dom: &Dom, sections: &[Section], link: Option<(&str, &str)>) -> Element {
    let body = dom.element("div", &[("class", "content")], &[]);
    // One subject is what the dialog's own heading says.
    let has_headings = sections.len() > 1;
    for section in sections {
        if has_headings {
            append(&body, &dom.text("h3", &[("part", "subject")], &section.label));
        }
        append(&body, &facts(dom, section));
    }
    if let Some((url, label)) = link {
        append(&body, &dom.text("a", &[("part", "link"), ("href", url)], label));
    }
    body
}

/// Names and values; a list where nothing has a name.
fn facts(dom: &Dom, section: &Section) -> Element {
    if section.rows.iter().all(|row| row.name.is_none()) {
        let list = dom.element("ul", &[("part", "facts")], &[]);
        for row in &section.rows {
            append(&list, &dom.text("li", &[], &row.value));
        }
        return list;
    }
    let list = dom.element("dl", &[("part", "facts")], &[]);
    for row in &section.rows {
        let name = dom.text("dt", &[], row.name.as_deref().unwrap_or_default());
        let value = dom.text("dd", &[], &row.value);
        append(&list, &dom.element("div", &[], &[&name, &value]));
    }
    list
}
