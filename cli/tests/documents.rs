//! `validate`, `decide`, `facts` and `model`, as a terminal sees them.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)] // a test may panic, its helpers too

mod command;

use cartnudge::engine::{Engine, read_input};
use cartnudge::json::{parse, to_string};
use command::{cartnudge, cartnudge_reading, file};
use serde_json::{Value, json};
use std::path::Path;

#[test]
fn rules_that_hold_are_ok() {
    let run = cartnudge(&["validate", "tests/data/rules.json"]);
    assert_eq!((run.code, run.out.as_str()), (0, "ok: 3 rules, 0 warnings\n"));
}

#[test]
fn faults_are_shown_with_line_column_and_mend() {
    let text = "{ \"rules\": [\n  { \"id\": \"a\", \"nudge\": { \"type\": \"size_guide\" },\n    \"when\": { \">=\": [{ \"var\": \"line.prise\" }, 2] } }\n] }\n";
    let path = file("faults.json", text);
    let run = cartnudge(&["validate", &path]);
    let expected = format!(
        "error[unknown_fact]: unknown fact `line.prise`\n  --> {path}:3:31  /rules/0/when/>=/0/var\n  \
         help: did you mean `line.price`?\n\nrefused: 1 error, 0 warnings\n"
    );
    assert_eq!((run.code, run.out), (1, expected));
    let run = cartnudge(&["validate", "--json", &path]);
    let report: Value = parse(&run.out).unwrap();
    assert_eq!((run.code, &report["ok"]), (1, &json!(false)));
    assert_eq!(report["diagnostics"][0]["code"], "unknown_fact");
    assert_eq!((&report["diagnostics"][0]["line"], &report["diagnostics"][0]["column"]), (&json!(3), &json!(31)));
}

#[test]
fn what_cannot_be_read_is_two_and_what_is_no_json_is_one() {
    let run = cartnudge(&["validate", "tests/data/nowhere.json"]);
    assert_eq!(run.code, 2);
    assert!(run.err.starts_with("error: can't read tests/data/nowhere.json: "), "{}", run.err);
    let path = file("torn.json", "{ \"rules\": [\n  {");
    let run = cartnudge(&["validate", &path]);
    assert_eq!(run.code, 1);
    assert!(run.err.starts_with(&format!("error: {path}:2:3: not JSON: ")), "{}", run.err);
    let run = cartnudge(&["validate", "--json", &path]);
    assert_eq!((run.code, &parse(&run.out).unwrap()["diagnostics"][0]["code"]), (1, &json!("not_json")));
    assert_eq!(cartnudge(&["validate"]).code, 2);
}

#[test]
fn decide_prints_the_library_s_bytes() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/cases");
    let mut seen = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let case = parse(&std::fs::read_to_string(&path).unwrap()).unwrap();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let mut args = vec!["decide".to_owned()];
        for (key, value) in case["engine"].as_object().unwrap() {
            args.extend([format!("--{key}"), file(&format!("{name}.{key}.json"), &to_string(value))]);
        }
        args.push("-".to_owned());
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        let run = cartnudge_reading(&args, to_string(&case["input"]).as_bytes());
        let (engine, _) = Engine::new(&case["engine"]).unwrap();
        let (input, _) = read_input(&case["input"]).unwrap();
        assert_eq!((run.code, run.out), (0, to_string(&engine.decide(&input)) + "\n"), "{name}");
        seen += 1;
    }
    assert!(seen >= 20, "only {seen} cases");
}

