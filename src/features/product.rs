//! Facts of the product on a line.

use super::Fact::*;
use super::{Input, Row, count, ratio, smoothed};
use crate::cart::Line;
use crate::product::{Fit, Outcomes, Product, outcomes_of};
use crate::settings::Settings;

/// Fills the `product.` facts.
pub(super) fn fill(row: &mut Row, line: &Line, product: Option<&Product>, input: &Input, settings: &Settings) {
    row.set_flag(ProductKnown, Some(product.is_some()));
    let Some(product) = product else { return };
    if let Some(outcomes) = product.outcomes {
        let bought = f64::from(outcomes.bought);
        row.set(ProductLines, bought);
        row.set_count(ProductLinesReturned, Some(outcomes.returned));
        if bought >= settings.floor_product_lines {
            row.set_known(ProductReturnRate, ratio(f64::from(outcomes.returned), bought));
        }
    }
    fill_variant(row, line, product, settings);
    let age = product.first_sold_at.map(|first| libm::fmax(input.now.days_since(first), 0.0));
    row.set_known(ProductAgeDays, age);
    if let Some(fit) = product.fit {
        fill_fit(row, fit, settings);
    }
    if let Some(reviews) = &product.reviews {
        let listed = u32::try_from(reviews.items.len()).unwrap_or(u32::MAX);
        row.set_count(ProductReviewCount, Some(reviews.count.unwrap_or(listed)));
        row.set_known(ProductReviewAverage, reviews.average);
    }
    row.set_flag(ProductHasSizeChart, Some(product.size_chart.is_some()));
    row.set_known(ProductSizes, (!product.sizes.is_empty()).then(|| count(product.sizes.len())));
}

/// What is known of the chosen size and colour, and of the brand.
fn fill_variant(row: &mut Row, line: &Line, product: &Product, settings: &Settings) {
    // A list that doesn't name the size says that nobody bought it; without a list nobody says.
    let of = |list: &[(String, Outcomes)], name: Option<&str>| {
        let name = name.filter(|_| !list.is_empty())?;
        Some(outcomes_of(list, name).unwrap_or_default())
    };
    let size = of(&product.size_outcomes, line.size.as_deref());
    let color = of(&product.color_outcomes, line.color.as_deref());
    row.set_count(ProductSizeLines, size.map(|size| size.bought));
    row.set_count(ProductSizeLinesReturned, size.map(|size| size.returned));
    row.set_count(ProductColorLines, color.map(|color| color.bought));
    row.set_count(ProductColorLinesReturned, color.map(|color| color.returned));
    if let Some(brand) = product.brand_outcomes {
        let bought = f64::from(brand.bought);
        row.set(ProductBrandLines, bought);
        if bought >= settings.floor_product_lines {
            row.set_known(ProductBrandReturnRate, ratio(f64::from(brand.returned), bought));
        }
    }
    let all = [product.brand_outcomes, product.outcomes, color, size];
    if all.iter().any(Option::is_some) {
        let rate = all.into_iter().flatten().fold(settings.prior_return_rate, |prior, outcomes| {
            smoothed(f64::from(outcomes.returned), f64::from(outcomes.bought), prior, settings)
        });
        row.set(ProductSmoothedReturnRate, rate);
    }
}

fn fill_fit(row: &mut Row, fit: Fit, settings: &Settings) {
    let answers = f64::from(fit.total());
    row.set(ProductFitAnswers, answers);
    if answers < settings.floor_fit_answers {
        return;
    }
    row.set_known(ProductRunsSmall, ratio(f64::from(fit.small), answers));
    row.set_known(ProductTrueToSize, ratio(f64::from(fit.true_to_size), answers));
    row.set_known(ProductRunsLarge, ratio(f64::from(fit.large), answers));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::read_input;
    use serde_json::{Value, json};

    fn row(product: &Value) -> Row {
        let item = json!({ "item_id": "a", "price": 20, "size": "M", "color": "red" });
        let input = json!({ "cart": { "currency": "EUR", "items": [item] }, "now": 86_400_000, "products": [product] });
        read_input(&input).unwrap().0.rows(&Settings::default()).remove(0)
    }

    #[test]
    fn a_rate_leans_on_the_next_wider_one_while_little_is_known() {
        let rate = |product: &Value| row(product).get(ProductSmoothedReturnRate);
        assert_eq!(rate(&json!({ "item_id": "a" })), None);
        let brand = json!({ "item_id": "a", "brand_outcomes": { "bought": 990, "returned": 590 } });
        assert_eq!(rate(&brand), Some((590.0 + 2.5) / 1_000.0));
        let product = json!({ "item_id": "a", "outcomes": { "bought": 10, "returned": 10 } });
        assert_eq!(rate(&product), Some(12.5 / 20.0));
        let size = json!({ "item_id": "a", "outcomes": { "bought": 10, "returned": 10 },
            "size_outcomes": [{ "size": "m", "bought": 10, "returned": 0 }] });
        assert_eq!(rate(&size), Some(6.25 / 20.0));
    }

    #[test]
    fn a_size_that_the_list_does_not_name_was_never_bought() {
        let named = row(&json!({ "item_id": "a", "size_outcomes": [{ "size": "S", "bought": 4, "returned": 1 }] }));
        assert_eq!((named.get(ProductSizeLines), named.get(ProductColorLines)), (Some(0.0), None));
    }

    #[test]
    fn age_and_usual_price_are_of_the_moment_and_the_currency() {
        let euro = json!({ "item_id": "a", "price": { "mean": 25, "currency": "EUR" }, "first_sold_at": 0 });
        let row_of = row(&euro);
        assert_eq!((row_of.get(LinePriceToUsual), row_of.get(ProductAgeDays)), (Some(0.8), Some(1.0)));
        let pound = json!({ "item_id": "a", "price": { "mean": 25, "currency": "GBP" } });
        assert_eq!(row(&pound).get(LinePriceToUsual), None);
    }
}
