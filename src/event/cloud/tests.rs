//! Events as a server gets them, byte for byte.

use super::*;
use crate::engine::{Engine, read_input};
use crate::event::Action;
use crate::json::to_string;
use serde_json::{Value, json};

const CHART: &str = r#"{"unit": "cm", "columns": ["Chest"], "rows": [{"size": "S", "values": [84]}]}"#;

/// A decision that shows a size guide for the first of two dresses, and its facts.
fn decided(more: &Value) -> (Decision, Facts) {
    let rule = json!({"id": "sizes", "when": {">=": [{"var": "line.size_count"}, 2]}, "nudge": {"type": "size_guide", "placement": "spot"}});
    let mut rules = json!({"version": 7, "rules": [rule]});
    rules.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let chart: Value = serde_json::from_str(CHART).unwrap();
    let products = json!([{"item_group_id": "dress", "size_chart": chart}]);
    let (engine, _) = Engine::new(&json!({"rules": rules, "products": products})).unwrap();
    let (input, _) =
        read_input(&json!({"now": "2026-11-24T12:00:00Z", "visitor_id": "v", "cart": {"currency": "EUR", "items": [
            {"item_id": "dress-s", "item_group_id": "dress", "item_name": "Linen dress", "size": "S", "price": 129},
            {"item_id": "dress-m", "item_group_id": "dress", "item_name": "Linen dress", "size": "M", "price": 129}
        ]}}))
        .unwrap();
    let facts = engine.facts(&input).0;
    (engine.decide(&input), facts)
}

fn envelope() -> Envelope {
    Envelope {
        id: "9f1c1c1e-0000-4000-8000-000000000000".to_owned(),
        source: "https://shop.example".to_owned(),
        time: "2026-11-24T12:00:01.000Z".to_owned(),
    }
}

fn nudge_event(decision: &Decision, action: Option<Action>) -> NudgeEvent {
    NudgeEvent::new(&decision.nudges[0], &(decision.decision_id.clone(), decision.rules_version), action, 0)
}

#[test]
fn an_exposure_is_a_cloud_event_with_the_decision_behind_it() {
    let (decision, _) = decided(&json!({}));
    let behind = Background::new(&decision, None);
    let event = nudge_event(&decision, None);
    let sender = Sender { session_id: Some("s".to_owned()), visitor_id: None };
    let text = to_string(&cloud_event(envelope(), Told::Nudge(&event), Some(&behind), &sender));
    let line = decision.lines[0].band.name();
    let (id, cart) = (&decision.decision_id, decision.cart.band.name());
    let data = format!(
        r#"{{"decision_id":"{id}","rules_version":7,"rule_id":"sizes","type":"size_guide","placement":"spot","item_id":"dress-s","model":{{"id":"starter","version":2}},"cart_band":"{cart}","line_band":"{line}","session_id":"s"}}"#
    );
    assert_eq!(
        text,
        format!(
            r#"{{"specversion":"1.0","id":"9f1c1c1e-0000-4000-8000-000000000000","source":"https://shop.example","type":"cartnudge.exposure","time":"2026-11-24T12:00:01.000Z","datacontenttype":"application/json","data":{data}}}"#
        )
    );
}

/// The event's type and data.
fn sent(told: Told<'_>, behind: Option<&Background>, sender: &Sender) -> (Value, Value) {
    let event = serde_json::to_value(cloud_event(envelope(), told, behind, sender)).unwrap();
    (event["type"].clone(), event["data"].clone())
}

#[test]
fn an_interaction_says_what_was_done_and_whose_it_is() {
    let (decision, _) = decided(&json!({}));
    let event = nudge_event(&decision, Some(Action::ChatStarted));
    let sender = Sender { session_id: None, visitor_id: Some("v".to_owned()) };
    let (kind, data) = sent(Told::Nudge(&event), None, &sender);
    assert_eq!(kind, "cartnudge.interaction");
    assert_eq!((&data["action"], &data["visitor_id"]), (&json!("chat_started"), &json!("v")));
    assert_eq!((data.get("session_id"), data.get("features"), data.get("model")), (None, None, None));
}

#[test]
fn the_names_of_actions_are_those_of_the_page_events() {
    for action in [Action::Opened, Action::Accepted, Action::Dismissed, Action::ChatStarted] {
        assert_eq!(json!(action), json!(action.name()));
    }
}

