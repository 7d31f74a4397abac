//! Product facts: what the shop knows of a product, from its feed or from the page's own structured data.

use crate::cart::Line;
mod read;

use crate::diagnostic::Diagnostics;
use crate::index::Index;
use crate::json::Node;
use crate::money::Currency;
use crate::review::Readings;
use crate::text::same;
use crate::time::Timestamp;
pub use read::safe_url;

/// Facts of one product. Missing is unknown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Product {
    /// The variant or the group that the facts are about.
    pub ids: Vec<String>,
    /// Name, brand, category: used where the cart line has none.
    pub item_name: Option<String>,
    /// Brand.
    pub item_brand: Option<String>,
    /// Broadest category.
    pub item_category: Option<String>,
    /// The product's page.
    pub url: Option<String>,
    /// What became of bought lines.
    pub outcomes: Option<Outcomes>,
    /// The same by size.
    pub size_outcomes: Vec<(String, Outcomes)>,
    /// The same by colour.
    pub color_outcomes: Vec<(String, Outcomes)>,
    /// What became of the brand's lines, all products.
    pub brand_outcomes: Option<Outcomes>,
    /// At what price it was bought so far.
    pub usual_price: Option<UsualPrice>,
    /// When it was first bought.
    pub first_sold_at: Option<Timestamp>,
    /// Fit answers of buyers.
    pub fit: Option<Fit>,
    /// The same by size.
    pub size_fit: Vec<(String, Fit)>,
    /// Sizes on offer, small to large.
    pub sizes: Vec<String>,
    /// The size chart.
    pub size_chart: Option<SizeChart>,
    /// Reviews.
    pub reviews: Option<Reviews>,
    /// Specification rows.
    pub specifications: Vec<(String, String)>,
    /// How to care for it, one sentence each.
    pub care: Vec<String>,
    /// What it is an accessory of, or works together with.
    pub compatible_with: Vec<String>,
    /// What the shop would combine it with.
    pub goes_with: Vec<Link>,
    /// Where its use is shown.
    pub tutorials: Vec<Link>,
    /// Its 3D model (glTF), for trying it on or placing it.
    pub model_url: Option<String>,
}

/// A thing to read or to look at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Link {
    /// What it is called.
    pub name: String,
    /// Where it is.
    pub url: String,
    /// Its picture.
    pub image_url: Option<String>,
    /// How long it takes, in minutes.
    pub minutes: Option<u32>,
}

/// Lines with a known outcome.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outcomes {
    /// Lines bought.
    pub bought: u32,
    /// Of these, returned.
    pub returned: u32,
}

/// Unit prices at which a product was bought.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct UsualPrice {
    /// Mean over lines, major units.
    pub mean: f64,
    /// Its currency; the shop's when unknown.
    pub currency: Option<Currency>,
}

/// How buyers said that it fits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fit {
    /// "Runs small."
    pub small: u32,
    /// "True to size."
    pub true_to_size: u32,
    /// "Runs large."
    pub large: u32,
}

impl Fit {
    /// All answers.
    #[must_use]
    pub fn total(self) -> u32 {
        self.small.saturating_add(self.true_to_size).saturating_add(self.large)
    }
}

/// A size chart: body measures per size.
#[derive(Clone, Debug, PartialEq)]
pub struct SizeChart {
    /// Whether the values are inches; centimetres otherwise.
    pub inches: bool,
    /// Names of the measures.
    pub columns: Vec<String>,
    /// One row a size.
    pub rows: Vec<SizeRow>,
    /// How to take the measures.
    pub how_to_measure: Option<String>,
}

/// A row of a size chart.
#[derive(Clone, Debug, PartialEq)]
pub struct SizeRow {
    /// The size.
    pub size: String,
    /// From and to for each column; equal for a single value; `None` where the chart is blank.
    pub values: Vec<Option<(f64, f64)>>,
}

