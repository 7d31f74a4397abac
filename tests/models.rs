//! Models that XGBoost and LightGBM saved (`tests/models`), imported and scored as their libraries score them.
//!
//! `UPDATE_MODELS=1 cargo test --test models` writes what they become, `*.model.json`, which Node scores, too. The models
//! themselves are of `tests/model-parity/fixtures.py`.
#![cfg(not(target_arch = "wasm32"))]
// Helpers of tests are outside `#[test]` functions, where clippy.toml's exception doesn't reach.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use cartnudge::diagnostic::Diagnostics;
use cartnudge::features::{Fact, Row};
use cartnudge::json::{Node, parse, to_string};
use cartnudge::risk::Model;
use cartnudge::risk::import::{Names, Options, Refusal, import};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/models")
}

fn expected() -> Value {
    parse(&fs::read_to_string(folder().join("expected.json")).unwrap()).unwrap()
}

fn sources() -> Vec<(String, Vec<u8>)> {
    let models = expected()["models"].as_array().unwrap().clone();
    let names = models.iter().map(|model| model["file"].as_str().unwrap().to_owned());
    names.map(|name| (name.clone(), fs::read(folder().join(name)).unwrap())).collect()
}

fn options() -> Options {
    Options { id: "fixture".to_owned(), version: 1, ..Options::default() }
}

fn rows(expected: &Value) -> Vec<Row> {
    let features: Vec<Fact> = expected["features"]
        .as_array()
        .unwrap()
        .iter()
        .map(|name| Fact::named(name.as_str().unwrap()).unwrap())
        .collect();
    let row = |cells: &Value| {
        let mut row = Row::unknown();
        for (fact, cell) in features.iter().zip(cells.as_array().unwrap()) {
            row.set(*fact, cell.as_f64().unwrap_or(f64::NAN));
        }
        row
    };
    expected["rows"].as_array().unwrap().iter().map(row).collect()
}

fn numbers(list: &Value) -> Vec<f64> {
    list.as_array().unwrap().iter().map(|number| number.as_f64().unwrap()).collect()
}

#[test]
fn margins_are_the_library_s_to_the_last_bit() {
    let expected = expected();
    let rows = rows(&expected);
    for (model, (name, bytes)) in expected["models"].as_array().unwrap().iter().zip(sources()) {
        let imported = import(&bytes, &options()).unwrap();
        let path = folder().join(format!("{name}.model.json"));
        if std::env::var_os("UPDATE_MODELS").is_some() {
            fs::write(&path, to_string(&imported.document) + "\n").unwrap();
        }
        let document = parse(&fs::read_to_string(path).unwrap()).unwrap();
        assert_eq!(to_string(&document), to_string(&imported.document), "{name}");
        let read = Model::read(Node::root(&document), &mut Diagnostics::default()).unwrap();
        assert_eq!(read.margins(&rows), numbers(&model["margins"]), "{name}");
        // XGBoost's own logistic function is f32.
        for (row, probability) in rows.iter().zip(numbers(&model["probabilities"])) {
            assert!((read.probability(row) - probability).abs() < 1e-7, "{name}");
        }
    }
}

fn refused(bytes: &[u8], options: &Options) -> String {
    match import(bytes, options).unwrap_err() {
        Refusal::Source(fault) => format!("{} ({})", fault.message, fault.help),
        Refusal::Document(found) => found
            .iter()
            .map(|one| format!("{}: {} ({})", one.pointer, one.message, one.help))
            .collect::<Vec<_>>()
            .join("; "),
    }
}

fn source(name: &str) -> String {
    fs::read_to_string(folder().join(name)).unwrap()
}

#[test]
fn what_cannot_be_had_exactly_is_refused_with_what_to_do() {
    let refused = |text: String| refused(text.as_bytes(), &options());
    let xgboost = source("xgboost.json");
    assert_eq!(
        refused(xgboost.replace("\"gbtree\"", "\"dart\"")),
        "an XGBoost booster `dart` (train with `booster=\"gbtree\"`)"
    );
    assert_eq!(
        refused(xgboost.replace("binary:logistic", "rank:pairwise")),
        "the objective `rank:pairwise` (train with `binary:logistic`, `reg:logistic` or `binary:logitraw`: others give no \
         log-odds)"
    );
    assert_eq!(
        refused(xgboost.replace("\"num_class\":\"0\"", "\"num_class\":\"3\"")),
        "a model of several classes or targets (train for one: returned, 1, or kept, 0)"
    );
    let lightgbm = source("lightgbm.txt");
    assert_eq!(
        refused(lightgbm.replace("objective=binary", "objective=lambdarank")),
        "the objective `lambdarank sigmoid:2` (train with the objective `binary` or `cross_entropy`: others give no log-odds)"
    );
    assert_eq!(
        refused(lightgbm.replace("is_linear=0", "is_linear=1")),
        "trees with linear leaves (train with `linear_tree=false`)"
    );
    assert_eq!(
        refused(lightgbm.replace("num_class=1", "num_class=3")),
        "a model of several classes (train for one: returned, 1, or kept, 0)"
    );
    assert_eq!(
        refused(lightgbm.replace("version=v4", "version=v4\naverage_output")),
        "a random forest, whose trees are averaged (train with `boosting=gbdt` or `dart`)"
    );
    assert_eq!(
        refused("PK\u{3}\u{4}".to_owned()),
        "an unknown format (give a model of XGBoost (.json, .ubj) or LightGBM (.txt), or coefficients as JSON or CSV)"
    );
}

