//! Sizes that came back, as order history tells them: `tests/warehouse/returned-sizes.json` says of each order of the
//! history beside it what was known before. The warehouse is held to the same file.
#![cfg(not(target_arch = "wasm32"))]
// Helpers of tests are outside `#[test]` functions, where clippy.toml's exception doesn't reach.
#![allow(clippy::unwrap_used)]

use cartnudge::customer::{ReturnedSize, Signals};
use cartnudge::product::Products;
use cartnudge::replay::{Mapping, Past, PastCart, Period, Reading};
use serde_json::{Map, Value, json};
use std::fs;

fn file(name: &str) -> String {
    fs::read_to_string(format!("{}/tests/warehouse/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

fn carts(history: &str) -> Vec<PastCart> {
    let mut reading = Reading::new(Mapping::default(), 10);
    reading.push(history.as_bytes()).unwrap();
    Past::new(reading.finish().unwrap(), Products::default(), Period::default()).collect()
}

fn told(one: &ReturnedSize) -> Value {
    let mut told = Map::new();
    for (key, name) in [("brand", &one.brand), ("category", &one.category)] {
        told.extend(name.as_ref().map(|name| (key.to_owned(), json!(name))));
    }
    told.extend([("size".to_owned(), json!(one.size))]);
    told.extend([("too_small".to_owned(), json!(one.too_small)), ("too_large".to_owned(), json!(one.too_large))]);
    Value::Object(told)
}

#[test]
fn each_order_knows_what_had_come_back_before_it() {
    let known = carts(&file("returned-sizes.csv")).into_iter().map(|cart| {
        let signals = cart.input.customer.unwrap();
        (cart.lines[0].order_id.clone(), signals.returned_sizes.iter().map(told).collect())
    });
    let expected: Value = serde_json::from_str(&file("returned-sizes.json")).unwrap();
    assert_eq!(Value::Object(known.collect()), expected);
}

#[test]
fn without_reasons_all_else_is_as_it_was() {
    let history = file("returned-sizes.csv");
    let signals =
        |history: &str| -> Vec<Signals> { carts(history).into_iter().filter_map(|cart| cart.input.customer).collect() };
    let with = signals(&history).into_iter().map(|one| Signals { returned_sizes: Vec::new(), ..one });
    assert_eq!(signals(&history.replace("return_reason", "why")), with.collect::<Vec<_>>());
}
