//! Sizes side by side, and the choice of one.

use super::Signal;
use super::dom::{append, listen, set};
use super::size_chart::{range, recommendation};
use super::stage::{Stage, focus_in_place};
use super::{Unit, dom::Dom};
use crate::nudge::{ComparedSize, SizeComparisonDetail};
use gloo::events::EventListener;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// Where it is said what became of the choice.
pub(super) struct Answer {
    choice: Element,
    status: HtmlElement,
    buttons: Vec<Element>,
}

impl Answer {
    /// Says it; when it is done there is nothing left to choose. Whether the shopper is still there to read it.
    pub fn say(&self, text: &str, done: bool) -> bool {
        self.status.set_text_content(Some(text));
        if done {
            focus_in_place(&self.status);
            self.choice.remove();
        } else {
            for button in &self.buttons {
                let _ = button.remove_attribute("aria-disabled");
            }
        }
        self.status.closest("dialog[open]").is_ok_and(|dialog| dialog.is_some())
    }
}

pub(super) fn build(
    stage: &Rc<Stage>,
    comparison: &SizeComparisonDetail,
    locale: &str,
    preferred: Option<Unit>,
    listeners: &mut Vec<EventListener>,
) -> (Element, Answer) {
    let dom = &stage.dom;
    let own = Unit::from_symbol(comparison.unit).unwrap_or(Unit::Cm);
    let unit = preferred.unwrap_or(own);
    let mut buttons = Vec::new();
    let sizes = dom.element("ul", &[("part", "sizes")], &[]);
    for (index, size) in comparison.sizes.iter().enumerate() {
        let item = item(dom, size, &comparison.columns, &|from, to| {
            let factor = own.factor(unit);
            [&range(from * factor, to * factor, locale), " ", unit.symbol()].concat()
        });
        if let Some(label) = &size.keep {
            buttons.push((button(dom, &item, "keep", label), Signal::Keep(index)));
        }
        append(&sizes, &item);
    }
    let choice = dom.element("div", &[], &[]);
    if let Some(advice) = &comparison.advice {
        append(&choice, &recommendation(dom, advice));
    }
    append(&choice, &sizes);
    if let Some(label) = &comparison.keep_all {
        buttons.push((button(dom, &choice, "keep-all", label), Signal::KeepAll));
    }
    let body = dom.element("div", &[("class", "content")], &[]);
    append(&body, &choice);
    let status = dom.element("p", &[("part", "answer"), ("role", "status"), ("tabindex", "-1")], &[]);
    append(&body, &status);
    let all: Vec<Element> = buttons.iter().map(|(button, _)| button.clone()).collect();
    for (button, signal) in buttons {
        let (own, all) = (Rc::clone(stage), all.clone());
        listeners.push(listen(&button.clone(), "click", move |_| {
            // Once: the shop is at work.
            if button.has_attribute("aria-disabled") {
                return;
            }
            for one in &all {
                set(one, "aria-disabled", "true");
            }
            own.signal(signal.clone());
        }));
    }
    (body, Answer { choice, status: status.unchecked_into(), buttons: all })
}

fn button(dom: &Dom, parent: &Element, part: &str, label: &str) -> Element {
    let label = dom.text("span", &[], label);
    let button = dom.element("button", &[("type", "button"), ("part", part)], &[&label]);
    append(parent, &button);
    button
}

fn item(dom: &Dom, size: &ComparedSize, columns: &[String], written: &dyn Fn(f64, f64) -> String) -> Element {
    let name = dom.text("h3", &[("part", "size")], &size.size);
    let item = dom.element("li", &[], &[&name]);
    if let Some(note) = &size.note {
        append(&item, &dom.text("p", &[("part", "note")], note));
    }
    if let (Some(chance), Some(verdict)) = (size.chance, &size.verdict) {
        let filled: HtmlElement = dom.element("span", &[], &[]).unchecked_into();
        #[allow(clippy::cast_possible_truncation)] // a percentage
        let percent = (chance * 100.0) as i32;
        let _ = filled.style().set_property("inline-size", &[percent.to_string().as_str(), "%"].concat());
        append(&item, &dom.element("div", &[("part", "bar"), ("aria-hidden", "true")], &[&filled]));
        append(&item, &dom.text("p", &[("part", "verdict")], verdict));
    }
    let measures = dom.element("dl", &[("part", "facts")], &[]);
    for (column, value) in columns.iter().zip(&size.values) {
        let Some((from, to)) = value else { continue };
        let name = dom.text("dt", &[], column);
        let value = dom.text("dd", &[("dir", "ltr")], &written(*from, *to));
        append(&measures, &dom.element("div", &[], &[&name, &value]));
    }
    if measures.child_element_count() > 0 {
        append(&item, &measures);
    }
    item
}
