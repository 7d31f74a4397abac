//! Which pages of other origins may ask: those of the shop.

use crate::app::App;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::routing::{MethodRouter, options};
use std::time::Duration;
use tower_http::cors::{AllowOrigin, CorsLayer};

/// Allows the configured origins, or any where none is. No credentials of the browser's go along: what needs a right brings
/// a token.
pub fn pages(origins: &[String], method: Method) -> CorsLayer {
    let origins: Vec<HeaderValue> = origins.iter().filter_map(|origin| origin.parse().ok()).collect();
    let origins = if origins.is_empty() { AllowOrigin::any() } else { AllowOrigin::list(origins) };
    CorsLayer::new()
        .allow_origin(origins)
        .allow_methods([method])
        .allow_headers([header::CONTENT_TYPE, header::AUTHORIZATION])
        .expose_headers([header::ETAG, header::RETRY_AFTER])
        .max_age(Duration::from_secs(86_400))
}

/// What browsers ask before they send: [`pages`] answers, this makes the address take the question.
pub fn preflight() -> MethodRouter<App> {
    options(|| async { StatusCode::NO_CONTENT })
}
