//! Where the nudge goes: into its slot unless that would move something, else into a corner that covers nothing that
//! matters.

use super::dom::{Dom, append, around, overlap, set, set_pixels};
use wasm_bindgen::JsCast;
use web_sys::{DomRect, Element, HtmlElement};

/// What a corner card must not cover.
const AVOID: &str =
    "[type=submit],[name=add],[name=checkout],a[href*=checkout],[itemprop=price],[data-cartnudge-avoid]";
/// Less than a pixel is rounding.
const MOVED: f64 = 1.0;
/// Elements beyond these hardly move alone, and measuring takes time.
const MOST: usize = 400;

/// What a nudge keeps clear of.
pub(super) struct Clear<'a> {
    /// Whether it may go to the corner.
    pub corner: bool,
    /// A selector, besides `AVOID`.
    pub avoid: Option<&'a str>,
    /// Where the pointer rests, in CSS pixels of the viewport.
    pub pointer: Option<(i32, i32)>,
}

/// Shows the host in the slot or in the corner; when neither is free it stays unseen, and this is false.
pub(super) fn place(dom: &Dom, host: &HtmlElement, slot: Option<&Element>, clear: &Clear<'_>) -> bool {
    host.remove();
    let _ = host.remove_attribute("data-waiting");
    if let Some(slot) = slot
        && inline(dom, host, slot)
    {
        // The slot is its place: it waits for the pointer to leave rather than go elsewhere.
        let free = !clear.is_pointed_at(&host.get_bounding_client_rect());
        if !free {
            host.remove();
        }
        return free;
    }
    if !clear.corner {
        return false;
    }
    set(host, "data-cartnudge", "corner");
    set(host, "data-waiting", "");
    let Some(body) = dom.document.body() else { return false };
    append(&body, host);
    let free = corner(dom, host, clear);
    if free {
        let _ = host.remove_attribute("data-waiting");
    }
    free
}

impl Clear<'_> {
    fn is_pointed_at(&self, rect: &DomRect) -> bool {
        self.pointer.is_some_and(|(x, y)| {
            let (x, y) = (f64::from(x), f64::from(y));
            overlap(rect, x, y, x, y)
        })
    }
}

/// Puts the host into the slot; takes it out again, before anything is painted, when that moved something visible.
fn inline(dom: &Dom, host: &HtmlElement, slot: &Element) -> bool {
    if !slot.is_connected() {
        return false;
    }
    let before = visible_around(dom, slot);
    set(host, "data-cartnudge", "inline");
    append(slot, host);
    let still = before.iter().all(|(element, left, top)| {
        let now = element.get_bounding_client_rect();
        (now.left() - left).abs() < MOVED && (now.top() - top).abs() < MOVED
    });
    if !still {
        host.remove();
    }
    still
}

/// The slot's content, its siblings, and its ancestors' siblings, as far as the viewport shows them, with left and top.
fn visible_around(dom: &Dom, slot: &Element) -> Vec<(Element, f64, f64)> {
    let mut found = Vec::new();
    let mut parent = Some(slot.clone());
    while let Some(element) = parent {
        let mut child = element.first_element_child();
        while let Some(one) = child {
            let rect = one.get_bounding_client_rect();
            if dom.shows(&rect) && found.len() < MOST {
                found.push((one.clone(), rect.left(), rect.top()));
            }
            child = one.next_element_sibling();
        }
        parent = around(&element);
    }
    found
}

/// Finds the side of the page, and the height over bars that stick to its lower edge, at which the waiting host covers
/// nothing that matters, nor comes under the pointer; whether there is one.
fn corner(dom: &Dom, host: &HtmlElement, clear: &Clear<'_>) -> bool {
    ["end", "start"].into_iter().any(|side| {
        set(host, "data-side", side);
        set_pixels(host, "--lift", 0);
        set_pixels(host, "--lift", bar_under(dom, host));
        let own = host.get_bounding_client_rect();
        let covers = |selector: &str| covers(dom, &own, selector);
        own.top() >= 0.0 && !clear.is_pointed_at(&own) && !covers(AVOID) && !clear.avoid.is_some_and(covers)
    })
}

/// How high a bar reaches that sticks to the lower edge of the viewport under the host (a buy bar, a chat button), in
/// CSS pixels. The host is invisible still, so that points go through it.
fn bar_under(dom: &Dom, host: &HtmlElement) -> i32 {
    let own = host.get_bounding_client_rect();
    let (_, height) = dom.viewport();
    let mut lift = 0.0_f64;
    // Near the edges too: a round button in the corner is a bar as well.
    for across in [0.01, 0.08, 0.3, 0.5, 0.7, 0.92, 0.99] {
        let x = own.left() + (own.right() - own.left()) * across;
        for y in [own.bottom() - 4.0, own.bottom() - 28.0, f64::midpoint(own.top(), own.bottom())] {
            let mut under = dom.at(x, y);
            while let Some(element) = under {
                let top = element.get_bounding_client_rect().top();
                if top > height / 2.0 && sticks(dom, &element) {
                    lift = lift.max(height - top);
                }
                under = around(&element);
            }
        }
    }
    #[allow(clippy::cast_possible_truncation)] // at most half the viewport
    let lift = lift as i32;
    lift
}

fn sticks(dom: &Dom, element: &Element) -> bool {
    let position = dom.style(element, "position");
    position == "fixed" || position == "sticky"
}

/// Whether a rectangle covers something; a selector that the browser can't read selects nothing.
fn covers(dom: &Dom, own: &DomRect, selector: &str) -> bool {
    let Ok(list) = dom.document.query_selector_all(selector) else { return false };
    (0..list.length()).filter_map(|index| list.get(index)).any(|node| {
        let rect = node.unchecked_into::<Element>().get_bounding_client_rect();
        rect.right() > rect.left() && overlap(&rect, own.left(), own.top(), own.right(), own.bottom())
    })
}
