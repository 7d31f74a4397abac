//! The document of a forest: flat lists, all trees one after the other, each in pre-order.

use super::paths::Paths;
use super::{Arithmetic, Column, Node, Root, Test, Trees, UNKNOWN_GOES_LEFT};
use crate::diagnostic::Diagnostics;
use crate::json;
use crate::json::Strictness::Written;
use crate::risk::model::read_feature;

const KEYS: [&str; 16] = [
    "schema_version",
    "kind",
    "id",
    "version",
    "note",
    "source",
    "calibration",
    "arithmetic",
    "base",
    "features",
    "splits",
    "thresholds",
    "unknown",
    "leaves",
    "covers",
    "sets",
];

/// No sum of that many leaves leaves the range of an f32.
const LEAF: (f64, f64) = (-1e30, 1e30);
const THRESHOLD: (f64, f64) = (f64::MIN, f64::MAX);
/// A code of a category: XGBoost's are exact in f32.
const CODE: (f64, f64) = (0.0, 16_777_215.0);
/// Codes of all sets together, as words of bits: a document can't ask for more memory than this.
const MAX_WORDS: usize = 1 << 22;

/// The lists of a document, one entry a split or a leaf.
struct Lists {
    features: Vec<Feature>,
    splits: Vec<f64>,
    thresholds: Vec<f64>,
    unknown: Vec<u8>,
    leaves: Vec<f64>,
    covers: Vec<f64>,
    sets: Vec<(u32, u32)>,
    words: Vec<u32>,
}

/// A feature as its splits look at it.
#[derive(Clone, Copy)]
struct Feature {
    column: Column,
    is_category: bool,
}

impl Trees {
    /// Reads what trees have of their own in a model document.
    pub(in crate::risk) fn read(node: &json::Node<'_>, found: &mut Diagnostics) -> Option<Self> {
        node.only(&KEYS, found);
        let arithmetic = read_arithmetic(node, found);
        let base = node.number("base", LEAF, Written, found).unwrap_or(0.0);
        let features = read_features(node, found);
        let splits = node.get("splits").map(|list| whole_numbers(&list, (-1.0, 65_535.0), found));
        if splits.is_none() {
            node.required("splits", "each node's feature, or -1 for a leaf", found);
        }
        let thresholds = numbers(node, "thresholds", THRESHOLD, found);
        let unknown = read_unknown(node, found);
        let leaves = numbers(node, "leaves", LEAF, found);
        let covers = numbers(node, "covers", (0.0, 1e15), found);
        let (sets, words) = read_sets(node, found)?;
        let lists = Lists {
            features: features?,
            splits: splits??,
            thresholds: thresholds?,
            unknown: unknown?,
            leaves: leaves?,
            covers: covers?,
            sets,
            words,
        };
        if lists.lengths_hold(node, found) {
            return lists.planted(arithmetic?, base, node, found);
        }
        None
    }
}

impl Lists {
    /// Whether each split has its threshold and each leaf its cover.
    fn lengths_hold(&self, node: &json::Node<'_>, found: &mut Diagnostics) -> bool {
        let leaves = self.splits.iter().filter(|code| **code < 0.0).count();
        let splits = self.splits.len() - leaves;
        let lists = [
            ("thresholds", self.thresholds.len(), splits, "splits"),
            ("unknown", self.unknown.len(), splits, "splits"),
            ("leaves", self.leaves.len(), leaves, "leaves"),
            ("covers", self.covers.len(), leaves, "leaves"),
        ];
        let mut hold = true;
        for (key, length, wanted, what) in lists {
            if length != wanted {
                hold = false;
                refuse(found, &node.at(key), || format!("{length} entries for the {wanted} {what} in `splits`"));
            }
        }
        hold
    }

