//! Review highlights: the balance, up to three sentences of buyers, the way to all of them.

use super::dom::{Dom, append};
use crate::nudge::Quote;
use web_sys::Element;

pub(super) fn build(dom: &Dom, balance: &str, quotes: &[Quote], link: Option<(&str, &str)>) -> Element {
    let body = dom.element("div", &[("class", "content")], &[]);
    if !balance.is_empty() {
        append(&body, &dom.text("p", &[("part", "balance")], balance));
    }
    for quote in quotes {
        append(&body, &figure(dom, quote));
    }
    if let Some((url, label)) = link {
        append(&body, &dom.text("a", &[("part", "link"), ("href", url)], label));
    }
    body
}

fn figure(dom: &Dom, quote: &Quote) -> Element {
    let sentence = sentence(dom, quote);
    let caption = dom.element("figcaption", &[], &[]);
    if let (Some(rating), Some(words)) = (quote.rating, &quote.stars) {
        append(&caption, &dom.text("span", &[("class", "unseen")], words));
        append(&caption, &stars(dom, rating));
    }
    for text in [&quote.author, &quote.size].into_iter().flatten() {
        append(&caption, &dom.text("span", &[], text));
    }
    dom.element("figure", &[("part", "quote")], &[&sentence, &caption])
}

/// The sentence, word for word, with the words on its aspect set off.
fn sentence(dom: &Dom, quote: &Quote) -> Element {
    let Some((before, words, after)) = set_off(quote) else { return dom.text("blockquote", &[], &quote.text) };
    let words = dom.text("strong", &[("part", "emphasis")], words);
    dom.element("blockquote", &[], &[&dom.text("span", &[], before), &words, &dom.text("span", &[], after)])
}

fn set_off(quote: &Quote) -> Option<(&str, &str, &str)> {
    let words = quote.emphasis.as_deref()?;
    let (before, rest) = quote.text.split_once(words)?;
    Some((before, words, rest))
}

/// Five stars, as many of them full as the rating has, to the nearest.
fn stars(dom: &Dom, rating: f64) -> Element {
    let full = [0.5, 1.5, 2.5, 3.5, 4.5].into_iter().filter(|half| rating >= *half).count();
    let filled = dom.text("span", &[], &"★".repeat(full));
    let stars = dom.element("span", &[("part", "stars"), ("aria-hidden", "true")], &[&filled]);
    append(&stars, &dom.text("span", &[("class", "empty")], &"★".repeat(5 - full)));
    stars
}