#[test]
fn features_are_the_known_numbers_and_truth_values_of_the_line() {
    let (decision, facts) = decided(&json!({}));
    let behind = Background::new(&decision, Some(facts));
    let event = nudge_event(&decision, None);
    let (_, data) = sent(Told::Nudge(&event), Some(&behind), &Sender::default());
    let features = data["features"].as_object().unwrap();
    assert_eq!(features["line.price"], json!(129.0));
    assert_eq!(features["line.size_count"], json!(2.0));
    assert_eq!(features["product.has_size_chart"], json!(true));
    assert_eq!(features["cart.value"], json!(258.0));
    // Texts, scores and what nobody knows stay in the page.
    for absent in ["line.name", "line.item_id", "line.risk", "cart.items", "product.return_rate"] {
        assert!(!features.contains_key(absent), "{absent}");
    }
    for (name, value) in features {
        let definition = CATALOGUE.iter().find(|definition| definition.name == name).unwrap();
        assert_eq!(definition.stage, Stage::Given, "{name}");
        assert!(value.is_number() || value.is_boolean(), "{name}");
    }
}

#[test]
fn a_nudge_about_the_cart_has_the_carts_features() {
    let (decision, facts) = decided(&json!({}));
    let behind = Background::new(&decision, Some(facts));
    let event = NudgeEvent { item_id: None, ..nudge_event(&decision, None) };
    let (_, data) = sent(Told::Nudge(&event), Some(&behind), &Sender::default());
    let features = data["features"].as_object().unwrap();
    assert!(features.contains_key("cart.value") && !features.contains_key("line.price"));
    assert_eq!(data.get("line_band"), None);
}

#[test]
fn a_holdout_says_what_would_have_been_shown() {
    let (decision, facts) = decided(&json!({"holdout": {"percent": 100, "seed": "x"}}));
    let rule = json!({"rules": [{"id": "sizes", "when": true, "nudge": {"type": "size_guide", "placement": "spot"}}]});
    let (engine, _) = Engine::new(&json!({"rules": rule})).unwrap();
    let rule = &engine.rules().document.rules[0];
    let event = HoldoutEvent::new(&decision, rule, decision.suppressed[0].item_id.clone(), 0);
    let behind = Background::new(&decision, Some(facts));
    let (kind, data) = sent(Told::Holdout(&event), Some(&behind), &Sender::default());
    assert_eq!(kind, "cartnudge.holdout");
    assert_eq!(
        [&data["rule_id"], &data["type"], &data["placement"], &data["item_id"]],
        ["sizes", "size_guide", "spot", "dress-s"]
    );
    assert_eq!(data["features"]["line.size_count"], json!(2.0));
}

#[test]
fn outcomes_have_the_decision_before_them_and_no_rule() {
    let (decision, facts) = decided(&json!({}));
    let behind = Background::new(&decision, Some(facts));
    let removed = Happening::LineRemoved { item_group_id: "dress".to_owned(), item_id: "dress-m".to_owned() };
    let (kind, data) = sent(Told::Outcome(&Outcome { happening: removed, at: 0 }), Some(&behind), &Sender::default());
    assert_eq!(kind, "cartnudge.outcome");
    let expected = json!({
        "decision_id": decision.decision_id, "rules_version": 7.0, "outcome": "line_removed", "item_group_id": "dress",
        "item_id": "dress-m", "model": {"id": "starter", "version": 2.0}, "cart_band": decision.cart.band.name(),
        "line_band": decision.lines[1].band.name(),
    });
    assert_eq!(data, expected);
    let swapped =
        Happening::SizeChanged { item_group_id: "dress".to_owned(), from: "M".to_owned(), to: "L".to_owned() };
    let (_, data) = sent(Told::Outcome(&Outcome { happening: swapped, at: 0 }), None, &Sender::default());
    assert_eq!(data, json!({"outcome": "size_changed", "item_group_id": "dress", "from": "M", "to": "L"}));
    let bought = Happening::Purchased { value: Some(12.5), currency: "EUR".to_owned() };
    let (_, data) = sent(Told::Outcome(&Outcome { happening: bought, at: 0 }), None, &Sender::default());
    assert_eq!(data, json!({"outcome": "purchased", "value": 12.5, "currency": "EUR"}));
}

#[test]
fn a_uuid_is_version_four() {
    assert_eq!(uuid([0; 16]), "00000000-0000-4000-8000-000000000000");
    assert_eq!(uuid([0xff; 16]), "ffffffff-ffff-4fff-bfff-ffffffffffff");
    let bytes = [0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88, 0x99, 0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0x0f];
    assert_eq!(uuid(bytes), "00112233-4455-4677-8899-aabbccddee0f");
}
