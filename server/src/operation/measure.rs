//! `/metrics`: what Prometheus collects.

use crate::app::App;
use axum::extract::{MatchedPath, Request, State};
use axum::http::header;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use metrics::{counter, describe_counter, describe_gauge, describe_histogram, histogram};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use std::sync::OnceLock;
use std::time::Instant;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Seconds.
const BUCKETS: [f64; 11] = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0];

static RECORDER: OnceLock<Option<PrometheusHandle>> = OnceLock::new();

/// The process's recorder.
///
/// # Errors
/// Another one was there before.
pub fn recorder() -> Result<PrometheusHandle, String> {
    let made = RECORDER.get_or_init(|| {
        let builder = PrometheusBuilder::new();
        let builder = builder.set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), &BUCKETS).ok()?;
        let handle = builder.install_recorder().ok()?;
        describe_counter!("http_requests_total", "Requests by method, route and status.");
        describe_histogram!("http_request_duration_seconds", "Time until the answer begins, by method and route.");
        describe_counter!("cartnudge_events_total", "Events by what became of them: accepted, duplicate, rejected.");
        describe_gauge!("cartnudge_rules_version", "The live version of the rules.");
        describe_gauge!("cartnudge_rules_streams", "Pages that listen for changes of the rules.");
        Some(handle)
    });
    made.clone().ok_or_else(|| "another metrics recorder is installed".to_owned())
}

/// Counts and logs each request.
pub async fn count(State(_): State<App>, request: Request, next: Next) -> Response {
    let began = Instant::now();
    let method = match request.method().as_str() {
        known @ ("GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS") => known.to_owned(),
        _ => "other".to_owned(),
    };
    let route =
        request.extensions().get::<MatchedPath>().map_or_else(|| "site".to_owned(), |path| path.as_str().to_owned());
    let response = next.run(request).await;
    let (took, status) = (began.elapsed(), response.status().as_u16());
    counter!("http_requests_total", "method" => method.clone(), "route" => route.clone(), "status" => status.to_string()).increment(1);
    histogram!("http_request_duration_seconds", "method" => method.clone(), "route" => route.clone())
        .record(took.as_secs_f64());
    let milliseconds = took.as_secs_f64() * 1_000.0;
    if status >= 500 {
        tracing::error!(method, route, status, milliseconds, "request");
    } else {
        tracing::debug!(method, route, status, milliseconds, "request");
    }
    response
}

/// Metrics in Prometheus's text format.
#[utoipa::path(get, path = "/metrics", tag = "operation", responses((status = 200, body = String, content_type = "text/plain")))]
async fn show(State(app): State<App>) -> Response {
    let kind = [(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")];
    (kind, app.metrics.render()).into_response()
}

/// The routes.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(show))
}
