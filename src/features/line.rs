//! Facts of one cart line, alone and against the customer's history.

use super::Fact::*;
use super::customer::same_currency;
use super::{Input, Row, Strings, count, ratio, sum};
use crate::cart::{Cart, Line};
use crate::customer::Tally;
use crate::product::Product;
use crate::settings::Settings;
use crate::text::same;

/// Fills the `line.` facts that are known before the score.
pub(super) fn fill(
    row: &mut Row,
    line: &Line,
    product: Option<&Product>,
    cart: &Cart,
    input: &Input,
    settings: &Settings,
    strings: &mut Strings<'_>,
) {
    let brand = line.item_brand.as_deref().or(product.and_then(|product| product.item_brand.as_deref()));
    let category = line.category().or(product.and_then(|product| product.item_category.as_deref()));
    row.set_text(LineItemId, Some(&line.item_id), strings);
    row.set_text(LineItemGroupId, Some(&line.item_group_id), strings);
    row.set_text(LineName, line.item_name.as_deref(), strings);
    row.set_text(LineBrand, brand, strings);
    row.set_text(LineCategory, category, strings);
    row.set_text(LineSize, line.size.as_deref(), strings);
    row.set_text(LineColor, line.color.as_deref(), strings);
    fill_amounts(row, line, cart);
    if let Some(usual) = product.and_then(|product| product.usual_price)
        && usual.currency.is_none_or(|currency| currency == cart.currency)
    {
        row.set_known(LinePriceToUsual, ratio(line.price.major(cart.currency), usual.mean));
    }
    row.set_flag(LinePremium, super::cart::is_premium(line, settings));
    fill_history(row, line, brand, category, cart, input, settings);
    if let Some(kept) = input.signals().and_then(|signals| signals.kept_size(brand, category)) {
        row.set_text(LineKeptSize, Some(&kept.size), strings);
        row.set_flag(LineKeptSizeMatch, line.size.as_deref().map(|size| same(size, &kept.size)));
    }
    let visit = input.session.item(&line.item_group_id);
    row.set_count(LineViews, visit.map(|visit| visit.views));
    row.set_count(LineSizeChanges, visit.map(|visit| visit.size_changes));
}

fn fill_amounts(row: &mut Row, line: &Line, cart: &Cart) {
    let price = line.price.major(cart.currency);
    let discount = line.discount.major(cart.currency);
    row.set(LinePrice, price);
    row.set_known(LinePriceShare, ratio(line.value().major(cart.currency), cart.value().major(cart.currency)));
    row.set_known(LineDiscountShare, ratio(discount, price + discount));
    row.set_count(LineQuantity, Some(line.quantity));
    let known = |names: usize| (names > 0).then(|| count(names));
    row.set_known(LineSizeCount, known(cart.sizes_of(&line.item_group_id).len()));
    row.set_known(LineColorCount, known(cart.colors_of(&line.item_group_id).len()));
    row.set(LineGroupQuantity, sum(cart.group(&line.item_group_id).map(|line| f64::from(line.quantity))));
}

fn fill_history(
    row: &mut Row,
    line: &Line,
    brand: Option<&str>,
    category: Option<&str>,
    cart: &Cart,
    input: &Input,
    settings: &Settings,
) {
    let Some(signals) = input.signals() else { return };
    if same_currency(signals, cart)
        && let Some(mean) = signals.line_price.mean
    {
        row.set_known(LinePriceRatio, ratio(line.price.major(cart.currency), mean));
    }
    if let Some(name) = category.filter(|_| signals.categories.is_some()) {
        let tally = signals.category(name);
        row.set_flag(LineNewCategory, Some(tally.is_none_or(|tally| tally.bought == 0)));
        row.set_known(LineCategoryReturnRate, rate(tally, settings));
    }
    if let Some(name) = brand.filter(|_| signals.brands.is_some()) {
        let tally = signals.brand(name);
        row.set_flag(LineNewBrand, Some(tally.is_none_or(|tally| tally.bought == 0)));
        row.set_known(LineBrandReturnRate, rate(tally, settings));
    }
}

fn rate(tally: Option<&Tally>, settings: &Settings) -> Option<f64> {
    let tally = tally.filter(|tally| f64::from(tally.bought) >= settings.floor_customer_lines)?;
    ratio(f64::from(tally.returned), f64::from(tally.bought))
}
