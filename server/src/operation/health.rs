//! Whether the server lives, and whether it can serve.

use crate::app::App;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Serialize;
use std::time::Duration;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The database is given this long.
const PATIENCE: Duration = Duration::from_secs(2);

#[derive(Serialize, ToSchema)]
struct Health {
    /// `ok`, `stopping`, or `database_away`.
    status: &'static str,
}

/// The process answers. Says nothing of the database, so that a restart isn't tried for its sake.
#[utoipa::path(get, path = "/healthz", tag = "operation", responses((status = 200, body = Health)))]
async fn alive() -> Json<Health> {
    Json(Health { status: "ok" })
}

/// The server can serve: its database answers, and it isn't stopping.
#[utoipa::path(get, path = "/readyz", tag = "operation", responses((status = 200, body = Health), (status = 503, body = Health)))]
async fn ready(State(app): State<App>) -> (StatusCode, Json<Health>) {
    if app.stopping.is_cancelled() {
        return (StatusCode::SERVICE_UNAVAILABLE, Json(Health { status: "stopping" }));
    }
    let asked = sqlx::query_scalar::<_, String>("SELECT name FROM settings LIMIT 1").fetch_optional(app.db.read());
    match tokio::time::timeout(PATIENCE, asked).await {
        Ok(Ok(_)) => (StatusCode::OK, Json(Health { status: "ok" })),
        _ => (StatusCode::SERVICE_UNAVAILABLE, Json(Health { status: "database_away" })),
    }
}

/// The routes.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(alive)).routes(routes!(ready))
}
