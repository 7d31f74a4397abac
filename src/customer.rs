//! Customer signals: what the shop's history knows of the shopper, as counts, so that evidence is never lost.

use crate::diagnostic::Diagnostics;
use crate::json::Node;
use crate::json::Strictness::Given;
use crate::money::Currency;
use crate::text::same;
use crate::time::Timestamp;

/// The version of the signals document that this build reads.
pub const SCHEMA_VERSION: u32 = 1;

/// Signals of one customer. `None` is unknown, never zero.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Signals {
    /// When the counts were made.
    pub as_of: Option<Timestamp>,
    /// Currency of `order_value` and `line_price`.
    pub currency: Option<Currency>,
    /// Orders ever placed before `as_of`.
    pub orders: Option<u32>,
    /// Order lines bought.
    pub lines: Option<u32>,
    /// Of these, lines whose outcome is known.
    pub lines_with_outcome: Option<u32>,
    /// Of these, lines returned.
    pub lines_returned: Option<u32>,
    /// First order.
    pub first_order_at: Option<Timestamp>,
    /// Latest order.
    pub last_order_at: Option<Timestamp>,
    /// Order values, major units.
    pub order_value: Spread,
    /// Unit prices over lines, major units.
    pub line_price: Spread,
    /// Days between consecutive orders.
    pub order_interval_days: Spread,
    /// Orders in the 24 hours up to `as_of`.
    pub orders_1d: Option<u32>,
    /// Orders in the 90 days up to `as_of`.
    pub orders_90d: Option<u32>,
    /// Orders in the 90 days before those.
    pub orders_prior_90d: Option<u32>,
    /// Categories first bought in the 90 days up to `as_of`.
    pub new_categories_90d: Option<u32>,
    /// Contacts with customer service, ever.
    pub service_contacts: Option<u32>,
    /// Contacts in the 90 days up to `as_of`.
    pub service_contacts_90d: Option<u32>,
    /// Lines per category; `None` when the document doesn't say.
    pub categories: Option<Vec<Tally>>,
    /// Lines per brand; `None` when the document doesn't say.
    pub brands: Option<Vec<Tally>>,
    /// Sizes bought and not returned.
    pub kept_sizes: Vec<KeptSize>,
    /// Sizes that came back because they were too small or too large.
    pub returned_sizes: Vec<ReturnedSize>,
}

/// Mean and standard deviation of a positive quantity.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Spread {
    /// Arithmetic mean.
    pub mean: Option<f64>,
    /// Standard deviation.
    pub sd: Option<f64>,
}

impl Spread {
    /// Coefficient of variation, `sd / mean`; unknown when the mean is 0.
    #[must_use]
    pub fn cv(self) -> Option<f64> {
        let mean = self.mean.filter(|mean| *mean > 0.0)?;
        Some(self.sd? / mean)
    }
}

/// Lines bought and returned under one name.
#[derive(Clone, Debug, PartialEq)]
pub struct Tally {
    /// The category or brand.
    pub name: String,
    /// Lines bought.
    pub bought: u32,
    /// Of these, lines returned, where the outcome is known.
    pub returned: u32,
}

/// A size that the customer kept.
#[derive(Clone, Debug, PartialEq)]
pub struct KeptSize {
    /// Brand, where known.
    pub brand: Option<String>,
    /// Category, where known.
    pub category: Option<String>,
    /// The size as the shop writes it.
    pub size: String,
    /// Lines kept.
    pub count: u32,
}

/// A size that came back for its size.
#[derive(Clone, Debug, PartialEq)]
pub struct ReturnedSize {
    /// Brand, where known.
    pub brand: Option<String>,
    /// Category, where known.
    pub category: Option<String>,
    /// The size as the shop writes it.
    pub size: String,
    /// Lines that were too small.
    pub too_small: u32,
    /// Lines that were too large.
    pub too_large: u32,
}

/// More names than a person can have bought under are not read.
const MAX_LIST: usize = 1_000;
const COUNT: (u32, u32) = (0, 10_000_000);

