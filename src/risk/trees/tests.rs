use super::*;
use crate::diagnostic::Diagnostics;
use crate::risk::{Model, Scorer};
use proptest::prelude::*;
use serde_json::{Value, json};

fn read(document: &Value) -> Result<Trees, Vec<String>> {
    let mut found = Diagnostics::default();
    match Model::read(crate::json::Node::root(document), &mut found).map(|model| model.scorer) {
        Some(Scorer::Trees(trees)) => Ok(*trees),
        _ => Err(found.iter().map(|one| format!("{}: {}", one.pointer, one.message)).collect()),
    }
}

/// One split: left under 10.
fn stump() -> Value {
    json!({
        "schema_version": 2, "kind": "trees", "id": "t", "arithmetic": "f64", "features": ["line.price"],
        "splits": [0, -1, -1], "thresholds": [10], "unknown": "r", "leaves": [-1, 2], "covers": [30, 10],
    })
}

fn with(mut document: Value, key: &str, value: Value) -> Value {
    document[key] = value;
    document
}

fn row(cells: &[(Fact, f64)]) -> Row {
    let mut row = Row::unknown();
    for (fact, value) in cells {
        row.set(*fact, *value);
    }
    row
}

fn priced(price: f64) -> Row {
    row(&[(Fact::LinePrice, price)])
}

#[test]
fn each_arithmetic_compares_as_its_library_does() {
    let f64s = read(&stump()).unwrap();
    assert_eq!([10.0, 10.000_000_000_000_002, f64::NAN].map(|price| f64s.margin(&priced(price))), [-1.0, 2.0, 2.0]);
    let f32s = read(&with(stump(), "arithmetic", json!("f32"))).unwrap();
    // 9.9999999 is 10 in f32, which is not under 10.
    assert_eq!([9.999_999, 9.999_999_9, 10.0].map(|price| f32s.margin(&priced(price))), [-1.0, 2.0, 2.0]);
}

#[test]
fn f32_leaves_are_summed_in_f32_one_after_the_other() {
    let document = json!({
        "schema_version": 2, "kind": "trees", "id": "t", "arithmetic": "f32", "base": 0.1, "features": [],
        "splits": [-1, -1], "thresholds": [], "unknown": "", "leaves": [0.7, 1e-8], "covers": [1, 1],
    });
    let sum = read(&document).unwrap().margin(&Row::unknown());
    assert_eq!(sum, f64::from(0.1_f32 + 0.7_f32 + 1e-8_f32));
}

#[test]
fn zero_can_be_unknown_and_so_is_what_lightgbm_takes_for_zero() {
    let features = json!([{ "feature": "line.price", "zero_is_unknown": true }]);
    let trees = read(&with(stump(), "features", features)).unwrap();
    assert_eq!([0.0, 1e-36, 1e-34, f64::NAN].map(|price| trees.margin(&priced(price))), [2.0, 2.0, -1.0, 2.0]);
}

#[test]
fn the_codes_of_a_set_go_left() {
    let document = with(
        with(stump(), "features", json!([{ "feature": "line.price", "categories": true }])),
        "sets",
        json!([[0, 7, 64]]),
    );
    let f64s = read(&with(document.clone(), "thresholds", json!([0]))).unwrap();
    let at = |trees: &Trees, price: f64| trees.margin(&priced(price));
    assert_eq!([0.0, 7.9, 64.0, -0.5].map(|price| at(&f64s, price)), [-1.0; 4]);
    assert_eq!([1.0, 96.0, 1e20, -1.0, f64::NAN].map(|price| at(&f64s, price)), [2.0; 5]);
    let f32s = read(&with(with(document, "thresholds", json!([0])), "arithmetic", json!("f32"))).unwrap();
    assert_eq!([7.9, -0.5].map(|price| at(&f32s, price)), [-1.0, 2.0]);
}