    /// The forest, with every node in its place.
    fn planted(
        mut self,
        arithmetic: Arithmetic,
        base: f64,
        node: &json::Node<'_>,
        found: &mut Diagnostics,
    ) -> Option<Trees> {
        let mut columns: Vec<Column> = self.features.iter().map(|feature| feature.column).collect();
        let (mut nodes, mut values, mut covers) = (Vec::new(), Vec::new(), Vec::new());
        let mut roots: Vec<Root> = Vec::new();
        // Splits whose right child is still to come, with their depth.
        let mut open: Vec<(usize, u32)> = Vec::new();
        let mut depth = 0;
        let (mut thresholds, mut leaves, mut leaf_covers) =
            (self.thresholds.iter(), self.leaves.iter(), self.covers.iter());
        let mut unknown = self.unknown.iter();
        let mut is_new = true;
        for (place, code) in (0_u32..).zip(&self.splits) {
            if is_new {
                roots.push(Root { node: place, depth: 0 });
                (is_new, depth) = (false, 0);
            }
            if *code < 0.0 {
                nodes.push(Node { threshold: f64::NAN, right: place, column: 0 });
                values.push(arithmetic.rounded(*leaves.next()?));
                covers.push(*leaf_covers.next()?);
                if let Some(root) = roots.last_mut() {
                    root.depth = root.depth.max(depth);
                }
                match open.pop() {
                    Some((split, above)) => {
                        nodes.get_mut(split)?.right = place + 1;
                        depth = above + 1;
                    }
                    None => is_new = true,
                }
                continue;
            }
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // read in this range, and whole
            let index = *code as usize;
            let threshold = *thresholds.next()?;
            let Some(feature) = self.features.get(index) else {
                refuse(found, &node.at("splits"), || {
                    format!("node {place} splits by feature {index}, and there are {}", self.features.len())
                });
                return None;
            };
            let (column, threshold) = if feature.is_category {
                let Some(set) = set_at(&self.sets, threshold) else {
                    refuse(found, &node.at("thresholds"), || {
                        format!("node {place} asks for set {threshold}, and there are {}", self.sets.len())
                    });
                    return None;
                };
                let column = Column { fact: feature.column.fact, test: Test::Among { from: set.0, to: set.1 } };
                (place_of(column, &mut columns), 0.5)
            } else {
                (u32::try_from(index).ok()?, under(arithmetic, threshold))
            };
            let side = if unknown.next() == Some(&b'l') { UNKNOWN_GOES_LEFT } else { 0 };
            open.push((nodes.len(), depth));
            depth += 1;
            nodes.push(Node { threshold, right: 0, column: column | side });
            values.push(0.0);
            covers.push(0.0);
        }
        if !is_new || roots.is_empty() {
            refuse(found, &node.at("splits"), || {
                let open = if roots.is_empty() { "there is no tree" } else { "the last tree is cut off" };
                open.to_owned()
            });
            return None;
        }
        let facts: Vec<_> = columns.iter().map(|column| column.fact).collect();
        let paths = Paths::new(&nodes, &values, &covers, &roots, &facts);
        let words = std::mem::take(&mut self.words);
        Some(Trees { arithmetic, base: arithmetic.rounded(base), columns, words, nodes, values, roots, paths })
    }
}

fn refuse(found: &mut Diagnostics, node: &json::Node<'_>, message: impl FnOnce() -> String) {
    found.refuse("bad_trees", node, || {
        let help = "import the model again with `cartnudge model import`; docs/models.md has the format".to_owned();
        (message(), help)
    });
}

/// The largest number that goes left.
fn under(arithmetic: Arithmetic, threshold: f64) -> f64 {
    match arithmetic {
        #[allow(clippy::cast_possible_truncation)] // that is the point
        Arithmetic::F32 => f64::from((threshold as f32).next_down()),
        Arithmetic::F64 => threshold,
    }
}

fn set_at(sets: &[(u32, u32)], index: f64) -> Option<(u32, u32)> {
    if index < 0.0 || libm::trunc(index) != index {
        return None;
    }
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // whole, not negative; too large saturates
    sets.get(index as usize).copied()
}

/// The column's place, new or known.
fn place_of(column: Column, columns: &mut Vec<Column>) -> u32 {
    let known = columns.iter().position(|one| *one == column);
    let place = known.unwrap_or_else(|| {
        columns.push(column);
        columns.len() - 1
    });
    u32::try_from(place).unwrap_or(0)
}

fn read_arithmetic(node: &json::Node<'_>, found: &mut Diagnostics) -> Option<Arithmetic> {
    match node.required_text("arithmetic", "`f32` (XGBoost) or `f64` (LightGBM)", Written, found)?.as_str() {
        "f32" => Some(Arithmetic::F32),
        "f64" => Some(Arithmetic::F64),
        other => {
            refuse(found, &node.at("arithmetic"), || format!("unknown arithmetic `{other}`"));
            None
        }
    }
}

