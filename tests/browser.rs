//! The shell in a real browser: nodes, storage, timers, teardown.
#![cfg(all(target_arch = "wasm32", feature = "browser"))]
// Test functions of wasm-bindgen-test are not `#[test]`, so clippy.toml's exception doesn't reach.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

#[path = "browser/page.rs"]
mod page;

use cartnudge::browser::mount::{CartNudge, mount};
use js_sys::{Array, Function, JSON, Object, Reflect};
use page::{cards, object, pause, storage};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::*;

wasm_bindgen_test_configure!(run_in_browser);

const RULES: &str = r#"{ "version": 3, "rules": [ { "id": "ask", "scope": "cart", "when": true, "nudge": { "type": "chat_prompt" } } ] }"#;
const CART: &str = r#"{ "currency": "EUR", "items": [ { "item_id": "a", "item_name": "Lamp", "price": "79.00" } ] }"#;

/// Options with rules, a chat, and what else is given.
fn options(more: &[(&str, JsValue)]) -> JsValue {
    let options = object(&[("rules", JSON::parse(RULES).unwrap())]);
    let chat = object(&[("open", Function::new_no_args("globalThis.opened = (globalThis.opened ?? 0) + 1").into())]);
    Reflect::set(&options, &"chat".into(), &chat).unwrap();
    // When a nudge comes in is tested with a browser's own events.
    Reflect::set(&options, &"immediate".into(), &JsValue::TRUE).unwrap();
    for (key, value) in more {
        Reflect::set(&options, &(*key).into(), value).unwrap();
    }
    options
}

/// Mounts with a cart, and waits until it has decided.
async fn mounted(more: &[(&str, JsValue)]) -> CartNudge {
    let handle = mount(&options(more));
    handle.set_cart(&JSON::parse(CART).unwrap());
    pause(50).await;
    handle
}

/// Collects what a listener hears.
fn heard(handle: &CartNudge, event: &str) -> Array {
    let list = Array::new();
    let push = Function::new_with_args("event", "this.push(event)").bind0(&list);
    handle.on(event, push.into());
    list
}

#[wasm_bindgen_test]
async fn a_nudge_appears_in_a_shadow_root_and_dispose_leaves_the_page_as_it_was() {
    storage().clear().unwrap();
    let before = page::html();
    let handle = mounted(&[]).await;
    let text = cards().remove(0).shadow_root().unwrap().text_content().unwrap();
    assert!(text.contains("Questions before you order?"), "{text}");
    handle.dispose();
    assert_eq!(page::html(), before);
    handle.dispose();
    handle.set_cart(&JSON::parse(CART).unwrap());
    pause(50).await;
    assert!(cards().is_empty(), "a disposed handle does nothing");
}

#[wasm_bindgen_test]
async fn changes_of_one_moment_are_one_decision() {
    storage().clear().unwrap();
    let handle = mount(&options(&[]));
    let decisions = heard(&handle, "decision");
    for _ in 0..5 {
        handle.set_cart(&JSON::parse(CART).unwrap());
    }
    pause(50).await;
    assert_eq!(decisions.length(), 1);
    handle.dispose();
}

#[wasm_bindgen_test]
async fn unsubscribing_stops_one_listener_only() {
    storage().clear().unwrap();
    let handle = mounted(&[]).await;
    let stays = heard(&handle, "decision");
    let goes = Array::new();
    let stop = handle.on("decision", Function::new_with_args("event", "this.push(event)").bind0(&goes).into());
    handle.decide();
    stop.unchecked_into::<Function>().call0(&JsValue::NULL).unwrap();
    handle.decide();
    assert_eq!((stays.length(), goes.length()), (2, 1));
    handle.dispose();
}

#[wasm_bindgen_test]
async fn signals_are_kept_and_used_again_while_they_are_fresh() {
    storage().clear().unwrap();
    let asked = Array::new();
    let give = Function::new_no_args("this.push(1); return { orders: 7 }").bind0(&asked);
    let handle = mounted(&[("signals", give.clone().into())]).await;
    handle.dispose();
    let kept = storage().get_item("cartnudge:signals").unwrap().unwrap();
    let kept = JSON::parse(&kept).unwrap();
    assert_eq!(Reflect::get(&kept, &"v".into()).unwrap().as_f64(), Some(1.0));
    mounted(&[("signals", give.clone().into())]).await.dispose();
    assert_eq!(asked.length(), 1, "fresh: not asked again");
    mounted(&[("signals", give.clone().into()), ("maxAge", 0.into())]).await.dispose();
    assert_eq!(asked.length(), 2, "stale: asked behind the shopper's back");
    mounted(&[("signals", give.into()), ("customerId", "another".into())]).await.dispose();
    assert_eq!(asked.length(), 3, "another customer's signals are not used");
}

#[wasm_bindgen_test]
async fn corrupt_and_foreign_storage_is_ignored() {
    for text in [
        "",
        "{",
        "null",
        "[]",
        r#"{"v":2,"at":1,"body":{}}"#,
        r#"{"v":1,"at":"x","body":5}"#,
        r#"{"v":1,"at":1,"body":{"session":5,"cart":[]}}"#,
    ] {
        storage().clear().unwrap();
        for name in ["visitor", "visit", "memory", "signals", "rules", "unit"] {
            storage().set_item(&format!("cartnudge:{name}"), text).unwrap();
        }
        let handle = mounted(&[]).await;
        assert_eq!(cards().len(), 1, "{text}");
        handle.dispose();
    }
}

