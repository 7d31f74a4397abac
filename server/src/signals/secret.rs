//! The secret that the shop's backend signs with: configured, or made here and shown to admins.

use crate::app::App;
use crate::audit;
use crate::db::{set, setting};
use crate::people::guard::{Caller, Right};
use crate::problem::{Answer, Problem};
use crate::secret::random;
use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// After a new secret was made the old one holds so long, in milliseconds: time to configure the backend.
const HANDOVER: i64 = 3_600_000;

#[derive(Serialize, ToSchema)]
struct Secret {
    secret: String,
    /// `environment` or `database`.
    from: &'static str,
}

/// The secrets that tokens may be signed with, the newest first.
///
/// # Errors
/// The database doesn't answer.
pub async fn valid(app: &App) -> Answer<Vec<String>> {
    if let Some(secret) = &app.config.signals_secret {
        return Ok(vec![secret.clone()]);
    }
    let current = current(app).await?;
    let mut connection = app.db.read().acquire().await?;
    let old = setting(&mut connection, "signals_secret_old").await?;
    // `until secret`
    let old = old
        .as_deref()
        .and_then(|old| old.split_once(' '))
        .filter(|(until, _)| until.parse().is_ok_and(|until: i64| app.now() < until));
    Ok([Some(current), old.map(|(_, secret)| secret.to_owned())].into_iter().flatten().collect())
}

/// The secret to sign with; made when it is asked for first.
///
/// # Errors
/// The database doesn't answer.
pub async fn current(app: &App) -> Answer<String> {
    if let Some(secret) = &app.config.signals_secret {
        return Ok(secret.clone());
    }
    let mut connection = app.db.read().acquire().await?;
    if let Some(secret) = setting(&mut connection, "signals_secret").await? {
        return Ok(secret);
    }
    drop(connection);
    let mut transaction = app.db.write().await?;
    // Another may have made it meanwhile.
    if let Some(secret) = setting(&mut transaction, "signals_secret").await? {
        return Ok(secret);
    }
    let secret = random()?;
    set(&mut transaction, "signals_secret", &secret).await?;
    transaction.commit().await?;
    Ok(secret)
}

fn answer(secret: String, from: &'static str) -> Response {
    ([(header::CACHE_CONTROL, "no-store")], Json(Secret { secret, from })).into_response()
}

/// The secret, for admins.
#[utoipa::path(get, path = "/v1/settings/signals-secret", tag = "signals", security(("session" = [])),
    responses((status = 200, body = Secret), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn show(State(app): State<App>, caller: Caller) -> Answer<Response> {
    caller.needs(Right::Administer)?;
    let from = if app.config.signals_secret.is_some() { "environment" } else { "database" };
    let secret = current(&app).await?;
    let mut transaction = app.db.write().await?;
    audit::record(&mut transaction, app.now(), &caller.actor(), "signals.secret_shown", "signals secret", "").await?;
    transaction.commit().await?;
    Ok(answer(secret, from))
}

/// Makes a new secret; the old one holds for another hour.
#[utoipa::path(post, path = "/v1/settings/signals-secret", tag = "signals", security(("session" = [])),
    responses((status = 200, body = Secret), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn renew(State(app): State<App>, caller: Caller) -> Answer<Response> {
    caller.needs(Right::Administer)?;
    if app.config.signals_secret.is_some() {
        let help = "change CARTNUDGE_SIGNALS_SECRET where the server is started";
        return Err(Problem::conflict("configured", "the secret comes from the environment", help));
    }
    let (old, secret) = (current(&app).await?, random()?);
    let mut transaction = app.db.write().await?;
    set(&mut transaction, "signals_secret_old", &format!("{} {old}", app.now() + HANDOVER)).await?;
    set(&mut transaction, "signals_secret", &secret).await?;
    audit::record(&mut transaction, app.now(), &caller.actor(), "signals.secret_renewed", "signals secret", "").await?;
    transaction.commit().await?;
    Ok(answer(secret, "database"))
}

/// The routes.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(show, renew))
}
