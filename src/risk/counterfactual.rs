//! What would change the risk of a line: changes that a shopper can make to the cart, scored by the same model.

use super::Scene;
use crate::cart::{Cart, Line};
use crate::features::{self, Fact, Row, Symbols};
use crate::text::same;
use serde::Serialize;

/// A change of the cart, and the line's risk after it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Counterfactual {
    /// `remove_size`, `remove_color`, `choose_size` or `reduce_quantity`.
    pub change: &'static str,
    /// The size that goes, or is chosen instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<String>,
    /// The colour that goes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub color: Option<String>,
    /// Probability that this line comes back after the change.
    pub risk: f64,
}

/// Every change that applies to the line at `index`, in a fixed order.
pub(super) fn of(scene: &Scene<'_>, index: usize, row: &Row) -> Vec<Counterfactual> {
    let cart = &scene.input.cart;
    let Some(line) = cart.lines.get(index) else { return Vec::new() };
    let mut found = Vec::new();
    let mut add = |change, size: Option<&str>, color: Option<&str>, changed: &Cart| {
        let owned = |name: Option<&str>| name.map(str::to_owned);
        if let Some(risk) = after(scene, line, changed) {
            found.push(Counterfactual { change, size: owned(size), color: owned(color), risk });
        }
    };
    for size in others(cart.sizes_of(&line.item_group_id), line.size.as_deref()) {
        add("remove_size", Some(size), None, &without(cart, line, size, |other| other.size.as_deref()));
    }
    for color in others(cart.colors_of(&line.item_group_id), line.color.as_deref()) {
        add("remove_color", None, Some(color), &without(cart, line, color, |other| other.color.as_deref()));
    }
    if row.get(Fact::LineKeptSizeMatch).is_some_and(|matches| matches < 1.0)
        && let Some(kept) = kept_size(scene, index)
    {
        let mut changed = cart.clone();
        if let Some(line) = changed.lines.get_mut(index) {
            line.size = Some(kept.to_owned());
        }
        add("choose_size", Some(kept), None, &changed);
    }
    if line.quantity > 1 {
        let mut changed = cart.clone();
        if let Some(line) = changed.lines.get_mut(index) {
            line.quantity = 1;
        }
        add("reduce_quantity", None, None, &changed);
    }
    found
}

/// The cart without the lines of the line's product that have this size or colour, which `of` tells.
fn without(cart: &Cart, line: &Line, name: &str, of: fn(&Line) -> Option<&str>) -> Cart {
    let stays =
        |other: &Line| other.item_group_id != line.item_group_id || !of(other).is_some_and(|own| same(own, name));
    let mut changed = Cart { coupon: cart.coupon.clone(), ..Cart::empty(cart.currency) };
    for other in &cart.lines {
        if stays(other) {
            changed.lines.push(other.clone());
        }
    }
    changed
}

/// Nothing to remove when the line's own value is the only one, or isn't known.
fn others<'a>(names: Vec<&'a str>, own: Option<&str>) -> Vec<&'a str> {
    let Some(own) = own else { return Vec::new() };
    names.into_iter().filter(|name| !same(name, own)).collect()
}

fn kept_size<'a>(scene: &Scene<'a>, index: usize) -> Option<&'a str> {
    let line = scene.input.cart.lines.get(index)?;
    let product = scene.input.products.of(line).or_else(|| scene.products.of(line));
    let brand = line.item_brand.as_deref().or(product.and_then(|product| product.item_brand.as_deref()));
    let category = line.category().or(product.and_then(|product| product.item_category.as_deref()));
    let kept = scene.input.signals()?.kept_size(brand, category)?;
    let offers = product.map_or(&[][..], |product| product.sizes.as_slice());
    // A size that the product doesn't come in is no advice, nor one that is in the cart already.
    let offered = offers.is_empty() || offers.iter().any(|size| same(size, &kept.size));
    let in_cart = scene.input.cart.sizes_of(&line.item_group_id).iter().any(|size| same(size, &kept.size));
    (offered && !in_cart).then_some(kept.size.as_str())
}

/// The line's risk in a changed cart; `None` when the change removed the line.
fn after(scene: &Scene<'_>, line: &Line, changed: &Cart) -> Option<f64> {
    let moved = changed.lines.iter().position(|other| {
        other.item_id == line.item_id && other.item_group_id == line.item_group_id && same_but_size(other, line)
    })?;
    let symbols = Symbols::default();
    let mut strings = features::Strings::new(&symbols);
    let row = features::facts_of_line(moved, changed, scene.input, scene.products, scene.settings, &mut strings)?;
    Some(scene.model.probability(&row))
}

fn same_but_size(a: &Line, b: &Line) -> bool {
    a.color == b.color && a.price == b.price && a.item_variant == b.item_variant
}
