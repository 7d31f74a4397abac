//! What is special about an export: its column names, how it writes returns, what in it is not a product.

use crate::diagnostic::nearest;
use crate::money::Currency;
use crate::replay::columns::NAMES;
use crate::replay::fault::Fault;
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// How to read an export. The keys of the mapping file are the fields' names.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Mapping {
    /// For people.
    pub note: String,
    /// cartnudge's column name to the file's.
    pub columns: BTreeMap<String, String>,
    /// Orders whose id begins with this are returns.
    pub return_prefix: Option<String>,
    /// Currency of lines that don't name one.
    pub currency: Option<String>,
    /// Item ids that aren't products; `*` at the end for all that begin so.
    pub not_products: Vec<String>,
    /// Skip lines with a price of 0.
    pub skip_free: bool,
}

impl Mapping {
    /// Reads a mapping document.
    ///
    /// # Errors
    /// When it isn't one, or asks for what can't be.
    pub fn read(document: &Value) -> Result<Self, Fault> {
        let mapping: Mapping = Deserialize::deserialize(document)
            .map_err(|error: serde_json::Error| Fault::NotAMapping(error.to_string()))?;
        mapping.check()?;
        Ok(mapping)
    }

    /// Whether it can be followed.
    ///
    /// # Errors
    /// A name that cartnudge doesn't know, an empty return prefix, or no currency code.
    pub fn check(&self) -> Result<(), Fault> {
        if let Some(name) = self.columns.keys().find(|name| !NAMES.contains(&name.as_str())) {
            return Err(Fault::UnknownName { name: name.clone(), near: nearest(name, NAMES.into_iter()) });
        }
        if self.return_prefix.as_deref().is_some_and(|prefix| prefix.trim().is_empty()) {
            return Err(Fault::EmptyReturnPrefix);
        }
        match &self.currency {
            Some(code) if Currency::read(code).is_none() => Err(Fault::BadCurrency(code.clone())),
            _ => Ok(()),
        }
    }

    /// The currency of lines that don't name one.
    pub fn currency(&self) -> Option<Currency> {
        self.currency.as_deref().and_then(Currency::read)
    }

    /// Whether an order is a return of earlier purchases.
    pub fn is_return(&self, order_id: &str) -> bool {
        self.return_prefix.as_deref().is_some_and(|prefix| order_id.starts_with(prefix))
    }

    /// Whether an item is something else than a product; letter case doesn't count.
    pub fn is_not_product(&self, item_id: &str) -> bool {
        self.not_products.iter().any(|code| match code.strip_suffix('*') {
            Some(start) => item_id.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start)),
            None => item_id.eq_ignore_ascii_case(code),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_that_are_not_products_are_whole_or_beginnings() {
        let not_products = ["POST", "gift_*"].map(str::to_owned).to_vec();
        let mapping = Mapping { not_products, ..Mapping::default() };
        for (code, expected) in
            [("post", true), ("POSTER", false), ("gift_0001_30", true), ("gift", false), ("éé", false)]
        {
            assert_eq!(mapping.is_not_product(code), expected, "{code}");
        }
    }
}
