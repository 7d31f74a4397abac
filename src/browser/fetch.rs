//! JSON from an address, with a time limit, and with errors that say what came instead.

use crate::diagnostic::Diagnostics;
use crate::text::{digits, parse_decimal};
use js_sys::JSON;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, RequestCache, RequestInit, Response};

/// Longer than this nobody waits.
const LIMIT_MS: u32 = 10_000;

/// A document as it was sent, and as a value.
pub(super) struct Fetched {
    pub text: String,
    pub value: JsValue,
}

/// What came instead of a document.
pub(super) struct Fault {
    pub found: Diagnostics,
    /// Seconds that the server asks to wait.
    pub retry_after: Option<f64>,
}

/// The document at an address; `None` where the server says that there is none (204, 404, 410).
pub(super) async fn json(url: &str) -> Result<Option<JsValue>, Diagnostics> {
    match document(url, false).await {
        Ok(fetched) => Ok(fetched.map(|fetched| fetched.value)),
        Err(fault) => Err(fault.found),
    }
}

/// As [`json`], with the text; `fresh` asks the server whether what the browser keeps still holds (an ETag and 304 cost
/// no body then), without a header of our own that would make a shop on another origin answer a preflight.
pub(super) async fn document(url: &str, fresh: bool) -> Result<Option<Fetched>, Fault> {
    let init = RequestInit::new();
    init.set_signal(Some(&AbortSignal::timeout_with_u32(LIMIT_MS)));
    if fresh {
        init.set_cache(RequestCache::NoCache);
    }
    let window = web_sys::window().ok_or_else(|| fault(url, "there is no window to fetch with"))?;
    let response = JsFuture::from(window.fetch_with_str_and_init(url, &init)).await;
    let response: Response =
        response.ok().and_then(|value| value.dyn_into().ok()).ok_or_else(|| fault(url, "the server didn't answer"))?;
    if matches!(response.status(), 204 | 404 | 410) {
        return Ok(None);
    }
    if !response.ok() {
        let status = digits(u64::from(response.status()));
        let retry_after = response.headers().get("retry-after").ok().flatten();
        return Err(Fault {
            retry_after: retry_after.and_then(|seconds| parse_decimal(&seconds)),
            ..fault(url, &["the server answered with status ", &status].concat())
        });
    }
    let text = match response.text() {
        Ok(promise) => JsFuture::from(promise).await.ok().and_then(|text| text.as_string()),
        Err(_) => None,
    };
    let text = text.ok_or_else(|| fault(url, "the answer broke off"))?;
    match JSON::parse(&text) {
        Ok(value) => Ok(Some(Fetched { text, value })),
        Err(_) => {
            let start: String = text.chars().take(40).collect();
            Err(fault(url, &["the answer is not JSON; it begins with `", start.trim(), "`"].concat()))
        }
    }
}

pub(super) fn fault(url: &str, reason: &str) -> Fault {
    let mut found = Diagnostics::default();
    let help = "check the address and what it serves; the last good document stays in use".to_owned();
    found.error("fetch_failed", String::new(), ["`", url, "`: ", reason].concat(), help);
    Fault { found, retry_after: None }
}