#[test]
fn a_decision_on_faulty_documents_is_refused_with_their_places() {
    let input = file("input.json", "{ \"cart\": {\n \"currency\": \"EUR\", \"items\": [{ \"item_id\": \"a\" }] } }");
    let run = cartnudge(&["decide", "--rules", "tests/data/rules.json", &input]);
    assert_eq!((run.code, run.out.as_str()), (1, ""));
    assert!(
        run.err.contains(&format!("error[missing_key]: `price` is missing\n  --> {input}:2:31  /cart/items/0/price")),
        "{}",
        run.err
    );
    let model = file(
        "model.json",
        "{ \"id\": \"m\",\n \"intercept\": 0, \"terms\": [{ \"feature\": \"line.prise\", \"mean\": 0, \"weight\": 1 }] }",
    );
    let run = cartnudge(&["decide", "--rules", "tests/data/rules.json", "--model", &model, &input]);
    assert_eq!(run.code, 1);
    assert!(run.err.contains(&format!("  --> {model}:2:41  /terms/0/feature")), "{}", run.err);
}

#[test]
fn warnings_go_to_standard_error() {
    let input =
        json!({ "now": 0, "cart": { "currency": "EUR", "items": [{ "item_id": "a", "price": 1, "color": {} }] } });
    let run = cartnudge_reading(&["decide", "--rules", "tests/data/rules.json", "-"], to_string(&input).as_bytes());
    assert_eq!(run.code, 0);
    assert!(run.err.starts_with("warning[wrong_type]: expected a text, found an object\n"), "{}", run.err);
    assert!(run.out.starts_with("{\"decision_id\":\"") && run.out.lines().count() == 1, "{}", run.out);
}

#[test]
fn facts_and_the_starter_model_are_listed() {
    let facts = parse(&cartnudge(&["facts", "--json"]).out).unwrap();
    let size_count = facts.as_array().unwrap().iter().find(|fact| fact["name"] == "line.size_count").unwrap();
    assert_eq!(
        *size_count,
        json!({ "name": "line.size_count", "type": "number", "unit": "sizes", "range": [0, null],
            "meaning": "Different sizes of this product in the cart.", "when_missing": "The shop didn't give sizes." })
    );
    assert!(
        cartnudge(&["facts"])
            .out
            .contains("line.size_count                  number, sizes, from 0\n    Different sizes")
    );
    let model = parse(&cartnudge(&["model", "show"]).out).unwrap();
    assert_eq!((&model["id"], &model["kind"]), (&json!("starter"), &json!("scorecard")));
}

#[test]
fn an_explanation_names_each_condition_with_what_it_saw() {
    let path = file(
        "explain-rules.json",
        r#"{ "rules": [ { "id": "two", "when": { ">=": [ { "var": "line.size_count" }, 2 ] }, "nudge": { "type": "size_guide" } } ] }"#,
    );
    let input =
        br#"{ "now": 0, "cart": { "currency": "EUR", "items": [ { "item_id": "tee", "size": "M", "price": 9 } ] } }"#;
    let run = cartnudge_reading(&["decide", "--explain", "--rules", &path, "-"], input);
    let expected = "two (two)\n  ○ Not shown for “tee”: different sizes of this product in the cart: 1 (not at least 2).\n      ✗ different sizes of this product in the cart: 1 (not at least 2)  /rules/0/when\n";
    assert_eq!((run.code, run.out.as_str()), (0, expected));
    let run = cartnudge_reading(&["decide", "--explain", "--pretty", "--rules", &path, "-"], input);
    assert_eq!(parse(&run.out).unwrap()["rules"][0]["subjects"][0]["detail"], "condition");
}

#[test]
fn strictly_warnings_fail() {
    let text = r#"{ "rules": [ { "id": "a", "when": true, "nudge": { "type": "size_guide", "content": { "en": { "headline": "Hurry!" } } } } ] }"#;
    let path = file("strict.json", text);
    let run = cartnudge(&["validate", &path]);
    assert_eq!((run.code, run.out.lines().last()), (0, Some("ok: 1 rule, 1 warning")));
    assert!(run.out.contains("warning[manipulative_wording]: `Hurry` is urgency: hurried orders come back more often"));
    assert_eq!(cartnudge(&["validate", "--strict", &path]).code, 1);
}

