//! What the page gave to `mount`.

use crate::diagnostic::{Diagnostics, nearest};
use crate::json::Node;
use crate::session::{Consent, Contact, Page};
use crate::text::base64url;
use crate::wasm::from_js;
use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// The options, each in the form that the shell uses.
pub(super) struct Options {
    pub rules: JsValue,
    pub model: JsValue,
    pub signals: JsValue,
    pub products: Vec<JsValue>,
    pub messages: JsValue,
    pub review_words: JsValue,
    pub size_model: JsValue,
    pub slots: JsValue,
    pub ga4: bool,
    pub page: Page,
    pub consent: Consent,
    pub chat: Option<JsValue>,
    pub try_on: Option<JsValue>,
    /// Changes the shop's cart.
    pub change_cart: Option<Function>,
    pub visitor_id: Option<String>,
    pub customer_id: String,
    /// Seconds.
    pub max_age: f64,
    /// Seconds; 0 is never again.
    pub rules_max_age: f64,
    /// The address that tells of changes of the rules.
    pub rules_stream: Option<String>,
    /// The key that rules from an address must be signed by. One that can't be read signs nothing.
    pub rules_key: Option<Vec<u8>>,
    pub telemetry: Option<TelemetryOptions>,
    pub on_decision: Option<Function>,
    pub on_error: Option<Function>,
    pub headless: bool,
    /// Nudges don't wait for a quiet moment.
    pub immediate: bool,
    /// Decisions list the rules whose condition doesn't hold, too.
    pub explain: bool,
}

/// Where events are sent to, and what goes along.
pub(super) struct TelemetryOptions {
    pub url: String,
    pub features: bool,
    pub visitor_id: bool,
}

const TELEMETRY_KEYS: [&str; 3] = ["url", "features", "visitorId"];
const KEYS: [&str; 28] = [
    "rules",
    "model",
    "signals",
    "products",
    "messages",
    "reviewWords",
    "sizeModel",
    "slots",
    "sources",
    "page",
    "locale",
    "consent",
    "chat",
    "tryOn",
    "line",
    "changeCart",
    "visitorId",
    "customerId",
    "maxAge",
    "rulesMaxAge",
    "rulesStream",
    "rulesKey",
    "telemetry",
    "onDecision",
    "onError",
    "headless",
    "immediate",
    "explain",
];
const HOUR: f64 = 3_600.0;
const FIVE_MINUTES: f64 = 300.0;

impl Options {
    /// Reads the options; what is wrong is a finding, and the option counts as not given.
    pub fn read(options: &JsValue, found: &mut Diagnostics) -> Self {
        let get = |key: &str| Reflect::get(options, &key.into()).unwrap_or(JsValue::UNDEFINED);
        if !options.is_object() {
            fault(found, "", "`mount` takes an object of options", "write mount({ rules: \"/rules.json\" })");
        } else {
            check_keys(options, &KEYS, "", found);
        }
        let page = read_document(&get("page"), "/page", found, Page::read);
        let mut page = page.unwrap_or_default();
        page.locale = get("locale").as_string().or(page.locale).or_else(page_language);
        let chat = read_opener(&get("chat"), "chat", found);
        let try_on = read_opener(&get("tryOn"), "tryOn", found);
        let change_cart = function(&get("changeCart"), "/changeCart", found);
        let able = [("chat", chat.is_some()), ("try_on", try_on.is_some()), ("change_cart", change_cart.is_some())];
        page.capabilities = Some(able.into_iter().filter(|(_, able)| *able).map(|(name, _)| name.to_owned()).collect());
        let line = read_document(&get("line"), "/line", found, |node, found| Contact::read(&node, found));
        page.line = line.flatten().or(page.line);
        let consent = read_document(&get("consent"), "/consent", found, Consent::read);
        Options {
            rules: get("rules"),
            model: get("model"),
            signals: get("signals"),
            products: listed(&get("products")),
            messages: get("messages"),
            review_words: get("reviewWords"),
            size_model: get("sizeModel"),
            slots: get("slots"),
            ga4: read_sources(&get("sources"), found),
            page,
            consent: consent.unwrap_or_default(),
            chat,
            try_on,
            change_cart,
            visitor_id: get("visitorId").as_string().filter(|id| !id.is_empty()),
            customer_id: get("customerId").as_string().unwrap_or_default(),
            max_age: read_age(&get("maxAge"), "/maxAge", HOUR, found),
            rules_max_age: read_age(&get("rulesMaxAge"), "/rulesMaxAge", FIVE_MINUTES, found),
            rules_stream: read_stream(&get("rulesStream"), &get("rules"), found),
            rules_key: read_key(&get("rulesKey"), found),
            telemetry: read_telemetry(&get("telemetry"), found),
            on_decision: function(&get("onDecision"), "/onDecision", found),
            on_error: function(&get("onError"), "/onError", found),
            headless: get("headless").is_truthy(),
            immediate: get("immediate").is_truthy(),
            explain: get("explain").is_truthy(),
        }
    }

