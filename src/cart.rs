//! The cart: what the shopper is about to buy, in GA4's item schema.

use crate::diagnostic::Diagnostics;
use crate::json::Node;
use crate::json::Strictness::Given;
use crate::money::{Currency, Money};
use crate::text::same;
use serde::Serialize;
use serde_json::Value;

/// GA4 accepts at most this many items in one event.
pub const MAX_LINES: usize = 200;

/// A cart in one currency.
#[derive(Clone, Debug, PartialEq)]
pub struct Cart {
    /// The currency of every amount in the cart.
    pub currency: Currency,
    /// A coupon on the whole cart.
    pub coupon: Option<String>,
    /// The lines in the cart's own order.
    pub lines: Vec<Line>,
}

/// One line of a cart: so many pieces of one variant.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Line {
    /// The variant (SKU).
    pub item_id: String,
    /// The product that the variant belongs to; the variant's own id when the shop gives none.
    pub item_group_id: String,
    /// The name that the shopper reads.
    pub item_name: Option<String>,
    /// The brand.
    pub item_brand: Option<String>,
    /// `item_category` to `item_category5`, broad to narrow.
    pub item_categories: Vec<String>,
    /// The variant in the shop's words.
    pub item_variant: Option<String>,
    /// The size.
    pub size: Option<String>,
    /// The colour.
    pub color: Option<String>,
    /// Unit price after discount.
    pub price: Money,
    /// Unit discount.
    pub discount: Money,
    /// A coupon on this line.
    pub coupon: Option<String>,
    /// Pieces, at least 1.
    pub quantity: u32,
}

impl Line {
    /// Price of all pieces.
    #[must_use]
    pub fn value(&self) -> Money {
        self.price.times(self.quantity)
    }

    /// The broadest category.
    #[must_use]
    pub fn category(&self) -> Option<&str> {
        self.item_categories.first().map(String::as_str)
    }
}

impl Cart {
    /// A cart without lines.
    #[must_use]
    pub fn empty(currency: Currency) -> Self {
        Cart { currency, coupon: None, lines: Vec::new() }
    }

    /// Reads a cart document (`docs/documents.md`).
    ///
    /// `None` when a required field is missing or impossible; each fault is a finding.
    #[must_use]
    pub fn read(node: Node<'_>, found: &mut Diagnostics) -> Option<Self> {
        if !node.is_object(found) {
            return None;
        }
        let Some(items) = node.get("items") else {
            node.required("items", "the list of cart lines, empty when the cart is empty", found);
            return None;
        };
        let Some(list) = items.value().as_array() else {
            items.is_list(found);
            return None;
        };
        if list.len() > MAX_LINES {
            found.refuse("too_many_items", &items, || {
                (format!("{} items; a cart holds at most {MAX_LINES}", list.len()), "send fewer lines".to_owned())
            });
            return None;
        }
        let currency = read_currency(&node, list, found)?;
        let mut lines = Vec::new();
        for item in items.items(found) {
            lines.extend(Line::read(item, currency, found));
        }
        if lines.len() < list.len() {
            return None;
        }
        Some(Cart { currency, coupon: node.text("coupon", Given, found), lines })
    }

    /// Value of all lines.
    #[must_use]
    pub fn value(&self) -> Money {
        self.lines.iter().fold(Money::default(), |sum, line| sum.plus(line.value()))
    }

    /// The cart as the document that [`Cart::read`] reads.
    #[must_use]
    pub fn document(&self) -> impl Serialize + '_ {
        let items = self.lines.iter().map(|line| line.document(self.currency)).collect();
        CartDocument { currency: self.currency.code(), coupon: &self.coupon, items }
    }

    /// The lines of one product.
    pub fn group<'a, 'b>(&'a self, item_group_id: &'b str) -> impl Iterator<Item = &'a Line> + use<'a, 'b> {
        self.lines.iter().filter(move |line| line.item_group_id == item_group_id)
    }

    /// The different known sizes of one product in the cart, in cart order.
    #[must_use]
    pub fn sizes_of(&self, item_group_id: &str) -> Vec<&str> {
        distinct(self.group(item_group_id).filter_map(|line| line.size.as_deref()))
    }

    /// The different known colours of one product in the cart, in cart order.
    #[must_use]
    pub fn colors_of(&self, item_group_id: &str) -> Vec<&str> {
        distinct(self.group(item_group_id).filter_map(|line| line.color.as_deref()))
    }
}