/// Reviews of a product.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reviews {
    /// How many there are, also those that are not listed here.
    pub count: Option<u32>,
    /// Average rating, 1 to 5.
    pub average: Option<f64>,
    /// Where all of them are.
    pub url: Option<String>,
    /// The reviews at hand.
    pub items: Vec<Review>,
    /// What they say, once it was read.
    pub readings: Readings,
}

/// One review.
#[derive(Clone, Debug, PartialEq)]
pub struct Review {
    /// The text, verbatim.
    pub text: String,
    /// Stars, 1 to 5.
    pub rating: Option<f64>,
    /// Size bought.
    pub size: Option<String>,
    /// Author as the shop shows them.
    pub author: Option<String>,
}

impl Product {
    /// Takes what `newer` knows and keeps the rest: a page's markup and a feed each know a part.
    pub fn merge(&mut self, newer: Product) {
        for id in newer.ids {
            if !self.ids.contains(&id) {
                self.ids.push(id);
            }
        }
        prefer(&mut self.item_name, newer.item_name);
        prefer(&mut self.item_brand, newer.item_brand);
        prefer(&mut self.item_category, newer.item_category);
        prefer(&mut self.url, newer.url);
        prefer(&mut self.outcomes, newer.outcomes);
        prefer(&mut self.brand_outcomes, newer.brand_outcomes);
        prefer(&mut self.usual_price, newer.usual_price);
        prefer(&mut self.first_sold_at, newer.first_sold_at);
        prefer(&mut self.fit, newer.fit);
        prefer(&mut self.size_chart, newer.size_chart);
        prefer_list(&mut self.size_outcomes, newer.size_outcomes);
        prefer_list(&mut self.color_outcomes, newer.color_outcomes);
        prefer_list(&mut self.size_fit, newer.size_fit);
        prefer_list(&mut self.sizes, newer.sizes);
        prefer(&mut self.model_url, newer.model_url);
        prefer_list(&mut self.specifications, newer.specifications);
        prefer_list(&mut self.care, newer.care);
        prefer_list(&mut self.compatible_with, newer.compatible_with);
        prefer_list(&mut self.goes_with, newer.goes_with);
        prefer_list(&mut self.tutorials, newer.tutorials);
        match (&mut self.reviews, newer.reviews) {
            (Some(mine), Some(theirs)) => {
                prefer(&mut mine.count, theirs.count);
                prefer(&mut mine.average, theirs.average);
                prefer(&mut mine.url, theirs.url);
                if theirs.items.len() > mine.items.len() {
                    mine.items = theirs.items;
                    mine.readings = Readings::default();
                }
            }
            (mine, Some(theirs)) => *mine = Some(theirs),
            (_, None) => {}
        }
    }
}

/// The outcomes under a name.
#[must_use]
pub fn outcomes_of(list: &[(String, Outcomes)], name: &str) -> Option<Outcomes> {
    list.iter().find(|(own, _)| same(own, name)).map(|(_, outcomes)| *outcomes)
}

fn prefer<T>(mine: &mut Option<T>, theirs: Option<T>) {
    if theirs.is_some() {
        *mine = theirs;
    }
}

fn prefer_list<T>(mine: &mut Vec<T>, theirs: Vec<T>) {
    if !theirs.is_empty() {
        *mine = theirs;
    }
}

/// The products that are known, found by variant id, else by group id.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Products {
    ids: Index,
    /// For each id, the place of its product.
    places: Vec<usize>,
    all: Vec<Product>,
}

impl Products {
    /// Reads a list of product facts, or one; faulty ones are findings and are left out, the good ones stay.
    #[must_use]
    pub fn read(node: Node<'_>, found: &mut Diagnostics) -> Self {
        let mut products = Products::default();
        if node.value().is_array() {
            for item in node.items(found) {
                products.extend(Product::read(item, found));
            }
            return products;
        }
        products.extend(Product::read(node, found));
        products
    }

