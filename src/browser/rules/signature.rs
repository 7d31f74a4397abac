//! Whether a rule document is by the holder of the shop's key: Ed25519, by the browser's own cryptography.

use crate::browser::fetch::{Fault, Fetched};
use crate::diagnostic::Diagnostics;
use crate::text::{base64url, digits};
use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CryptoKey, SubtleCrypto};

const ED25519: &str = "Ed25519";

/// Checks a document's signature. What is checked is what is used: the text whose bytes were sent.
///
/// A text that wasn't UTF-8 isn't what was signed, so it is refused, too.
pub(super) async fn check(key: &[u8], fetched: &Fetched) -> Result<(), Fault> {
    let Some(signature) = &fetched.signature else {
        return Err(refusal("unsigned_rules", "the rules are not signed", UNSIGNED));
    };
    let signature = base64url(signature).ok_or_else(forged)?;
    let unable = || refusal("no_web_crypto", "signatures can't be checked here", UNABLE);
    let subtle = subtle().ok_or_else(unable)?;
    let key = import(&subtle, key).await.ok_or_else(unable)?;
    match verify(&subtle, &key, &signature, fetched.text.as_bytes()).await {
        Some(true) => Ok(()),
        _ => Err(forged()),
    }
}

const UNSIGNED: &str = "serve them with `Cartnudge-Signature`; to another origin with `Access-Control-Expose-Headers: Cartnudge-Signature`";
const UNABLE: &str = "serve the page over https; Ed25519 needs Chrome 137, Firefox 129 or Safari 17";

/// `None` where the page is no secure context.
fn subtle() -> Option<SubtleCrypto> {
    let subtle = web_sys::window()?.crypto().ok()?.subtle();
    Some(subtle).filter(|subtle| !AsRef::<JsValue>::as_ref(subtle).is_undefined())
}

async fn import(subtle: &SubtleCrypto, key: &[u8]) -> Option<CryptoKey> {
    let (key, uses) = (Uint8Array::from(key), Array::of1(&"verify".into()));
    let imported = subtle.import_key_with_str("raw", &key, ED25519, false, &uses).ok()?;
    JsFuture::from(imported).await.ok().map(JsCast::unchecked_into)
}

async fn verify(subtle: &SubtleCrypto, key: &CryptoKey, signature: &[u8], text: &[u8]) -> Option<bool> {
    let verified = subtle.verify_with_str_and_u8_array_and_u8_array(ED25519, key, signature, text).ok()?;
    JsFuture::from(verified).await.ok()?.as_bool()
}

fn forged() -> Fault {
    refusal("bad_signature", "the rules are not signed by `rulesKey`", "take the key that the signing server names")
}

/// A document of an earlier version than one that was in use: whoever holds on to an old one must not bring it back.
pub(super) fn older(version: u32, known: u32) -> Fault {
    let [version, known] = [version, known].map(|version| digits(u64::from(version)));
    let message = ["version ", &version, " is older than ", &known, ", which was in use"].concat();
    refusal("older_rules", &message, "publish with a higher version")
}

fn refusal(code: &'static str, message: &str, help: &str) -> Fault {
    let mut found = Diagnostics::default();
    found.error(code, String::new(), message.to_owned(), help.to_owned());
    Fault { found, retry_after: None }
}
