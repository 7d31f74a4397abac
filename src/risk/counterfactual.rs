//! What would change the risk of a line: changes that a shopper can make to the cart, scored by the same model.

use super::{Scene, probability};
use crate::cart::Cart;
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
    for size in others(cart.sizes_of(&line.item_group_id), line.size.as_deref()) {
        let without = |cart: &mut Cart| {
            cart.lines.retain(|other| {
                other.item_group_id != line.item_group_id || !other.size.as_deref().is_some_and(|own| same(own, size))
            });
        };
        let risk = after(scene, index, without);
        found.extend(risk.map(|risk| Counterfactual { change: "remove_size", size: Some(size.to_owned()), color: None, risk }));
    }
    for color in others(cart.colors_of(&line.item_group_id), line.color.as_deref()) {
        let without = |cart: &mut Cart| {
            cart.lines.retain(|other| {
                other.item_group_id != line.item_group_id || !other.color.as_deref().is_some_and(|own| same(own, color))
            });
        };
        let risk = after(scene, index, without);
        found.extend(risk.map(|risk| Counterfactual { change: "remove_color", size: None, color: Some(color.to_owned()), risk }));
    }
    if row.get(Fact::LineKeptSizeMatch).is_some_and(|matches| matches < 1.0)
        && let Some(kept) = kept_size(scene, index)
    {
        let risk = after(scene, index, |cart| {
            if let Some(line) = cart.lines.get_mut(index) {
                line.size = Some(kept.clone());
            }
        });
        found.extend(risk.map(|risk| Counterfactual { change: "choose_size", size: Some(kept), color: None, risk }));
    }
    if line.quantity > 1 {
        let risk = after(scene, index, |cart| {
            if let Some(line) = cart.lines.get_mut(index) {
                line.quantity = 1;
            }
        });
        found.extend(risk.map(|risk| Counterfactual { change: "reduce_quantity", size: None, color: None, risk }));
    }
    found
}

/// Nothing to remove when the line's own value is the only one, or isn't known.
fn others<'a>(names: Vec<&'a str>, own: Option<&str>) -> Vec<&'a str> {
    let Some(own) = own else { return Vec::new() };
    names.into_iter().filter(|name| !same(name, own)).collect()
}

fn kept_size(scene: &Scene<'_>, index: usize) -> Option<String> {
    let line = scene.input.cart.lines.get(index)?;
    let product = scene.input.products.of(line).or_else(|| scene.products.of(line));
    let brand = line.item_brand.as_deref().or(product.and_then(|product| product.item_brand.as_deref()));
    let category = line.category().or(product.and_then(|product| product.item_category.as_deref()));
    let kept = scene.input.signals()?.kept_size(brand, category)?;
    let offers = product.map_or(&[][..], |product| product.sizes.as_slice());
    // A size that the product doesn't come in is no advice, nor one that is in the cart already.
    let offered = offers.is_empty() || offers.iter().any(|size| same(size, &kept.size));
    let in_cart = scene.input.cart.sizes_of(&line.item_group_id).iter().any(|size| same(size, &kept.size));
    (offered && !in_cart).then(|| kept.size.clone())
}

/// The line's risk in a cart changed by `change`; `None` when the change removed the line.
fn after(scene: &Scene<'_>, index: usize, change: impl FnOnce(&mut Cart)) -> Option<f64> {
    let line = scene.input.cart.lines.get(index)?;
    let mut cart = scene.input.cart.clone();
    change(&mut cart);
    let moved = cart.lines.iter().position(|other| {
        other.item_id == line.item_id && other.item_group_id == line.item_group_id && same_but_size(other, line)
    })?;
    let symbols = Symbols::default();
    let mut strings = features::Strings::new(&symbols);
    let row = features::facts_of_line(moved, &cart, scene.input, scene.products, scene.settings, &mut strings)?;
    Some(probability(scene.model, &row))
}

fn same_but_size(a: &crate::cart::Line, b: &crate::cart::Line) -> bool {
    a.color == b.color && a.price == b.price && a.item_variant == b.item_variant
}
