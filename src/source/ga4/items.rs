//! The items of an event as cart lines, and which line an item means.

use crate::cart::{Line, MAX_LINES};
use crate::diagnostic::Diagnostics;
use crate::json::Node;
use crate::json::Strictness::{Given, Written};
use crate::money::Currency;
use crate::text::same;

/// As much of one line as a cart document takes.
pub(super) const MAX_QUANTITY: u32 = 9_999;

/// The list of items, at most [`MAX_LINES`].
pub(super) fn items<'a>(payload: &'a Node<'a>, found: &mut Diagnostics) -> Option<Node<'a>> {
    let Some(list) = payload.get("items") else {
        payload.required("items", "the list of the event's items", found);
        return None;
    };
    if !list.is_list(found) {
        return None;
    }
    let length = list.value().as_array().map_or(0, Vec::len);
    if length > MAX_LINES {
        too_many(&list, length, found);
        return None;
    }
    Some(list)
}

pub(super) fn too_many(list: &Node<'_>, length: usize, found: &mut Diagnostics) {
    found.refuse("too_many_items", list, || {
        (format!("{length} items; a cart holds at most {MAX_LINES}"), "send fewer lines".to_owned())
    });
}

/// All lines; `None` when one is faulty, because a part of a cart would be judged as if it were the whole.
pub(super) fn read_lines(list: &Node<'_>, currency: Currency, found: &mut Diagnostics) -> Option<Vec<Line>> {
    let entries: Vec<Node<'_>> = list.items(found).collect();
    let lines: Vec<Line> = entries.iter().filter_map(|item| Line::read(*item, currency, found)).collect();
    (lines.len() == entries.len()).then_some(lines)
}

/// What a removal says of the line that it means: all but the id may be unknown. An unreadable price is.
pub(super) fn read_removal(item: &Node<'_>, currency: Currency, found: &mut Diagnostics) -> Option<Line> {
    if !item.is_object(found) {
        return None;
    }
    let Some(item_id) = item.text("item_id", Given, found) else {
        item.required("item_id", "the variant's id (SKU)", found);
        return None;
    };
    let silent = &mut Diagnostics::default();
    let quantity = match item.get("quantity") {
        None => 1,
        Some(node) => {
            let quantity = item.whole("quantity", (1, MAX_QUANTITY), Given, silent);
            if quantity.is_none() {
                node.wrong_type("a whole number from 1 to 9999", Written, found);
            }
            quantity?
        }
    };
    Some(Line {
        item_id,
        item_variant: item.text("item_variant", Given, found),
        size: item.text("size", Given, found),
        color: item.text("color", Given, found),
        price: item.money("price", currency, Given, silent).unwrap_or_default(),
        quantity,
        ..Line::default()
    })
}

/// The currency of the items where the event has none. Items that disagree give a text that is no currency.
pub(super) fn item_currency(payload: &Node<'_>) -> Option<String> {
    let list = payload.value().get("items")?.as_array()?;
    let mut codes =
        list.iter().filter_map(|item| item.get("currency")?.as_str()).filter(|code| !code.trim().is_empty());
    let first = codes.next()?;
    match codes.find(|code| !same(code, first)) {
        Some(other) => Some([first, ", ", other].concat()),
        None => Some(first.to_owned()),
    }
}

/// Whether two lines are pieces of the same thing at the same price.
pub(super) fn same_piece(a: &Line, b: &Line) -> bool {
    a.item_id == b.item_id
        && a.price == b.price
        && a.item_variant == b.item_variant
        && a.size == b.size
        && a.color == b.color
}

/// Whether a removal can mean this line: nothing known of both differs, price aside.
pub(super) fn may_be(line: &Line, wanted: &Line) -> bool {
    let agree = |a: &Option<String>, b: &Option<String>| a.is_none() || b.is_none() || a == b;
    line.item_id == wanted.item_id
        && agree(&line.item_variant, &wanted.item_variant)
        && agree(&line.size, &wanted.size)
        && agree(&line.color, &wanted.color)
}
