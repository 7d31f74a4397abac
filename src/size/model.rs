//! From evidence to the chance of each answer: a logistic model of three outcomes, small enough to read.
//!
//! With `s` and `l` the scores of "small" and "large" against "true to size", the chances are `e^s`, 1 and `e^l` over
//! their sum. A score is an intercept, plus a curve a feature (straight between its knots, level beyond them), plus
//! products of two features held within their knots. An unknown feature adds nothing.

use super::evidence::{FEATURES, Features};
use crate::diagnostic::{Diagnostics, Severity, nearest};
use crate::json::Node;
use crate::json::Strictness::Written;

/// The version of the document that this build reads.
pub const SCHEMA_VERSION: u32 = 1;

/// A size model.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    /// The model's name.
    pub id: String,
    /// The model's version.
    pub version: u32,
    /// The day before which the answers were given that it learned from; `None` where the document doesn't say.
    pub trained_until: Option<crate::time::Timestamp>,
    pub(super) intercept: Pair,
    pub(super) curves: Vec<Curve>,
    pub(super) products: Vec<Product>,
}

/// Something of "small", and of "large".
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Pair {
    pub small: f64,
    pub large: f64,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Curve {
    /// Place in [`FEATURES`].
    pub feature: usize,
    /// Rising; at least two.
    pub knots: Vec<f64>,
    /// What is added at each knot.
    pub at: Vec<Pair>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Product {
    /// Places in [`Model::curves`].
    pub of: (usize, usize),
    pub weight: Pair,
}

/// How likely each answer is; their sum is 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Chances {
    /// "It was too small."
    pub small: f64,
    /// "It fits."
    pub true_to_size: f64,
    /// "It was too large."
    pub large: f64,
}

impl Model {
    /// The chances of each answer.
    #[must_use]
    pub fn chances(&self, features: &Features) -> Chances {
        let mut sum = self.intercept;
        for curve in &self.curves {
            let added = curve.value(features);
            sum = Pair { small: sum.small + added.small, large: sum.large + added.large };
        }
        for Product { of: (one, other), weight } in &self.products {
            let held = |place: usize| self.curves.get(place).and_then(|curve| curve.held(features));
            let value = held(*one).zip(held(*other)).map_or(0.0, |(one, other)| one * other);
            sum = Pair { small: sum.small + weight.small * value, large: sum.large + weight.large * value };
        }
        // Against the largest, so that nothing overflows.
        let most = libm::fmax(0.0, libm::fmax(sum.small, sum.large));
        let small = libm::exp(sum.small - most);
        let large = libm::exp(sum.large - most);
        let middle = libm::exp(-most);
        let all = small + middle + large;
        Chances { small: small / all, true_to_size: middle / all, large: large / all }
    }

    /// Reads a model document; `None` with errors when any part is unknown or impossible.
    #[must_use]
    pub fn read(node: Node<'_>, found: &mut Diagnostics) -> Option<Self> {
        if !node.is_object(found) {
            return None;
        }
        let before = found.len();
        node.only(
            &["schema_version", "kind", "id", "version", "note", "trained_until", "intercept", "curves", "products"],
            found,
        );
        let schema = node.whole("schema_version", (1, u32::MAX), Written, found).unwrap_or(SCHEMA_VERSION);
        if schema > SCHEMA_VERSION {
            found.refuse("newer_schema", &node.at("schema_version"), || {
                let message =
                    format!("a size model of schema version {schema}; this build reads version {SCHEMA_VERSION}");
                (message, "update cartnudge".to_owned())
            });
        }
        if node.text("kind", Written, found).is_some_and(|kind| kind != "size") {
            found.refuse("unknown_model_kind", &node.at("kind"), || {
                ("not a size model".to_owned(), "a size model says `\"kind\": \"size\"`".to_owned())
            });
        }
        let id = node.required_text("id", "the model's name", Written, found);
        let version = node.whole("version", (0, u32::MAX), Written, found).unwrap_or(1);
        let trained_until = node.time("trained_until", Written, found);
        let intercept = match node.get("intercept") {
            Some(node) => Some(read_pair(&node, found)),
            None => {
                node.required("intercept", "the scores of `small` and `large` where nothing is known", found);
                None
            }
        };
        let mut curves = Vec::new();
        if let Some(list) = node.get("curves") {
            for one in list.items(found) {
                curves.extend(Curve::read(&one, found));
            }
        } else {
            node.required("curves", "the list of features and what they add", found);
        }
        let mut products = Vec::new();
        if let Some(list) = node.get("products") {
            for one in list.items(found) {
                products.extend(Product::read(&one, &curves, found));
            }
        }
        if found.iter().skip(before).any(|one| one.severity == Severity::Error) {
            return None;
        }
        Some(Model { id: id?, version, trained_until, intercept: intercept?, curves, products })
    }
}

impl Curve {
    /// The feature within the knots; `None` when it is unknown.
    fn held(&self, features: &Features) -> Option<f64> {
        let value = *features.0.get(self.feature)?;
        let (first, last) = (*self.knots.first()?, *self.knots.last()?);
        (!value.is_nan()).then(|| libm::fmin(libm::fmax(value, first), last))
    }

    fn value(&self, features: &Features) -> Pair {
        let Some(value) = self.held(features) else { return Pair::default() };
        for (ends, pairs) in self.knots.windows(2).zip(self.at.windows(2)) {
            if let ([from, to], [low, high]) = (ends, pairs)
                && value <= *to
            {
                let share = (value - from) / (to - from);
                let between = |low: f64, high: f64| low + share * (high - low);
                return Pair { small: between(low.small, high.small), large: between(low.large, high.large) };
            }
        }
        Pair::default()
    }

    fn read(node: &Node<'_>, found: &mut Diagnostics) -> Option<Self> {
        if !node.is_object(found) {
            return None;
        }
        node.only(&["feature", "knots", "small", "large"], found);
        let name = node.required_text("feature", "a feature of the size model, like `item.small`", Written, found)?;
        let feature = read_feature(&node.at("feature"), &name, found)?;
        let (knots, small, large) = (
            read_numbers(node, "knots", found)?,
            read_numbers(node, "small", found)?,
            read_numbers(node, "large", found)?,
        );
        let rising = knots.windows(2).all(|pair| matches!(pair, [a, b] if a < b));
        if knots.len() < 2 || !rising || small.len() != knots.len() || large.len() != knots.len() {
            found.refuse("not_a_curve", node, || {
                let message = "`knots`, `small` and `large` are not a curve".to_owned();
                (message, "write at least two rising knots, and for each a number in `small` and in `large`".to_owned())
            });
            return None;
        }
        let at = small.into_iter().zip(large).map(|(small, large)| Pair { small, large }).collect();
        Some(Curve { feature, knots, at })
    }
}

impl Product {
    fn read(node: &Node<'_>, curves: &[Curve], found: &mut Diagnostics) -> Option<Self> {
        if !node.is_object(found) {
            return None;
        }
        node.only(&["features", "small", "large"], found);
        let mut places = Vec::new();
        if let Some(list) = node.get("features") {
            for one in list.items(found) {
                let name = one.value().as_str().unwrap_or_default();
                let feature = read_feature(&one, name, found)?;
                let Some(place) = curves.iter().position(|curve| curve.feature == feature) else {
                    found.refuse("unknown_feature", &one, || {
                        (
                            format!("`{name}` has no curve"),
                            "give it one: a product holds it within that curve's knots".to_owned(),
                        )
                    });
                    return None;
                };
                places.push(place);
            }
        }
        let [one, other] = places.as_slice() else {
            node.required("features", "the names of two features", found);
            return None;
        };
        Some(Product { of: (*one, *other), weight: read_pair(node, found) })
    }
}

const ANY: (f64, f64) = (-1e9, 1e9);

fn read_pair(node: &Node<'_>, found: &mut Diagnostics) -> Pair {
    let mut number = |key: &str| {
        if node.get(key).is_none() {
            node.required(key, "a number", found);
        }
        node.number(key, ANY, Written, found).unwrap_or(0.0)
    };
    Pair { small: number("small"), large: number("large") }
}

fn read_numbers(node: &Node<'_>, key: &str, found: &mut Diagnostics) -> Option<Vec<f64>> {
    let Some(list) = node.get(key) else {
        node.required(key, "a list of numbers", found);
        return None;
    };
    let mut numbers = Vec::new();
    for one in list.items(found) {
        let Some(number) = one.value().as_f64() else {
            one.wrong_type("a number", Written, found);
            return None;
        };
        numbers.push(number);
    }
    Some(numbers)
}

fn read_feature(node: &Node<'_>, name: &str, found: &mut Diagnostics) -> Option<usize> {
    let place = FEATURES.iter().position(|(known, _)| *known == name);
    if place.is_none() {
        found.refuse("unknown_feature", node, || {
            let near = nearest(name, FEATURES.iter().map(|(known, _)| *known));
            let help =
                near.map_or_else(|| "docs/size.md lists them".to_owned(), |near| format!("did you mean `{near}`?"));
            (format!("unknown feature `{name}`"), help)
        });
    }
    place
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::size::Evidence;
    use serde_json::{Value, json};

    fn read(document: &Value) -> (Option<Model>, Vec<String>) {
        let mut found = Diagnostics::default();
        let model = Model::read(Node::root(document), &mut found);
        (model, found.iter().map(|one| format!("{}: {}; {}", one.pointer, one.message, one.help)).collect())
    }

    fn features(position: f64) -> Features {
        Evidence::default().features(Some(position))
    }

    #[test]
    fn curves_are_straight_between_knots_and_level_beyond() {
        let document = json!({ "id": "m", "intercept": { "small": 0.0, "large": 0.0 }, "curves": [
            { "feature": "size.position", "knots": [0, 2, 4], "small": [0, 1, 3], "large": [0, 0, 0] }] });
        let model = read(&document).0.unwrap();
        for (position, score) in [(-5.0, 0.0), (1.0, 0.5), (2.0, 1.0), (3.0, 2.0), (4.0, 3.0), (9.0, 3.0)] {
            let chances = model.chances(&features(position));
            assert!((libm::log(chances.small / chances.true_to_size) - score).abs() < 1e-12, "{position}");
            assert!((chances.small + chances.true_to_size + chances.large - 1.0).abs() < 1e-12);
        }
        let unknown = model.chances(&Evidence::default().features(None));
        assert!((unknown.small - 1.0 / 3.0).abs() < 1e-12);
    }

    #[test]
    fn products_hold_their_features_within_the_knots() {
        let curve = |feature: &str| json!({ "feature": feature, "knots": [0, 2], "small": [0, 0], "large": [0, 0] });
        let document = json!({ "id": "m", "intercept": { "small": 0.0, "large": 0.0 },
            "curves": [curve("size.position"), curve("steps.from_measures")],
            "products": [{ "features": ["size.position", "steps.from_measures"], "small": 0.5, "large": 0.0 }] });
        let model = read(&document).0.unwrap();
        let evidence = Evidence { measured: Some(1.0), ..Evidence::default() };
        let chances = model.chances(&evidence.features(Some(5.0)));
        assert!((libm::log(chances.small / chances.true_to_size) - 2.0).abs() < 1e-12);
    }

    #[test]
    fn a_faulty_model_says_where_and_how_to_mend_it() {
        let curve = json!({ "feature": "item.smal", "knots": [1, 0], "small": [0, 0], "large": [0, 0] });
        let level = json!({ "feature": "item.small", "knots": [1, 0], "small": [0, 0], "large": [0, "x"] });
        let bent = json!({ "feature": "item.small", "knots": [1, 0], "small": [0, 0], "large": [0, 0] });
        let product = json!({ "features": ["item.large", "item.small"], "small": 1, "large": 1 });
        let (model, faults) = read(&json!({ "curves": [curve, level, bent], "products": [product], "kind": "trees" }));
        assert!(model.is_none());
        assert_eq!(
            faults,
            [
                "/kind: not a size model; a size model says `\"kind\": \"size\"`",
                "/id: `id` is missing; add `id`: the model's name",
                "/intercept: `intercept` is missing; add `intercept`: the scores of `small` and `large` where nothing is known",
                "/curves/0/feature: unknown feature `item.smal`; did you mean `item.small`?",
                "/curves/1/large/1: expected a number, found `x`; write a number here",
                "/curves/2: `knots`, `small` and `large` are not a curve; write at least two rising knots, and for each a number in `small` and in `large`",
                "/products/0/features/0: `item.large` has no curve; give it one: a product holds it within that curve's knots",
            ]
        );
    }
}
