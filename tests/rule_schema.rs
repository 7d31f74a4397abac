//! The published JSON Schema is the one of the types, and agrees with the reader; printing and reading is the identity.
//!
//! `UPDATE_SCHEMA=1 cargo test --test rule_schema` writes `schema/rules.v2.schema.json` anew.
#![cfg(not(target_arch = "wasm32"))]
// Helpers of tests are outside `#[test]` functions, where clippy.toml's exception doesn't reach.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::expect_used)]

use cartnudge::diagnostic::Diagnostics;
use cartnudge::json::{Node, parse, to_string_pretty};
use cartnudge::rules::print::print;
use cartnudge::rules::schema::schema;
use cartnudge::rules::{self, Document};
use cartnudge::settings::Settings;
use jsonschema::Validator;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn validator() -> Validator {
    jsonschema::validator_for(&schema()).unwrap()
}

fn read(document: &Value) -> Option<Document> {
    rules::load(Node::root(document), &Settings::default(), &mut Diagnostics::default()).map(|rules| rules.document)
}

fn json_files(folder: &str) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(root().join(folder)).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    paths.sort();
    paths
}

#[test]
fn the_published_schema_is_that_of_the_types() {
    let path = root().join("schema/rules.v2.schema.json");
    let made = to_string_pretty(&schema()) + "\n";
    if std::env::var_os("UPDATE_SCHEMA").is_some() {
        fs::write(&path, &made).unwrap();
    }
    let published = fs::read_to_string(&path).unwrap_or_default();
    assert!(published == made, "run UPDATE_SCHEMA=1 cargo test --test rule_schema");
}

#[test]
fn good_documents_fit_the_schema_and_print_as_they_are_read() {
    let validator = validator();
    let mut documents = vec![parse(&fs::read_to_string(root().join("www/shop/rules.json")).unwrap()).unwrap()];
    for path in json_files("tests/cases") {
        documents.push(parse(&fs::read_to_string(path).unwrap()).unwrap()["engine"]["rules"].clone());
    }
    for document in documents {
        let faults: Vec<String> =
            validator.iter_errors(&document).map(|fault| format!("{}: {fault}", fault.instance_path())).collect();
        assert!(faults.is_empty(), "{faults:#?}\n{document}");
        let own = read(&document).unwrap();
        let printed = print(&own);
        assert!(validator.is_valid(&printed), "{printed}");
        assert_eq!(read(&printed).as_ref(), Some(&own));
        assert_eq!(print(&read(&printed).unwrap()), printed);
    }
}

/// Faults that a schema can't say.
const BEYOND: [&str; 16] = [
    "duplicate-id",
    "ends-before-it-begins",
    "line-fact-in-cart-rule",
    "namespace-backwards",
    "newer-key",
    "no-weight",
    "number-in-quotes",
    "prerequisite-circle",
    "prerequisite-unknown",
    "stray-list",
    "text-against-number",
    "too-deep",
    "too-many-parts",
    "unknown-placeholder",
    "unsafe-url",
    "wrong-argument-count",
];

#[test]
fn the_schema_refuses_what_the_reader_refuses() {
    let validator = validator();
    let mut refused = 0;
    for path in json_files("cli/tests/data/broken") {
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let Ok(document) = parse(&fs::read_to_string(&path).unwrap()) else { continue };
        assert!(read(&document).is_none(), "{name}");
        let fits = validator.is_valid(&document);
        assert_eq!(fits, BEYOND.contains(&name.as_str()), "{name}");
        refused += u32::from(!fits);
    }
    assert!(refused >= 20, "{refused}");
}

fn words() -> impl Strategy<Value = Value> {
    let text = prop::sample::select(vec!["Compare sizes", "{size}?", "Größe {kept_size}", "a"]);
    prop::collection::btree_map(prop::sample::select(vec!["en", "de-AT"]), text, 1..3).prop_map(|map| {
        map.into_iter().map(|(locale, text)| (locale.to_owned(), json!({"headline": text, "body": text}))).collect()
    })
}

fn rule(id: usize) -> impl Strategy<Value = Value> {
    let cap = || prop::option::of((0u32..9, 1u32..9).prop_map(|(max, days)| json!({"max": max, "days": days})));
    let schedule = prop::option::of(prop::sample::select(vec![
        json!({"from": "2026-11-01", "until": "2027-01-01T08:30:00Z"}),
        json!({"weekdays": ["sun", "mon"], "hours": {"from": "22:00", "until": "06:30"}}),
        json!({"until": 1_800_000_000_000_i64}),
    ]));
    let whens =
        vec![json!(true), json!({">": [{"var": "line.price"}, 10.5]}), json!({"in": [{"var": "line.size"}, ["S"]]})];
    let variations = prop::option::of(
        words().prop_map(|content| json!([{"id": "a", "weight": 2.5}, {"id": "b", "content": content}])),
    );
    let numbers = (0u32..1001, 0.0f64..=100.0, 0.0f64..=100.0, prop::option::of(0.0f64..=1.0), 0u32..3651);
    (any::<bool>(), prop::sample::select(whens), prop::option::of(words()), variations, cap(), schedule, numbers).prop_map(
        move |(enabled, when, content, variations, cap, schedule, (priority, audience, holdout, effect, cooldown))| {
            json!({"id": format!("rule-{id}"), "name": "Ä rule", "enabled": enabled, "when": when, "note": "why",
                "nudge": {"type": "size_guide", "placement": "slot", "content": content, "variations": variations},
                "priority": priority, "frequency_cap": cap, "schedule": schedule, "cooldown_days": cooldown,
                "audience_percent": audience, "holdout_percent": holdout, "effect": effect,
                "namespace": {"id": "n", "range": [0, 0.25]},
                "prerequisites": if id > 0 { json!([{"rule_id": "rule-0", "state": "not_exposed", "days": 3}]) } else { Value::Null }})
        },
    )
}

fn document() -> impl Strategy<Value = Value> {
    let ranking =
        prop::option::of(Just(json!({"by": "expected_value", "return_cost": {"fixed": 6.5}, "attention_cost": 0.5})));
    let settings = prop::option::of(
        (0.0f64..0.3).prop_map(|medium| json!({"band_medium": medium, "premium_categories": ["Silk"]})),
    );
    (rule(0), rule(1), any::<bool>(), any::<u32>(), ranking, settings).prop_map(|(a, b, paused, version, ranking, settings)| {
        json!({"schema_version": 2, "version": version, "default_locale": "de-AT", "paused": paused, "time_zone": "Europe/Berlin",
            "holdout": {"percent": 2.5, "seed": "q4"}, "budget": {"per_page": 2}, "ranking": ranking, "settings": settings,
            "frequency_caps": {"all": {"max": 3}, "types": {"chat_prompt": {"max": 1, "days": 7}}}, "rules": [a, b]})
    })
}

proptest! {
    #[test]
    fn printing_and_reading_is_the_identity(document in document()) {
        let own = read(&document).expect("a good document");
        let printed = print(&own);
        prop_assert!(validator().is_valid(&document), "{document}");
        prop_assert!(validator().is_valid(&printed), "{printed}");
        prop_assert_eq!(read(&printed), Some(own));
    }
}
