//! Tokens for programs: the warehouse, CI, a backend.

use super::guard::{Caller, Right, TOKEN_PREFIX};
use super::role::Scope;
use super::setup::read_name;
use crate::app::{App, rfc3339};
use crate::audit;
use crate::body::Given;
use crate::extract::Path;
use crate::problem::{Answer, Problem};
use crate::secret::{digest, id, random};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

const DAY: i64 = 86_400_000;

#[derive(Serialize, ToSchema)]
struct Token {
    id: String,
    name: String,
    scopes: Vec<Scope>,
    /// RFC 3339, UTC, like the others.
    created_at: String,
    /// Absent until it is used; within a minute of its last use.
    #[serde(skip_serializing_if = "Option::is_none")]
    last_used_at: Option<String>,
    /// Absent when it doesn't end.
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_at: Option<String>,
}

#[derive(Serialize, ToSchema)]
struct Tokens {
    tokens: Vec<Token>,
}

#[derive(Deserialize, ToSchema)]
struct NewToken {
    name: String,
    /// At least one.
    #[schema(min_items = 1)]
    scopes: Vec<Scope>,
    /// Days until it ends, 1 to 3,650; never when missing.
    #[schema(minimum = 1, maximum = 3650)]
    days: Option<u16>,
}

#[derive(Serialize, ToSchema)]
struct Made {
    #[serde(flatten)]
    about: Token,
    /// Shown this once.
    token: String,
}

/// All tokens, without their secrets.
#[utoipa::path(get, path = "/v1/tokens", tag = "people", security(("session" = [])),
    responses((status = 200, body = Tokens), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn list(State(app): State<App>, caller: Caller) -> Answer<Json<Tokens>> {
    caller.needs(Right::Administer)?;
    let statement = "SELECT id, name, scopes, created_at, last_used_at, expires_at FROM tokens ORDER BY id";
    type Row = (String, String, String, i64, Option<i64>, Option<i64>);
    let rows: Vec<Row> = sqlx::query_as(statement).fetch_all(app.db.read()).await?;
    let tokens = rows.into_iter().map(|(id, name, scopes, created_at, last_used_at, expires_at)| Token {
        id,
        name,
        scopes: scopes.split(' ').filter_map(Scope::named).collect(),
        created_at: rfc3339(created_at),
        last_used_at: last_used_at.map(rfc3339),
        expires_at: expires_at.map(rfc3339),
    });
    Ok(Json(Tokens { tokens: tokens.collect() }))
}

/// Makes a token; its secret is in this answer and nowhere else.
#[utoipa::path(post, path = "/v1/tokens", tag = "people", security(("session" = [])), request_body = NewToken,
    responses((status = 201, body = Made), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn make(
    State(app): State<App>,
    caller: Caller,
    Given(given): Given<NewToken>,
) -> Answer<(StatusCode, Json<Made>)> {
    caller.needs(Right::Administer)?;
    let name = read_name(&given.name)?;
    if given.scopes.is_empty() {
        let help = "name at least one thing that the token may do";
        return Err(Problem::unprocessable("no_scope", "the token could do nothing", help).at("/scopes"));
    }
    if given.days.is_some_and(|days| !(1..=3_650).contains(&days)) {
        let help = "write 1 to 3650 days, or leave it out";
        return Err(
            Problem::unprocessable("out_of_range", "the token would last too long, or not at all", help).at("/days")
        );
    }
    let mut scopes: Vec<Scope> = Vec::new();
    for scope in given.scopes {
        if !scopes.contains(&scope) {
            scopes.push(scope);
        }
    }
    let now = app.now();
    let (id, token) = (id(), format!("{TOKEN_PREFIX}{}", random()?));
    let names = scopes.iter().map(|scope| scope.name()).collect::<Vec<_>>().join(" ");
    let expires_at = given.days.map(|days| now + i64::from(days) * DAY);
    let mut transaction = app.db.write().await?;
    sqlx::query("INSERT INTO tokens (id, name, hash, scopes, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6)")
        .bind(id.clone())
        .bind(name.clone())
        .bind(digest(&token))
        .bind(names.clone())
        .bind(now)
        .bind(expires_at)
        .execute(&mut *transaction)
        .await?;
    audit::record(&mut transaction, now, &caller.actor(), "token.make", &id, &names).await?;
    transaction.commit().await?;
    let expires_at = expires_at.map(rfc3339);
    let about = Token { id, name, scopes, created_at: rfc3339(now), last_used_at: None, expires_at };
    Ok((StatusCode::CREATED, Json(Made { about, token })))
}

/// Ends a token at once.
#[utoipa::path(delete, path = "/v1/tokens/{id}", tag = "people", security(("session" = [])), params(("id" = String, Path)),
    responses((status = 204, description = "ended"), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn end(State(app): State<App>, caller: Caller, Path(id): Path<String>) -> Answer<StatusCode> {
    caller.needs(Right::Administer)?;
    let mut transaction = app.db.write().await?;
    let done = sqlx::query("DELETE FROM tokens WHERE id = $1").bind(id.clone()).execute(&mut *transaction).await?;
    if done.rows_affected() == 0 {
        return Err(Problem::not_found("there is no such token", "GET /v1/tokens lists them"));
    }
    audit::record(&mut transaction, app.now(), &caller.actor(), "token.end", &id, "").await?;
    transaction.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The routes.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, make)).routes(routes!(end))
}
