//! `replay` over small histories, whole and broken.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)] // a test may panic, its helpers too

mod command;

use cartnudge::json::parse;
use command::{Run, cartnudge, cartnudge_reading, file};
use flate2::{Compression, write::GzEncoder};
use serde_json::{Value, json};
use std::io::Write;

/// Rules, and a model of their own: what the starter model weighs is none of these tests' business.
const ENGINE: [&str; 5] = ["replay", "--rules", "tests/data/rules.json", "--model", "tests/data/model.json"];
const ORDERS: &str = "tests/data/orders.csv";

fn replay(args: &[&str]) -> Run {
    cartnudge(&[&ENGINE[..], args].concat())
}

/// The report of a history given on standard input.
fn report(text: &str, args: &[&str]) -> (i32, Value, String) {
    let all = [&ENGINE[..], &["--order-lines", "-", "--json", "-"], args].concat();
    let run = cartnudge_reading(&all, text.as_bytes());
    (run.code, parse(&run.out).unwrap_or(Value::Null), run.err)
}

/// Reason, count and the first line number of each group of skipped lines.
fn skipped(report: &Value) -> Vec<(&str, u64, u64)> {
    let groups = report["lines"]["skipped_by_reason"].as_array().unwrap().iter();
    groups
        .map(|group| {
            let first = group["first"][0]["line"].as_u64().unwrap();
            (group["reason"].as_str().unwrap(), group["count"].as_u64().unwrap(), first)
        })
        .collect()
}

/// `UPDATE_GOLDEN=1 cargo test -p cartnudge-cli` writes the file anew; read the difference before committing it.
fn golden(name: &str, text: &str) {
    let path = format!("{}/tests/data/{name}", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, text).unwrap();
    }
    assert_eq!(text, std::fs::read_to_string(&path).unwrap().replace("\r\n", "\n"));
}

