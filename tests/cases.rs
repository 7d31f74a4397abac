//! Every `tests/cases/*.json`: an engine, an input, and the decision that native, Node and browser give byte for byte.
//!
//! `UPDATE_CASES=1 cargo test --test cases` writes the expected decisions anew; read the difference before committing it.
#![cfg(not(target_arch = "wasm32"))]
// Helpers of tests are outside `#[test]` functions, where clippy.toml's exception doesn't reach.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use cartnudge::engine::{Engine, read_input};
use cartnudge::json::{parse, to_string, to_string_pretty};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    paths.sort();
    paths
}

fn decide(case: &Value) -> String {
    let (engine, found) = Engine::new(&case["engine"]).unwrap_or_else(|found| panic!("{found:#?}"));
    // Cases may say what no document should.
    assert!(found.iter().all(|one| one.code == "constant_condition"), "{found:#?}");
    let (input, _) = read_input(&case["input"]).unwrap_or_else(|found| panic!("{found:#?}"));
    to_string(&engine.decide(&input))
}

#[test]
fn every_case_decides_as_expected() {
    let update = std::env::var_os("UPDATE_CASES").is_some();
    let paths = cases();
    assert!(paths.len() >= 20, "only {} cases", paths.len());
    for path in paths {
        let mut case = parse(&fs::read_to_string(&path).unwrap()).unwrap();
        let decision = decide(&case);
        if update {
            case["expected"] = parse(&decision).unwrap();
            fs::write(&path, to_string_pretty(&case) + "\n").unwrap();
            continue;
        }
        // Through one printer, so that only values count here; Node compares the bytes.
        assert_eq!(to_string(&parse(&decision).unwrap()), to_string(&case["expected"]), "{}", path.display());
    }
}

#[test]
fn contributions_sum_to_the_score() {
    for path in cases() {
        let case = parse(&fs::read_to_string(&path).unwrap()).unwrap();
        for line in case["expected"]["lines"].as_array().unwrap() {
            let parts = line["contributions"].as_array().unwrap();
            let base = line["score"]["base"].as_f64().unwrap();
            let sum = parts.iter().fold(base, |sum, part| sum + part["contribution"].as_f64().unwrap());
            assert_eq!(Some(sum), line["score"]["total"].as_f64(), "{}", path.display());
        }
    }
}
