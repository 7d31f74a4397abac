//! `replay` over the raw export in `../shared/data/orders`, where that is at hand.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)] // a test may panic, its helpers too

mod command;

use cartnudge::json::parse;
use command::cartnudge;
use serde_json::json;
use std::path::Path;

#[test]
fn the_whole_raw_export_is_read_and_its_first_morning_is_replayed() {
    let orders = "../../shared/data/orders/online_retail_2009_2010.csv.gz";
    if !Path::new(env!("CARGO_MANIFEST_DIR")).join(orders).exists() {
        eprintln!("skipped: no {orders}; the public data set is not part of the project");
        return;
    }
    let run = cartnudge(&[
        "replay",
        "--rules",
        "tests/data/rules.json",
        "--order-lines",
        orders,
        "--columns",
        "mappings/online-retail-ii.json",
        "--until",
        "2009-12-01T12:00:00Z",
        "--show-skipped",
        "1",
        "--json",
        "-",
    ]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let report = parse(&run.out).unwrap();
    let lines = &report["lines"];
    // Counted apart from this code, by a script over the same file.
    assert_eq!(
        (&lines["read"], &lines["bought"], &lines["returns"]),
        (&json!(525_461), &json!(509_237), &json!(9_582))
    );
    assert_eq!(lines["skipped"], json!(525_461 - 509_237 - 9_582));
    assert_eq!(
        report["return_invoices"],
        json!({ "lines": 9_582, "whole": 7_885, "in_part": 79, "without_purchase": 1_431, "without_customer": 187 })
    );
    assert!(report["carts"]["carts"].as_u64().is_some_and(|carts| carts > 30), "{}", report["carts"]);
}