#[test]
fn a_document_is_refused_with_every_unknown_feature_and_the_place_of_what_is_torn() {
    let features = json!(["line.prise", "line.price", "line.risk", {"feature": "cart.itmes"}]);
    assert_eq!(
        read(&with(stump(), "features", features)).unwrap_err(),
        [
            "/features/0: unknown feature `line.prise`",
            "/features/2: `line.risk` is not a feature: it is a text or made from the score",
            "/features/3/feature: unknown feature `cart.itmes`",
        ]
    );
    let torn = |key: &str, value: Value| read(&with(stump(), key, value)).unwrap_err();
    assert_eq!(torn("splits", json!([0, -1])), ["/leaves: 2 entries for the 1 leaves in `splits`"]);
    assert_eq!(torn("thresholds", json!([])), ["/thresholds: 0 entries for the 1 splits in `splits`"]);
    assert_eq!(torn("splits", json!([-1, -1, 0])), ["/splits: the last tree is cut off"]);
    assert_eq!(torn("splits", json!([1, -1, -1])), ["/splits: node 0 splits by feature 1, and there are 1"]);
    assert_eq!(torn("splits", json!([0.5, -1, -1])), ["/splits: node 0 splits by feature 0.5, and there are 1"]);
    assert_eq!(torn("leaves", json!([1, "2"])), ["/leaves/1: expected a number in range, found `2`"]);
    assert_eq!(torn("unknown", json!("x")), ["/unknown: `unknown` must be a text of an `l` or `r` a split"]);
    assert_eq!(
        torn("arithmetic", json!("f16")),
        ["/arithmetic: `arithmetic` must be `f32` (XGBoost) or `f64` (LightGBM)"]
    );
    assert_eq!(torn("shrinkage", json!(1)), ["/shrinkage: unknown key `shrinkage`"]);
    assert_eq!(torn("schema_version", json!(1)), ["/kind: trees came with schema version 2, and the document says 1"]);
    let nothing = json!({"kind": "trees", "id": "t", "arithmetic": "f32", "features": [], "splits": [], "thresholds": [],
        "unknown": "", "leaves": [], "covers": []});
    assert_eq!(read(&nothing).unwrap_err(), ["/splits: there is no tree"]);
    let category = with(stump(), "features", json!([{ "feature": "line.price", "categories": true }]));
    assert_eq!(read(&category).unwrap_err(), ["/thresholds: node 0 asks for set 10, and there are 0"]);
}

#[test]
fn gauss_legendre_integrates_its_polynomials_exactly() {
    for count in 1..=40 {
        let mut rule = Vec::new();
        paths::gauss_legendre(count, &mut rule);
        let highest = i32::try_from(2 * count - 1).unwrap();
        let integral: f64 = rule.iter().map(|(t, weight)| weight * t.powi(highest)).sum();
        assert!((integral - 1.0 / f64::from(highest + 1)).abs() < 1e-14, "{count}");
    }
}

const FEATURES: [Fact; 4] = [Fact::LinePrice, Fact::LineQuantity, Fact::CartValue, Fact::CustomerOrders];

/// A tree as people draw it.
#[derive(Clone, Debug)]
enum Drawn {
    Leaf { value: f64, cover: f64 },
    Split { feature: usize, threshold: f64, unknown_left: bool, left: Box<Drawn>, right: Box<Drawn> },
}

impl Drawn {
    fn cover(&self) -> f64 {
        match self {
            Drawn::Leaf { cover, .. } => *cover,
            Drawn::Split { left, right, .. } => left.cover() + right.cover(),
        }
    }

    fn goes_left(feature: usize, threshold: f64, unknown_left: bool, cells: &[f64]) -> bool {
        if cells[feature].is_nan() { unknown_left } else { cells[feature] <= threshold }
    }

    /// What is expected when only the `known` features are: Lundberg's EXPVALUE.
    fn expected(&self, cells: &[f64], known: u32) -> f64 {
        match self {
            Drawn::Leaf { value, .. } => *value,
            Drawn::Split { feature, threshold, unknown_left, left, right } => {
                if known >> feature & 1 == 1 {
                    let goes_left = Self::goes_left(*feature, *threshold, *unknown_left, cells);
                    return if goes_left { left } else { right }.expected(cells, known);
                }
                let (of_left, of_right) = (left.expected(cells, known), right.expected(cells, known));
                (of_left * left.cover() + of_right * right.cover()) / self.cover()
            }
        }
    }

    fn write(&self, lists: &mut [Vec<f64>; 4], unknown: &mut String) {
        match self {
            Drawn::Leaf { value, cover } => {
                lists[0].push(-1.0);
                lists[2].push(*value);
                lists[3].push(*cover);
            }
            Drawn::Split { feature, threshold, unknown_left, left, right } => {
                #[allow(clippy::cast_precision_loss)]
                lists[0].push(*feature as f64);
                lists[1].push(*threshold);
                unknown.push(if *unknown_left { 'l' } else { 'r' });
                left.write(lists, unknown);
                right.write(lists, unknown);
            }
        }
    }
}

