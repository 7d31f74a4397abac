//! The visitor, the session and the memory of nudges, carried from page to page on this device.

use super::storage::Storage;
use crate::cart::Cart;
use crate::diagnostic::Diagnostics;
use crate::json::Node;
use crate::json::Strictness::Given;
use crate::money::Currency;
use crate::session::{Memory, Session};
use crate::size::measures::Measures;
use crate::source::ga4::Storefront;
use crate::time::Timestamp;
use crate::wasm::{from_js_limited, to_js};
use js_sys::{Object, Reflect};
use serde::Serialize;
use serde_json::Value;
use wasm_bindgen::JsValue;

/// A visit is over after half an hour without a page, as in GA4.
const SESSION_MS: f64 = 1_800_000.0;
/// More than a visit ever holds.
const MAX_VALUES: u32 = 50_000;

/// The visitor's id: the page's own, else the kept one, else a new random one.
pub(super) fn visitor_id(given: Option<String>, storage: &Storage, now: f64) -> String {
    if let Some(id) = given {
        return id;
    }
    if let Some(id) = storage.read("visitor").and_then(|kept| kept.body.as_string()) {
        return id;
    }
    let id = random_id();
    storage.write("visitor", now, &JsValue::from_str(&id));
    id
}

/// Sixteen random hexadecimal digits.
fn random_id() -> String {
    // Math.random is enough: an id that is guessed opens nothing.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // from 0 to 16
    let digit = |_| char::from_digit((js_sys::Math::random() * 16.0) as u32, 16);
    (0..16).filter_map(digit).collect()
}

/// The storefront as the last page left it, one page view later.
pub(super) fn restore(storage: &Storage, now: f64) -> Storefront {
    let mut storefront = Storefront::default();
    let kept = storage.read("visit").and_then(|kept| Some((kept.at, from_js_limited(&kept.body, MAX_VALUES).ok()?)));
    if let Some((at, body)) = kept {
        read(&mut storefront, &body);
        if now - at > SESSION_MS || at > now {
            storefront.session = Session::default();
        }
    }
    let session = &mut storefront.session;
    if session.id.is_none() {
        session.id = Some(random_id());
        #[allow(clippy::cast_possible_truncation)] // milliseconds of a clock
        let started = Timestamp(now as i64);
        session.started_at = Some(started);
    }
    session.page_views = Some(session.page_views.unwrap_or(0).saturating_add(1));
    session.orders = Some(session.orders.unwrap_or(0));
    session.removals = Some(session.removals.unwrap_or(0));
    storefront
}

/// Kept things may have been written by anybody: what can't be read is left out.
fn read(storefront: &mut Storefront, body: &Value) {
    let ignored = &mut Diagnostics::default();
    let root = Node::root(body);
    storefront.session = root.get("session").map_or_else(Session::default, |node| Session::read(node, ignored));
    storefront.cart = root.get("cart").and_then(|node| Cart::read(node, ignored));
    storefront.currency = root.text("currency", Given, ignored).and_then(|code| Currency::read(&code));
    if let Some(list) = root.get("transactions") {
        storefront.transactions = list.items(ignored).filter_map(|id| Some(id.value().as_str()?.to_owned())).collect();
    }
}

#[derive(Serialize)]
struct Kept<'a, C> {
    session: &'a Session,
    cart: Option<C>,
    currency: Option<&'a str>,
    transactions: &'a [String],
}

/// Keeps the storefront for the next page.
pub(super) fn keep(storefront: &Storefront, storage: &Storage, now: f64) {
    let body = Kept {
        session: &storefront.session,
        cart: storefront.cart.as_ref().map(Cart::document),
        currency: storefront.currency.as_ref().map(Currency::code),
        transactions: &storefront.transactions,
    };
    storage.write("visit", now, &to_js(&body));
}

/// What the shopper measured, on this device.
pub(super) fn measures(storage: &Storage) -> Measures {
    let kept = storage.read("measures").and_then(|kept| from_js_limited(&kept.body, MAX_VALUES).ok());
    kept.map_or_else(Measures::default, |body| Measures::read(Node::root(&body), &mut Diagnostics::default()))
}

/// Keeps what the shopper measured, in centimetres by name.
pub(super) fn keep_measures(measures: &Measures, storage: &Storage, now: f64) {
    let body = Object::new();
    for (name, value) in measures.iter() {
        // A fresh object takes any property.
        let _ = Reflect::set(&body, &name.into(), &JsValue::from_f64(value));
    }
    storage.write("measures", now, &body);
}

/// What this device remembers of nudges, other tabs included.
pub(super) fn memory(storage: &Storage) -> Memory {
    let kept = storage.read("memory").and_then(|kept| from_js_limited(&kept.body, MAX_VALUES).ok());
    kept.map_or_else(Memory::default, |body| Memory::read(Node::root(&body), &mut Diagnostics::default()))
}

/// Keeps what is remembered.
pub(super) fn keep_memory(memory: &Memory, storage: &Storage, now: f64) {
    storage.write("memory", now, &to_js(memory));
}
