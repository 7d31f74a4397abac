//! All routes, and what every answer goes through.

use crate::app::App;
use crate::operation::{health, measure, site};
use crate::problem::Problem;
use crate::{audit, demo, events, orders, people, products, results, rules, signals};
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, Http, HttpAuthScheme, SecurityScheme};
use utoipa::{Modify, OpenApi};
use utoipa_axum::router::OpenApiRouter;

/// A body is at most this large where a route doesn't say otherwise.
const LARGEST_BODY: usize = 1 << 20;

#[derive(OpenApi)]
#[openapi(
    info(title = "cartnudge control server", description = "Rules, signals, products, events, and the people who look after them."),
    modifiers(&Security),
    tags(
        (name = "rules", description = "The live document, the draft, versions"),
        (name = "signals", description = "What is known of customers"),
        (name = "products", description = "What is known of products"),
        (name = "orders", description = "The order history for simulations"),
        (name = "events", description = "What pages tell"),
        (name = "results", description = "What became of nudges"),
        (name = "people", description = "Sign-in, people, tokens, the audit log"),
        (name = "operation", description = "Health and metrics"),
    )
)]
struct Api;

struct Security;

impl Modify for Security {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let components = openapi.components.get_or_insert_with(Default::default);
        let cookie = SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::new(people::guard::COOKIE)));
        components.add_security_scheme("session", cookie);
        components.add_security_scheme("token", SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer)));
    }
}

fn api(origins: &[String]) -> OpenApiRouter<App> {
    OpenApiRouter::with_openapi(Api::openapi())
        .merge(health::routes())
        .merge(measure::routes())
        .merge(rules::routes())
        .merge(events::routes(origins))
        .merge(results::routes())
        .merge(signals::routes(origins))
        .merge(products::routes())
        .merge(orders::routes())
        .merge(people::routes())
        .merge(audit::routes())
}

/// The OpenAPI document.
#[must_use]
pub fn openapi() -> utoipa::openapi::OpenApi {
    api(&[]).into_openapi()
}

/// All routes.
pub fn router(app: &App) -> Router {
    let (api, document) = api(&app.config.allowed_origins).split_for_parts();
    let routes = api
        .route("/v1/openapi.json", get(move || async move { Json(document) }))
        .route("/v1/{*rest}", axum::routing::any(nowhere));
    let routes = if app.config.demo { routes.merge(demo::router()) } else { routes };
    let routes = match &app.config.www {
        Some(folder) => routes.merge(site::router(folder)),
        None => routes.fallback(site::nothing),
    };
    let always = |name: HeaderName, value: &'static str| {
        SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
    };
    routes
        .method_not_allowed_fallback(not_allowed)
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .layer(always(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(CatchPanicLayer::custom(|_| Problem::internal().into_response()))
        .layer(from_fn_with_state(app.clone(), measure::count))
        .with_state(app.clone())
}

async fn nowhere() -> Problem {
    Problem::not_found("the API has nothing at this address", "/v1/openapi.json lists what it has")
}

async fn not_allowed() -> Response {
    let help = "/v1/openapi.json lists what each address takes";
    let status = axum::http::StatusCode::METHOD_NOT_ALLOWED;
    Problem::new(status, "method_not_allowed", "this address doesn't take that method", help).into_response()
}
