//! LightGBM's models, from the text that `save_model` writes.

use super::forest::{Feature, Step, Test};
use super::{Fault, Forest, Names, Parts};
use serde_json::json;
use std::collections::BTreeMap;
use std::str::FromStr;

/// Bits of `decision_type`.
const CATEGORY: u8 = 1;
const DEFAULT_LEFT: u8 = 2;
/// Values of the two bits above them.
const MISSING_NONE: u8 = 0;
const MISSING_ZERO: u8 = 1;

/// `key=value` lines of the header, or of a tree.
struct Block<'a>(BTreeMap<&'a str, &'a str>);

impl<'a> Block<'a> {
    fn read(lines: &mut dyn Iterator<Item = &'a str>) -> Self {
        let mut pairs = BTreeMap::new();
        for line in lines.take_while(|line| !line.trim().is_empty()) {
            let (key, value) = line.trim().split_once('=').unwrap_or((line.trim(), ""));
            pairs.insert(key, value);
        }
        Block(pairs)
    }

    fn get(&self, key: &str) -> Result<&'a str, Fault> {
        self.0.get(key).copied().ok_or_else(|| Fault::broken(format!("LightGBM's `{key}` is missing")))
    }

    fn one<T: FromStr>(&self, key: &str) -> Result<T, Fault> {
        self.get(key)?.trim().parse().map_err(|_| Fault::broken(format!("LightGBM's `{key}` can't be read")))
    }

    /// A list of `count` values.
    fn list<T: FromStr>(&self, key: &str, count: usize) -> Result<Vec<T>, Fault> {
        let list: Result<Vec<T>, _> = self.get(key)?.split_ascii_whitespace().map(str::parse).collect();
        match list {
            Ok(list) if list.len() == count => Ok(list),
            Ok(list) => Err(Fault::broken(format!("LightGBM's `{key}` has {} entries, not {count}", list.len()))),
            Err(_) => Err(Fault::broken(format!("LightGBM's `{key}` can't be read"))),
        }
    }
}

pub(super) fn parts(text: &str, names: &Names) -> Result<Parts, Fault> {
    let mut lines = text.lines();
    let header = Block::read(&mut lines);
    let version = header.get("version")?;
    if !matches!(version, "v3" | "v4") {
        return Err(Fault::new(format!("LightGBM's format `{version}`"), "save the model with LightGBM 3 or 4"));
    }
    if header.0.contains_key("average_output") {
        return Err(Fault::new("a random forest, whose trees are averaged", "train with `boosting=gbdt` or `dart`"));
    }
    for key in ["num_class", "num_tree_per_iteration"] {
        if header.one::<u32>(key)? != 1 {
            return Err(Fault::new("a model of several classes", "train for one: returned, 1, or kept, 0"));
        }
    }
    let objective = header.get("objective").unwrap_or("none").trim();
    let sigmoid = sigmoid(objective)?;
    let count = header.one::<usize>("max_feature_idx")?.saturating_add(1);
    let own = header.get("feature_names")?.split_ascii_whitespace().map(str::to_owned).collect();
    let mut forest = Forest::new("f64", 0.0, names.of(own, count)?);
    let mut trees = 0;
    loop {
        let Some(line) = lines.next() else { return Err(Fault::broken("LightGBM's `end of trees` is missing")) };
        if line.trim() == "end of trees" {
            break;
        }
        if line.starts_with("Tree=") {
            plant(&Block::read(&mut lines), &mut forest)?;
            trees += 1;
        }
    }
    let source = format!("LightGBM {version}, {objective}, {trees} trees");
    let calibration = (sigmoid != 1.0).then(|| json!({ "kind": "platt", "a": sigmoid, "b": 0 }));
    Ok(Parts { members: forest.members(), source, warnings: Vec::new(), calibration })
}

/// What the score is multiplied with to be log-odds.
fn sigmoid(objective: &str) -> Result<f64, Fault> {
    let mut words = objective.split_ascii_whitespace();
    match words.next() {
        Some("binary") => {
            let sigmoid = words.find_map(|word| word.strip_prefix("sigmoid:")).unwrap_or("1");
            sigmoid.parse().map_err(|_| Fault::broken(format!("`{sigmoid}` is no sigmoid parameter")))
        }
        Some("cross_entropy") => Ok(1.0),
        _ => {
            let help = "train with the objective `binary` or `cross_entropy`: others give no log-odds";
            Err(Fault::new(format!("the objective `{objective}`"), help))
        }
    }
}

