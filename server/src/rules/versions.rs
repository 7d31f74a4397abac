//! The history: each version with who made it and why, and what differs between two.

use super::store::{self, By};
use crate::app::{App, rfc3339};
use crate::extract::{Path, Query};
use crate::people::guard::{Caller, Right};
use crate::problem::{Answer, Problem};
use axum::Json;
use axum::extract::State;
use cartnudge::rules::difference::{Change, Language, difference};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

#[derive(Serialize, ToSchema)]
struct Version {
    version: i64,
    /// `publish`, `switch`, `rollback`, `kill_switch` or `scheduled`.
    kind: String,
    /// Which one a rollback went back to.
    #[serde(skip_serializing_if = "Option::is_none")]
    of: Option<i64>,
    note: String,
    /// How many rules it has.
    rules: i64,
    /// RFC 3339, UTC.
    published_at: String,
    published_by: By,
    /// Whether it is the live one.
    live: bool,
}

#[derive(Serialize, ToSchema)]
struct Whole {
    #[serde(flatten)]
    about: Version,
    /// The rule document.
    #[schema(value_type = Object)]
    document: Value,
}

#[derive(Serialize, ToSchema)]
struct Versions {
    /// The latest first.
    versions: Vec<Version>,
    /// What to ask for with `before` for earlier ones; absent when there are none.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<i64>,
}

#[derive(Deserialize, IntoParams)]
struct Page {
    /// Versions before this one.
    before: Option<i64>,
    /// How many, 1 to 200.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u16>,
}

#[derive(Deserialize, IntoParams)]
struct From {
    /// The version to compare with; the one before when missing.
    from: Option<i64>,
    /// The language to tell it in: English, or German for `de`.
    locale: Option<String>,
}

#[derive(Serialize, ToSchema)]
struct Differences {
    /// As `diffRules` of `cartnudge/authoring` gives them.
    #[schema(value_type = Vec<Object>)]
    changes: Vec<Change>,
}

const COLUMNS: &str = "version, kind, of_version, note, rules, published_at, by_id, by_name";
type Row = (i64, String, Option<i64>, String, i64, i64, Option<String>, String);

fn read((version, kind, of, note, rules, published_at, by_id, name): Row, live: Option<i64>) -> Version {
    let published_by = By { id: by_id, name };
    Version {
        version,
        kind,
        of,
        note,
        rules,
        published_at: rfc3339(published_at),
        published_by,
        live: live == Some(version),
    }
}

/// Every version that was ever live, the latest first.
#[utoipa::path(get, path = "/v1/rules/versions", tag = "rules", security(("session" = []), ("token" = [])), params(Page),
    responses((status = 200, body = Versions), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn list(State(app): State<App>, caller: Caller, Query(page): Query<Page>) -> Answer<Json<Versions>> {
    caller.needs(Right::See)?;
    let limit = page.limit.unwrap_or(50).clamp(1, 200);
    let mut connection = app.db.read().acquire().await?;
    let live = store::live_version(&mut connection).await?;
    let statement = format!("SELECT {COLUMNS} FROM versions WHERE version < $1 ORDER BY version DESC LIMIT $2");
    let query = sqlx::query_as(&statement).bind(page.before.unwrap_or(i64::MAX)).bind(i64::from(limit) + 1);
    let rows: Vec<Row> = query.fetch_all(&mut *connection).await?;
    let mut versions: Vec<Version> = rows.into_iter().map(|row| read(row, live)).collect();
    let has_more = versions.len() > usize::from(limit);
    versions.truncate(usize::from(limit));
    let next = versions.last().filter(|_| has_more).map(|last| last.version);
    Ok(Json(Versions { versions, next }))
}

/// A version and its document.
#[utoipa::path(get, path = "/v1/rules/versions/{version}", tag = "rules", security(("session" = []), ("token" = [])), params(("version" = i64, Path)),
    responses((status = 200, body = Whole), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn show(State(app): State<App>, caller: Caller, Path(version): Path<i64>) -> Answer<Json<Whole>> {
    caller.needs(Right::See)?;
    let mut connection = app.db.read().acquire().await?;
    let live = store::live_version(&mut connection).await?;
    let document = store::document(&mut connection, version).await?;
    let statement = format!("SELECT {COLUMNS} FROM versions WHERE version = $1");
    let row: Row = sqlx::query_as(&statement).bind(version).fetch_one(&mut *connection).await?;
    Ok(Json(Whole { about: read(row, live), document }))
}

/// What differs from another version, rule by rule, in words.
#[utoipa::path(get, path = "/v1/rules/versions/{version}/diff", tag = "rules", security(("session" = []), ("token" = [])),
    params(("version" = i64, Path), From),
    responses((status = 200, body = Differences), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn diff(
    State(app): State<App>,
    caller: Caller,
    Path(version): Path<i64>,
    Query(query): Query<From>,
) -> Answer<Json<Differences>> {
    caller.needs(Right::See)?;
    let mut connection = app.db.read().acquire().await?;
    let after = store::document(&mut connection, version).await?;
    let before = match query.from {
        Some(from) => store::document(&mut connection, from).await?,
        // Before the first there was nothing.
        None if version <= 1 => json!({ "rules": [] }),
        None => store::document(&mut connection, version - 1).await?,
    };
    let language = Language::of(query.locale.as_deref().unwrap_or_default());
    Ok(Json(Differences { changes: difference(&before, &after, language) }))
}

/// The routes.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(show)).routes(routes!(diff))
}
