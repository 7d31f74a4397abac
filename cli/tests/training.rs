//! `features` and `backtest` over small histories, whole and broken.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)] // a test may panic, its helpers too

mod command;

use cartnudge::json::parse;
use command::{Run, cartnudge, file};
use serde_json::Value;
use std::collections::BTreeMap;

const HEADER: &str =
    "order_line_id,order_id,ordered_at,customer_id,item_id,item_brand,size,price,quantity,currency,returned_quantity";

fn history(name: &str, rows: &str) -> String {
    file(name, &format!("{HEADER}\n{rows}"))
}

/// Ann returns her first dress and buys it again, in two sizes, two months later.
const ANN: &str = "l1,o1,2026-01-01,ann,dress,Aurel,M,40,1,EUR,1\nl2,o1,2026-01-01,ann,scarf,Aurel,,10,1,EUR,0\n\
    l3,o2,2026-03-01,ann,dress,Aurel,M,30,1,EUR,0\nl4,o2,2026-03-01,ann,dress,Aurel,L,30,1,EUR,1\n";

fn features(source: &str, path: &str, out: &str) -> Run {
    cartnudge(&["features", source, path, "-o", out])
}

/// The matrix by line id and column.
fn matrix(path: &str) -> BTreeMap<String, BTreeMap<String, String>> {
    let text = std::fs::read_to_string(path).unwrap();
    let mut lines = text.lines().map(|line| line.split(',').map(str::to_owned).collect::<Vec<_>>());
    let header = lines.next().unwrap();
    lines.map(|row| (row[0].clone(), header.iter().cloned().zip(row).collect())).collect()
}

#[test]
fn features_are_what_was_known_before_the_order() {
    let (orders, out) = (history("ann.csv", ANN), file("ann.matrix.csv", ""));
    let run = features("--order-lines", &orders, &out);
    assert_eq!((run.code, run.err.as_str()), (0, format!("4 lines, 4 with an outcome, 75 features: {out}\n").as_str()));
    let matrix = matrix(&out);
    let cell = |line: &str, column: &str| matrix[line][column].clone();
    assert_eq!(cell("l1", "customer.lines_returned"), "0");
    assert_eq!((cell("l1", "product.lines").as_str(), cell("l1", "line.size_count").as_str()), ("", "1"));
    assert_eq!(cell("l3", "customer.lines_returned"), "1");
    assert_eq!((cell("l3", "line.size_count").as_str(), cell("l3", "line.price_to_usual").as_str()), ("2", "0.75"));
    assert_eq!((cell("l3", "product.size_lines").as_str(), cell("l4", "product.size_lines").as_str()), ("1", "0"));
    assert_eq!((cell("l3", "product.brand_lines").as_str(), cell("l4", "returned").as_str()), ("2", "1"));
    assert_eq!(cell("l4", "ordered_at"), "2026-03-01T00:00:00Z");
}

#[test]
fn a_training_table_gives_the_same_features_as_the_history_that_it_is_of() {
    let (orders, out, again) = (history("same.csv", ANN), file("same.matrix.csv", ""), file("table.matrix.csv", ""));
    assert_eq!(features("--order-lines", &orders, &out).code, 0);
    let signals = r#"{""as_of"":""2026-03-01"",""currency"":""EUR"",""orders"":1,""lines"":2,""lines_with_outcome"":2,""lines_returned"":1,
        ""first_order_at"":""2026-01-01"",""last_order_at"":""2026-01-01"",""order_value"":{""mean"":50},""line_price"":{""mean"":25,""sd"":21.213203435596427},
        ""orders_1d"":0,""orders_90d"":1,""orders_prior_90d"":0,""brands"":[{""brand"":""Aurel"",""bought"":2,""returned"":1}]}"#
        .replace('\n', " ");
    let product = r#"{""item_id"":""dress"",""outcomes"":{""bought"":1,""returned"":1},""size_outcomes"":[{""size"":""M"",""bought"":1,""returned"":1}],
        ""brand_outcomes"":{""bought"":2,""returned"":1},""price"":{""mean"":40,""currency"":""EUR""},""first_sold_at"":""2026-01-01""}"#
        .replace('\n', " ");
    let header = "order_line_id,order_id,ordered_at,customer_id,item_id,item_brand,size,price,quantity,currency,returned,signals,product";
    let row = |id: &str, size: &str, returned: &str| {
        format!("{id},o2,2026-03-01T00:00:00Z,ann,dress,Aurel,{size},30,1,EUR,{returned},\"{signals}\",\"{product}\"\n")
    };
    let table = file("table.csv", &format!("{header}\n{}{}", row("l3", "M", "0"), row("l4", "L", "1")));
    let run = features("--training-table", &table, &again);
    assert_eq!(run.code, 0, "{}", run.err);
    let (history, table) = (matrix(&out), matrix(&again));
    for line in ["l3", "l4"] {
        assert_eq!(history[line], table[line]);
    }
}

