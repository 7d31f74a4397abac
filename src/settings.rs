//! Thresholds, all in one place. Every default is the design's; a shop overrides any of them.

use crate::diagnostic::Diagnostics;
use crate::json::Node;
use crate::json::Strictness::Written;

/// Thresholds of segments, indicators, bands and floors of evidence.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// New customer, large cart: cart value over this, in major units.
    pub new_large_cart: f64,
    /// Luxury: average order value over this, in major units.
    pub luxury_order_value: f64,
    /// Luxury: an item at or over this unit price is a high-value item, in major units.
    pub high_value_price: f64,
    /// Luxury: at least this many high-value items in the cart.
    pub luxury_high_value_items: f64,
    /// Luxury: categories that are premium whatever they cost.
    pub premium_categories: Vec<String>,
    /// Impulse: at least this many orders in the last 24 hours are "several the same day".
    pub impulse_orders_1d: f64,
    /// Impulse: dearest over cheapest unit price in the cart at or over this is a wide spread.
    pub impulse_price_spread: f64,
    /// Impulse: a cart value further than this many standard deviations from the customer's mean is unusual.
    pub impulse_unusual_sd: f64,
    /// Impulse: how many of the three signs make the segment.
    pub impulse_signs: f64,
    /// Loyal: at least this many orders.
    pub loyal_orders: f64,
    /// Loyal, specialist: a coefficient of variation of order intervals up to this is a regular rhythm.
    pub regular_interval_cv: f64,
    /// Loyal: a coefficient of variation of order values up to this is a consistent history.
    pub consistent_value_cv: f64,
    /// Loyal: average order value up to this is moderate, in major units.
    pub moderate_order_value: f64,
    /// Specialist: at least this many orders.
    pub specialist_orders: f64,
    /// Specialist: at most this many categories.
    pub specialist_categories: f64,
    /// Specialist: a coefficient of variation of unit prices up to this is steady.
    pub specialist_price_cv: f64,
    /// Indicator `purchase_value_variance`: elevated from here on (coefficient of variation).
    pub elevated_value_variance: f64,
    /// Indicator `purchase_frequency_change`: elevated from here on (1 is twice as many orders as in the 90 days before).
    pub elevated_frequency_change: f64,
    /// Indicator `category_expansion_rate`: elevated from here on (0.5 is half as many new categories as old ones).
    pub elevated_category_expansion: f64,
    /// Indicator `service_contact_rate`: elevated from here on (contacts an order).
    pub elevated_service_contacts: f64,
    /// Band `medium` from this probability on.
    pub band_medium: f64,
    /// Band `high` from this probability on.
    pub band_high: f64,
    /// Confidence: a customer with at least this many order lines is known well enough.
    pub confident_customer_lines: f64,
    /// Confidence: a product with at least this many lines with an outcome is known well enough.
    pub confident_product_lines: f64,
    /// A customer's return rate is unknown under this many lines with an outcome.
    pub floor_customer_lines: f64,
    /// A product's return rate is unknown under this many lines with an outcome.
    pub floor_product_lines: f64,
    /// The share of lines that come back in the whole shop, on which smoothed rates lean where little is known.
    pub prior_return_rate: f64,
    /// How many lines that share weighs as much as.
    pub prior_lines: f64,
    /// Shares of fit answers are unknown under this many answers.
    pub floor_fit_answers: f64,
    /// Review highlights need this many reviews with text.
    pub floor_reviews: f64,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            new_large_cart: 1_000.0,
            luxury_order_value: 400.0,
            high_value_price: 250.0,
            luxury_high_value_items: 2.0,
            premium_categories: ["Jewellery", "Jewelry", "Watches"].map(str::to_owned).to_vec(),
            impulse_orders_1d: 2.0,
            impulse_price_spread: 5.0,
            impulse_unusual_sd: 2.0,
            impulse_signs: 2.0,
            loyal_orders: 5.0,
            regular_interval_cv: 0.6,
            consistent_value_cv: 0.6,
            moderate_order_value: 400.0,
            specialist_orders: 3.0,
            specialist_categories: 2.0,
            specialist_price_cv: 0.4,
            elevated_value_variance: 1.0,
            elevated_frequency_change: 1.0,
            elevated_category_expansion: 0.5,
            elevated_service_contacts: 0.5,
            band_medium: 0.25,
            band_high: 0.40,
            confident_customer_lines: 3.0,
            confident_product_lines: 20.0,
            floor_customer_lines: 3.0,
            floor_product_lines: 20.0,
            prior_return_rate: 0.25,
            prior_lines: 10.0,
            floor_fit_answers: 10.0,
            floor_reviews: 3.0,
        }
    }
}