#[test]
fn a_small_history_gives_the_report_that_was_checked_by_hand() {
    let json = file("small.json", "");
    let run = replay(&["--order-lines", ORDERS, "--json", &json]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    golden("orders.report.txt", &run.out);
    golden("orders.report.json", &std::fs::read_to_string(json).unwrap());
}

#[test]
fn every_line_is_bought_or_returned_or_skipped() {
    let run = replay(&["--order-lines", ORDERS, "--json", "-"]);
    let lines = &parse(&run.out).unwrap()["lines"];
    let count = |key: &str| lines[key].as_u64().unwrap();
    assert_eq!(count("read"), count("bought") + count("returns") + count("skipped"));
}

#[test]
fn gzip_semicolons_and_windows_line_ends_are_read_alike() {
    let text = std::fs::read_to_string(format!("{}/{ORDERS}", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let whole = |text: &str| {
        let (code, mut report, _) = report(text, &[]);
        report["file"] = Value::Null;
        (code, report)
    };
    let plain = whole(&text);
    assert_eq!(whole(&text.replace(',', ";").replace('\n', "\r\n")), plain);
    let path = file("orders.csv.gz", "");
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(text.as_bytes()).unwrap();
    std::fs::write(&path, packed.finish().unwrap()).unwrap();
    let mut unpacked = parse(&replay(&["--order-lines", &path, "--json", "-"]).out).unwrap();
    unpacked["file"] = Value::Null;
    assert_eq!(unpacked, plain.1);
}

#[test]
fn a_raw_export_is_mapped_and_its_returns_find_their_purchases() {
    let text = "Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country\n\
        C1,MUG,Mug,-1,2009-12-01 08:00:00,2.5,7,UK\n\
        100,MUG,Mug,6,2009-12-01 09:00:00,2.5,7,UK\n\
        100,POST,Postage,1,2009-12-01 09:00:00,10,7,UK\n\
        101,MUG,Mug,2,2009-12-02 09:00:00,2.5,,UK\n\
        C2,MUG,Mug,-2,2009-12-20 09:00:00,2.5,7,UK\n\
        C3,MUG,Mug,-9,2010-01-20 09:00:00,2.5,7,UK\n\
        C4,MUG,Mug,-1,2010-01-20 09:00:00,2.5,,UK\n\
        C5,MUG,Mug,1,2010-01-20 09:00:00,2.5,7,UK\n\
        102,CUP,Cup,1,2010-01-20 10:00:00,0,7,UK\n\
        103,CUP,Cup,-1,2010-01-20 10:00:00,1,7,UK\n\
        A4,B,Bad debt,1,2010-01-20 10:00:00,-500,,UK\n\
        104,CUP,Cup,10000,2010-01-20 10:00:00,1,7,UK\n\
        105,CUP,Cup,1,2010-02-20 10:00:00,4,7,UK\n";
    let (code, report, err) = report(text, &["--columns", "mappings/online-retail-ii.json"]);
    assert_eq!((code, err.as_str()), (0, ""));
    assert_eq!(
        skipped(&report),
        [
            ("not_a_product", 2, 4),
            ("no_pieces", 1, 11),
            ("too_many_pieces", 1, 13),
            ("free", 1, 10),
            ("return_of_nothing", 1, 9),
        ]
    );
    assert_eq!(
        report["return_invoices"],
        json!({ "lines": 4, "whole": 1, "in_part": 1, "without_purchase": 1, "without_customer": 1 })
    );
    // The line without a customer has no outcome; neither has the last, which is younger than the lag.
    assert_eq!((&report["risk"]["with_outcome"], &report["risk"]["returned"]), (&json!(1), &json!(1)));
    assert_eq!((&report["carts"]["carts"], &report["carts"]["of_known_customers"]), (&json!(3), &json!(2)));
}

#[test]
fn columns_given_one_by_one_do_the_same_as_a_mapping() {
    let text =
        "Invoice;StockCode;Quantity;InvoiceDate;Price;Customer ID\n1;A;1;2010-01-01;2;7\nC2;A;-1;2010-01-05;2;7\n";
    let (code, report, _) = report(
        text,
        &[
            "--column",
            "order_id=Invoice",
            "--column",
            "item_id=StockCode",
            "--column",
            "quantity=Quantity",
            "--column",
            "ordered_at=InvoiceDate",
            "--column",
            "price=Price",
            "--column",
            "customer_id=Customer ID",
            "--return-prefix",
            "C",
            "--currency",
            "GBP",
        ],
    );
    assert_eq!(code, 0);
    assert_eq!((&report["lines"]["bought"], &report["return_invoices"]["whole"]), (&json!(1), &json!(1)));
}

#[test]
fn wrong_columns_say_what_is_there_and_how_to_map_it() {
    let (code, _, err) = report(
        "Invoice,StockCode,Quantity,InvoiceDate,Price\n",
        &["--currency", "GBP", "--column", "order_line_id=Invoice"],
    );
    assert_eq!(code, 2);
    assert_eq!(
        err,
        "error: standard input has no columns `order_id`, `ordered_at`, `customer_id`, `item_id`, `price`, `quantity`\n  \
         its columns: `Invoice`, `StockCode`, `Quantity`, `InvoiceDate`, `Price`\n  \
         help: map the file's own names: --column \"order_id=Invoice\" --column \"ordered_at=InvoiceDate\" \
         --column \"customer_id=…\" --column \"item_id=StockCode\" --column \"price=Price\" --column \"quantity=Quantity\"\n"
    );
    let (code, _, err) = report("a,b\n", &["--column", "oder_id=a"]);
    assert_eq!(code, 2);
    assert!(err.contains("cartnudge has no column `oder_id`\n  help: did you mean `order_id`?"), "{err}");
    let (code, _, err) = report("", &[]);
    assert_eq!((code, err.as_str()), (2, "error: standard input is empty: its first line should name the columns\n"));
    let (code, _, err) = report("order_line_id,order_id,ordered_at,customer_id,item_id,price,quantity\n", &[]);
    assert_eq!(code, 2);
    assert!(err.contains("doesn't say the currency") && err.contains("--currency EUR"), "{err}");
}

#[test]
fn mostly_unreadable_lines_are_loud() {
    let text = "order_line_id,order_id,ordered_at,customer_id,item_id,price,quantity\n\
        1,a,01/02/2010,c,i,1,1\n2,b,2010-02-03,c,i,1,1\n3,c,04/05/2010,c,i,1,1\n";
    let (code, report, err) = report(text, &["--currency", "EUR"]);
    assert_eq!(code, 1);
    assert_eq!(
        err,
        "error: 2 of 3 lines can't be read\n  help: are the columns mapped rightly? The reasons are in the report\n"
    );
    assert_eq!(skipped(&report), [("bad_date", 2, 2)]);
    let found = report["lines"]["skipped_by_reason"][0]["first"][0]["found"].as_str().unwrap();
    assert_eq!(found, "`01/02/2010` can be read with the day or the month first; write it like 2010-01-31");
}

#[test]
fn a_torn_archive_is_an_error_and_not_a_short_history() {
    let path = file("torn.csv.gz", "");
    let mut packed = GzEncoder::new(Vec::new(), Compression::none());
    packed.write_all(&std::fs::read(format!("{}/{ORDERS}", env!("CARGO_MANIFEST_DIR"))).unwrap()).unwrap();
    let bytes = packed.finish().unwrap();
    std::fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
    let run = replay(&["--order-lines", &path]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert!(run.err.contains("help: is the file complete?"), "{}", run.err);
}

#[test]
fn a_nudge_that_was_shown_counts_against_its_frequency_cap() {
    let text = "order_line_id,order_id,ordered_at,customer_id,item_id,item_group_id,size,price,quantity,currency\n\
        1,a,2026-01-01,ann,d-s,d,S,80,1,EUR\n2,a,2026-01-01,ann,d-m,d,M,80,1,EUR\n\
        3,b,2026-01-11,ann,d-s,d,S,80,1,EUR\n4,b,2026-01-11,ann,d-m,d,M,80,1,EUR\n";
    let (_, report, _) = report(text, &[]);
    assert_eq!(report["nudges"][0], json!({ "rule_id": "risky-line", "shown": 1, "share": 0.5 }));
    let held_back = report["suppressed"].as_array().unwrap();
    assert!(
        held_back.contains(&json!({ "rule_id": "risky-line", "why": "frequency_cap: rule", "carts": 1 })),
        "{held_back:?}"
    );
}

#[test]
fn a_period_reports_on_its_carts_and_knows_what_was_before() {
    let run = replay(&["--order-lines", ORDERS, "--json", "-", "--from", "2026-02-01", "--until", "2026-02-22"]);
    let report = parse(&run.out).unwrap();
    assert_eq!((&report["carts"]["carts"], &report["carts"]["first_orders"]), (&json!(2), &json!(0)));
    assert_eq!((&report["carts"]["first"], &report["carts"]["last"]), (&json!("2026-02-20"), &json!("2026-02-21")));
}
