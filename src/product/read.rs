//! Product facts from a document: what is faulty is a finding and unknown, and the rest stays.

use super::{Fit, Link, Outcomes, Product, Review, Reviews, SizeChart, SizeRow, UsualPrice};
use crate::customer::read_currency;
use crate::diagnostic::Diagnostics;
use crate::json::Node;
use crate::json::Strictness::Given;
use crate::review::Readings;

const MAX_REVIEWS: usize = 500;
/// More sizes or colours than a product comes in are not read.
const MAX_NAMES: usize = 200;
const MAX_ROWS: usize = 60;
const MAX_COLUMNS: usize = 12;
const COUNT: (u32, u32) = (0, 100_000_000);

impl Product {
    /// Reads a product facts document; `None` with an error when it names no product.
    #[must_use]
    pub fn read(node: Node<'_>, found: &mut Diagnostics) -> Option<Self> {
        if !node.is_object(found) {
            return None;
        }
        let mut ids = Vec::new();
        for key in ["item_id", "item_group_id"] {
            ids.extend(node.text(key, Given, found));
        }
        if ids.is_empty() {
            node.required("item_id", "the id that cart lines use, or `item_group_id`", found);
            return None;
        }
        Some(Product {
            ids,
            item_name: node.text("item_name", Given, found),
            item_brand: node.text("item_brand", Given, found),
            item_category: node.text("item_category", Given, found),
            url: read_address(&node, "url", found),
            outcomes: read_outcomes(&node, "outcomes", found),
            size_outcomes: read_outcomes_by(&node, "size_outcomes", "size", found),
            color_outcomes: read_outcomes_by(&node, "color_outcomes", "color", found),
            brand_outcomes: read_outcomes(&node, "brand_outcomes", found),
            usual_price: read_usual_price(&node, found),
            first_sold_at: node.time("first_sold_at", Given, found),
            fit: node.get("fit").map(|inner| fit(&inner, found)),
            size_fit: read_size_fit(&node, found),
            sizes: read_sizes(&node, found),
            size_chart: read_chart(&node, found),
            reviews: read_reviews(&node, found),
            specifications: read_specifications(&node, found),
            care: read_texts(&node, "care", found),
            compatible_with: read_texts(&node, "compatible_with", found),
            goes_with: read_links(&node, "goes_with", "item_name", found),
            tutorials: read_links(&node, "tutorials", "title", found),
            model_url: read_address(&node, "model_url", found),
        })
    }
}

/// Only `http`, `https` and relative addresses: a feed must not smuggle a script into a link.
#[must_use]
pub fn safe_url(url: &str) -> bool {
    let mut scheme = String::new();
    for c in url.chars().filter(|c| !c.is_control() && !c.is_whitespace()) {
        match c {
            // The path, the query or the fragment begins: whatever follows, the address is relative.
            '/' | '?' | '#' => return true,
            ':' => return scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https"),
            _ => scheme.push(c),
        }
    }
    !scheme.is_empty()
}

fn read_address(node: &Node<'_>, key: &str, found: &mut Diagnostics) -> Option<String> {
    let url = node.text(key, Given, found)?;
    if safe_url(&url) {
        return Some(url);
    }
    found.warn("unsafe_url", &node.at(key), || {
        let message = "the address is neither http, https nor relative".to_owned();
        (message, "write an https address or a path".to_owned())
    });
    None
}

fn read_texts(node: &Node<'_>, key: &str, found: &mut Diagnostics) -> Vec<String> {
    let mut texts = node.get(key).map_or_else(Vec::new, |list| list.texts(MAX_ROWS, found));
    texts.retain(|text| !text.is_empty());
    texts
}

/// Links with their names; one without a name or a safe address is left out.
fn read_links(node: &Node<'_>, key: &str, name: &str, found: &mut Diagnostics) -> Vec<Link> {
    let Some(list) = node.get(key) else { return Vec::new() };
    let mut links = Vec::new();
    for entry in list.items(found).take(MAX_ROWS) {
        let (name, url) = (entry.text(name, Given, found), read_address(&entry, "url", found));
        let (Some(name), Some(url)) = (name, url) else { continue };
        let minutes = entry.whole("minutes", (1, 600), Given, found);
        links.push(Link { name, url, image_url: read_address(&entry, "image_url", found), minutes });
    }
    links
}

fn read_outcomes(node: &Node<'_>, key: &str, found: &mut Diagnostics) -> Option<Outcomes> {
    counts(&node.get(key)?, found)
}

fn counts(inner: &Node<'_>, found: &mut Diagnostics) -> Option<Outcomes> {
    let bought = inner.whole("bought", COUNT, Given, found)?;
    let returned = inner.whole("returned", COUNT, Given, found)?;
    if returned <= bought {
        return Some(Outcomes { bought, returned });
    }
    found.warn("impossible_count", inner, || {
        (format!("{returned} returned of {bought} bought"), "count lines with a known outcome".to_owned())
    });
    None
}

