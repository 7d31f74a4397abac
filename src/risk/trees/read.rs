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
/// Codes of all sets together, as words of bits: a document can't ask for more memory than this.
const MAX_WORDS: usize = 1 << 22;

/// The lists of numbers, and the range of each.
static LISTS: [(&str, (f64, f64)); 4] =
    [("splits", (-1.0, 65_535.0)), ("thresholds", THRESHOLD), ("leaves", LEAF), ("covers", (0.0, 1e15))];

/// A feature as its splits look at it.
#[derive(Clone, Copy)]
struct Feature {
    column: Column,
    is_category: bool,
}

/// What doesn't fit together.
enum Torn {
    Length { key: &'static str, entries: usize, wanted: usize, what: &'static str },
    Feature { node: u32, code: f64, features: usize },
    Set { node: u32, set: f64, sets: usize },
    Open,
    NoTree,
    Arithmetic,
    Unknown,
    Codes,
}

impl Torn {
    fn key(&self) -> &'static str {
        match self {
            Torn::Length { key, .. } => key,
            Torn::Feature { .. } | Torn::Open | Torn::NoTree => "splits",
            Torn::Set { .. } => "thresholds",
            Torn::Arithmetic => "arithmetic",
            Torn::Unknown => "unknown",
            Torn::Codes => "sets",
        }
    }

    fn words(&self) -> String {
        match self {
            Torn::Length { entries, wanted, what, .. } => {
                format!("{entries} entries for the {wanted} {what} in `splits`")
            }
            Torn::Feature { node, code, features } => {
                format!("node {node} splits by feature {code}, and there are {features}")
            }
            Torn::Set { node, set, sets } => format!("node {node} asks for set {set}, and there are {sets}"),
            Torn::Open => "the last tree is cut off".to_owned(),
            Torn::NoTree => "there is no tree".to_owned(),
            Torn::Arithmetic => "`arithmetic` must be `f32` (XGBoost) or `f64` (LightGBM)".to_owned(),
            Torn::Unknown => "`unknown` must be a text of an `l` or `r` a split".to_owned(),
            Torn::Codes => "a set must be a list of whole codes that are not too large".to_owned(),
        }
    }
}

impl Trees {
    /// Reads what trees have of their own in a model document.
    pub(in crate::risk) fn read(node: &json::Node<'_>, found: &mut Diagnostics) -> Option<Self> {
        node.only(&KEYS, found);
        let base = node.number("base", LEAF, Written, found).unwrap_or(0.0);
        let features = read_features(node, found);
        let mut lists = [const { Vec::new() }; 4];
        let mut are_read = 0;
        for ((key, range), list) in LISTS.iter().zip(&mut lists) {
            if let Some(numbers) = numbers(node, key, *range, found) {
                *list = numbers;
                are_read += 1;
            }
        }
        let features = features.filter(|_| are_read == LISTS.len())?;
        let planted = plant(node, base, &features, &lists);
        if let Err(torn) = &planted {
            found.refuse("bad_trees", &node.at(torn.key()), || {
                let help = "import the model again with `cartnudge model import`; docs/models.md has the format";
                (torn.words(), help.to_owned())
            });
        }
        planted.ok()
    }
}

