//! Explanations name what each condition saw, and end in one sentence.

use super::*;
use crate::engine::read_input;
use serde_json::{Value, json};

fn explained(rules: &Value, more: &Value) -> Explanation {
    let document = json!({"rules": {"budget": {"per_page": 1}, "rules": rules}, "products": [
        {"item_group_id": "dress", "size_chart": {"unit": "cm", "columns": ["Chest"], "rows": [{"size": "S", "values": [84]}]}}
    ]});
    let (engine, _) = Engine::new(&document).unwrap();
    let mut input = json!({"now": "2026-11-24T12:00:00Z", "visitor_id": "v", "page": {"type": "cart", "capabilities": ["chat"]}, "cart": {"currency": "EUR", "items": [
        {"item_id": "dress-s", "item_group_id": "dress", "item_name": "Linen dress", "size": "S", "price": 129},
        {"item_id": "dress-m", "item_group_id": "dress", "item_name": "Linen dress", "size": "M", "price": 129},
        {"item_id": "ring", "item_name": "Ring", "price": 40}
    ]}});
    input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    explain(&engine, &read_input(&input).unwrap().0)
}

fn sentences(explanation: &Explanation) -> Vec<&str> {
    explanation.rules.iter().flat_map(|rule| &rule.subjects).map(|subject| subject.sentence.as_str()).collect()
}

#[test]
fn every_rule_is_told_on_every_line() {
    let two_sizes = json!({"id": "two-sizes", "nudge": {"type": "size_guide"}, "priority": 60, "when":
        {"and": [{">=": [{"var": "line.size_count"}, 2]}, {"==": [{"var": "page.type"}, "cart"]}]}});
    let chat = json!({"id": "chat", "scope": "cart", "nudge": {"type": "chat_prompt"}, "when":
        {"or": [{">": [500, {"var": "cart.value"}]}, {"var": "cart.has_coupon"}, {"in": ["luxury", {"var": "customer.segments"}]}]}});
    let explanation = explained(&json!([two_sizes, chat]), &json!({}));
    assert_eq!(
        sentences(&explanation),
        [
            "Shown for “Linen dress”: different sizes of this product in the cart: 2 (at least 2); type of the page: cart (as asked).",
            "Not shown for “Linen dress”: it applies, but another nudge goes first.",
            "Not shown for “Ring”: different sizes of this product in the cart: unknown (not at least 2).",
            "Not shown for the cart: it applies, but another nudge goes first.",
        ]
    );
    let conditions = &explanation.rules[1].subjects[0].conditions;
    let told: Vec<(&str, &str, bool)> =
        conditions.iter().map(|one| (one.pointer.as_str(), one.text.as_str(), one.holds)).collect();
    assert_eq!(
        told,
        [
            ("/rules/1/when/or/0", "value of the cart after discounts, in major units: 298 (under 500)", true),
            ("/rules/1/when/or/1", "a coupon is used, on the cart or on a line: no", false),
            ("/rules/1/when/or/2", "segments that this customer and cart are in: none (not with luxury)", false),
        ]
    );
    assert_eq!(serde_json::to_value(&conditions[0].saw).unwrap(), json!([{"fact": "cart.value", "value": 298.0}]));
}

#[test]
fn what_holds_a_rule_back_is_said_in_a_sentence() {
    let chat = |id: &str, more: Value| {
        let mut rule = json!({"id": id, "scope": "cart", "nudge": {"type": "chat_prompt"}, "when": true});
        rule.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        rule
    };
    let explanation = explained(
        &json!([
            chat("off", json!({"enabled": false})),
            chat("over", json!({"schedule": {"until": "2026-01-01"}})),
            chat("nobody", json!({"audience_percent": 0})),
            chat("seen", json!({"frequency_cap": {"max": 1, "days": 7}})),
            chat("waits", json!({"prerequisites": [{"rule_id": "seen", "state": "dismissed"}]})),
            chat("withheld", json!({"holdout_percent": 100})),
            chat("personal", json!({"when": {">": [{"var": "customer.orders"}, 1]}})),
        ]),
        &json!({"consent": {"personalization": false}, "memory": {"exposures": [{"rule_id": "seen", "at": "2026-11-23"}]}}),
    );
    assert_eq!(
        sentences(&explanation),
        [
            "Not shown for the cart: the rule is switched off.",
            "Not shown for the cart: the rule's schedule isn't on at this time.",
            "Not shown for the cart: the visitor isn't among the 0 % that the rule is for.",
            "Not shown for the cart: it was seen as often as its cap allows (1 in 7 days).",
            "Not shown for the cart: another rule's nudge must come first, or must not have.",
            "Not shown for the cart: it would have been shown, but is withheld from this visitor to measure its effect.",
            "Not shown for the cart: the rule reads the shopper's history, and the shopper didn't agree to that.",
        ]
    );
}
