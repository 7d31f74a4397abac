//! Analysis of rule documents: what it says, against what trying all carts of a small domain says.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)] // a test may

use cartnudge::decision::{Decision, Why};
use cartnudge::engine::{Engine, read_input};
use cartnudge::features::Input;
use cartnudge::rules::analysis::{Analysis, analyze};
use serde_json::{Value, json};
use std::collections::BTreeSet;

fn words() -> Value {
    json!({ "en": { "headline": "A word", "body": "About this cart.", "action": "Ask" } })
}

fn rule(id: &str, priority: u32, when: &Value) -> Value {
    json!({ "id": id, "when": when, "priority": priority, "nudge": { "type": "chat_prompt", "content": words() } })
}

fn document(rules: &[Value]) -> Value {
    json!({ "rules": rules })
}

fn sane(analysis: &Analysis) {
    let errors: Vec<_> = analysis.diagnostics.iter().filter(|one| one.code != "constant_condition").collect();
    assert!(errors.iter().all(|one| one.severity != cartnudge::diagnostic::Severity::Error), "{errors:?}");
}

fn decide(document: &Value, input: &Value) -> Decision {
    let (engine, _) = Engine::new(&json!({ "rules": document })).unwrap();
    engine.decide(&read_input(input).unwrap().0)
}

#[test]
fn a_rule_that_contradicts_itself_is_unreachable() {
    let when = json!({ "and": [{ ">": [{ "var": "line.price" }, 50] }, { "<": [{ "var": "cart.value" }, 20] }] });
    let found = analyze(&document(&[rule("never", 50, &when)]), &Value::Null);
    sane(&found);
    assert_eq!(found.unreachable[0].because, "condition");
    assert!(found.not_decided.is_empty());
}

#[test]
fn an_outranked_rule_says_by_whom_and_when_it_wins() {
    let over = |limit| json!({ ">=": [{ "var": "line.price" }, limit] });
    let mut summer = rule("all", 60, &over(20));
    summer["schedule"] = json!({ "from": "2026-11-01", "until": "2026-12-01" });
    let rules = document(&[summer, rule("dear", 50, &over(100))]);
    let found = analyze(&rules, &Value::Null);
    sane(&found);
    let one = &found.outranked[0];
    assert_eq!((one.rule_id.as_str(), one.by.as_slice(), one.never), ("dear", &["all".to_owned()][..], false));
    let because: Vec<&str> = one.wins_only_when.iter().map(|one| one.because).collect();
    assert_eq!(because, ["schedule", "dismissed"]);
    for one in &one.wins_only_when {
        assert_eq!(decide(&rules, &one.witness.input).nudges[0].rule_id, "dear");
    }
    assert_eq!(one.wins_only_when[0].witness.matters, ["schedule"]);
    assert_eq!(found.overlaps[0].winner.as_deref(), Some("all"));
}

#[test]
fn two_together_outrank_a_third() {
    let rules = document(&[
        rule("cheap", 60, &json!({ "<": [{ "var": "line.price" }, 50] })),
        rule("dear", 60, &json!({ ">=": [{ "var": "line.price" }, 40] })),
        rule("red", 50, &json!({ "==": [{ "var": "line.color" }, "Red"] })),
    ]);
    let found = analyze(&rules, &Value::Null);
    assert_eq!(found.outranked[0].by, ["cheap", "dear"]);
    assert_eq!(found.overlaps.iter().filter(|one| one.tie).count(), 1);
    assert_eq!(found.overlaps_total, 3);
}

#[test]
fn what_compares_facts_is_not_decided_unless_a_cart_decides_it() {
    let over = json!({ ">": [{ "*": [{ "var": "line.price" }, 0] }, 1] });
    let found = analyze(&document(&[rule("odd", 50, &over)]), &Value::Null);
    assert_eq!((found.not_decided[0].about, found.not_decided[0].reason), ("unreachable", "condition"));
    assert!(found.unreachable.is_empty());
}