#[test]
fn a_broken_training_table_says_which_line_and_why() {
    let out = file("broken.matrix.csv", "");
    let table = file("no-signals.csv", "order_line_id,order_id\n1,1\n");
    let run = features("--training-table", &table, &out);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("has no column `ordered_at`, `customer_id`"), "{}", run.err);
    let header = "order_line_id,order_id,ordered_at,customer_id,item_id,price,quantity,currency,returned,signals";
    for (row, reason) in [
        ("1,o,2026-01-01,c,i,5,1,EUR,0,{", "`signals` is not JSON"),
        ("1,o,2026-01-01,c,i,5,1,EUR,yes,", "`returned` is `yes`; write 1, 0 or nothing"),
        ("1,o,yesterday,c,i,5,1,EUR,0,", "/now"),
        ("1,o,2026-01-01,c,i,5,half,EUR,0,", "quantity `half` is not a number"),
        ("1,o,2026-01-01,c,i,-5,1,EUR,0,", "/cart/items/0/price"),
    ] {
        let table = file("broken-row.csv", &format!("{header}\n{row}\n"));
        let run = features("--training-table", &table, &out);
        assert_eq!(run.code, 1, "{row}: {}", run.err);
        assert!(
            run.err.contains("1 of 1 lines") && run.err.contains("order `o`") && run.err.contains(reason),
            "{}",
            run.err
        );
    }
}

/// Customers 0 to 9 return everything, 10 to 19 nothing, once a month for a year.
fn habits() -> String {
    let mut rows = String::new();
    for month in 1..=12 {
        for who in 0..20 {
            let returned = u32::from(who < 10);
            rows.push_str(&format!(
                "{month}-{who},o{month}-{who},2025-{month:02}-0{},c{who},i{},B,,20,1,EUR,{returned}\n",
                1 + who % 9,
                who % 3
            ));
        }
    }
    rows
}

fn backtest(args: &[&str]) -> Run {
    cartnudge(&[&["backtest"], args].concat())
}

#[test]
fn a_backtest_writes_a_probability_for_every_line_and_says_how_good_they_are() {
    let (orders, out, json) =
        (history("habits.csv", &habits()), file("predictions.csv", ""), file("backtest.json", ""));
    let run = backtest(&[
        "--order-lines",
        &orders,
        "--from",
        "2025-07-01",
        "--out",
        &out,
        "--json",
        &json,
        "--return-cost",
        "15+50%",
        "--lost-sale",
        "100%",
    ]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let predictions = std::fs::read_to_string(out).unwrap();
    assert!(predictions.starts_with("order_line_id,probability\n7-0,0."), "{predictions}");
    assert_eq!(predictions.lines().count(), 1 + 6 * 20);
    let report: Value = parse(&std::fs::read_to_string(json).unwrap()).unwrap();
    assert_eq!((report["figures"]["lines"].as_u64(), report["figures"]["auc"].as_f64()), (Some(120), Some(1.0)));
    assert_eq!(report["cost_per_line"]["always_warning"].as_f64(), Some(5.0));
    assert_eq!(report["cost_per_line"]["no_warnings"].as_f64(), Some(6.25));
    assert!(run.out.contains("\n  all "), "{}", run.out);
}

#[test]
fn too_many_lines_that_cannot_be_read_fail_and_say_which() {
    let broken = history(
        "broken.csv",
        &(ANN.to_owned()
            + "l5,o3,2026-03-02,ann,dress,Aurel,M,-3,1,EUR,0\nl1,o4,2026-03-02,ann,dress,Aurel,M,3,1,EUR,0\n"),
    );
    let run = backtest(&["--order-lines", &broken, "--from", "2026-03-01"]);
    assert_eq!(run.code, 1);
    for part in [
        "2 of 6 lines",
        "negative price",
        "line       6  `-3`",
        "`l1` is in line 2 already",
        "33.33 % can't be read",
        "--max-skipped",
    ] {
        assert!(run.err.contains(part), "{part}: {}", run.err);
    }
    let run = backtest(&["--order-lines", &broken, "--from", "2026-03-01", "--max-skipped", "0.5"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.out.contains("lines scored"), "{}", run.out);
    let run = backtest(&["--order-lines", &broken, "--from", "2027-03-01", "--max-skipped", "0.5"]);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("has no order in the period"), "{}", run.err);
}

#[test]
fn costs_are_amounts_and_percentages() {
    let orders = history("costs.csv", ANN);
    let run =
        backtest(&["--order-lines", &orders, "--from", "2026-03-01", "--return-cost", "much", "--lost-sale", "40%"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("write an amount, a percentage of the line's value, or both"), "{}", run.err);
}
