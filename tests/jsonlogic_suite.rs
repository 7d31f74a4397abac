//! The public JsonLogic suite (<https://jsonlogic.com/tests.json>), read from beside the repository: it isn't ours to
//! ship. Without the file the test says so and passes.
#![cfg(not(target_arch = "wasm32"))]

use cartnudge::rules::logic::evaluate;
use serde_json::Value;
use std::fs;

const SUITE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data/jsonlogic/tests.json");

/// How many cases the suite has; fewer means that it wasn't read as it should be.
const CASES: usize = 277;

#[test]
fn the_public_suite_passes() {
    let Ok(text) = fs::read_to_string(SUITE) else {
        println!("skipped: the public JsonLogic suite isn't at {SUITE}");
        return;
    };
    let suite: Vec<Value> = serde_json::from_str(&text).expect("the suite is a JSON array");
    // Strings between the cases are headings.
    let cases: Vec<&Vec<Value>> = suite.iter().filter_map(Value::as_array).collect();
    assert_eq!(cases.len(), CASES);

    let failures: Vec<String> = cases.iter().filter_map(|case| failure(case)).collect();
    assert!(failures.is_empty(), "{} of {CASES} cases fail:\n{}", failures.len(), failures.join("\n"));
}

/// What is wrong with one case: `[logic, data, expected]`.
fn failure(case: &[Value]) -> Option<String> {
    let [logic, data, expected] = case else {
        return Some(format!("not a case: {case:?}"));
    };
    match evaluate(logic, data) {
        Ok(value) if value == *expected => None,
        Ok(value) => Some(format!("{logic} over {data}: {value}, not {expected}")),
        Err(error) => Some(format!("{logic} over {data}: {error}, not {expected}")),
    }
}
