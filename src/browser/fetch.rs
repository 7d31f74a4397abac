//! JSON from an address, with a time limit, and with errors that say what came instead.

use crate::diagnostic::Diagnostics;
use crate::text::digits;
use js_sys::JSON;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, RequestInit, Response};

/// Longer than this nobody waits.
const LIMIT_MS: u32 = 10_000;

/// The document at an address; `None` where the server says that there is none (204, 404, 410).
pub(super) async fn json(url: &str) -> Result<Option<JsValue>, Diagnostics> {
    let init = RequestInit::new();
    init.set_signal(Some(&AbortSignal::timeout_with_u32(LIMIT_MS)));
    let window = web_sys::window().ok_or_else(|| fault(url, "there is no window to fetch with"))?;
    let response = JsFuture::from(window.fetch_with_str_and_init(url, &init)).await;
    let response: Response =
        response.ok().and_then(|value| value.dyn_into().ok()).ok_or_else(|| fault(url, "the server didn't answer"))?;
    if matches!(response.status(), 204 | 404 | 410) {
        return Ok(None);
    }
    if !response.ok() {
        return Err(fault(url, &["the server answered with status ", &digits(u64::from(response.status()))].concat()));
    }
    let text = match response.text() {
        Ok(promise) => JsFuture::from(promise).await.ok().and_then(|text| text.as_string()),
        Err(_) => None,
    };
    let text = text.ok_or_else(|| fault(url, "the answer broke off"))?;
    JSON::parse(&text).map(Some).map_err(|_| {
        let start: String = text.chars().take(40).collect();
        fault(url, &["the answer is not JSON; it begins with `", start.trim(), "`"].concat())
    })
}

fn fault(url: &str, reason: &str) -> Diagnostics {
    let mut found = Diagnostics::default();
    let help = "check the address and what it serves; the last good document stays in use".to_owned();
    found.error("fetch_failed", String::new(), ["`", url, "`: ", reason].concat(), help);
    found
}
