#![allow(clippy::indexing_slicing)]

use super::*;
use proptest::prelude::*;
use serde_json::json;

fn rule(id: &str) -> Value {
    json!({ "id": id, "name": id.to_uppercase(), "when": true, "nudge": { "type": "size_guide" }, "priority": 60, "audience_percent": 50 })
}

fn document(rules: &[Value]) -> Value {
    json!({ "schema_version": 2, "version": 7, "rules": rules })
}

fn words(before: &Value, after: &Value) -> Vec<String> {
    difference(before, after, Language::En).into_iter().map(|change| change.words).collect()
}

fn with(mut rule: Value, pointer: &str, value: Value) -> Value {
    let (place, key) = pointer.rsplit_once('/').unwrap();
    rule.pointer_mut(place).unwrap()[key] = value;
    rule
}

#[test]
fn a_document_does_not_differ_from_itself_whatever_its_version() {
    let one = document(&[rule("a"), rule("b")]);
    let mut two = one.clone();
    two["version"] = json!(8);
    assert_eq!(difference(&one, &two, Language::En), []);
}

#[test]
fn a_default_that_is_written_down_is_no_difference() {
    let short = json!({ "rules": [{ "id": "a", "when": true, "nudge": { "type": "chat_prompt" }, "frequency_cap": { "max": 2 } }] });
    let long = json!({
        "paused": false, "kill_switch": false, "default_locale": "en", "budget": { "per_page": 1, "per_session": 3.0 },
        "time_zone": "UTC", "ranking": { "by": "priority" },
        "rules": [{
            "id": "a", "name": "a", "enabled": true, "scope": "line", "when": true, "priority": 50.0, "cooldown_days": 30,
            "audience_percent": 100, "holdout_percent": 0, "frequency_cap": { "max": 2, "days": 1 },
            "nudge": { "type": "chat_prompt", "placement": "corner" },
        }],
    });
    assert_eq!(difference(&short, &long, Language::En), []);
}

#[test]
fn each_key_in_words() {
    let before = document(&[rule("a")]);
    let cases = [
        ("/priority", json!(80), "A: priority 60 to 80", "A: Priorität 60 → 80"),
        ("/audience_percent", json!(100), "A: audience 50 % to 100 %", "A: Publikum 50 % → 100 %"),
        ("/enabled", json!(false), "A: switched off", "A: ausgeschaltet"),
        (
            "/cooldown_days",
            json!(1),
            "A: silence after a dismissal 30 days to 1 day",
            "A: Ruhe nach dem Wegklicken 30 Tage → 1 Tag",
        ),
        (
            "/frequency_cap",
            json!({ "max": 2, "days": 7 }),
            "A: at most: now 2 times in 7 days",
            "A: höchstens: nun 2 Mal in 7 Tagen",
        ),
        ("/effect", json!(0.125), "A: returns it prevents: now 12.5 %", "A: verhinderte Retouren: nun 12,5 %"),
        ("/schedule", json!({ "weekdays": ["sat", "sun"] }), "A: weekdays: now sat, sun", "A: Wochentage: nun Sa, So"),
        (
            "/nudge/type",
            json!("chat_prompt"),
            "A: shows size guide to chat prompt",
            "A: zeigt Größenberatung → Chat-Angebot",
        ),
        (
            "/nudge/content",
            json!({ "en": { "headline": "Hello" } }),
            "A: text (en headline): now “Hello”",
            "A: Text (en headline): nun „Hello“",
        ),
        ("/scope", json!("cart"), "A: about the line to the cart", "A: bezogen auf die Position → den Warenkorb"),
        (
            "/when",
            json!({ ">=": [{ "var": "line.size_count" }, 2] }),
            "A: to whom: now also asks for “different sizes of this product in the cart: at least 2”",
            "A: wem: verlangt nun auch “different sizes of this product in the cart: at least 2”",
        ),
        (
            "/prerequisites",
            json!([{ "rule_id": "b", "state": "not_exposed", "days": 3 }]),
            "A: prerequisites: now b not seen (3 days)",
            "A: Voraussetzungen: nun b nicht gesehen (3 Tage)",
        ),
    ];
    for (pointer, value, english, german) in cases {
        let after = document(&[with(rule("a"), pointer, value)]);
        let told =
            |language| difference(&before, &after, language).into_iter().map(|one| one.words).collect::<Vec<_>>();
        assert_eq!(told(Language::En), [english]);
        assert_eq!(told(Language::De), [german]);
    }
}

