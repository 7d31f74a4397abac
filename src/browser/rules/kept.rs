//! The last good rules, kept on the device for page views in which the server can't be reached.

use super::signature;
use crate::browser::app::{App, now};
use crate::browser::cache;
use crate::browser::fetch::Fetched;
use js_sys::{JSON, Object, Reflect};
use std::rc::Rc;
use wasm_bindgen::JsValue;

/// The last good document, if it is still one that may be used.
pub(super) async fn read(app: &Rc<App>, url: &str) -> Option<Fetched> {
    let cached = cache::read(&app.storage, "rules", url, now())?.document;
    let member = |key: &str| Reflect::get(&cached, &key.into()).ok()?.as_string();
    let text = member("text")?;
    let kept = Fetched { value: JSON::parse(&text).ok()?, text, signature: member("signature") };
    match &app.options.rules_key {
        // Whoever may write to the storage must not be believed more than the server.
        Some(key) => signature::check(key, &kept).await.ok().map(|()| kept),
        None => Some(kept),
    }
}

/// Keeps a good document, with what proves that it is.
pub(super) fn write(app: &Rc<App>, url: &str, fetched: &Fetched) {
    let document = Object::new();
    let members = [("text", Some(&fetched.text)), ("signature", fetched.signature.as_ref())];
    for (key, text) in members.into_iter().filter_map(|(key, text)| Some((key, text?))) {
        // A fresh object takes any property.
        let _ = Reflect::set(&document, &key.into(), &JsValue::from_str(text));
    }
    cache::write(&app.storage, "rules", url, &document, now());
}