    /// Adds products; facts of a known one are merged into it.
    pub fn extend(&mut self, products: impl IntoIterator<Item = Product>) {
        for product in products {
            let known = product.ids.iter().find_map(|id| self.place(id));
            let ids = product.ids.clone();
            let index = match known.and_then(|index| Some((index, self.all.get_mut(index)?))) {
                Some((index, mine)) => {
                    mine.merge(product);
                    index
                }
                None => {
                    self.all.push(product);
                    self.all.len() - 1
                }
            };
            for id in ids {
                let id = self.ids.place(&id);
                match self.places.get_mut(id) {
                    Some(place) => *place = index,
                    None => self.places.push(index),
                }
            }
        }
    }

    /// The facts for a cart line.
    #[must_use]
    pub fn of(&self, line: &Line) -> Option<&Product> {
        let place = self.place(&line.item_id).or_else(|| self.place(&line.item_group_id))?;
        self.all.get(place)
    }

    fn place(&self, id: &str) -> Option<usize> {
        self.places.get(self.ids.find(id)?).copied()
    }

    /// All products in the order in which they came.
    pub fn iter(&self) -> impl Iterator<Item = &Product> {
        self.all.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_feed_and_a_page_complete_each_other() {
        let feed = json!([{"item_group_id": "d", "outcomes": {"bought": 10, "returned": 3}}]);
        let page = json!([{"item_id": "d-m", "item_group_id": "d", "item_name": "Dress"}]);
        let mut found = Diagnostics::default();
        let mut products = Products::read(Node::root(&feed), &mut found);
        products.extend(Products::read(Node::root(&page), &mut found).all);
        let line = Line { item_id: "d-m".into(), item_group_id: "x".into(), ..Line::default() };
        let product = products.of(&line).unwrap();
        assert_eq!(product.item_name.as_deref(), Some("Dress"));
        assert_eq!(product.outcomes, Some(Outcomes { bought: 10, returned: 3 }));
        assert_eq!(products.iter().count(), 1);
    }

    #[test]
    fn a_faulty_product_is_said_and_the_good_ones_stay() {
        let feed = json!([{"name": "no id"}, {"item_id": "a", "outcomes": {"bought": 1, "returned": 2}, "url": "javascript:alert(1)"}]);
        let mut found = Diagnostics::default();
        let products = Products::read(Node::root(&feed), &mut found);
        let faults: Vec<_> = found.iter().map(|one| (one.pointer.as_str(), one.code)).collect();
        assert_eq!(
            faults,
            [("/0/item_id", "missing_key"), ("/1/url", "unsafe_url"), ("/1/outcomes", "impossible_count")]
        );
        assert_eq!(products.iter().count(), 1);
    }

    #[test]
    fn only_plain_addresses_are_safe() {
        for url in ["/p/1", "p.html?a=b:c", "https://shop.example/p", "HTTP://x", "#reviews"] {
            assert!(safe_url(url), "{url}");
        }
        for url in ["javascript:alert(1)", "java\nscript:alert(1)", " data:text/html,x", "vbscript:x", ""] {
            assert!(!safe_url(url), "{url}");
        }
    }

    #[test]
    fn charts_take_ranges_single_values_and_blanks() {
        let feed = json!({"item_id": "a", "size_chart": {"columns": ["Chest", "Waist", "Hips"], "rows": [
            {"size": "S", "values": [[88, 84], 70, null]}, {"size": "M", "values": [[1, "x"]]}, {"values": []}]}});
        let mut found = Diagnostics::default();
        let chart = Product::read(Node::root(&feed), &mut found).unwrap().size_chart.unwrap();
        assert_eq!(chart.rows[0].values, [Some((84.0, 88.0)), Some((70.0, 70.0)), None]);
        assert_eq!(chart.rows[1].values, [None, None, None]);
        assert_eq!(chart.rows.len(), 2);
    }
}
