//! Facts of the cart as a whole.

use super::Fact::*;
use super::{Row, count, ratio};
use crate::cart::{Cart, Line, distinct};
use crate::settings::Settings;
use crate::text::same;

/// Fills the `cart.` facts.
pub(super) fn fill(row: &mut Row, cart: &Cart, settings: &Settings) {
    let value = cart.value().major(cart.currency);
    let lines = count(cart.lines.len());
    let (mut min, mut max) = (f64::INFINITY, f64::NAN);
    let (mut pieces, mut prices, mut discounts, mut high) = (0.0, 0.0, 0.0, 0.0);
    let (mut coupon, mut premium) = (cart.coupon.is_some(), false);
    let (mut categories, mut brands) = (Vec::new(), Vec::new());
    for line in &cart.lines {
        let price = line.price.major(cart.currency);
        let quantity = f64::from(line.quantity);
        min = libm::fmin(min, price);
        max = libm::fmax(max, price);
        pieces += quantity;
        prices += price;
        discounts += line.discount.times(line.quantity).major(cart.currency);
        if price >= settings.high_value_price {
            high += quantity;
        }
        coupon |= line.coupon.is_some();
        premium |= is_premium(line, settings) == Some(true);
        categories.extend(line.category());
        brands.extend(line.item_brand.as_deref());
    }
    row.set(CartValue, value);
    row.set(CartLines, lines);
    row.set(CartQuantity, pieces);
    row.set_known(CartMeanPrice, ratio(prices, lines));
    row.set(CartMaxPrice, max);
    row.set_known(CartPriceSpread, ratio(max, min));
    row.set_known(CartCategories, names(categories));
    row.set_known(CartBrands, names(brands));
    row.set_known(CartDiscountShare, ratio(discounts, value + discounts));
    row.set_flag(CartHasCoupon, Some(coupon));
    row.set(CartHighValueItems, high);
    row.set(CartMultiSizeItems, multi_size_items(cart));
    row.set_flag(CartPremium, Some(premium));
}

/// Whether a line is in a premium category; unknown without a category.
pub(super) fn is_premium(line: &Line, settings: &Settings) -> Option<bool> {
    line.category()?;
    Some(line.item_categories.iter().any(|name| settings.premium_categories.iter().any(|premium| same(name, premium))))
}

fn names(names: Vec<&str>) -> Option<f64> {
    let names = distinct(names.into_iter()).len();
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
