//! schema.org products, from the `<script type="application/ld+json">` of a shop's page, as product facts.
//!
//! Source of names: <https://schema.org/Product>, <https://schema.org/ProductGroup>, and what Google reads of them:
//! <https://developers.google.com/search/docs/appearance/structured-data/product-variants>. Text is kept as it is,
//! entities and markup included, because it only ever becomes text nodes; control characters are dropped.

use crate::diagnostic::Diagnostics;
use crate::json::Node;
use crate::json::Strictness::Given;
use crate::product::{Link, Product, Review, Reviews, safe_url};
use crate::text::{decimal, parse_decimal, same};
use serde_json::Value;

/// Products and product groups that are read of one script; listings repeat themselves beyond.
const MAX_PRODUCTS: usize = 200;
const MAX_VARIANTS: usize = 200;
const MAX_REVIEWS: usize = 500;
const MAX_ROWS: usize = 60;
const COUNT: (u32, u32) = (0, 100_000_000);

/// The variant's own ids, as carts most often name it first.
const ID_KEYS: [&str; 9] = ["sku", "productID", "@id", "mpn", "gtin", "gtin13", "gtin12", "gtin14", "gtin8"];
const GROUP_KEYS: [&str; 2] = ["productGroupID", "inProductGroupWithID"];

/// Properties that are specification rows, with the row's name.
const NAMED_ROWS: [(&str, &str); 3] = [("material", "Material"), ("color", "Color"), ("pattern", "Pattern")];

/// Reads the products of a parsed script: an object, a list, an `@graph`, a page's `mainEntity`.
///
/// A product group and its variants are one product, with the ids and the sizes of all. Faults are warnings with the
/// place and the mend; the faulty part is left out. A product without an id that means something elsewhere is left out.
#[must_use]
pub fn products(document: &Value, found: &mut Diagnostics) -> Vec<Product> {
    let mut reader = Reader { products: Vec::new(), read: 0 };
    reader.walk(&Node::root(document), found);
    for product in &mut reader.products {
        product.ids.retain(|id| is_lasting(id));
    }
    reader.products
}

/// Reads the products of a script's text.
///
/// Native only: a page parses with JavaScript's own `JSON.parse`.
#[cfg(not(target_arch = "wasm32"))]
#[must_use]
pub fn parse_script(text: &str, found: &mut Diagnostics) -> Vec<Product> {
    match crate::json::parse(text) {
        Ok(document) => products(&document, found),
        Err(error) => {
            let help = "write the structured data as one JSON document".to_owned();
            found.warning("bad_json", String::new(), format!("not JSON: {error}"), help);
            Vec::new()
        }
    }
}

struct Reader {
    products: Vec<Product>,
    read: usize,
}

impl Reader {
    fn walk(&mut self, node: &Node<'_>, found: &mut Diagnostics) {
        if node.value().is_array() {
            for item in node.items(found).collect::<Vec<_>>() {
                self.walk(&item, found);
            }
            return;
        }
        if has_type(node, "ProductGroup") || has_type(node, "Product") {
            self.take(node, found);
        }
        for key in ["@graph", "mainEntity"] {
            if let Some(inner) = node.get(key) {
                self.walk(&inner, found);
            }
        }
    }

    fn take(&mut self, node: &Node<'_>, found: &mut Diagnostics) {
        self.read += 1;
        if self.read > MAX_PRODUCTS {
            if self.read == MAX_PRODUCTS + 1 {
                let message = "more than 200 products; the rest is left out".to_owned();
                let help = "describe only the page's own product".to_owned();
                found.warning("too_many_products", node.pointer(), message, help);
            }
            return;
        }
        let Some(mut product) = read_product(node, found) else { return };
        let known = self.products.iter_mut().find(|known| known.ids.iter().any(|id| product.ids.contains(id)));
        let Some(known) = known else {
            self.products.push(product);
            return;
        };
        // A variant knows its own size only, and a group speaks for all: sizes add up, the group's words win.
        let sizes = std::mem::take(&mut product.sizes);
        if has_type(node, "ProductGroup") {
            known.merge(product);
        } else {
            product.merge(std::mem::take(known));
            *known = product;
        }
        add_sizes(&mut known.sizes, sizes);
    }
}

/// Whether `@type` is this schema.org type, alone or in a list, as a name or an address.
fn has_type(node: &Node<'_>, name: &str) -> bool {
    let is = |kind: &Value| kind.as_str().and_then(|kind| kind.rsplit(['/', ':', '#']).next()) == Some(name);
    match node.value().get("@type") {
        Some(Value::Array(kinds)) => kinds.iter().any(is),
        Some(kind) => is(kind),
        None => false,
    }
}