/// The lists of a tree with splits.
struct Lists {
    features: Vec<usize>,
    thresholds: Vec<f64>,
    kinds: Vec<u8>,
    lefts: Vec<i64>,
    rights: Vec<i64>,
    values: Vec<f64>,
    counts: Vec<f64>,
    /// Where each set of categories begins among `words`, and where the last ends.
    bounds: Vec<usize>,
    words: Vec<u32>,
}

impl Lists {
    fn read(tree: &Block<'_>, leaves: usize) -> Result<Self, Fault> {
        let splits = leaves - 1;
        let sets = tree.one::<usize>("num_cat").unwrap_or(0);
        let bounds = if sets > 0 { tree.list("cat_boundaries", sets.saturating_add(1))? } else { Vec::new() };
        let words = bounds.last().map_or(Ok(Vec::new()), |count| tree.list("cat_threshold", *count))?;
        Ok(Lists {
            features: tree.list("split_feature", splits)?,
            thresholds: tree.list("threshold", splits)?,
            kinds: tree.list("decision_type", splits)?,
            lefts: tree.list("left_child", splits)?,
            rights: tree.list("right_child", splits)?,
            values: tree.list("leaf_value", leaves)?,
            counts: tree.list("leaf_count", leaves)?,
            bounds,
            words,
        })
    }

    /// The node in a place: splits first, then the leaves.
    fn step(&self, place: usize) -> Result<Step, Fault> {
        let no_node = || Fault::broken("a child is no node");
        let splits = self.features.len();
        if let Some(leaf) = place.checked_sub(splits) {
            let value = *self.values.get(leaf).ok_or_else(no_node)?;
            return Ok(Step::Leaf { value, cover: *self.counts.get(leaf).ok_or_else(no_node)? });
        }
        let child = |children: &[i64]| {
            let child = *children.get(place).ok_or_else(no_node)?;
            // A leaf is the complement of its place.
            let place = if child < 0 {
                usize::try_from(!child).map(|leaf| leaf.saturating_add(splits))
            } else {
                usize::try_from(child)
            };
            place.map_err(|_| no_node())
        };
        let (left, right) = (child(&self.lefts)?, child(&self.rights)?);
        let kind = *self.kinds.get(place).ok_or_else(no_node)?;
        let threshold = *self.thresholds.get(place).ok_or_else(no_node)?;
        let index = *self.features.get(place).ok_or_else(no_node)?;
        if kind & CATEGORY != 0 {
            let feature = Feature { index, is_category: true, zero_is_unknown: false };
            let test = Test::Among(self.codes(threshold)?);
            return Ok(Step::Split { feature, test, unknown_goes_left: false, left, right });
        }
        let missing = kind >> 2 & 3;
        let feature = Feature { index, is_category: false, zero_is_unknown: missing == MISSING_ZERO };
        // Where nothing was missing in training, unknown counts as 0.
        let unknown_goes_left = if missing == MISSING_NONE { 0.0 <= threshold } else { kind & DEFAULT_LEFT != 0 };
        Ok(Step::Split { feature, test: Test::Under(threshold), unknown_goes_left, left, right })
    }

    /// The codes of the set at this place.
    fn codes(&self, set: f64) -> Result<Vec<u32>, Fault> {
        let no_set = || Fault::broken("a split by category has no categories");
        if set < 0.0 || set.trunc() != set {
            return Err(no_set());
        }
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // whole, not negative; too large saturates
        let set = set as usize;
        let from = *self.bounds.get(set).ok_or_else(no_set)?;
        let to = *set.checked_add(1).and_then(|next| self.bounds.get(next)).ok_or_else(no_set)?;
        let words = self.words.get(from..to).ok_or_else(no_set)?;
        let codes = (0_u32..).zip(words).flat_map(|(word, bits)| {
            (0..32).filter(move |bit| bits >> bit & 1 == 1).map(move |bit| word.saturating_mul(32).saturating_add(bit))
        });
        Ok(codes.collect())
    }
}

fn plant(tree: &Block<'_>, forest: &mut Forest) -> Result<(), Fault> {
    if tree.get("is_linear").is_ok_and(|flag| flag.trim() == "1") {
        return Err(Fault::new("trees with linear leaves", "train with `linear_tree=false`"));
    }
    let leaves = tree.one::<usize>("num_leaves")?;
    if leaves == 1 {
        let value = tree.one("leaf_value")?;
        return forest.plant(0, 1, &mut |_| Ok(Step::Leaf { value, cover: 1.0 }));
    }
    if leaves == 0 {
        return Err(Fault::broken("a tree without leaves"));
    }
    let lists = Lists::read(tree, leaves)?;
    forest.plant(0, leaves.saturating_mul(2) - 1, &mut |place| lists.step(place))
}
