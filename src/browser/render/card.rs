//! The card: icon, headline, sentence, action, close. One main action, and one quiet way out: the cross, whose name is
//! "No thanks".

use super::dom::{listen, set};
use super::grab;
use super::icons::{self, Icon};
use super::stage::Stage;
use crate::nudge::{Detail, View};
use gloo::events::EventListener;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

pub(super) struct Card {
    pub section: Element,
    pub action: HtmlElement,
}

pub(super) fn build(stage: &Rc<Stage>, view: &View, listeners: &mut Vec<EventListener>) -> Card {
    let dom = &stage.dom;
    let icon = icons::draw(dom, icon_of(view), "icon");
    let headline = dom.text("p", &[("part", "headline")], &view.headline);
    let body = dom.text("p", &[("part", "body")], &view.body);
    let words = dom.element("div", &[("class", "words")], &[&headline, &body]);
    // The label is an element of its own: the button keeps the page's text colour, which the accent falls back to.
    let label = dom.text("span", &[], &view.action);
    let action = match &view.detail {
        Detail::Line { url, .. } => dom.element("a", &[("href", url), ("part", "action")], &[&label]),
        _ => dom.element("button", &[("type", "button"), ("part", "action")], &[&label]),
    };
    if view.detail.opens_dialog() {
        set(&action, "aria-haspopup", "dialog");
    }
    let main = dom.element("div", &[("class", "main")], &[&words, &action]);
    let dismiss = icons::cross(dom, "dismiss", &view.labels.dismiss);
    let handle = dom.element("div", &[("class", "grab"), ("aria-hidden", "true")], &[]);
    let attributes = [("part", "card"), ("aria-label", view.labels.region.as_str())];
    let section = dom.element("section", &attributes, &[&handle, &icon, &main, &dismiss]);
    let own = Rc::clone(stage);
    listeners.push(listen(&dismiss, "click", move |_| own.dismiss()));
    grab::follow(stage, &handle, listeners);
    Card { section, action: action.unchecked_into() }
}

fn icon_of(view: &View) -> Icon {
    match &view.detail {
        Detail::SizeChart(_) => Icon::Ruler,
        Detail::SizeComparison(_) => Icon::Columns,
        Detail::ReviewHighlights { .. } => Icon::Star,
        Detail::ProductDetails { .. } => Icon::List,
        // A tutorial takes time, a thing to wear doesn't.
        Detail::Links { items, .. } if items.iter().any(|item| item.note.is_some()) => Icon::Play,
        Detail::Links { .. } => Icon::Hanger,
        Detail::TryOn { .. } => Icon::Cube,
        Detail::Chat { .. } => Icon::Bubble,
        Detail::Line { .. } => Icon::Phone,
    }
}