#[test]
fn names_come_from_the_source_or_the_caller_and_unknown_ones_are_told_all_at_once() {
    let text = source("lightgbm.txt").replace("line.price ", "price ").replace("line.quantity", "qty");
    assert_eq!(
        refused(text.as_bytes(), &options()),
        "/features/0/feature: unknown feature `price` (use a number or truth value of the catalogue that is known before the \
         score); /features/1/feature: unknown feature `qty` (use a number or truth value of the catalogue that is known before \
         the score)"
    );
    let renamed = Names::read(&json!({"price": "line.price", "qty": "line.quantity"})).unwrap();
    assert!(import(text.as_bytes(), &Options { features: renamed, ..options() }).is_ok());
    let in_order = Names::read(&expected()["features"]).unwrap();
    assert!(import(text.as_bytes(), &Options { features: in_order, ..options() }).is_ok());
    let too_few = Names::read(&json!(["line.price"])).unwrap();
    assert_eq!(
        refused(text.as_bytes(), &Options { features: too_few, ..options() }),
        "1 names for 6 features (give a JSON list of the names that they have in `cartnudge facts`, in the order of training)"
    );
}

#[test]
fn a_sigmoid_becomes_the_calibration_unless_another_is_given() {
    let bytes = source("lightgbm.txt");
    let of = |options: &Options| import(bytes.as_bytes(), options).unwrap().document["calibration"].clone();
    assert_eq!(of(&options()), json!({"kind": "platt", "a": 2.0, "b": 0}));
    let curve = json!({"kind": "isotonic", "scores": [-1, 1], "probabilities": [0.2, 0.6]});
    assert_eq!(of(&Options { calibration: Some(curve.clone()), ..options() }), curve);
}

#[test]
fn coefficients_become_a_scorecard() {
    let json = r#"{"intercept": [-1.5], "coef": [[0.4, 0.02]], "feature_names": ["line.quantity", "line.price"],
        "mean": [1.5, 40], "scale": [0.5, 20]}"#;
    let csv = "feature,weight,mean,scale\nintercept,-1.5\nline.quantity,0.4,1.5,0.5\nline.price,0.02,40,20\n";
    let mut row = Row::unknown();
    row.set(Fact::LineQuantity, 2.0);
    row.set(Fact::LinePrice, 60.0);
    for text in [json, csv] {
        let imported = import(text.as_bytes(), &options()).unwrap();
        let model = Model::read(Node::root(&imported.document), &mut Diagnostics::default()).unwrap();
        assert_eq!((model.margin(&row), model.margin(&Row::unknown())), (-1.5 + 0.4 + 0.02, -1.5));
        assert!(imported.warnings.is_empty());
    }
    assert_eq!(
        refused(b"feature,weight\nline.price,abc\n", &options()),
        "line 2: `abc` is no number (write it like -0.25)"
    );
    assert_eq!(
        refused(b"feature,weight\nline.price,1\n", &options()),
        "a CSV without an intercept (add a line whose feature is `intercept` and whose weight is its value)"
    );
}

/// A generator without a source of randomness.
struct Rng(u64);

impl Rng {
    fn below(&mut self, count: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(count).unwrap()).unwrap()
    }
}

#[test]
fn torn_and_flipped_files_are_imported_or_refused_but_never_panic() {
    let mut rng = Rng(0x9e37_79b9_7f4a_7c15);
    let (mut taken, mut left) = (0, 0);
    for (_, bytes) in sources() {
        for _ in 0..300 {
            let mut broken = bytes.clone();
            if rng.below(3) == 0 {
                broken.truncate(rng.below(bytes.len()));
            }
            for _ in 0..rng.below(4) {
                let at = rng.below(broken.len().max(1));
                if let Some(byte) = broken.get_mut(at) {
                    *byte = match rng.below(3) {
                        0 => *byte ^ (1 << rng.below(8)),
                        1 => u8::try_from(rng.below(256)).unwrap(),
                        _ => b"0-9e.,[]{}\n "[rng.below(12)],
                    };
                }
            }
            match import(&broken, &options()) {
                Ok(imported) => {
                    let model = Model::read(Node::root(&imported.document), &mut Diagnostics::default()).unwrap();
                    let margin = model.margin(&Row::unknown());
                    assert!(margin.is_finite());
                    let _ = model.account(&Row::unknown(), margin);
                    taken += 1;
                }
                Err(_) => left += 1,
            }
        }
    }
    assert!(taken > 100 && left > 100, "{taken} taken, {left} refused");
}
