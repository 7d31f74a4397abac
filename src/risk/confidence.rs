//! How much a score has to go on.

use crate::features::{Fact, Row};
use crate::settings::Settings;
use serde::Serialize;

/// How much of what tells most about a return is known: the customer's history and the product's.
///
/// A risk of low confidence is the mean of many unlike carts rather than a word about this one; a rule may abstain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// Neither.
    Low,
    /// One of them.
    Medium,
    /// Both.
    High,
}

impl Confidence {
    /// All, rising.
    pub const ALL: [Confidence; 3] = [Confidence::Low, Confidence::Medium, Confidence::High];

    /// The confidence in the score of a line with these facts: `customer.lines` and `product.lines` against
    /// `confident_customer_lines` and `confident_product_lines`.
    #[must_use]
    pub fn of(row: &Row, settings: &Settings) -> Self {
        let enough = |fact: Fact, least: f64| row.get(fact).is_some_and(|lines| lines >= least);
        let customer = enough(Fact::CustomerLines, settings.confident_customer_lines);
        let product = enough(Fact::ProductLines, settings.confident_product_lines);
        match (customer, product) {
            (true, true) => Confidence::High,
            (false, false) => Confidence::Low,
            _ => Confidence::Medium,
        }
    }

    /// The name in documents and rules.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Confidence::Low => "low",
            Confidence::Medium => "medium",
            Confidence::High => "high",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_histories_make_it_high_and_the_unknown_is_no_history() {
        let settings = Settings::default();
        let of = |customer: f64, product: f64| {
            let mut row = Row::unknown();
            row.set(Fact::CustomerLines, customer);
            row.set(Fact::ProductLines, product);
            Confidence::of(&row, &settings)
        };
        assert_eq!(of(3.0, 20.0), Confidence::High);
        assert_eq!(of(2.0, 20.0), Confidence::Medium);
        assert_eq!(of(3.0, f64::NAN), Confidence::Medium);
        assert_eq!(of(f64::NAN, 19.0), Confidence::Low);
    }
}