#[wasm_bindgen_test]
async fn without_consent_to_storage_nothing_stays() {
    storage().clear().unwrap();
    storage().set_item("shop", "stays").unwrap();
    let handle = mounted(&[]).await;
    assert!(storage().length().unwrap() > 1);
    handle.set_consent(&object(&[("storage", false.into())]));
    pause(50).await;
    assert_eq!(storage().length().unwrap(), 1);
    assert_eq!(storage().get_item("shop").unwrap().as_deref(), Some("stays"));
    handle.dispose();
}

#[wasm_bindgen_test]
async fn the_data_layer_is_read_and_given_back() {
    storage().clear().unwrap();
    let window = web_sys::window().unwrap();
    let layer = Array::new();
    let push = |text: &str| {
        let push: Function = Reflect::get(&layer, &"push".into()).unwrap().unchecked_into();
        push.call1(&layer, &JSON::parse(text).unwrap()).unwrap();
    };
    Reflect::set(&window, &"dataLayer".into(), &layer).unwrap();
    push(
        r#"{"event":"add_to_cart","ecommerce":{"currency":"EUR","items":[{"item_id":"a","size":"S","item_group_id":"g","price":"10.00"}]}}"#,
    );
    let handle = mount(&options(&[("sources", "ga4".into())]));
    let outcomes = heard(&handle, "outcome");
    pause(50).await;
    assert_eq!(cards().len(), 1, "a push from before mounting counts");
    push(
        r#"{"event":"remove_from_cart","ecommerce":{"currency":"EUR","items":[{"item_id":"a","size":"S","item_group_id":"g","price":"10.00"}]}}"#,
    );
    push(
        r#"{"event":"add_to_cart","ecommerce":{"currency":"EUR","items":[{"item_id":"b","size":"M","item_group_id":"g","price":"10.00"}]}}"#,
    );
    pause(50).await;
    let outcome = JSON::stringify(&outcomes.get(0)).unwrap();
    assert!(String::from(outcome).starts_with(r#"{"outcome":"size_changed","item_group_id":"g","from":"S","to":"M","#));
    assert_eq!(layer.length(), 3, "every push reached the page's own list");
    handle.dispose();
    assert!(!Object::has_own(layer.unchecked_ref::<Object>(), &"push".into()), "the list's own push is back");
    push(r#"{"event":"purchase","ecommerce":{"currency":"EUR","value":10,"transaction_id":"1","items":[]}}"#);
    pause(50).await;
    assert_eq!(outcomes.length(), 1, "nothing is heard afterwards");
    Reflect::delete_property(window.unchecked_ref::<Object>(), &"dataLayer".into()).unwrap();
}

#[wasm_bindgen_test]
async fn faulty_input_goes_to_on_error_and_the_last_good_cart_stays() {
    storage().clear().unwrap();
    let handle = mounted(&[]).await;
    let errors = heard(&handle, "error");
    handle.set_cart(&JSON::parse(r#"{"currency":"EUR","items":[{"item_id":"a","price":"29,95"}]}"#).unwrap());
    pause(50).await;
    let message = Reflect::get(&errors.get(0), &"message".into()).unwrap().as_string().unwrap();
    assert!(message.starts_with("cart at /items/0/price: "), "{message}");
    let decision = handle.decide();
    let lines = Reflect::get(&decision, &"lines".into()).unwrap().unchecked_into::<Array>();
    assert_eq!(lines.length(), 1);
    handle.dispose();
}

#[wasm_bindgen_test]
async fn callbacks_that_throw_harm_nobody() {
    storage().clear().unwrap();
    let throw = Function::new_no_args("throw new Error('shop')");
    let handle = mounted(&[("onDecision", throw.clone().into()), ("onError", throw.into())]).await;
    assert_eq!(cards().len(), 1);
    handle.dispose();
}

/// The messages of the errors that the page was told of while mounting with an option.
async fn complaints(option: &str, value: JsValue) -> String {
    let errors = Array::new();
    let note = Function::new_with_args("error", "this.push(error.message)").bind0(&errors);
    mounted(&[(option, value), ("onError", note.into())]).await.dispose();
    errors.join("|").into()
}

#[wasm_bindgen_test]
async fn options_of_the_server_say_what_is_wrong_with_them() {
    storage().clear().unwrap();
    let url = || object(&[("url", "/v1/events".into()), ("featurs", true.into())]);
    for (option, value, said) in [
        ("telemetry", "/v1/events".into(), "options at /telemetry: `telemetry` has no address; "),
        ("telemetry", url(), "options at /telemetry/featurs: unknown option `featurs`; did you mean `features`?"),
        ("rulesStream", "/stream".into(), "options at /rulesStream: a stream is the address that tells of changes"),
        ("rulesKey", "AAAA".into(), "options at /rulesKey: this is not an Ed25519 key: 32 bytes as base64url; "),
        ("rulesKey", 5.into(), "options at /rulesKey: this is not an Ed25519 key"),
    ] {
        let told = complaints(option, value).await;
        assert!(told.starts_with(said), "{told}");
    }
}

#[wasm_bindgen_test]
async fn a_document_of_the_pages_own_needs_no_signature() {
    storage().clear().unwrap();
    let key = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";
    let handle = mounted(&[("rulesKey", key.into())]).await;
    assert_eq!(cards().len(), 1);
    handle.dispose();
}