impl Signals {
    /// Reads a signals document; `None` only when it isn't one. A faulty field is unknown, with a warning.
    #[must_use]
    pub fn read(node: Node<'_>, found: &mut Diagnostics) -> Option<Self> {
        if !node.is_object(found) {
            return None;
        }
        let version = node.whole("schema_version", (1, u32::MAX), Given, found).unwrap_or(SCHEMA_VERSION);
        if version > SCHEMA_VERSION {
            found.refuse("newer_schema", &node.at("schema_version"), || {
                let help = "update cartnudge, or export the older version".to_owned();
                (format!("signals of schema version {version}; this build reads version {SCHEMA_VERSION}"), help)
            });
            return None;
        }
        let count = |key: &str, found: &mut Diagnostics| node.whole(key, COUNT, Given, found);
        let mut signals = Signals {
            as_of: node.time("as_of", Given, found),
            currency: read_currency(&node, found),
            orders: count("orders", found),
            lines: count("lines", found),
            lines_with_outcome: count("lines_with_outcome", found),
            lines_returned: count("lines_returned", found),
            first_order_at: node.time("first_order_at", Given, found),
            last_order_at: node.time("last_order_at", Given, found),
            order_value: read_spread(&node, "order_value", found),
            line_price: read_spread(&node, "line_price", found),
            order_interval_days: read_spread(&node, "order_interval_days", found),
            orders_1d: count("orders_1d", found),
            orders_90d: count("orders_90d", found),
            orders_prior_90d: count("orders_prior_90d", found),
            new_categories_90d: count("new_categories_90d", found),
            service_contacts: count("service_contacts", found),
            service_contacts_90d: count("service_contacts_90d", found),
            categories: read_tallies(&node, "categories", "category", found),
            brands: read_tallies(&node, "brands", "brand", found),
            kept_sizes: read_kept_sizes(&node, found),
            returned_sizes: read_returned_sizes(&node, found),
        };
        signals.drop_impossible(&node, found);
        Some(signals)
    }

    /// More returned than bought cannot be: both counts are unknown then.
    fn drop_impossible(&mut self, node: &Node<'_>, found: &mut Diagnostics) {
        let (Some(returned), Some(known)) = (self.lines_returned, self.lines_with_outcome) else { return };
        if returned <= known {
            return;
        }
        found.warn("impossible_count", &node.at("lines_returned"), || {
            let help = "count returned lines among those with a known outcome".to_owned();
            (format!("{returned} lines returned of {known} with an outcome"), help)
        });
        self.lines_returned = None;
        self.lines_with_outcome = None;
    }

    /// The tally of a category.
    #[must_use]
    pub fn category(&self, name: &str) -> Option<&Tally> {
        self.categories.iter().flatten().find(|tally| same(&tally.name, name))
    }

    /// The tally of a brand.
    #[must_use]
    pub fn brand(&self, name: &str) -> Option<&Tally> {
        self.brands.iter().flatten().find(|tally| same(&tally.name, name))
    }

    /// The size kept most often in this brand and category; else in this category of any brand.
    ///
    /// Ties go to the one listed first. A brand alone says nothing: shoes and dresses of one brand differ.
    #[must_use]
    pub fn kept_size(&self, brand: Option<&str>, category: Option<&str>) -> Option<&KeptSize> {
        self.kept_size_among(brand, category, |_| true)
    }

    /// The same among the sizes that a product's scale has a place for, say.
    pub fn kept_size_among(
        &self,
        brand: Option<&str>,
        category: Option<&str>,
        counts: impl Fn(&str) -> bool,
    ) -> Option<&KeptSize> {
        let category = category?;
        let in_category = |kept: &&KeptSize| kept.category.as_deref().is_some_and(|name| same(name, category));
        let in_brand =
            |kept: &&KeptSize| matches!((kept.brand.as_deref(), brand), (Some(name), Some(brand)) if same(name, brand));
        let counted = || self.kept_sizes.iter().filter(in_category).filter(|kept| counts(&kept.size));
        most(counted().filter(in_brand)).or_else(|| most(counted()))
    }
}

fn most<'a>(sizes: impl Iterator<Item = &'a KeptSize>) -> Option<&'a KeptSize> {
    sizes.fold(None, |best: Option<&KeptSize>, kept| match best {
        Some(best) if best.count >= kept.count => Some(best),
        _ => Some(kept),
    })
}

/// The document's `currency`; a code that isn't one is unknown, with a warning.
pub(crate) fn read_currency(node: &Node<'_>, found: &mut Diagnostics) -> Option<Currency> {
    let code = node.text("currency", Given, found)?;
    let currency = Currency::read(&code);
    if currency.is_none() {
        found.warn("bad_currency", &node.at("currency"), || Currency::refusal(&code));
    }
    currency
}

fn read_spread(node: &Node<'_>, key: &str, found: &mut Diagnostics) -> Spread {
    let Some(inner) = node.get(key) else { return Spread::default() };
    if !inner.value().is_object() {
        inner.wrong_type("an object with `mean` and `sd`", Given, found);
        return Spread::default();
    }
    let range = (0.0, 1e12);
    Spread { mean: inner.number("mean", range, Given, found), sd: inner.number("sd", range, Given, found) }
}