fn read_outcomes_by(node: &Node<'_>, key: &str, name: &str, found: &mut Diagnostics) -> Vec<(String, Outcomes)> {
    let mut outcomes = Vec::new();
    let Some(list) = node.get(key) else { return outcomes };
    for entry in list.items(found).take(MAX_NAMES) {
        if let (Some(name), Some(counts)) = (entry.text(name, Given, found), counts(&entry, found)) {
            outcomes.push((name, counts));
        }
    }
    outcomes
}

fn read_usual_price(node: &Node<'_>, found: &mut Diagnostics) -> Option<UsualPrice> {
    let inner = node.get("price")?;
    let mean = inner.number("mean", (0.0, 1e9), Given, found)?;
    let currency = read_currency(&inner, found);
    // Prices in a currency that nobody knows are no prices.
    if currency.is_none() && inner.get("currency").is_some() {
        return None;
    }
    Some(UsualPrice { mean, currency })
}

fn fit(inner: &Node<'_>, found: &mut Diagnostics) -> Fit {
    let mut count = |key: &str| inner.whole(key, COUNT, Given, found).unwrap_or(0);
    Fit { small: count("small"), true_to_size: count("true"), large: count("large") }
}

fn read_size_fit(node: &Node<'_>, found: &mut Diagnostics) -> Vec<(String, Fit)> {
    let Some(list) = node.get("size_fit") else { return Vec::new() };
    let mut by_size = Vec::new();
    for entry in list.items(found).take(MAX_ROWS) {
        if let Some(size) = entry.text("size", Given, found) {
            by_size.push((size, fit(&entry, found)));
        }
    }
    by_size
}

fn read_sizes(node: &Node<'_>, found: &mut Diagnostics) -> Vec<String> {
    let Some(list) = node.get("sizes") else { return Vec::new() };
    list.texts(MAX_ROWS, found)
}

fn read_chart(node: &Node<'_>, found: &mut Diagnostics) -> Option<SizeChart> {
    let chart = node.get("size_chart")?;
    let unit = chart.text("unit", Given, found);
    let inches = match unit.as_deref() {
        Some("cm") | None => false,
        Some("in") => true,
        Some(other) => {
            found.warn("bad_unit", &chart.at("unit"), || {
                (format!("unknown unit `{other}`"), "write `cm` or `in`".to_owned())
            });
            return None;
        }
    };
    let columns = chart.get("columns")?.texts(MAX_COLUMNS, found);
    let list = chart.get("rows")?;
    let mut rows = Vec::new();
    for row in list.items(found).take(MAX_ROWS) {
        rows.extend(read_row(&row, columns.len(), found));
    }
    if rows.is_empty() || columns.is_empty() {
        return None;
    }
    Some(SizeChart { inches, columns, rows, how_to_measure: chart.text("how_to_measure", Given, found) })
}

fn read_row(row: &Node<'_>, columns: usize, found: &mut Diagnostics) -> Option<SizeRow> {
    let size = row.text("size", Given, found)?;
    let list = row.get("values")?;
    let mut values = vec![None; columns];
    for (value, item) in values.iter_mut().zip(list.items(found)) {
        *value = read_measure(item.value());
    }
    Some(SizeRow { size, values })
}

fn read_measure(value: &serde_json::Value) -> Option<(f64, f64)> {
    let sane = |number: f64| (number > 0.0 && number < 1_000.0).then_some(number);
    if let Some(number) = value.as_f64() {
        return sane(number).map(|number| (number, number));
    }
    let [from, to] = value.as_array()?.as_slice() else { return None };
    let (from, to) = (sane(from.as_f64()?)?, sane(to.as_f64()?)?);
    Some((from.min(to), from.max(to)))
}

fn read_reviews(node: &Node<'_>, found: &mut Diagnostics) -> Option<Reviews> {
    let inner = node.get("reviews")?;
    let mut items = Vec::new();
    if let Some(list) = inner.get("items") {
        for review in list.items(found).take(MAX_REVIEWS) {
            let Some(text) = review.text("text", Given, found) else { continue };
            items.push(Review {
                text,
                rating: review.number("rating", (1.0, 5.0), Given, found),
                size: review.text("size", Given, found),
                author: review.text("author", Given, found),
            });
        }
    }
    Some(Reviews {
        count: inner.whole("count", COUNT, Given, found),
        average: inner.number("average", (1.0, 5.0), Given, found),
        url: read_address(&inner, "url", found),
        items,
        readings: Readings::default(),
    })
}

fn read_specifications(node: &Node<'_>, found: &mut Diagnostics) -> Vec<(String, String)> {
    let Some(list) = node.get("specifications") else { return Vec::new() };
    let mut rows = Vec::new();
    for row in list.items(found).take(MAX_ROWS) {
        if let (Some(name), Some(value)) = (row.text("name", Given, found), row.text("value", Given, found)) {
            rows.push((name, value));
        }
    }
    rows
}
