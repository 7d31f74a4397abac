//! Facts of the product on a line.

use super::Fact::*;
use super::{Row, count, ratio};
use crate::product::{Fit, Product};
use crate::settings::Settings;

/// Fills the `product.` facts.
pub(super) fn fill(row: &mut Row, product: Option<&Product>, settings: &Settings) {
    row.set_flag(ProductKnown, Some(product.is_some()));
    let Some(product) = product else { return };
    if let Some(outcomes) = product.outcomes {
        let bought = f64::from(outcomes.bought);
        row.set(ProductLines, bought);
        if bought >= settings.floor_product_lines {
            row.set_known(ProductReturnRate, ratio(f64::from(outcomes.returned), bought));
        }
    }
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
