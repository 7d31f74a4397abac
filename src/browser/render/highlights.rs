//! Review highlights: the balance, up to three sentences of buyers, the way to all of them.

use super::dom::Dom;
use crate::nudge::Quote;
use wasm_bindgen::JsValue;
use web_sys::Element;

pub(super) fn build(
    dom: &Dom,
    balance: &str,
    quotes: &[Quote],
    link: Option<(&str, &str)>,
) -> Result<Element, JsValue> {
    let body = dom.element("div", &[("class", "content")], &[])?;
    if !balance.is_empty() {
        body.append_child(&*dom.text("p", &[("part", "balance")], balance)?)?;
    }
    for quote in quotes {
        body.append_child(&*figure(dom, quote)?)?;
    }
    if let Some((url, label)) = link {
        body.append_child(&*dom.text("a", &[("part", "link"), ("href", url)], label)?)?;
    }
    Ok(body)
}

fn figure(dom: &Dom, quote: &Quote) -> Result<Element, JsValue> {
    let sentence = dom.text("blockquote", &[], &quote.text)?;
    let caption = dom.element("figcaption", &[], &[])?;
    if let (Some(rating), Some(words)) = (quote.rating, &quote.stars) {
        caption.append_child(&*dom.text("span", &[("class", "unseen")], words)?)?;
        caption.append_child(&*stars(dom, rating)?)?;
    }
    for text in [&quote.author, &quote.size].into_iter().flatten() {
        caption.append_child(&*dom.text("span", &[], text)?)?;
    }
    dom.element("figure", &[("part", "quote")], &[&sentence, &caption])
}

/// Five stars, as many of them full as the rating has, to the nearest.
fn stars(dom: &Dom, rating: f64) -> Result<Element, JsValue> {
    let full = [0.5, 1.5, 2.5, 3.5, 4.5].into_iter().filter(|half| rating >= *half).count();
    let filled = dom.text("span", &[], &"★".repeat(full))?;
    let stars = dom.element("span", &[("part", "stars"), ("aria-hidden", "true")], &[&filled])?;
    stars.append_child(&*dom.text("span", &[("class", "empty")], &"★".repeat(5 - full))?)?;
    Ok(stars)
}
