//! `model import`, and what takes the models that it writes.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)] // a test may panic, its helpers too

mod command;

use cartnudge::json::parse;
use command::{cartnudge, cartnudge_reading, file};
use serde_json::json;

const XGBOOST: &str = "../tests/models/xgboost.json";

#[test]
fn an_imported_model_decides_and_replays() {
    let path = file("imported.json", "");
    let run = cartnudge(&["model", "import", XGBOOST, "-o", &path, "--id", "shop", "--version", "3"]);
    assert_eq!((run.code, run.err.as_str()), (0, "XGBoost 3.2.0, binary:logistic, 4 trees: 1189 bytes\n"));
    let rules = file("imported-rules.json", r#"{ "rules": [] }"#);
    let input =
        br#"{ "now": 0, "cart": { "currency": "EUR", "items": [ { "item_id": "tee", "size": "M", "price": 9 } ] } }"#;
    let run = cartnudge_reading(&["decide", "--rules", &rules, "--model", &path, "-"], input);
    assert_eq!(run.code, 0, "{}", run.err);
    let decision = parse(&run.out).unwrap();
    assert_eq!(decision["model"], json!({"id": "shop", "version": 3}));
    assert_eq!(decision["lines"][0]["confidence"], json!("low"));
    let orders = "tests/data/orders.csv";
    let run = cartnudge(&["replay", "--rules", &rules, "--model", &path, "--order-lines", orders, "--json", "-"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(parse(&run.out).unwrap()["model"], json!({"id": "shop", "version": 3}));
}

#[test]
fn a_calibration_and_names_come_from_files() {
    let curve = file("curve.json", r#"{ "kind": "isotonic", "scores": [-2, 2], "probabilities": [0.1, 0.8] }"#);
    let names = file("names.json", r#"{ "line.quantity": "line.size_count" }"#);
    let args = ["model", "import", XGBOOST, "-o", "-", "--calibration", &curve, "--features", &names];
    let run = cartnudge(&args);
    assert_eq!(run.code, 0, "{}", run.err);
    let model = parse(&run.out).unwrap();
    assert_eq!((&model["id"], &model["calibration"]["kind"]), (&json!("xgboost"), &json!("isotonic")));
    assert!(!run.out.contains("line.quantity"));
}

#[test]
fn refusals_say_what_to_do() {
    let torn = file("torn.txt", "tree\nversion=v4\nnum_class=1\n");
    let run = cartnudge(&["model", "import", &torn, "-o", "-"]);
    let name = &torn;
    assert_eq!(
        (run.code, run.err),
        (
            1,
            format!(
                "error: {name} can't be imported: LightGBM's `num_tree_per_iteration` is missing\n  help: the file is cut off or \
                 damaged; save the model again\n"
            )
        )
    );
    let csv = file("typo.csv", "feature,weight,mean\nintercept,-1,\nline.prise,0.1,40\ncart.itmes,1,1\n");
    let run = cartnudge(&["model", "import", &csv, "-o", "-"]);
    assert_eq!(run.code, 1);
    assert_eq!(
        run.err,
        format!(
            "error: {csv} makes no model document: 2 errors, 0 warnings\n\
             error[unknown_feature]: unknown feature `line.prise`\n  --> /terms/0/feature\n  help: did you mean `line.price`?\n\
             error[unknown_feature]: unknown feature `cart.itmes`\n  --> /terms/1/feature\n  help: did you mean `cart.lines`?\n"
        )
    );
    assert_eq!(cartnudge(&["model", "import", "nowhere.json", "-o", "-"]).code, 2);
}