/// Each name once, first come first; [`same`] names are one.
#[must_use]
pub fn distinct<'a>(names: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut seen: Vec<&str> = Vec::new();
    for name in names {
        if !seen.iter().any(|known| same(known, name)) {
            seen.push(name);
        }
    }
    seen
}

/// The cart's currency, else the first item's.
fn read_currency(node: &Node<'_>, items: &[Value], found: &mut Diagnostics) -> Option<Currency> {
    let code = node.text("currency", Given, found).or_else(|| {
        let first = items.iter().find_map(|item| item.get("currency")?.as_str());
        first.map(str::to_owned)
    });
    match code {
        Some(code) => {
            let currency = Currency::read(&code);
            if currency.is_none() {
                found.refuse("bad_currency", &node.at("currency"), || Currency::refusal(&code));
            }
            currency
        }
        // An empty cart has no amounts, so it needs no currency.
        None if items.is_empty() => Currency::read("XXX"),
        None => {
            node.required("currency", "the ISO 4217 code of the prices, like EUR", found);
            None
        }
    }
}

const CATEGORY_KEYS: [&str; 5] =
    ["item_category", "item_category2", "item_category3", "item_category4", "item_category5"];

impl Line {
    /// Reads one item; `None` with an error when its id or price is missing or impossible.
    #[must_use]
    pub fn read(item: Node<'_>, currency: Currency, found: &mut Diagnostics) -> Option<Self> {
        if !item.is_object(found) {
            return None;
        }
        let item_id = item.text("item_id", Given, found);
        if item_id.is_none() {
            item.required("item_id", "the variant's id (SKU)", found);
        }
        let price = read_price(&item, currency, found);
        let item_id = item_id?;
        Some(Line {
            item_group_id: item.text("item_group_id", Given, found).unwrap_or_else(|| item_id.clone()),
            item_id,
            item_name: item.text("item_name", Given, found),
            item_brand: item.text("item_brand", Given, found),
            item_categories: read_categories(&item, found),
            item_variant: item.text("item_variant", Given, found),
            size: item.text("size", Given, found),
            color: item.text("color", Given, found),
            price: price?,
            discount: item.money("discount", currency, Given, found).unwrap_or_default(),
            coupon: item.text("coupon", Given, found),
            quantity: read_quantity(&item, found)?,
        })
    }
}

#[derive(Serialize)]
struct CartDocument<'a> {
    currency: &'a str,
    coupon: &'a Option<String>,
    items: Vec<ItemDocument<'a>>,
}

#[derive(Serialize)]
struct ItemDocument<'a> {
    item_id: &'a str,
    item_group_id: &'a str,
    item_name: &'a Option<String>,
    item_brand: &'a Option<String>,
    item_category: Option<&'a String>,
    item_category2: Option<&'a String>,
    item_category3: Option<&'a String>,
    item_category4: Option<&'a String>,
    item_category5: Option<&'a String>,
    item_variant: &'a Option<String>,
    size: &'a Option<String>,
    color: &'a Option<String>,
    price: f64,
    discount: f64,
    coupon: &'a Option<String>,
    quantity: u32,
}

impl Line {
    fn document(&self, currency: Currency) -> ItemDocument<'_> {
        let mut categories = self.item_categories.iter();
        ItemDocument {
            item_id: &self.item_id,
            item_group_id: &self.item_group_id,
            item_name: &self.item_name,
            item_brand: &self.item_brand,
            item_category: categories.next(),
            item_category2: categories.next(),
            item_category3: categories.next(),
            item_category4: categories.next(),
            item_category5: categories.next(),
            item_variant: &self.item_variant,
            size: &self.size,
            color: &self.color,
            price: self.price.major(currency),
            discount: self.discount.major(currency),
            coupon: &self.coupon,
            quantity: self.quantity,
        }
    }
}

fn read_categories(item: &Node<'_>, found: &mut Diagnostics) -> Vec<String> {
    let mut categories = Vec::new();
    for key in CATEGORY_KEYS {
        categories.extend(item.text(key, Given, found));
    }
    categories
}

