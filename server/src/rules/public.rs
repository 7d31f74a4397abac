//! What pages ask for: the live document, the key it is signed with, and the stream that tells of changes.

use super::live::Published;
use crate::app::App;
use crate::problem::{Answer, Problem};
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::{Stream, StreamExt as _};
use serde::Serialize;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use tokio_stream::wrappers::WatchStream;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Holds the signature.
const SIGNATURE: HeaderName = HeaderName::from_static("cartnudge-signature");
/// Every page may read it, and revalidates each time: a rule that is switched off must stop soon. While the server is away
/// a cache may go on with what it has.
const CACHE: &str = "public, max-age=0, must-revalidate, stale-if-error=86400";

#[derive(Serialize, ToSchema)]
struct Key {
    /// `Ed25519`.
    algorithm: &'static str,
    /// 32 bytes in base64url: `rulesKey` of the page.
    public_key: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Coding {
    Brotli,
    Gzip,
    Plain,
}

/// The live rule document.
#[utoipa::path(get, path = "/v1/rules", tag = "rules",
    params(("if-none-match" = Option<String>, Header, description = "the ETag that is held")),
    responses((status = 200, content_type = "application/json", body = Object, headers(("etag" = String), ("cartnudge-signature" = String, description = "Ed25519 over the uncompressed body, in base64url"))),
        (status = 304, description = "it is the one that is held"), (status = 404, body = Problem, content_type = "application/problem+json")))]
async fn show(State(app): State<App>, headers: HeaderMap) -> Response {
    let Some(published) = app.live.current() else {
        let problem = Problem::not_found("no rules were published yet", "publish them in the console");
        return readable_anywhere(problem.into_response());
    };
    let coding = coding(&headers);
    let tag = tagged(&published.tag, coding);
    let mut response = if is_held(&headers, &published.tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let body = match coding {
            Coding::Brotli => published.brotli.clone(),
            Coding::Gzip => published.gzip.clone(),
            Coding::Plain => published.plain.clone(),
        };
        ([(header::CONTENT_TYPE, "application/json")], body).into_response()
    };
    let own = response.headers_mut();
    let set = |own: &mut HeaderMap, name: HeaderName, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            own.insert(name, value);
        }
    };
    set(own, header::ETAG, &tag);
    set(own, SIGNATURE, &published.signature);
    own.insert(header::CACHE_CONTROL, HeaderValue::from_static(CACHE));
    own.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    let name = match coding {
        Coding::Brotli => Some("br"),
        Coding::Gzip => Some("gzip"),
        Coding::Plain => None,
    };
    if let Some(name) = name.filter(|_| response.status() == StatusCode::OK) {
        response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static(name));
    }
    readable_anywhere(response)
}

/// Rules are public: pages of any origin may read them and their signature.
fn readable_anywhere(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static("cartnudge-signature, etag"));
    headers.insert(HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("cross-origin"));
    response
}

/// A strong validator differs by coding.
fn tagged(tag: &str, coding: Coding) -> String {
    match coding {
        Coding::Brotli => format!("\"{tag}-br\""),
        Coding::Gzip => format!("\"{tag}-gzip\""),
        Coding::Plain => format!("\"{tag}\""),
    }
}

/// Whether the caller holds this version, in any coding.
fn is_held(headers: &HeaderMap, tag: &str) -> bool {
    let given = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    let mut tags =
        given.flat_map(|value| value.split(',')).map(|one| one.trim().trim_start_matches("W/").trim_matches('"'));
    tags.any(|one| one == "*" || one.strip_prefix(tag).is_some_and(|rest| matches!(rest, "" | "-br" | "-gzip")))
}

/// The best coding that the caller takes.
fn coding(headers: &HeaderMap) -> Coding {
    let given = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    let given: Vec<&str> = given.collect();
    let takes = |wanted: &str| {
        given.iter().flat_map(|value| value.split(',')).any(|one| {
            let mut parts = one.split(';').map(str::trim);
            let is_it = parts.next().is_some_and(|name| name.eq_ignore_ascii_case(wanted));
            let weight =
                parts.find_map(|part| part.strip_prefix("q=")).map_or(1.0, |weight| weight.parse().unwrap_or(0.0));
            is_it && weight > 0.0
        })
    };
    match () {
        () if takes("br") => Coding::Brotli,
        () if takes("gzip") => Coding::Gzip,
        () => Coding::Plain,
    }
}

/// The key that rules are signed with.
#[utoipa::path(get, path = "/v1/rules/key", tag = "rules", responses((status = 200, body = Key)))]
async fn key(State(app): State<App>) -> Response {
    let key = Key { algorithm: "Ed25519", public_key: app.live.public_key() };
    readable_anywhere(([(header::CACHE_CONTROL, "public, max-age=300")], Json(key)).into_response())
}

/// Counts a page that listens, as long as it does.
struct Listener;

impl Listener {
    fn new() -> Self {
        metrics::gauge!("cartnudge_rules_streams").increment(1.0);
        Listener
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        metrics::gauge!("cartnudge_rules_streams").decrement(1.0);
    }
}

/// Tells of the live version at once and of each later one: `event: rules`, `data: {"version":8,"etag":"…"}`.
#[utoipa::path(get, path = "/v1/rules/stream", tag = "rules",
    responses((status = 200, content_type = "text/event-stream", body = String, description = "server-sent events")))]
async fn stream(State(app): State<App>) -> Answer<Response> {
    let (stopping, listener) = (app.stopping.clone(), Listener::new());
    let told = WatchStream::new(app.live.listen()).filter_map(move |published| {
        let _ = &listener;
        std::future::ready(published.map(|published| told(&published)))
    });
    let told = told.take_until(stopping.cancelled_owned());
    let response = sse(told).into_response();
    Ok(readable_anywhere(response))
}

fn sse(
    told: impl Stream<Item = Result<Event, Infallible>> + Send + 'static,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    Sse::new(told).keep_alive(KeepAlive::new().interval(Duration::from_secs(15)).text("here"))
}

fn told(published: &Arc<Published>) -> Result<Event, Infallible> {
    let data = serde_json::json!({ "version": published.version, "etag": format!("\"{}\"", published.tag) });
    let event = Event::default().event("rules").id(published.version.to_string()).retry(Duration::from_secs(3));
    Ok(event.data(data.to_string()))
}

/// The routes.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(show)).routes(routes!(key)).routes(routes!(stream))
}