    /// The element that a placement names, if the page has it now: the one that `slots` gives, else the
    /// `<cartnudge-slot>` of that placement.
    pub fn slot(&self, placement: &str) -> Option<web_sys::Element> {
        let document = web_sys::window()?.document()?;
        let given = Reflect::get(&self.slots, &placement.into()).unwrap_or_default();
        if given.is_undefined() || given.is_null() {
            return slot_element(&document, placement);
        }
        match given.as_string() {
            // A selector that isn't one finds nothing.
            Some(selector) => document.query_selector(&selector).ok()?,
            None => given.dyn_into().ok(),
        }
    }
}

/// Something of the shop's that opens.
fn read_opener(value: &JsValue, name: &str, found: &mut Diagnostics) -> Option<JsValue> {
    let given = Some(value).filter(|value| !value.is_undefined() && !value.is_null())?;
    if Reflect::get(given, &"open".into()).is_ok_and(|open| open.is_function()) {
        return Some(given.clone());
    }
    let message = ["`", name, "` has no `open` function"].concat();
    fault(found, &["/", name].concat(), &message, "give { open(context) { … } }");
    None
}

/// The first `<cartnudge-slot>` of a placement.
fn slot_element(document: &web_sys::Document, placement: &str) -> Option<web_sys::Element> {
    let all = document.query_selector_all("cartnudge-slot").ok()?;
    (0..all.length())
        .filter_map(|at| all.get(at)?.dyn_into::<web_sys::Element>().ok())
        .find(|slot| slot.get_attribute("placement").as_deref() == Some(placement))
}

fn fault(found: &mut Diagnostics, pointer: &str, message: &str, help: &str) {
    found.warning("bad_option", pointer.to_owned(), message.to_owned(), help.to_owned());
}

