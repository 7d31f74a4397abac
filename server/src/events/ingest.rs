//! `POST /v1/events`: a batch from a page. Good events are taken whatever the others are; each is taken once.

use super::event::Event;
use super::read::{Fault, read};
use super::store;
use crate::app::App;
use crate::body::unreadable;
use crate::cross_origin::{pages, preflight};
use crate::problem::{Answer, Problem};
use crate::rate::Rate;
use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{ConnectInfo, DefaultBodyLimit, State};
use axum::http::{HeaderMap, Method, StatusCode};
use metrics::counter;
use serde::Serialize;
use serde_json::Value;
use std::net::SocketAddr;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// A batch is at most this large, and so long.
const LARGEST: usize = 256 << 10;
const MOST: usize = 500;
/// Of one address: a page sends some events a minute, an office of shoppers some a second.
const RATE: Rate = Rate { burst: 2_000.0, per_second: 50.0 };

#[derive(Serialize, ToSchema)]
struct Taken {
    /// Events that are kept now and weren't before.
    accepted: u64,
    /// Events that were there already: sent again, and harmless.
    duplicates: u64,
    /// Events that weren't taken, and never will be as they are.
    rejected: Vec<Rejected>,
}

#[derive(Serialize, ToSchema)]
struct Rejected {
    /// Its place in the batch.
    index: usize,
    /// Its id, where it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    #[serde(flatten)]
    fault: Fault,
}

/// Takes a batch of CloudEvents. What was answered is on disk.
#[utoipa::path(post, path = "/v1/events", tag = "events",
    request_body(content = Vec<Object>, content_type = "application/cloudevents-batch+json", description = "CloudEvents 1.0, JSON batch format; at most 500, and 256 KiB"),
    responses((status = 200, body = Taken), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn take(
    State(app): State<App>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Answer<Json<Taken>> {
    let body = body.map_err(|rejection| unreadable(&rejection))?;
    let now = app.now();
    let batch = parse(&body)?;
    let key = format!("events {}", app.address(peer, &headers));
    #[allow(clippy::cast_precision_loss)] // at most 500
    let taken = app.rates.take(&key, RATE, batch.len() as f64, now);
    taken.map_err(|seconds| Problem::too_many(seconds, "too many events came from this address"))?;
    let mut good: Vec<Event> = Vec::with_capacity(batch.len());
    let mut rejected = Vec::new();
    for (index, value) in batch.iter().enumerate() {
        match read(value, now) {
            Ok(event) => good.push(event),
            Err(fault) => {
                let id = value.get("id").and_then(Value::as_str).map(|id| cartnudge::text::shortened(id, 200));
                rejected.push(Rejected { index, id, fault });
            }
        }
    }
    let mut accepted = 0;
    if !good.is_empty() {
        let mut transaction = app.db.write().await?;
        accepted = store::add(&mut transaction, &good, now).await?;
        transaction.commit().await?;
    }
    let duplicates = good.len() as u64 - accepted;
    for (what, count) in [("accepted", accepted), ("duplicate", duplicates), ("rejected", rejected.len() as u64)] {
        counter!("cartnudge_events_total", "what" => what).increment(count);
    }
    Ok(Json(Taken { accepted, duplicates, rejected }))
}

/// A batch, or one event alone. The type isn't looked at: `navigator.sendBeacon` sends text.
fn parse(body: &[u8]) -> Answer<Vec<Value>> {
    let value: Value = serde_json::from_slice(body)
        .map_err(|error| Problem::bad_request("not_json", error.to_string(), "send a JSON list of CloudEvents"))?;
    let batch = match value {
        Value::Array(list) => list,
        Value::Object(_) => vec![value],
        _ => {
            return Err(Problem::unprocessable(
                "not_a_batch",
                "the body is no list",
                "send a JSON list of CloudEvents",
            ));
        }
    };
    if batch.len() > MOST {
        let detail = format!("{} events; a batch has at most {MOST}", batch.len());
        return Err(Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too_many_events", detail, "send several batches"));
    }
    Ok(batch)
}

/// The routes.
pub fn routes(origins: &[String]) -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(take))
        .route("/v1/events", preflight())
        .layer(DefaultBodyLimit::max(LARGEST))
        .layer(pages(origins, Method::POST))
}