#[test]
fn an_older_document_is_migrated_and_the_schema_is_printed() {
    let path = file("migrate-old.json", "{ \"schema_version\": 1, \"rules\": [] }");
    let run = cartnudge(&["migrate", &path]);
    assert_eq!((run.code, parse(&run.out).unwrap()), (0, json!({ "schema_version": 2, "rules": [] })));
    assert!(run.err.starts_with("`schema_version` is 2: "), "{}", run.err);
    let newer = file("migrate-newer.json", "{ \"schema_version\": 7 }");
    let run = cartnudge(&["migrate", &newer]);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("error[newer_schema]"), "{}", run.err);
    assert_eq!(parse(&cartnudge(&["schema"]).out).unwrap()["title"], "cartnudge rules");
}

#[test]
fn an_analysis_says_who_loses_where_and_what_changed() {
    let rule = |id: &str, priority: u32, limit: u32| {
        let words = json!({ "en": { "headline": "A word", "body": "About this cart.", "action": "Ask" } });
        let when = json!({ ">=": [{ "var": "line.price" }, limit] });
        json!({ "id": id, "when": when, "priority": priority, "nudge": { "type": "chat_prompt", "content": words } })
    };
    let rules = file("analyze.json", &json!({ "rules": [rule("all", 60, 20), rule("dear", 50, 100)] }).to_string());
    let before =
        file("analyze-before.json", &json!({ "rules": [rule("all", 40, 20), rule("dear", 50, 100)] }).to_string());
    let gaps = file("analyze-gaps.json", r#"[{ "when": { ">": [{ "var": "line.price" }, 10] } }]"#);
    let run = cartnudge(&["analyze", &rules, "--before", &before, "--gaps", &gaps, "--strict"]);
    assert_eq!(run.code, 1, "{}", run.err);
    for expected in [
        "✗ dear never goes first: always outranked by all, but for these circumstances",
        "goes first where all was dismissed: 1 × Linen dress",
        "✗ question 1: a gap: 1 × Linen dress",
        "~ all changed (priority)",
        "now goes first, dear → all: ",
        "~ dear is as it was",
        "went first before, dear → all: ",
        "· all and dear compete, all goes first: ",
    ] {
        assert!(run.out.contains(expected), "{expected}\n{}", run.out);
    }
    let run = cartnudge(&["analyze", &rules, "--json"]);
    assert_eq!((run.code, &parse(&run.out).unwrap()["outranked"][0]["rule_id"]), (0, &json!("dear")));
    let faulty = file("analyze-faulty.json", r#"[{ "when": { ">": [{ "var": "line.prise" }, 10] } }]"#);
    let run = cartnudge(&["analyze", &rules, "--gaps", &faulty]);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("unknown fact `line.prise`") && run.err.contains("analyze-faulty.json:1:"), "{}", run.err);
}

#[test]
fn diff_tells_each_rule_in_a_line_and_exits_as_diff_does() {
    let before = "tests/data/rules.json";
    let mut document =
        parse(&std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(before)).unwrap()).unwrap();
    let same = cartnudge(&["diff", before, before]);
    assert_eq!((same.code, same.out.as_str()), (0, "No difference.\n"));
    let was = document["rules"][0]["priority"].as_f64().unwrap_or(50.0);
    document["rules"][0]["priority"] = json!(was + 5.0);
    document["paused"] = json!(true);
    let after = file("diff.json", &to_string(&document));
    let run = cartnudge(&["diff", before, &after]);
    let name = document["rules"][0]["name"].as_str().or(document["rules"][0]["id"].as_str()).unwrap();
    assert_eq!(run.out, format!("All rules: paused\n{name}: priority {was} to {}\n", was + 5.0));
    assert_eq!(run.code, 1);
    let german = cartnudge(&["diff", "--locale", "de-AT", before, &after]);
    assert!(german.out.starts_with("Alle Regeln: pausiert\n"), "{}", german.out);
    let json = parse(&cartnudge(&["diff", "--json", before, &after]).out).unwrap();
    assert_eq!(json["changes"][1]["details"][0]["pointer"], "/rules/0/priority");
    let run = cartnudge(&["diff", before, "tests/data/nowhere.json"]);
    assert_eq!(run.code, 2);
}