fn read_product(node: &Node<'_>, found: &mut Diagnostics) -> Option<Product> {
    let mut product = Product::default();
    add_ids(&mut product.ids, node, &ID_KEYS, found);
    add_ids(&mut product.ids, node, &GROUP_KEYS, found);
    if let Some(group) = node.get("isVariantOf") {
        add_ids(&mut product.ids, &group, &["productGroupID", "@id"], found);
    }
    product.sizes = texts(node, "size", found);
    add_variants(&mut product, node, found);
    if !product.ids.iter().any(|id| is_lasting(id)) {
        let message = "the product has no id".to_owned();
        found.warning(
            "missing_key",
            node.pointer_to("sku"),
            message,
            "add `sku`: the id that the cart uses".to_owned(),
        );
        return None;
    }
    product.item_name = text(node, "name", found);
    product.item_brand = first_text(node, "brand", found);
    product.item_category = read_category(node, found);
    product.url = read_url(node, found);
    product.reviews = read_reviews(node, found);
    product.specifications = read_specifications(node, found);
    product.compatible_with =
        ["isAccessoryOrSparePartFor", "isConsumableFor"].into_iter().flat_map(|key| texts(node, key, found)).collect();
    read_media(&mut product, node, found);
    Some(product)
}

fn add_ids(ids: &mut Vec<String>, node: &Node<'_>, keys: &[&str], found: &mut Diagnostics) {
    for id in keys.iter().filter_map(|key| text(node, key, found)) {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
}

/// Whether an id means the same outside of its script: `#product` and `_:b0` name another product on the next page.
fn is_lasting(id: &str) -> bool {
    !id.starts_with('#') && !id.starts_with("_:")
}

fn add_sizes(sizes: &mut Vec<String>, more: Vec<String>) {
    for size in more {
        if sizes.len() < MAX_ROWS && !sizes.iter().any(|known| same(known, &size)) {
            sizes.push(size);
        }
    }
}

fn add_variants(product: &mut Product, node: &Node<'_>, found: &mut Diagnostics) {
    let Some(variants) = node.get("hasVariant") else { return };
    for variant in each(&variants, MAX_VARIANTS, found) {
        if !variant.value().is_object() {
            variant.wrong_type("a product", Given, found);
            continue;
        }
        add_ids(&mut product.ids, &variant, &ID_KEYS, found);
        add_sizes(&mut product.sizes, texts(&variant, "size", found));
    }
}

/// The broadest category: the first of a list, the first step of a path like `Clothing > Dresses`.
fn read_category(node: &Node<'_>, found: &mut Diagnostics) -> Option<String> {
    let path = first_text(node, "category", found)?;
    // Some shops write their paths for HTML.
    let is_step =
        |(at, _): &(usize, char)| path.get(*at..).is_some_and(|rest| rest.starts_with('>') || rest.starts_with("&gt;"));
    let end = path.char_indices().find(is_step).map_or(path.len(), |(at, _)| at);
    let first = path.get(..end)?.trim();
    (!first.is_empty()).then(|| first.to_owned())
}

/// The product's address, else that of its first offer.
fn read_url(node: &Node<'_>, found: &mut Diagnostics) -> Option<String> {
    if let Some(url) = read_address(node, found) {
        return Some(url);
    }
    let offers = node.get("offers")?;
    each(&offers, 1, found).first().and_then(|offer| read_address(offer, found))
}

fn read_address(node: &Node<'_>, found: &mut Diagnostics) -> Option<String> {
    read_address_at(node, "url", found)
}

fn read_address_at(node: &Node<'_>, key: &str, found: &mut Diagnostics) -> Option<String> {
    let url = text(node, key, found)?;
    if safe_url(&url) {
        return Some(url);
    }
    let message = "the address is neither http, https nor relative".to_owned();
    found.warning("unsafe_url", node.pointer_to(key), message, "write an https address or a path".to_owned());
    None
}

/// What `subjectOf` leads to: tutorials (`HowTo`, `VideoObject`), and the 3D model (`3DModel`, as Google reads it:
/// <https://developers.google.com/search/docs/appearance/structured-data/product-snippet>).
fn read_media(product: &mut Product, node: &Node<'_>, found: &mut Diagnostics) {
    let Some(list) = node.get("subjectOf") else { return };
    for media in each(&list, MAX_ROWS, found) {
        if has_type(&media, "3DModel") {
            let encoding = media.get("encoding");
            let encoded = encoding.and_then(|list| {
                each(&list, MAX_ROWS, found).into_iter().find_map(|one| read_address_at(&one, "contentUrl", found))
            });
            product.model_url = product.model_url.take().or(encoded);
        } else if has_type(&media, "HowTo") || has_type(&media, "VideoObject") {
            let (name, url) = (text(&media, "name", found), read_address(&media, found));
            let (Some(name), Some(url)) = (name, url) else { continue };
            product.tutorials.push(Link { name, url, ..Link::default() });
        }
    }
}

fn read_reviews(node: &Node<'_>, found: &mut Diagnostics) -> Option<Reviews> {
    let mut reviews = Reviews::default();
    if let Some(all) = node.get("aggregateRating") {
        reviews.count = all.whole("reviewCount", COUNT, Given, found);
        reviews.count = reviews.count.or_else(|| all.whole("ratingCount", COUNT, Given, found));
        reviews.average = read_rating(&all, found);
    }
    if let Some(list) = node.get("review") {
        for review in each(&list, MAX_REVIEWS, found) {
            if review.value().is_object() {
                reviews.items.extend(read_review(&review, found));
            } else {
                review.wrong_type("a review", Given, found);
            }
        }
    }
    (reviews != Reviews::default()).then_some(reviews)
}

/// A review; `None` when it has stars but no text.
fn read_review(node: &Node<'_>, found: &mut Diagnostics) -> Option<Review> {
    let rating = node.get("reviewRating").and_then(|rating| read_rating(&rating, found));
    Some(Review {
        text: text(node, "reviewBody", found)?,
        rating,
        size: read_rows(node, found).into_iter().find(|(name, _)| is_size(name)).map(|(_, size)| size),
        author: first_text(node, "author", found),
    })
}

/// `Size`, `size_bought`, `Size purchased`.
fn is_size(name: &str) -> bool {
    name.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("size"))
}