#[test]
fn a_gap_has_a_cart() {
    let rules = document(&[rule("sizes", 50, &json!({ ">=": [{ "var": "line.size_count" }, 3] }))]);
    let question = |count| json!({ "when": { ">=": [{ "var": "line.size_count" }, count] } });
    let found = analyze(
        &rules,
        &json!({ "gaps": [question(2), question(3), { "when": { ">": [{ "var": "line.prise" }, 1] } }] }),
    );
    let errors: Vec<&str> = found.diagnostics.iter().map(|one| one.pointer.as_str()).collect();
    assert_eq!(errors, ["/options/gaps/2/when/>/0/var"]);
    let found = analyze(&rules, &json!({ "gaps": [question(2), question(3)] }));
    assert_eq!(found.gaps.iter().map(|one| one.gap).collect::<Vec<_>>(), [true, false]);
    let witness = found.gaps[0].witness.as_ref().unwrap();
    assert!(decide(&rules, &witness.input).nudges.is_empty());
    assert!(witness.input["cart"]["items"].as_array().unwrap().len() >= 2);
}

#[test]
fn a_gap_is_found_in_a_shop_without_english_and_by_expected_value() {
    let mut rules = document(&[rule("sizes", 50, &json!({ ">=": [{ "var": "line.size_count" }, 3] }))]);
    rules["default_locale"] = json!("de");
    rules["rules"][0]["nudge"]["content"] = json!({ "de": words()["en"] });
    rules["ranking"] = json!({ "by": "expected_value", "return_cost": { "fixed": 1 }, "attention_cost": 5 });
    let found = analyze(&rules, &json!({ "gaps": [{ "when": { ">=": [{ "var": "line.size_count" }, 2] } }] }));
    sane(&found);
    assert!(found.gaps[0].gap);
}

#[test]
fn never_is_said_only_where_nothing_can_silence_the_other() {
    let when = json!({ ">=": [{ "var": "line.price" }, 20] });
    let outranked = |more: &Value, over: &Value| {
        let mut other = rule("all", 60, &when);
        other["cooldown_days"] = json!(0);
        other.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let mut rules = document(&[other, rule("dear", 50, &when)]);
        rules.as_object_mut().unwrap().extend(over.as_object().unwrap().clone());
        rules["rules"][1]["nudge"] = json!({ "type": "size_guide", "content": words() });
        let found = analyze(&rules, &Value::Null);
        let ways = found.outranked[0].wins_only_when.iter().map(|one| one.because).collect::<Vec<_>>();
        (found.outranked[0].never, ways)
    };
    // A chat can be missing, so the other one is a chat only for the type's cap.
    let chat = json!({ "frequency_caps": { "types": { "chat_prompt": { "max": 2, "days": 7 } } } });
    assert_eq!(outranked(&json!({}), &chat), (false, vec!["frequency_cap", "no_chat"]));
    let guide = json!({ "nudge": { "type": "size_guide", "content": words() } });
    assert_eq!(outranked(&guide, &json!({})), (true, vec![]));
    // Nobody of those tried is outside, but somebody is.
    let nearly_all = json!({ "nudge": guide["nudge"], "audience_percent": 99.999 });
    assert!(!outranked(&nearly_all, &json!({})).0);
}

#[test]
fn nested_choices_neither_hang_nor_overflow() {
    let mut when = json!({ ">": [{ "var": "line.price" }, 3] });
    for _ in 0..20 {
        when = json!({ "==": [when, { ">": [{ "var": "line.quantity" }, 1] }] });
    }
    let found = analyze(&document(&[rule("deep", 50, &when)]), &Value::Null);
    sane(&found);
    assert!(found.unreachable.is_empty());
    let tests =
        |n: i32| json!({ "or": [{ "==": [{ "var": "line.quantity" }, n] }, { ">": [{ "var": "line.price" }, n] }] });
    let all: Vec<Value> = (0..140).map(tests).collect();
    let found = analyze(&document(&[rule("wide", 50, &json!({ "and": all }))]), &Value::Null);
    sane(&found);
}