/// A price is required and must be an amount: guessing one would misjudge the whole cart.
fn read_price(item: &Node<'_>, currency: Currency, found: &mut Diagnostics) -> Option<Money> {
    if item.get("price").is_none() {
        item.required("price", "the unit price after discount, like 29.95", found);
        return None;
    }
    item.money("price", currency, crate::json::Strictness::Written, found)
}

fn read_quantity(item: &Node<'_>, found: &mut Diagnostics) -> Option<u32> {
    let Some(node) = item.get("quantity") else { return Some(1) };
    let quantity = item.whole("quantity", (1, 9_999), Given, &mut Diagnostics::default());
    if quantity.is_none() {
        node.wrong_type("a whole number from 1 to 9999", crate::json::Strictness::Written, found);
    }
    quantity
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(value: &Value) -> (Option<Cart>, Vec<String>) {
        let mut found = Diagnostics::default();
        let cart = Cart::read(Node::root(value), &mut found);
        (cart, found.iter().map(|one| format!("{}: {}", one.pointer, one.message)).collect())
    }

    #[test]
    fn a_ga4_cart_is_read_with_string_prices_and_numeric_ids() {
        let (cart, faults) = read(&json!({"currency": "EUR", "value": 12, "items": [
            {"item_id": 7, "price": "29.95", "quantity": "2", "item_category": "Dresses", "item_category2": "Midi", "size": " M "}
        ]}));
        let cart = cart.unwrap();
        assert_eq!(faults, Vec::<String>::new());
        assert_eq!(cart.value().minor(), 5990);
        assert_eq!(cart.lines[0].item_group_id, "7");
        assert_eq!(cart.lines[0].size.as_deref(), Some("M"));
        assert_eq!(cart.lines[0].item_categories, ["Dresses", "Midi"]);
    }

    #[test]
    fn faults_name_place_and_value() {
        for (value, fault) in [
            (json!([]), ": expected an object, found a list"),
            (json!({}), "/items: `items` is missing"),
            (json!({"items": 5}), "/items: expected a list, found `5`"),
            (json!({"items": [{"item_id": "a", "price": 1}]}), "/currency: `currency` is missing"),
            (json!({"currency": "Euro", "items": []}), "/currency: `Euro` is not a currency code"),
            (json!({"currency": "EUR", "items": [{"price": 1}]}), "/items/0/item_id: `item_id` is missing"),
            (
                json!({"currency": "EUR", "items": [{"item_id": "a", "price": "29,95"}]}),
                "/items/0/price: `29,95` is not a plain decimal",
            ),
            (
                json!({"currency": "EUR", "items": [{"item_id": "a", "price": 1, "quantity": 0}]}),
                "/items/0/quantity: expected a whole number from 1 to 9999, found `0`",
            ),
            (
                json!({"currency": "EUR", "items": [{"item_id": "a", "price": 1, "quantity": 1.5}]}),
                "/items/0/quantity: expected a whole number from 1 to 9999, found `1.5`",
            ),
        ] {
            let (cart, faults) = read(&value);
            assert!(cart.is_none(), "{value}");
            assert_eq!(faults, [fault], "{value}");
        }
    }

    #[test]
    fn an_odd_optional_field_is_unknown_and_said() {
        let (cart, faults) =
            read(&json!({"currency": "EUR", "items": [{"item_id": "a", "price": 1, "color": {}, "size": ""}]}));
        assert_eq!(cart.unwrap().lines[0].color, None);
        assert_eq!(faults, ["/items/0/color: expected a text, found an object"]);
    }

    #[test]
    fn a_cart_survives_being_kept() {
        let (cart, _) = read(&json!({"currency": "EUR", "coupon": "X", "items": [
            {"item_id": "a", "item_group_id": "g", "price": 19.99, "discount": 0.1, "size": "M", "item_category": "A", "item_category2": "B"},
            {"item_id": "b", "price": 0, "quantity": 3}
        ]}));
        let kept = serde_json::to_value(cart.as_ref().unwrap().document()).unwrap();
        assert_eq!(read(&kept), (cart, vec![]));
    }

    #[test]
    fn an_empty_cart_needs_no_currency() {
        let (cart, faults) = read(&json!({"items": []}));
        assert!(cart.unwrap().lines.is_empty());
        assert!(faults.is_empty());
    }
}
