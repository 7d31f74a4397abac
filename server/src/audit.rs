//! Who did what: a record in the same transaction as what was done.

use crate::app::{App, rfc3339};
use crate::extract::Query;
use crate::people::guard::{Caller, Right};
use crate::problem::Answer;
use crate::secret::id;
use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use sqlx::AnyConnection;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Who acts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Actor {
    /// `person`, `token` or `system`.
    pub kind: &'static str,
    /// Absent for the system.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// As it was then.
    pub name: String,
}

impl Actor {
    /// The server itself, as when it publishes at a scheduled time.
    #[must_use]
    pub fn system() -> Self {
        Actor { kind: "system", id: None, name: "cartnudge".to_owned() }
    }

    fn of(kind: &str, id: Option<String>, name: String) -> Self {
        let kind = match kind {
            "person" => "person",
            "token" => "token",
            _ => "system",
        };
        Actor { kind, id, name }
    }
}

/// Records an action, like `rules.publish` on `version 8`. Never give secrets, and of persons no more than their id.
///
/// # Errors
/// The database doesn't answer.
pub async fn record(
    connection: &mut AnyConnection,
    now: i64,
    actor: &Actor,
    action: &str,
    subject: &str,
    detail: &str,
) -> Result<(), sqlx::Error> {
    let statement = "INSERT INTO audit (id, at, actor_kind, actor_id, actor_name, action, subject, detail) \
                     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let query = sqlx::query(statement).bind(id()).bind(now).bind(actor.kind).bind(actor.id.clone());
    let query = query.bind(actor.name.clone()).bind(action.to_owned()).bind(subject.to_owned()).bind(detail.to_owned());
    query.execute(connection).await.map(drop)
}

/// An action that was recorded.
#[derive(Debug, Serialize, ToSchema)]
struct Entry {
    id: String,
    /// RFC 3339, UTC.
    at: String,
    actor: Actor,
    /// What was done, like `rules.publish`.
    action: String,
    /// To what.
    subject: String,
    /// More about it, in words.
    detail: String,
}

#[derive(Debug, Serialize, ToSchema)]
struct Entries {
    /// The latest first.
    entries: Vec<Entry>,
    /// What to ask for with `before` for those that came earlier; absent when there are none.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

#[derive(Debug, Deserialize, IntoParams)]
struct Page {
    /// Entries before this one's id.
    before: Option<String>,
    /// How many, 1 to 500.
    #[param(minimum = 1, maximum = 500, default = 100)]
    limit: Option<u16>,
}

/// What people, tokens and the server itself did, the latest first.
#[utoipa::path(get, path = "/v1/audit", tag = "people", params(Page), security(("session" = [])),
    responses((status = 200, body = Entries), (status = "4XX", body = crate::problem::Problem, content_type = "application/problem+json")))]
async fn list(State(app): State<App>, caller: Caller, Query(page): Query<Page>) -> Answer<Json<Entries>> {
    caller.needs(Right::Administer)?;
    let limit = i64::from(page.limit.unwrap_or(100).clamp(1, 500));
    let statement = "SELECT id, at, actor_kind, actor_id, actor_name, action, subject, detail FROM audit \
                     WHERE id < $1 ORDER BY id DESC LIMIT $2";
    // Ids are hexadecimal digits, which all sort before this.
    let before = page.before.unwrap_or_else(|| "g".to_owned());
    type Row = (String, i64, String, Option<String>, String, String, String, String);
    let rows: Vec<Row> = sqlx::query_as(statement).bind(before).bind(limit + 1).fetch_all(app.db.read()).await?;
    let mut entries: Vec<Entry> = rows
        .into_iter()
        .map(|(id, at, kind, actor_id, name, action, subject, detail)| Entry {
            id,
            at: rfc3339(at),
            actor: Actor::of(&kind, actor_id, name),
            action,
            subject,
            detail,
        })
        .collect();
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let has_more = entries.len() > limit;
    entries.truncate(limit);
    let next = entries.last().filter(|_| has_more).map(|last| last.id.clone());
    Ok(Json(Entries { entries, next }))
}

/// The routes.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list))
}
