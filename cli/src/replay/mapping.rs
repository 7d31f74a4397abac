//! What is special about an export: its column names, how it writes returns, what in it is not a product.

use crate::args::ReplayArgs;
use crate::document::Document;
use crate::failure::Failure;
use crate::replay::columns::NAMES;
use cartnudge::diagnostic::nearest;
use cartnudge::money::Currency;
use serde::Deserialize;
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
    #[serde(skip)]
    pub default_currency: Option<Currency>,
}

impl Mapping {
    /// The mapping file, and the options over it.
    pub fn of(args: &ReplayArgs) -> Result<Self, Failure> {
        let mut mapping = match &args.columns {
            Some(path) => {
                let document = Document::read(path)?;
                serde_json::from_value::<Mapping>(document.value)
                    .map_err(|error| Failure::usage(format!("{} is no mapping: {error}", document.name)))?
            }
            None => Mapping::default(),
        };
        mapping.columns.extend(args.column.iter().cloned());
        for name in mapping.columns.keys() {
            if !NAMES.contains(&name.as_str()) {
                return Err(unknown_name(name));
            }
        }
        if args.return_prefix.is_some() {
            mapping.return_prefix.clone_from(&args.return_prefix);
        }
        if mapping.return_prefix.as_deref().is_some_and(|prefix| prefix.trim().is_empty()) {
            return Err(Failure::usage("an empty return prefix would make every order a return"));
        }
        if let Some(code) = &mapping.currency {
            mapping.default_currency = Currency::read(code);
            if mapping.default_currency.is_none() {
                return Err(Failure::usage(format!("`{code}` in the mapping is not an ISO 4217 code like EUR")));
            }
        }
        mapping.default_currency = args.currency.or(mapping.default_currency);
        mapping.not_products.extend(args.not_products.iter().cloned());
        mapping.skip_free |= args.skip_free;
        Ok(mapping)
    }

    /// The currency of lines that don't name one.
    pub fn currency(&self) -> Option<Currency> {
        self.default_currency
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

fn unknown_name(name: &str) -> Failure {
    let help = match nearest(name, NAMES.into_iter()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("known names: {}", NAMES.join(", ")),
    };
    Failure::usage(format!(
        "cartnudge has no column `{name}`\n  help: {help}; cartnudge's name comes first: `order_id=Invoice`"
    ))
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