fn check_keys(options: &JsValue, known: &[&'static str], place: &str, found: &mut Diagnostics) {
    for key in Object::keys(options.unchecked_ref::<Object>()).iter().filter_map(|key| key.as_string()) {
        if known.contains(&key.as_str()) {
            continue;
        }
        let help = match nearest(&key, known.iter().copied()) {
            Some(name) => ["did you mean `", name, "`?"].concat(),
            None => "remove it".to_owned(),
        };
        found.warning("unknown_option", [place, "/", &key].concat(), ["unknown option `", &key, "`"].concat(), help);
    }
}

fn read_document<T>(
    value: &JsValue,
    pointer: &str,
    found: &mut Diagnostics,
    read: impl FnOnce(Node<'_>, &mut Diagnostics) -> T,
) -> Option<T> {
    if value.is_undefined() || value.is_null() {
        return None;
    }
    let document = match from_js(value) {
        Ok(document) => document,
        Err(fault) => {
            found.extend(fault);
            return None;
        }
    };
    let mut own = Diagnostics::default();
    let result = read(Node::root(&document), &mut own);
    for mut one in own.into_vec() {
        one.pointer.insert_str(0, pointer);
        found.push(one);
    }
    Some(result)
}

/// The page's own language.
fn page_language() -> Option<String> {
    let root = web_sys::window()?.document()?.document_element()?;
    root.get_attribute("lang").filter(|lang| !lang.is_empty())
}

/// One or many.
fn listed(value: &JsValue) -> Vec<JsValue> {
    if value.is_undefined() || value.is_null() {
        return Vec::new();
    }
    match value.dyn_ref::<Array>() {
        Some(list) => list.iter().collect(),
        None => vec![value.clone()],
    }
}

fn read_sources(value: &JsValue, found: &mut Diagnostics) -> bool {
    let mut ga4 = false;
    for source in listed(value) {
        match source.as_string().as_deref() {
            Some("ga4") => ga4 = true,
            other => {
                let message = ["unknown source `", other.unwrap_or("?"), "`"].concat();
                fault(found, "/sources", &message, "this version reads `ga4`; give other carts with setCart");
            }
        }
    }
    ga4
}

fn read_age(value: &JsValue, pointer: &str, usual: f64, found: &mut Diagnostics) -> f64 {
    if value.is_undefined() || value.is_null() {
        return usual;
    }
    match value.as_f64().filter(|age| *age >= 0.0) {
        Some(age) => age,
        None => {
            let message = ["`", pointer.trim_start_matches('/'), "` is not a number of seconds"].concat();
            fault(found, pointer, &message, "write for example 3600");
            usual
        }
    }
}

fn read_stream(value: &JsValue, rules: &JsValue, found: &mut Diagnostics) -> Option<String> {
    if value.is_undefined() || value.is_null() {
        return None;
    }
    let url = value.as_string().filter(|url| !url.is_empty());
    if url.is_none() || rules.as_string().is_none() {
        let help = "give both addresses: { rules: \"/v1/rules\", rulesStream: \"/v1/rules/stream\" }";
        fault(found, "/rulesStream", "a stream is the address that tells of changes at the address of `rules`", help);
        return None;
    }
    url
}

/// A key that can't be read is no reason to believe everybody.
fn read_key(value: &JsValue, found: &mut Diagnostics) -> Option<Vec<u8>> {
    if value.is_undefined() || value.is_null() {
        return None;
    }
    let key = value.as_string().and_then(|text| base64url(&text)).filter(|key| key.len() == 32);
    if key.is_none() {
        let help = "give `public_key` of the server's /v1/rules/key; until then no rules from an address are used";
        fault(found, "/rulesKey", "this is not an Ed25519 key: 32 bytes as base64url", help);
    }
    Some(key.unwrap_or_default())
}

fn read_telemetry(value: &JsValue, found: &mut Diagnostics) -> Option<TelemetryOptions> {
    if value.is_undefined() || value.is_null() {
        return None;
    }
    let get = |key: &str| Reflect::get(value, &key.into()).unwrap_or(JsValue::UNDEFINED);
    let Some(url) = get("url").as_string().filter(|url| !url.is_empty()) else {
        fault(found, "/telemetry", "`telemetry` has no address", "write { url: \"/v1/events\" }");
        return None;
    };
    check_keys(value, &TELEMETRY_KEYS, "/telemetry", found);
    Some(TelemetryOptions { url, features: get("features").is_truthy(), visitor_id: get("visitorId").is_truthy() })
}

fn function(value: &JsValue, pointer: &str, found: &mut Diagnostics) -> Option<Function> {
    if value.is_undefined() || value.is_null() {
        return None;
    }
    let function = value.dyn_ref::<Function>().cloned();
    if function.is_none() {
        fault(found, pointer, "this is not a function", "give a function, or leave it out");
    }
    function
}