impl Settings {
    /// Reads a settings document over these settings; an unknown key or a wrong value is an error.
    #[must_use]
    pub fn overridden(&self, node: Node<'_>, found: &mut Diagnostics) -> Self {
        let mut settings = self.clone();
        if !node.is_object(found) {
            return settings;
        }
        let mut known: Vec<&str> = vec!["premium_categories"];
        for (key, number) in settings.numbers() {
            known.push(key);
            if let Some(value) = node.number(key, (0.0, 1e9), Written, found) {
                *number = value;
            }
        }
        if let Some(list) = node.get("premium_categories")
            && list.is_list(found)
        {
            settings.premium_categories = list.texts(usize::MAX, found);
        }
        node.only(&known, found);
        if settings.band_medium > settings.band_high || settings.band_high > 1.0 {
            found.refuse("impossible_bands", &node.at("band_high"), || {
                let message = "`band_medium` must not be over `band_high`, and both at most 1".to_owned();
                (message, "bands are probabilities, for example 0.25 and 0.4".to_owned())
            });
        }
        if settings.prior_return_rate > 1.0 {
            found.refuse("impossible_share", &node.at("prior_return_rate"), || {
                ("`prior_return_rate` must be at most 1".to_owned(), "it is a share, for example 0.25".to_owned())
            });
        }
        settings
    }

    /// The names of the thresholds that are numbers.
    #[cfg(not(target_arch = "wasm32"))]
    #[must_use]
    pub fn number_keys(&self) -> Vec<&'static str> {
        self.clone().numbers().into_iter().map(|(key, _)| key).collect()
    }

    /// What differs from the defaults, as a settings document.
    #[cfg(not(target_arch = "wasm32"))]
    #[must_use]
    pub fn changed(&self) -> serde_json::Map<String, serde_json::Value> {
        let (mut own, mut usual) = (self.clone(), Settings::default());
        let numbers = own.numbers().into_iter().zip(usual.numbers());
        let differ = numbers.filter(|((_, own), (_, usual))| **own != **usual);
        let mut changed: serde_json::Map<_, _> =
            differ.map(|((key, own), _)| (key.to_owned(), serde_json::Value::from(*own))).collect();
        if self.premium_categories != Settings::default().premium_categories {
            changed.insert("premium_categories".to_owned(), self.premium_categories.clone().into());
        }
        changed
    }

    fn numbers(&mut self) -> [(&'static str, &mut f64); 29] {
        [
            ("new_large_cart", &mut self.new_large_cart),
            ("luxury_order_value", &mut self.luxury_order_value),
            ("high_value_price", &mut self.high_value_price),
            ("luxury_high_value_items", &mut self.luxury_high_value_items),
            ("impulse_orders_1d", &mut self.impulse_orders_1d),
            ("impulse_price_spread", &mut self.impulse_price_spread),
            ("impulse_unusual_sd", &mut self.impulse_unusual_sd),
            ("impulse_signs", &mut self.impulse_signs),
            ("loyal_orders", &mut self.loyal_orders),
            ("regular_interval_cv", &mut self.regular_interval_cv),
            ("consistent_value_cv", &mut self.consistent_value_cv),
            ("moderate_order_value", &mut self.moderate_order_value),
            ("specialist_orders", &mut self.specialist_orders),
            ("specialist_categories", &mut self.specialist_categories),
            ("specialist_price_cv", &mut self.specialist_price_cv),
            ("elevated_value_variance", &mut self.elevated_value_variance),
            ("elevated_frequency_change", &mut self.elevated_frequency_change),
            ("elevated_category_expansion", &mut self.elevated_category_expansion),
            ("elevated_service_contacts", &mut self.elevated_service_contacts),
            ("band_medium", &mut self.band_medium),
            ("band_high", &mut self.band_high),
            ("confident_customer_lines", &mut self.confident_customer_lines),
            ("confident_product_lines", &mut self.confident_product_lines),
            ("floor_customer_lines", &mut self.floor_customer_lines),
            ("floor_product_lines", &mut self.floor_product_lines),
            ("prior_return_rate", &mut self.prior_return_rate),
            ("prior_lines", &mut self.prior_lines),
            ("floor_fit_answers", &mut self.floor_fit_answers),
            ("floor_reviews", &mut self.floor_reviews),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn settings_override_one_by_one_and_typos_are_errors() {
        let mut found = Diagnostics::default();
        let value = json!({"band_high": 0.5, "premium_categories": ["Silk"], "band_hihg": 0.6});
        let settings = Settings::default().overridden(Node::root(&value), &mut found);
        assert_eq!((settings.band_high, settings.band_medium), (0.5, 0.25));
        assert_eq!(settings.premium_categories, ["Silk"]);
        let only = found.iter().next().unwrap();
        assert_eq!((only.pointer.as_str(), only.help.as_str()), ("/band_hihg", "did you mean `band_high`?"));
    }

    #[test]
    fn bands_must_be_in_order() {
        let mut found = Diagnostics::default();
        let _ = Settings::default().overridden(Node::root(&json!({"band_medium": 0.9})), &mut found);
        assert!(found.has_errors());
    }
}