#[test]
fn changes_have_a_cart_each() {
    let at_least = |limit| json!({ ">=": [{ "var": "cart.value" }, limit] });
    let before = document(&[rule("value", 50, &at_least(200)), rule("gone", 10, &json!(true))]);
    let after = document(&[
        rule("value", 50, &at_least(150)),
        rule("new", 5, &json!({ ">": [{ "var": "line.quantity" }, 3] })),
    ]);
    let found = analyze(&after, &json!({ "before": before }));
    sane(&found);
    let of = |id: &str| found.changes.iter().find(|one| one.rule_id == id).unwrap();
    assert_eq!((of("value").rule, of("value").keys.as_slice()), ("changed", &["when"][..]));
    let gained = of("value").gained.as_ref().unwrap();
    assert_eq!((gained.was.as_slice(), gained.now.as_slice()), (&["gone".to_owned()][..], &["value".to_owned()][..]));
    assert!(of("value").lost.is_none());
    assert_eq!((of("gone").rule, of("new").rule), ("removed", "added"));
    assert!(of("gone").lost.is_some() && of("new").gained.is_some());
    assert_eq!(decide(&after, &gained.witness.input).nudges[0].rule_id, "value");
    assert_eq!(decide(&before, &gained.witness.input).nudges[0].rule_id, "gone");
}

#[test]
fn bad_documents_and_options_are_findings() {
    let found = analyze(&json!({ "rules": [{ "id": "a" }] }), &json!({ "gap": [], "before": 4 }));
    let pointers: Vec<&str> = found.diagnostics.iter().map(|one| one.pointer.as_str()).collect();
    assert!(found.has_errors());
    assert!(pointers.contains(&"/options/gap") && pointers.contains(&"/options/before"), "{pointers:?}");
    assert!(pointers.iter().any(|pointer| pointer.starts_with("/rules/0")), "{pointers:?}");
}

#[test]
fn what_is_switched_off_is_taken_as_on_and_said() {
    let mut rules = document(&[rule("a", 50, &json!(true))]);
    rules["paused"] = json!(true);
    rules["budget"] = json!({ "per_page": 0 });
    let found = analyze(&rules, &Value::Null);
    assert_eq!(found.assumed_on, ["paused", "budget"]);
    assert!(found.unreachable.is_empty() && found.not_decided.is_empty());
}