fn read_tallies(node: &Node<'_>, key: &str, name_key: &str, found: &mut Diagnostics) -> Option<Vec<Tally>> {
    let list = node.get(key)?;
    if !list.value().is_array() {
        list.wrong_type("a list", Given, found);
        return None;
    }
    let mut tallies = Vec::new();
    for entry in list.items(found).take(MAX_LIST) {
        let Some(name) = entry.text(name_key, Given, found) else {
            let expected = if name_key == "brand" { "an object with `brand`" } else { "an object with `category`" };
            entry.wrong_type(expected, Given, found);
            continue;
        };
        let bought = entry.whole("bought", COUNT, Given, found).unwrap_or(0);
        let returned = entry.whole("returned", COUNT, Given, found).unwrap_or(0).min(bought);
        tallies.push(Tally { name, bought, returned });
    }
    Some(tallies)
}

fn read_kept_sizes(node: &Node<'_>, found: &mut Diagnostics) -> Vec<KeptSize> {
    let Some(list) = node.get("kept_sizes") else { return Vec::new() };
    let mut kept = Vec::new();
    for entry in list.items(found).take(MAX_LIST) {
        let Some(size) = entry.text("size", Given, found) else {
            entry.wrong_type("an object with `size`", Given, found);
            continue;
        };
        kept.push(KeptSize {
            brand: entry.text("brand", Given, found),
            category: entry.text("category", Given, found),
            size,
            count: entry.whole("count", COUNT, Given, found).unwrap_or(1),
        });
    }
    kept
}

fn read_returned_sizes(node: &Node<'_>, found: &mut Diagnostics) -> Vec<ReturnedSize> {
    let Some(list) = node.get("returned_sizes") else { return Vec::new() };
    let mut returned = Vec::new();
    for entry in list.items(found).take(MAX_LIST) {
        let Some(size) = entry.text("size", Given, found) else {
            entry.wrong_type("an object with `size`", Given, found);
            continue;
        };
        let mut count = |key: &str| entry.whole(key, COUNT, Given, found).unwrap_or(0);
        let (too_small, too_large) = (count("too_small"), count("too_large"));
        let (brand, category) = (entry.text("brand", Given, found), entry.text("category", Given, found));
        returned.push(ReturnedSize { brand, category, size, too_small, too_large });
    }
    returned
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(value: &serde_json::Value) -> (Option<Signals>, Vec<String>) {
        let mut found = Diagnostics::default();
        let signals = Signals::read(Node::root(value), &mut found);
        (signals, found.iter().map(|one| format!("{}: {}", one.pointer, one.message)).collect())
    }

    #[test]
    fn a_faulty_field_is_unknown_and_the_rest_stays() {
        let (signals, faults) =
            read(&json!({"orders": -3, "lines": 12, "order_value": 5, "kept_sizes": [{"count": 2}]}));
        let signals = signals.unwrap();
        assert_eq!((signals.orders, signals.lines), (None, Some(12)));
        assert_eq!(
            faults,
            [
                "/orders: expected a number from 0 to 10000000, found `-3`",
                "/order_value: expected an object with `mean` and `sd`, found `5`",
                "/kept_sizes/0: expected an object with `size`, found an object",
            ]
        );
    }

    #[test]
    fn html_in_place_of_signals_is_refused() {
        let (signals, faults) = read(&json!("<!doctype html>"));
        assert!(signals.is_none());
        assert_eq!(faults, [": expected an object, found `<!doctype html>`"]);
    }

    #[test]
    fn a_newer_schema_says_so() {
        let (signals, faults) = read(&json!({"schema_version": 2}));
        assert!(signals.is_none());
        assert_eq!(faults, ["/schema_version: signals of schema version 2; this build reads version 1"]);
    }

    #[test]
    fn more_returned_than_bought_is_unknown() {
        let (signals, faults) = read(&json!({"lines_with_outcome": 3, "lines_returned": 4}));
        assert_eq!(signals.unwrap().lines_returned, None);
        assert_eq!(faults, ["/lines_returned: 4 lines returned of 3 with an outcome"]);
    }

    #[test]
    fn the_kept_size_of_brand_and_category_comes_first() {
        let (signals, _) = read(&json!({"kept_sizes": [
            {"brand": "Aurel", "category": "Dresses", "size": "M", "count": 2},
            {"brand": "Mira", "category": "Dresses", "size": "L", "count": 9},
            {"category": "Shoes", "size": "39", "count": 3}
        ]}));
        let signals = signals.unwrap();
        let size = |brand, category| signals.kept_size(brand, category).map(|kept| kept.size.as_str());
        assert_eq!(size(Some("aurel"), Some("dresses")), Some("M"));
        assert_eq!(size(Some("Other"), Some("Dresses")), Some("L"));
        assert_eq!(size(Some("Aurel"), Some("Shoes")), Some("39"));
        assert_eq!(size(Some("Aurel"), None), None);
    }
}