/// `ratingValue` of `bestRating` (5 when it says nothing) as 1 to 5 stars. 0 is what shops write for "none yet".
fn read_rating(node: &Node<'_>, found: &mut Diagnostics) -> Option<f64> {
    let value = read_decimal(node, "ratingValue", found)?;
    let best = read_decimal(node, "bestRating", found).filter(|best| *best > 0.0).unwrap_or(5.0);
    if value > best {
        if let Some(node) = node.get("ratingValue") {
            node.wrong_type("a rating of at most `bestRating`, which is 5 unless given", Given, found);
        }
        return None;
    }
    (value > 0.0).then(|| (value * 5.0 / best).max(1.0))
}

/// A number that is not negative, or its text with a decimal point or comma.
fn read_decimal(node: &Node<'_>, key: &str, found: &mut Diagnostics) -> Option<f64> {
    let node = node.get(key)?;
    let number = match node.value() {
        Value::String(text) => {
            let plain: String = text.chars().map(|c| if c == ',' { '.' } else { c }).collect();
            parse_decimal(&plain)
        }
        value => value.as_f64(),
    };
    let number = number.filter(|number| (0.0..1e9).contains(number));
    if number.is_none() {
        node.wrong_type("a number that is not negative", Given, found);
    }
    number
}

/// `additionalProperty`, then what has a property of its own.
fn read_specifications(node: &Node<'_>, found: &mut Diagnostics) -> Vec<(String, String)> {
    let mut rows = read_rows(node, found);
    for (key, name) in NAMED_ROWS {
        let value = texts(node, key, found).join(", ");
        if rows.len() < MAX_ROWS && !value.is_empty() && !rows.iter().any(|(known, _)| same(known, name)) {
            rows.push((name.to_owned(), value));
        }
    }
    rows
}

/// The rows of `additionalProperty`; one without name or value is left out.
fn read_rows(node: &Node<'_>, found: &mut Diagnostics) -> Vec<(String, String)> {
    let Some(list) = node.get("additionalProperty") else { return Vec::new() };
    let mut rows = Vec::new();
    for row in each(&list, MAX_ROWS, found) {
        if !row.value().is_object() {
            row.wrong_type("a property with `name` and `value`", Given, found);
            continue;
        }
        let mut value = texts(&row, "value", found).join(", ");
        let Some(name) = text(&row, "name", found).filter(|_| !value.is_empty()) else { continue };
        if let Some(unit) = text(&row, "unitText", found) {
            value.push(' ');
            value.push_str(&unit);
        }
        rows.push((name, value));
    }
    rows
}

/// The members of a list, or the one value that stands for a list of one; `null`s are left out.
fn each<'a>(node: &'a Node<'a>, limit: usize, found: &mut Diagnostics) -> Vec<Node<'a>> {
    if !node.value().is_array() {
        return vec![*node];
    }
    node.items(found).filter(|item| !item.value().is_null()).take(limit).collect()
}

fn first_text(node: &Node<'_>, key: &str, found: &mut Diagnostics) -> Option<String> {
    texts(node, key, found).into_iter().next()
}

/// The texts of a property that is a text, a thing with a `name`, or a list of these.
fn texts(node: &Node<'_>, key: &str, found: &mut Diagnostics) -> Vec<String> {
    let Some(member) = node.get(key) else { return Vec::new() };
    let mut texts = Vec::new();
    for one in each(&member, MAX_ROWS, found) {
        texts.extend(if one.value().is_object() { text(&one, "name", found) } else { scalar(&one, found) });
    }
    texts
}

fn text(node: &Node<'_>, key: &str, found: &mut Diagnostics) -> Option<String> {
    scalar(&node.get(key)?, found)
}

/// A text without control characters, or a number's digits; line breaks and tabs become blanks.
fn scalar(node: &Node<'_>, found: &mut Diagnostics) -> Option<String> {
    let text = match node.value() {
        Value::String(text) => {
            let blank = |c: char| if c.is_whitespace() { ' ' } else { c };
            text.chars().map(blank).filter(|c| !c.is_control()).collect::<String>().trim().to_owned()
        }
        Value::Number(number) => match number.as_i64() {
            Some(whole) => whole.to_string(),
            None => decimal(number.as_f64()?, 3),
        },
        _ => {
            node.wrong_type("a text", Given, found);
            return None;
        }
    };
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests;