#[test]
fn several_keys_are_one_line_and_each_has_its_pointer() {
    let after = with(with(rule("b"), "/priority", json!(80)), "/audience_percent", json!(100));
    let changes = difference(&document(&[rule("a"), rule("b")]), &document(&[rule("a"), after]), Language::En);
    assert_eq!(changes.len(), 1);
    assert_eq!(changes[0].words, "B: audience 50 % to 100 %; priority 60 to 80");
    let pointers: Vec<&str> = changes[0].details.iter().map(|one| one.pointer.as_str()).collect();
    assert_eq!(pointers, ["/rules/1/audience_percent", "/rules/1/priority"]);
    assert_eq!((&changes[0].details[1].before, &changes[0].details[1].after), (&Some(json!(60)), &Some(json!(80))));
}

#[test]
fn rules_come_go_and_move() {
    let (a, b, c, d) = (rule("a"), rule("b"), rule("c"), rule("d"));
    let before = document(&[a.clone(), b, c.clone()]);
    let after = document(&[c, a, d]);
    assert_eq!(words(&before, &after), ["C: moved from place 3 to 1", "D: new, shows size guide", "B: removed"]);
    let removed = difference(&before, &after, Language::En).pop().unwrap();
    assert_eq!((removed.kind, removed.pointer.as_str()), (Kind::Removed, "/rules/1"));
}

#[test]
fn conditions_part_by_part() {
    let size = json!({ ">=": [{ "var": "line.size_count" }, 2] });
    let more = json!({ ">=": [{ "var": "line.size_count" }, 3] });
    let risk = json!({ ">": [{ "var": "line.risk" }, 0.5] });
    let of = |when: Value| document(&[with(rule("a"), "/when", when)]);
    let sizes = "different sizes of this product in the cart";
    let both = of(json!({ "and": [size, risk] }));
    assert_eq!(
        words(&both, &of(json!({ "and": [more, risk] }))),
        [format!("A: to whom: {sizes}: at least 2 to {sizes}: at least 3")]
    );
    assert_eq!(
        words(&both, &of(json!({ "and": [risk, size] }))),
        ["A: to whom: the same conditions, written otherwise"]
    );
    let fewer = words(&both, &of(risk));
    assert_eq!(fewer, [format!("A: to whom: no longer asks for “{sizes}: at least 2”")]);
    let either = words(&of(json!({ "or": [size, more] })), &of(json!({ "or": [more, size] })));
    assert_eq!(either.len(), 1);
}

#[test]
fn the_document_outside_its_rules() {
    let before = json!({ "rules": [] });
    let after = json!({
        "kill_switch": true, "budget": { "per_page": 2 }, "holdout": { "percent": 10 },
        "frequency_caps": { "types": { "chat_prompt": { "max": 1, "days": 30 } } },
        "ranking": { "by": "expected_value", "return_cost": { "fixed": 3 } }, "settings": { "luxury_average": 500 }, "rules": [],
    });
    assert_eq!(
        words(&before, &after),
        [
            "All rules: emergency stop on; nudges in one page view 1 to 2; cap over all rules of a type (chat_prompt): now 1 times in \
          30 days; ranking by priority to by expected value (return cost {\"fixed\":3}); threshold (luxury_average): now 500; \
          control group: now 10 % (holdout)"
        ]
    );
}

#[test]
fn documents_that_do_not_hold_are_compared_as_far_as_they_go() {
    let odd =
        json!({ "rules": [{ "when": 3 }, "text", { "id": "a" }, { "id": "a", "priority": "high" }], "surprise": [1] });
    assert_eq!(difference(&odd, &odd, Language::En), []);
    assert_eq!(words(&json!(null), &json!({ "rules": [{}] })), ["?: new, shows ?"]);
    assert_eq!(
        words(&json!({ "rules": [{ "id": "a", "nudge": 3 }] }), &json!({ "rules": [{ "id": "a", "nudge": null }] }))
            .len(),
        1
    );
}

proptest! {
    /// As few rules as possible are told to have moved.
    #[test]
    fn moves_are_as_few_as_can_be(order in Just((0..7usize).collect::<Vec<_>>()).prop_shuffle()) {
        let rules: Vec<Value> = (0..7).map(|one| rule(&one.to_string())).collect();
        let shuffled: Vec<Value> = order.iter().map(|one| rules[*one].clone()).collect();
        let changes = difference(&document(&rules), &document(&shuffled), Language::En);
        prop_assert!(changes.iter().all(|one| one.kind == Kind::Moved));
        // The longest increasing run, by trying all subsets.
        let longest = (0u32..128).filter_map(|set| {
            let kept: Vec<usize> = order.iter().enumerate().filter(|(at, _)| set >> at & 1 == 1).map(|(_, one)| *one).collect();
            kept.is_sorted().then_some(kept.len())
        }).max().unwrap();
        prop_assert_eq!(changes.len(), 7 - longest);
    }
}
