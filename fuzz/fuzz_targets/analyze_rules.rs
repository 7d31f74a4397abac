//! Any document can be analysed, and every witness is an input that can be read.
//!
//! The bytes are what [`document()`] makes two documents of, the second as the one before. That the work is bounded is the
//! fuzzer's to say: an input that takes many seconds is a failure.
#![no_main]

use arbitrary::Unstructured;
use cartnudge::engine::read_input;
use cartnudge::rules::analysis::{Witness, analyze};
use cartnudge_fuzz::document::document;
use libfuzzer_sys::fuzz_target;
use serde_json::json;

fuzz_target!(|input: &[u8]| {
    let mut bytes = Unstructured::new(input);
    let (Ok(now), Ok(before)) = (document(&mut bytes), document(&mut bytes)) else { return };
    let found = analyze(&now, &json!({ "before": before, "overlaps": 5 }));
    let is_read = |witness: &Witness| assert!(read_input(&witness.input).is_ok(), "{:?}", witness.input);
    found.overlaps.iter().for_each(|one| is_read(&one.witness));
    found.outranked.iter().flat_map(|one| &one.wins_only_when).for_each(|one| is_read(&one.witness));
    found.changes.iter().flat_map(|one| one.gained.iter().chain(&one.lost)).for_each(|one| is_read(&one.witness));
});