/// The features; every one that isn't in the catalogue is a finding.
fn read_features(node: &json::Node<'_>, found: &mut Diagnostics) -> Option<Vec<Feature>> {
    let Some(list) = node.get("features") else {
        node.required("features", "the names of the features", found);
        return None;
    };
    if !list.is_list(found) {
        return None;
    }
    let mut features = Vec::new();
    let mut all = true;
    for item in list.items(found) {
        let feature = read_entry(&item, found);
        all &= feature.is_some();
        features.extend(feature);
    }
    all.then_some(features)
}

/// A name, or `{ "feature", "categories"?, "zero_is_unknown"? }`.
fn read_entry(item: &json::Node<'_>, found: &mut Diagnostics) -> Option<Feature> {
    if let Some(name) = item.value().as_str() {
        let fact = read_feature(item, name, found)?;
        return Some(Feature { column: Column { fact, test: Test::Number }, is_category: false });
    }
    if !item.is_object(found) {
        return None;
    }
    item.only(&["feature", "categories", "zero_is_unknown"], found);
    let name = item.required_text("feature", "a feature of the catalogue, like `line.price`", Written, found)?;
    let fact = read_feature(&item.at("feature"), &name, found)?;
    let zero = item.flag("zero_is_unknown", Written, found).unwrap_or(false);
    let is_category = item.flag("categories", Written, found).unwrap_or(false);
    Some(Feature { column: Column { fact, test: if zero { Test::ZeroIsMissing } else { Test::Number } }, is_category })
}

/// Where what is unknown goes, an `l` or `r` a split.
fn read_unknown(node: &json::Node<'_>, found: &mut Diagnostics) -> Option<Vec<u8>> {
    let sides = node.value().get("unknown").and_then(serde_json::Value::as_str).map(str::as_bytes);
    match sides {
        Some(sides) if sides.iter().all(|side| matches!(side, b'l' | b'r')) => Some(sides.to_vec()),
        _ => {
            refuse(found, &node.at("unknown"), || "`unknown` must be a text of an `l` or `r` a split".to_owned());
            None
        }
    }
}

/// Ranges of words, and the words: a bit a code.
type Sets = (Vec<(u32, u32)>, Vec<u32>);

fn read_sets(node: &json::Node<'_>, found: &mut Diagnostics) -> Option<Sets> {
    let (mut sets, mut words) = (Vec::new(), Vec::new());
    let Some(list) = node.get("sets") else { return Some((sets, words)) };
    if !list.is_list(found) {
        return None;
    }
    for item in list.items(found) {
        let codes = whole_numbers(&item, CODE, found)?;
        let from = words.len();
        for code in codes {
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // read in this range
            let code = code as u32;
            let word = from + (code / 32) as usize;
            if word >= MAX_WORDS {
                refuse(found, &item, || "the codes of all sets are too large".to_owned());
                return None;
            }
            if words.len() <= word {
                words.resize(word + 1, 0_u32);
            }
            if let Some(bits) = words.get_mut(word) {
                *bits |= 1 << (code % 32);
            }
        }
        sets.push((u32::try_from(from).ok()?, u32::try_from(words.len()).ok()?));
    }
    Some((sets, words))
}

fn whole_numbers(list: &json::Node<'_>, range: (f64, f64), found: &mut Diagnostics) -> Option<Vec<f64>> {
    let numbers = finite(list, range, found)?;
    if numbers.iter().all(|number| libm::trunc(*number) == *number) {
        return Some(numbers);
    }
    list.wrong_type("a list of whole numbers", Written, found);
    None
}

/// A list of finite numbers that must be there; the first that is out of range is a finding.
pub(in crate::risk) fn numbers(
    node: &json::Node<'_>,
    key: &str,
    range: (f64, f64),
    found: &mut Diagnostics,
) -> Option<Vec<f64>> {
    let Some(list) = node.get(key) else {
        node.required(key, "a list of numbers", found);
        return None;
    };
    finite(&list, range, found)
}

fn finite(list: &json::Node<'_>, range: (f64, f64), found: &mut Diagnostics) -> Option<Vec<f64>> {
    if !list.is_list(found) {
        return None;
    }
    let values = list.value().as_array()?;
    let mut numbers = Vec::with_capacity(values.len());
    for (index, value) in values.iter().enumerate() {
        match value.as_f64().filter(|number| range.0 <= *number && *number <= range.1) {
            Some(number) => numbers.push(number),
            None => {
                list.item(index, value).wrong_type("a number in range", Written, found);
                return None;
            }
        }
    }
    Some(numbers)
}
