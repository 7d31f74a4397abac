//! Asking servers: with a time limit, and with errors that say what came instead of an answer.

use crate::diagnostic::Diagnostics;
use crate::text::{digits, parse_decimal};
use js_sys::{JSON, Promise};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, RequestCache, RequestInit, Response};

/// Longer than this nobody waits.
const LIMIT_MS: u32 = 10_000;
/// Says by whom a rule document is: an Ed25519 signature of the body as base64url.
const SIGNATURE: &str = "cartnudge-signature";

/// A document as it was sent, and as a value.
pub(super) struct Fetched {
    pub text: String,
    pub value: JsValue,
    /// By whom it says it is.
    pub signature: Option<String>,
}

/// What came instead of a document.
pub(super) struct Fault {
    pub found: Diagnostics,
    /// Seconds that the server asks to wait.
    pub retry_after: Option<f64>,
}

/// What a server answered.
pub(super) struct Answer(Response);

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
    if fresh {
        init.set_cache(RequestCache::NoCache);
    }
    let answer = answer(url, ask(url, &init)).await?;
    if matches!(answer.status(), 204 | 404 | 410) {
        return Ok(None);
    }
    if !answer.is_ok() {
        return Err(answer.fault(url));
    }
    let text = answer.text().await.ok_or_else(|| fault(url, "the answer broke off"))?;
    match JSON::parse(&text) {
        Ok(value) => Ok(Some(Fetched { text, value, signature: answer.header(SIGNATURE) })),
        Err(_) => Err(fault(url, &not_json(&text))),
    }
}

/// Sends a request, at once. `None` where there is no window to send it from.
pub(super) fn ask(url: &str, init: &RequestInit) -> Option<Promise> {
    init.set_signal(Some(&AbortSignal::timeout_with_u32(LIMIT_MS)));
    web_sys::window().map(|window| window.fetch_with_str_and_init(url, init))
}

/// Waits for the answer to a request.
pub(super) async fn answer(url: &str, asked: Option<Promise>) -> Result<Answer, Fault> {
    let asked = asked.ok_or_else(|| fault(url, "there is no window to fetch with"))?;
    let response = JsFuture::from(asked).await.ok().and_then(|value| value.dyn_into().ok());
    response.map(Answer).ok_or_else(|| fault(url, "the server didn't answer"))
}

impl Answer {
    pub fn status(&self) -> u16 {
        self.0.status()
    }

    pub fn is_ok(&self) -> bool {
        self.0.ok()
    }

    fn header(&self, name: &str) -> Option<String> {
        self.0.headers().get(name).ok().flatten()
    }

    /// The body; `None` when it broke off.
    pub async fn text(&self) -> Option<String> {
        JsFuture::from(self.0.text().ok()?).await.ok()?.as_string()
    }

    /// What a status that isn't a success means.
    pub fn fault(&self, url: &str) -> Fault {
        let status = digits(u64::from(self.status()));
        Fault {
            retry_after: self.header("retry-after").and_then(|seconds| parse_decimal(&seconds)),
            ..fault(url, &["the server answered with status ", &status].concat())
        }
    }
}

/// What came instead of JSON.
pub(super) fn not_json(text: &str) -> String {
    let start: String = text.chars().take(40).collect();
    ["the answer is not JSON; it begins with `", start.trim(), "`"].concat()
}

pub(super) fn fault(url: &str, reason: &str) -> Fault {
    let mut found = Diagnostics::default();
    let help = "check the address and what it serves; the last good document stays in use".to_owned();
    found.error("fetch_failed", String::new(), ["`", url, "`: ", reason].concat(), help);
    Fault { found, retry_after: None }
}
