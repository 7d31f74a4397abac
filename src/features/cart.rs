//! Facts of the cart as a whole.

use super::Fact::*;
use super::{Row, count, ratio, sum};
use crate::cart::{Cart, Line, distinct};
use crate::settings::Settings;
use crate::text::same;

/// Fills the `cart.` facts.
pub(super) fn fill(row: &mut Row, cart: &Cart, settings: &Settings) {
    let price = |line: &Line| line.price.major(cart.currency);
    let value = cart.value().major(cart.currency);
    let lines = count(cart.lines.len());
    let max = cart.lines.iter().map(price).reduce(libm::fmax);
    let min = cart.lines.iter().map(price).reduce(libm::fmin);
    row.set(CartValue, value);
    row.set(CartLines, lines);
    row.set(CartQuantity, sum(cart.lines.iter().map(|line| f64::from(line.quantity))));
    row.set_known(CartMeanPrice, ratio(sum(cart.lines.iter().map(price)), lines));
    row.set_known(CartMaxPrice, max);
    row.set_known(CartPriceSpread, max.zip(min).and_then(|(max, min)| ratio(max, min)));
    row.set_known(CartCategories, names(cart.lines.iter().filter_map(Line::category)));
    row.set_known(CartBrands, names(cart.lines.iter().filter_map(|line| line.item_brand.as_deref())));
    let discounts = sum(cart.lines.iter().map(|line| line.discount.times(line.quantity).major(cart.currency)));
    row.set_known(CartDiscountShare, ratio(discounts, value + discounts));
    row.set_flag(CartHasCoupon, Some(cart.coupon.is_some() || cart.lines.iter().any(|line| line.coupon.is_some())));
    let high = cart.lines.iter().filter(|line| price(line) >= settings.high_value_price);
    row.set(CartHighValueItems, sum(high.map(|line| f64::from(line.quantity))));
    row.set(CartMultiSizeItems, multi_size_items(cart));
    row.set_flag(CartPremium, Some(cart.lines.iter().any(|line| is_premium(line, settings) == Some(true))));
}

/// Whether a line is in a premium category; unknown without a category.
pub(super) fn is_premium(line: &Line, settings: &Settings) -> Option<bool> {
    line.category()?;
    Some(line.item_categories.iter().any(|name| settings.premium_categories.iter().any(|premium| same(name, premium))))
}

fn names<'a>(names: impl Iterator<Item = &'a str>) -> Option<f64> {
    let names = distinct(names).len();
    (names > 0).then(|| count(names))
}

fn multi_size_items(cart: &Cart) -> f64 {
    let sized = || cart.lines.iter().filter(|line| line.size.is_some());
    // A product's first line with a size speaks for it. No names are folded here: carts can be long.
    let first = sized()
        .enumerate()
        .filter(|(place, line)| sized().take(*place).all(|other| other.item_group_id != line.item_group_id));
    count(first.filter(|(_, line)| cart.sizes_of(&line.item_group_id).len() > 1).count())
}