/// The forest, with every node in its place.
fn plant(
    node: &json::Node<'_>,
    base: f64,
    features: &[Feature],
    [splits, thresholds, leaves, covers]: &[Vec<f64>; 4],
) -> Result<Trees, Torn> {
    let text = |key: &str| node.value().get(key).and_then(serde_json::Value::as_str).unwrap_or_default();
    let arithmetic = match text("arithmetic") {
        "f32" => Arithmetic::F32,
        "f64" => Arithmetic::F64,
        _ => return Err(Torn::Arithmetic),
    };
    let unknown = text("unknown").as_bytes();
    if unknown.iter().any(|side| !matches!(side, b'l' | b'r')) {
        return Err(Torn::Unknown);
    }
    let (sets, words) = read_sets(node)?;
    let mut count = 0;
    for code in splits {
        count += usize::from(*code < 0.0);
    }
    for (key, entries, wanted, what) in [
        ("thresholds", thresholds.len(), splits.len() - count, "splits"),
        ("unknown", unknown.len(), splits.len() - count, "splits"),
        ("leaves", leaves.len(), count, "leaves"),
        ("covers", covers.len(), count, "leaves"),
    ] {
        if entries != wanted {
            return Err(Torn::Length { key, entries, wanted, what });
        }
    }
    let mut columns: Vec<Column> = features.iter().map(|feature| feature.column).collect();
    let (mut nodes, mut values, mut weights) = (Vec::new(), Vec::new(), Vec::new());
    let mut roots: Vec<Root> = Vec::new();
    // Splits whose right child is still to come, with their depth.
    let mut open: Vec<(u32, u32)> = Vec::new();
    let (mut depth, mut split, mut leaf, mut is_new) = (0, 0, 0, true);
    for (place, code) in (0_u32..).zip(splits) {
        if is_new {
            roots.push(Root { node: place, depth: 0 });
            (is_new, depth) = (false, 0);
        }
        if *code < 0.0 {
            nodes.push(Node { threshold: f64::NAN, right: place, column: 0 });
            values.push(arithmetic.rounded(number(leaves, leaf)));
            weights.push(number(covers, leaf));
            leaf += 1;
            if let Some(root) = roots.last_mut() {
                root.depth = root.depth.max(depth);
            }
            match open.pop() {
                Some((above, its_depth)) => {
                    if let Some(above) = nodes.get_mut(above as usize) {
                        above.right = place + 1;
                    }
                    depth = its_depth + 1;
                }
                None => is_new = true,
            }
            continue;
        }
        let threshold = number(thresholds, split);
        let Some(feature) = entry(features, *code) else {
            return Err(Torn::Feature { node: place, code: *code, features: features.len() });
        };
        let (column, threshold) = if feature.is_category {
            let Some(Set { from, to }) = entry(&sets, threshold) else {
                return Err(Torn::Set { node: place, set: threshold, sets: sets.len() });
            };
            (place_of(Column { fact: feature.column.fact, test: Test::Among { from, to } }, &mut columns), 0.5)
        } else {
            (place_of(feature.column, &mut columns), under(arithmetic, threshold))
        };
        let side = if unknown.get(split) == Some(&b'l') { UNKNOWN_GOES_LEFT } else { 0 };
        open.push((place, depth));
        (depth, split) = (depth + 1, split + 1);
        nodes.push(Node { threshold, right: place, column: column | side });
        values.push(0.0);
        weights.push(0.0);
    }
    if roots.is_empty() {
        return Err(Torn::NoTree);
    }
    if !is_new {
        return Err(Torn::Open);
    }
    let facts: Vec<_> = columns.iter().map(|column| column.fact).collect();
    let paths = Paths::new(&nodes, &values, &weights, &roots, &facts);
    Ok(Trees { arithmetic, base: arithmetic.rounded(base), columns, words, nodes, values, roots, paths })
}

fn number(list: &[f64], place: usize) -> f64 {
    list.get(place).copied().unwrap_or(0.0)
}

/// The entry that a whole number names.
fn entry<T: Copy>(list: &[T], place: f64) -> Option<T> {
    if place < 0.0 || libm::trunc(place) != place {
        return None;
    }
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // whole, not negative; too large saturates
    list.get(place as usize).copied()
}

/// The largest number that goes left.
fn under(arithmetic: Arithmetic, threshold: f64) -> f64 {
    match arithmetic {
        #[allow(clippy::cast_possible_truncation)] // that is the point
        Arithmetic::F32 => f64::from((threshold as f32).next_down()),
        Arithmetic::F64 => threshold,
    }
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

/// The words of a set.
#[derive(Clone, Copy)]
struct Set {
    from: u32,
    to: u32,
}

/// The sets, and their codes as bits.
fn read_sets(node: &json::Node<'_>) -> Result<(Vec<Set>, Vec<u32>), Torn> {
    let (mut sets, mut words) = (Vec::new(), Vec::new());
    let Some(list) = node.value().get("sets") else { return Ok((sets, words)) };
    for codes in list.as_array().ok_or(Torn::Codes)? {
        let from = words.len();
        for code in codes.as_array().ok_or(Torn::Codes)? {
            // XGBoost's codes are exact in f32.
            let code = code.as_u64().filter(|code| *code < 1 << 24).ok_or(Torn::Codes)?;
            #[allow(clippy::cast_possible_truncation)] // in range
            let (word, bit) = (from + (code / 32) as usize, code % 32);
            if word >= MAX_WORDS {
                return Err(Torn::Codes);
            }
            while words.len() <= word {
                words.push(0_u32);
            }
            if let Some(bits) = words.get_mut(word) {
                *bits |= 1 << bit;
            }
        }
        let place = |place: usize| u32::try_from(place).unwrap_or(0);
        sets.push(Set { from: place(from), to: place(words.len()) });
    }
    Ok((sets, words))
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