fn document(trees: &[Drawn], arithmetic: &str) -> Value {
    let mut lists: [Vec<f64>; 4] = Default::default();
    let mut unknown = String::new();
    for tree in trees {
        tree.write(&mut lists, &mut unknown);
    }
    let [splits, thresholds, leaves, covers] = lists;
    json!({
        "schema_version": 2, "kind": "trees", "id": "t", "arithmetic": arithmetic, "base": 0.25,
        "features": FEATURES.map(|fact| fact.definition().name), "splits": splits, "thresholds": thresholds,
        "unknown": unknown, "leaves": leaves, "covers": covers,
    })
}

fn drawn() -> impl Strategy<Value = Drawn> {
    let leaf = (-2.0..2.0_f64, 1..100_u32).prop_map(|(value, cover)| Drawn::Leaf { value, cover: f64::from(cover) });
    leaf.prop_recursive(7, 60, 2, |inner| {
        (0..4_usize, -3..4_i32, any::<bool>(), inner.clone(), inner).prop_map(
            |(feature, threshold, unknown_left, left, right)| Drawn::Split {
                feature,
                threshold: f64::from(threshold),
                unknown_left,
                left: Box::new(left),
                right: Box::new(right),
            },
        )
    })
}

fn cells() -> impl Strategy<Value = Vec<f64>> {
    let cell = prop_oneof![4 => (-4..5_i32).prop_map(f64::from), 1 => Just(f64::NAN)];
    prop::collection::vec(cell, 4)
}

proptest! {
    #[test]
    fn scores_are_the_drawn_trees_and_contributions_are_shapley_values(
        trees in prop::collection::vec(drawn(), 1..4),
        cells in cells(),
    ) {
        let read = read(&document(&trees, "f64")).unwrap();
        let row = row(&FEATURES.iter().copied().zip(cells.iter().copied()).collect::<Vec<_>>());
        let worth = |known: u32| trees.iter().fold(0.25, |sum, tree| sum + tree.expected(&cells, known));
        prop_assert_eq!(read.margin(&row), worth(0b1111));
        let (score, parts) = read.account(&row, read.margin(&row));
        for (index, fact) in FEATURES.iter().enumerate() {
            // Over all orders: |S|! (3 − |S|)! / 4!.
            let weights = [6.0, 2.0, 2.0, 6.0].map(|ways| ways / 24.0);
            let shapley: f64 = (0_u32..16)
                .filter(|known| known >> index & 1 == 0)
                .map(|known| weights[known.count_ones() as usize] * (worth(known | 1 << index) - worth(known)))
                .sum();
            let name = fact.definition().name;
            let part = parts.iter().find(|part| part.feature == name).map_or(0.0, |part| part.contribution);
            prop_assert!((part - shapley).abs() < 1e-12, "{}: {} is not {}", name, part, shapley);
        }
        prop_assert!(parts.is_empty() || (score.base - worth(0)).abs() < 1e-12);
    }

    #[test]
    fn base_and_contributions_sum_to_the_total_bit_for_bit(
        trees in prop::collection::vec(drawn(), 1..9),
        cells in cells(),
        is_f32 in any::<bool>(),
    ) {
        let read = read(&document(&trees, if is_f32 { "f32" } else { "f64" })).unwrap();
        let row = row(&FEATURES.iter().copied().zip(cells).collect::<Vec<_>>());
        let margin = read.margin(&row);
        let (score, parts) = read.account(&row, margin);
        let sum = parts.iter().fold(score.base, |sum, part| sum + part.contribution);
        prop_assert_eq!(sum.to_bits(), score.total.to_bits());
        prop_assert!((score.total - margin).abs() <= 1e-14, "{} is not {}", score.total, margin);
    }

    #[test]
    fn many_rows_score_as_each_does(trees in prop::collection::vec(drawn(), 1..4), all in prop::collection::vec(cells(), 0..20)) {
        let read = read(&document(&trees, "f32")).unwrap();
        let rows: Vec<Row> =
            all.into_iter().map(|cells| row(&FEATURES.iter().copied().zip(cells).collect::<Vec<_>>())).collect();
        let each: Vec<f64> = rows.iter().map(|row| read.margin(row)).collect();
        prop_assert_eq!(read.margins(&rows), each);
    }
}
