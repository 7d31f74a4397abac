//! JsonLogic cases, `[logic, data, expected]` with headings between them, as the community keeps them: our own in
//! `tests/jsonlogic`, and the public suite (<https://jsonlogic.com/tests.json>). That one isn't ours to ship: it is read
//! from where `JSONLOGIC_SUITE` says, or from beside the repository; without it the test says so and passes.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::expect_used)] // a test may

use cartnudge::rules::logic::evaluate;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::{env, fs};

const OURS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/jsonlogic");

/// How many cases of our own there are at least; fewer means that they weren't read as they should be.
const OUR_CASES: usize = 440;

/// How many cases the public suite has.
const PUBLIC_CASES: usize = 277;

#[test]
fn our_cases_pass() {
    let files = fs::read_dir(OURS).expect("tests/jsonlogic is a folder");
    let count: usize = files.map(|file| check(&file.expect("a file has a path").path())).sum();
    println!("{count} cases of our own");
    assert!(count >= OUR_CASES, "only {count} cases");
}

#[test]
fn the_public_suite_passes() {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data/jsonlogic/tests.json");
    let path = env::var_os("JSONLOGIC_SUITE").map_or_else(|| PathBuf::from(beside), PathBuf::from);
    if !path.exists() {
        println!("skipped: the public JsonLogic suite isn't at {}", path.display());
        return;
    }
    let count = check(&path);
    println!("{count} cases of the public JsonLogic suite");
    assert_eq!(count, PUBLIC_CASES);
}

/// Checks a file's cases; how many they are.
fn check(path: &Path) -> usize {
    let text = fs::read_to_string(path).expect("a suite can be read");
    let suite: Vec<Value> = serde_json::from_str(&text).expect("a suite is a JSON array");
    // Texts between the cases are headings.
    let cases: Vec<&Vec<Value>> = suite.iter().filter_map(Value::as_array).collect();
    let failures: Vec<String> = cases.iter().filter_map(|case| failure(case)).collect();
    let path = path.display();
    assert!(
        failures.is_empty(),
        "{} of {} cases in {path} fail:\n{}",
        failures.len(),
        cases.len(),
        failures.join("\n")
    );
    cases.len()
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