/// Always the same numbers (a linear congruential generator).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }

    fn pick(&mut self, names: &[&'static str]) -> &'static str {
        names[usize::try_from(self.below(names.len() as u64)).unwrap()]
    }

    fn test(&mut self, about_line: bool) -> Value {
        let operator = self.pick(&["<", "<=", ">", ">=", "==", "!="]);
        match self.below(if about_line { 4 } else { 2 }) {
            0 => json!({ operator: [{ "var": "customer.orders" }, self.below(3)] }),
            1 => json!({ self.pick(&["==", "!="]): [{ "var": "page.type" }, self.pick(&["cart", "product"])] }),
            2 => json!({ operator: [{ "var": "line.quantity" }, 1 + self.below(3)] }),
            _ => json!({ "in": [{ "var": "line.size" }, [self.pick(&["S", "M"]), "M"]] }),
        }
    }

    fn condition(&mut self, about_line: bool, depth: u64) -> Value {
        match self.below(if depth == 0 { 2 } else { 6 }) {
            0 | 1 => self.test(about_line),
            2 => json!({ "!": [self.condition(about_line, depth - 1)] }),
            3 | 4 => json!({ "and": [self.condition(about_line, depth - 1), self.condition(about_line, depth - 1)] }),
            _ => json!({ "or": [self.condition(about_line, depth - 1), self.condition(about_line, depth - 1)] }),
        }
    }

    fn rules(&mut self) -> Value {
        let rules: Vec<Value> = (0..3 + self.below(4))
            .map(|id| {
                let about_line = self.below(4) > 0;
                let when = self.condition(about_line, 3);
                // No cooldown and different priorities: what goes first hangs on conditions alone.
                let priority = u32::try_from(self.below(50) * 10 + id).unwrap();
                let mut rule = rule(&format!("r{id}"), priority, &when);
                rule["scope"] = json!(if about_line { "line" } else { "cart" });
                rule["cooldown_days"] = json!(0);
                rule
            })
            .collect();
        document(&rules)
    }
}

/// Carts, customers and pages: every value that the tests tell apart, and one beside them.
fn inputs() -> Vec<Value> {
    let mut inputs = Vec::new();
    let lines = [1, 2, 3, 4]
        .into_iter()
        .flat_map(|quantity| [Some("S"), Some("M"), Some("L"), None].map(|size| (quantity, size)));
    let lines: Vec<Option<(i32, Option<&str>)>> = lines.map(Some).chain([None]).collect();
    for line in &lines {
        for orders in [None, Some(0), Some(1), Some(2), Some(3)] {
            for page in [None, Some("cart"), Some("product"), Some("home")] {
                let items: Vec<Value> = line
                    .iter()
                    .map(|(quantity, size)| json!({ "item_id": "i", "price": 10, "quantity": quantity, "size": size }))
                    .collect();
                inputs.push(json!({
                    "cart": { "currency": "EUR", "items": items },
                    "customer": orders.map(|orders| json!({ "schema_version": 1, "orders": orders })),
                    "page": { "type": page }, "visitor_id": "v", "now": 1_795_514_400_000_i64,
                }));
            }
        }
    }
    inputs
}

struct Tried {
    applies: Vec<BTreeSet<String>>,
    first: Vec<Option<String>>,
}

fn try_all(document: &Value, inputs: &[Input]) -> Tried {
    let (engine, _) = Engine::new(&json!({ "rules": document })).unwrap();
    let mut tried = Tried { applies: Vec::new(), first: Vec::new() };
    for input in inputs {
        let decision = engine.decide(input);
        let others = decision.suppressed.iter().filter(|one| one.why == Why::Outranked).map(|one| one.rule_id.clone());
        tried.applies.push(decision.nudges.iter().map(|one| one.rule_id.clone()).chain(others).collect());
        tried.first.push(decision.nudges.first().map(|one| one.rule_id.clone()));
    }
    tried
}

fn ids(document: &Value) -> Vec<String> {
    document["rules"].as_array().unwrap().iter().map(|rule| rule["id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn analysis_agrees_with_trying_all() {
    let inputs: Vec<Input> = inputs().iter().map(|input| read_input(input).unwrap().0).collect();
    let documents = std::env::var("ANALYSIS_DOCUMENTS").ok().and_then(|count| count.parse().ok()).unwrap_or(40);
    let (mut unreachable, mut outranked, mut overlaps, mut gaps, mut changes) = (0, 0, 0, 0, 0);
    for seed in 0..documents {
        let mut numbers = Numbers(seed);
        let (before, now) = (numbers.rules(), numbers.rules());
        let question = numbers.condition(true, 2);
        let found = analyze(&now, &json!({ "before": before, "overlaps": 1_000, "gaps": [{ "when": question }] }));
        sane(&found);
        assert!(found.not_decided.is_empty(), "{seed}: {:?}\n{now}", found.not_decided);
        let tried = try_all(&now, &inputs);
        for id in ids(&now) {
            let never = tried.applies.iter().all(|applies| !applies.contains(&id));
            assert_eq!(found.unreachable.iter().any(|one| one.rule_id == id), never, "{seed}: {id} unreachable\n{now}");
            let loses = !never && tried.first.iter().all(|first| first.as_deref() != Some(&id));
            assert_eq!(found.outranked.iter().any(|one| one.rule_id == id), loses, "{seed}: {id} outranked\n{now}");
            unreachable += usize::from(never);
            outranked += usize::from(loses);
        }
        let all = ids(&now);
        for (place, a) in all.iter().enumerate() {
            for b in &all[place + 1..] {
                let meet = tried.applies.iter().any(|applies| applies.contains(a) && applies.contains(b));
                let said = found.overlaps.iter().any(|one| one.rules == [a.clone(), b.clone()]);
                assert_eq!(said, meet, "{seed}: {a} and {b}\n{now}");
                overlaps += usize::from(meet);
            }
        }
        let mut asked = now.clone();
        asked["rules"].as_array_mut().unwrap().push(rule("question", 0, &question));
        let gap = try_all(&asked, &inputs).first.iter().any(|first| first.as_deref() == Some("question"));
        assert_eq!(found.gaps[0].gap, gap, "{seed}: gap {question}\n{now}");
        gaps += usize::from(gap);
        let tried_before = try_all(&before, &inputs);
        let mut every = ids(&now);
        every.extend(ids(&before));
        every.sort();
        every.dedup();
        for id in every {
            let change = found.changes.iter().find(|one| one.rule_id == id);
            let pairs = || tried.first.iter().zip(&tried_before.first);
            let is = |first: &Option<String>| first.as_deref() == Some(&id);
            let gained = pairs().any(|(now, before)| is(now) && !is(before));
            let lost = pairs().any(|(now, before)| !is(now) && is(before));
            assert_eq!(change.is_some_and(|one| one.gained.is_some()), gained, "{seed}: {id} gained\n{before}\n{now}");
            assert_eq!(change.is_some_and(|one| one.lost.is_some()), lost, "{seed}: {id} lost\n{before}\n{now}");
            changes += usize::from(gained) + usize::from(lost);
        }
    }
    println!(
        "{documents} documents: {unreachable} unreachable, {outranked} outranked, {overlaps} overlaps, {gaps} gaps, {changes} changes"
    );
    assert!(unreachable > 0 && outranked > 0 && overlaps > 0 && gaps > 0 && changes > 0);
}

fn nudge(id: &str, kind: &str, scope: &str, when: &Value) -> Value {
    json!({ "id": id, "scope": scope, "when": when, "nudge": { "type": kind, "content": words() } })
}

#[test]
fn what_takes_a_product_has_nothing_to_show_about_the_cart() {
    for kind in
        ["size_comparison", "product_details", "virtual_try_on", "styling_help", "care_instructions", "usage_guide"]
    {
        let found = analyze(&document(&[nudge("r", kind, "cart", &json!(true))]), &Value::Null);
        assert_eq!(found.unreachable.first().map(|one| one.because), Some("nothing_to_show"), "{kind}");
        let found = analyze(&document(&[nudge("r", kind, "line", &json!(true))]), &Value::Null);
        assert!(found.unreachable.is_empty(), "{kind}");
    }
    for scope in ["cart", "line"] {
        let found = analyze(&document(&[nudge("r", "dedicated_line", scope, &json!(true))]), &Value::Null);
        assert!(found.unreachable.is_empty(), "{scope}");
    }
}

#[test]
fn a_comparison_of_one_size_is_unreachable() {
    let sizes = |count: u32| json!({ "==": [{ "var": "line.size_count" }, count] });
    let because = |count| {
        let found = analyze(&document(&[nudge("r", "size_comparison", "line", &sizes(count))]), &Value::Null);
        found.unreachable.first().map(|one| one.because)
    };
    assert_eq!([because(1), because(2)], [Some("nothing_to_show"), None]);
}

#[test]
fn a_nudge_that_may_be_silent_proves_nothing_about_those_below() {
    let dear = json!({ ">=": [{ "var": "line.price" }, 100] });
    for kind in ["dedicated_line", "product_details"] {
        let found = analyze(&document(&[nudge("may", kind, "line", &dear), rule("below", 10, &dear)]), &Value::Null);
        sane(&found);
        assert!(found.outranked.is_empty(), "{kind}: {:?}", found.outranked);
    }
}
