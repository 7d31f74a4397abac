//! Any bytes load as a rule document or are refused with findings; what loads decides, the same each time.
//!
//! What loads prints as a document that loads as the same, and its decisions can be explained.
//! An input that starts with `{` is JSON text; any other is what [`document()`] makes of it. That the work is bounded is
//! the fuzzer's to say: an input that takes seconds is a failure.
#![no_main]

use arbitrary::Unstructured;
use cartnudge::diagnostic::Diagnostics;
use cartnudge::engine::{Engine, read_input};
use cartnudge::explain::explain;
use cartnudge::features::Input;
use cartnudge::json::{Node, parse, to_string};
use cartnudge::rules::migrate::migrate;
use cartnudge::rules::print::print;
use cartnudge::rules::{Rules, load};
use cartnudge::settings::Settings;
use cartnudge_fuzz::document::document;
use libfuzzer_sys::fuzz_target;
use serde_json::Value;
use std::sync::LazyLock;

/// Cases whose engines and inputs differ most: signals, a session, memory, a cart without any item, no consent.
const CASES: [&str; 6] = [
    include_str!("../../tests/cases/conditions.json"),
    include_str!("../../tests/cases/suppression-each.json"),
    include_str!("../../tests/cases/bad-optional-fields.json"),
    include_str!("../../tests/cases/cart-empty.json"),
    include_str!("../../tests/cases/consent-without-personalization.json"),
    include_str!("../../tests/cases/counterfactual-kept-size.json"),
];

static SCENES: LazyLock<Vec<(Engine, Input)>> = LazyLock::new(|| CASES.into_iter().map(scene).collect());

fn scene(case: &str) -> (Engine, Input) {
    let case = parse(case).expect("a case is JSON");
    let (engine, _) = Engine::new(&case["engine"]).expect("a case's engine has no error");
    let (input, _) = read_input(&case["input"]).expect("a case's input has no error");
    (engine, input)
}

fuzz_target!(|input: &[u8]| {
    let Some(document) = read(input) else { return };
    reads_as_printed(&document);
    let scenes = LazyLock::force(&SCENES);
    for (engine, input) in scenes {
        let mut engine = engine.clone();
        let found = engine.set_rules(&document);
        for finding in found.iter() {
            assert!(finding.pointer.is_empty() || finding.pointer.starts_with('/'), "{finding:?}");
            assert!(!finding.message.is_empty() && !finding.help.is_empty(), "{finding:?}");
        }
        if found.has_errors() {
            // The other engines refuse it for the same reasons.
            return;
        }
        let decision = to_string(&engine.decide(input));
        assert_eq!(decision, to_string(&engine.decide(input)));
        // Whatever decides can be explained.
        let _ = explain(&engine, input);
    }
});

/// What migrates and loads prints as a document that loads as the same.
fn reads_as_printed(document: &Value) {
    let Ok(migration) = migrate(document) else { return };
    let Some(rules) = loaded(&migration.document) else { return };
    let again = loaded(&print(&rules.document)).expect("a printed document loads");
    assert_eq!(rules.document, again.document);
}

fn loaded(document: &Value) -> Option<Rules> {
    load(Node::root(document), &Settings::default(), &mut Diagnostics::default())
}

fn read(input: &[u8]) -> Option<Value> {
    if input.starts_with(b"{") {
        return parse(std::str::from_utf8(input).ok()?).ok();
    }
    document(&mut Unstructured::new(input)).ok()
}
