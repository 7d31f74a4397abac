//! Publishing at a time: what was reviewed becomes live then, if what is live is still what it was reviewed against.

use super::store::{self, By, Publication, add_version, hold_draft, is_same, read_document, save_draft};
use crate::app::{App, rfc3339};
use crate::audit::{self, Actor};
use crate::extract::Path;
use crate::people::guard::{Caller, Right};
use crate::problem::{Answer, Problem};
use crate::secret::id;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Serialize;
use serde_json::Value;
use sqlx::AnyConnection;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

const YEAR: i64 = 366 * 86_400_000;

/// A publication that waits for its time, or did.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Scheduled {
    id: String,
    /// RFC 3339, UTC.
    at: String,
    note: String,
    by: By,
    /// How many rules it has.
    rules: i64,
    /// `waiting`, `done`, or `held`.
    status: String,
    /// Why it was held.
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<String>,
    /// The version that it became.
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<i64>,
}

#[derive(Serialize, ToSchema)]
struct List {
    /// Those that wait, then those that did; the latest 50.
    scheduled: Vec<Scheduled>,
}

/// A time to publish at.
///
/// # Errors
/// It is none, is past, or is over a year away.
pub(super) fn read_time(text: &str, now: i64) -> Answer<i64> {
    let at = text.parse::<jiff::Timestamp>().map_err(|_| {
        let help = "write it like 2026-12-01T08:00:00+01:00";
        Problem::unprocessable(
            "not_a_time",
            format!("`{}` is no time of RFC 3339", cartnudge::text::shortened(text, 40)),
            help,
        )
        .at("/at")
    })?;
    let at = at.as_millisecond();
    if at <= now || at > now + YEAR {
        let help = "choose a time from now to a year from now; leave `at` out to publish at once";
        return Err(Problem::unprocessable("not_ahead", "that time is past, or too far away", help).at("/at"));
    }
    Ok(at)
}

/// Has a document wait for its time.
pub(super) async fn add(
    connection: &mut AnyConnection,
    document: &Value,
    note: &str,
    seen: Option<i64>,
    at: i64,
    now: i64,
    actor: &Actor,
) -> Answer<Scheduled> {
    store::check(document)?;
    let (id, rules) = (id(), store::rule_count(document));
    let statement = "INSERT INTO scheduled (id, at, document, note, rules, seen, by_id, by_name, status) \
                     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'waiting')";
    sqlx::query(statement)
        .bind(id.clone())
        .bind(at)
        .bind(cartnudge::json::to_string(document))
        .bind(note.to_owned())
        .bind(rules)
        .bind(seen)
        .bind(actor.id.clone())
        .bind(actor.name.clone())
        .execute(&mut *connection)
        .await?;
    audit::record(connection, now, actor, "rules.schedule", &id, &format!("for {}", rfc3339(at))).await?;
    let (at, note, by) = (rfc3339(at), note.to_owned(), By::from(actor.clone()));
    Ok(Scheduled { id, at, note, by, rules, status: "waiting".to_owned(), why: None, version: None })
}

/// Publications that wait, and what became of those that did.
#[utoipa::path(get, path = "/v1/rules/scheduled", tag = "rules", security(("session" = []), ("token" = [])),
    responses((status = 200, body = List), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn list(State(app): State<App>, caller: Caller) -> Answer<Json<List>> {
    caller.needs(Right::See)?;
    let statement = "SELECT id, at, note, by_id, by_name, rules, status, why, version FROM scheduled \
                     ORDER BY CASE status WHEN 'waiting' THEN 0 ELSE 1 END, at DESC LIMIT 50";
    type Row = (String, i64, String, Option<String>, String, i64, String, Option<String>, Option<i64>);
    let rows: Vec<Row> = sqlx::query_as(statement).fetch_all(app.db.read()).await?;
    let scheduled = rows.into_iter().map(|(id, at, note, by_id, name, rules, status, why, version)| Scheduled {
        id,
        at: rfc3339(at),
        note,
        by: By { id: by_id, name },
        rules,
        status,
        why,
        version,
    });
    Ok(Json(List { scheduled: scheduled.collect() }))
}

/// Calls a publication off, or clears one that was held.
#[utoipa::path(delete, path = "/v1/rules/scheduled/{id}", tag = "rules", security(("session" = []), ("token" = [])), params(("id" = String, Path)),
    responses((status = 204, description = "called off"), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn call_off(State(app): State<App>, caller: Caller, Path(id): Path<String>) -> Answer<StatusCode> {
    caller.needs(Right::Publish)?;
    let mut transaction = app.db.write().await?;
    let done = sqlx::query("DELETE FROM scheduled WHERE id = $1 AND status <> 'done'")
        .bind(id.clone())
        .execute(&mut *transaction)
        .await?;
    if done.rows_affected() == 0 {
        let help = "GET /v1/rules/scheduled lists them; what was published can be rolled back";
        return Err(Problem::not_found("nothing with this id waits", help));
    }
    audit::record(&mut transaction, app.now(), &caller.actor(), "rules.call_off", &id, "").await?;
    transaction.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Publishes what is due, one after another.
///
/// # Errors
/// The database doesn't answer.
pub async fn publish_due(app: &App) -> Answer<()> {
    let now = app.now();
    let due = "SELECT id FROM scheduled WHERE status = 'waiting' AND at <= $1 ORDER BY at";
    let due: Vec<String> = sqlx::query_scalar(due).bind(now).fetch_all(app.db.read()).await?;
    for id in due {
        publish(app, &id, now).await?;
    }
    Ok(())
}

async fn publish(app: &App, id: &str, now: i64) -> Answer<()> {
    let mut transaction = app.db.write().await?;
    let mut draft = hold_draft(&mut transaction).await?;
    let statement = "SELECT document, note, seen, by_id, by_name FROM scheduled WHERE id = $1 AND status = 'waiting'";
    type Row = (String, String, Option<i64>, Option<String>, String);
    let found: Option<Row> = sqlx::query_as(statement).bind(id.to_owned()).fetch_optional(&mut *transaction).await?;
    // Another process was here, or it was called off.
    let Some((document, note, seen, by_id, by_name)) = found else { return Ok(()) };
    let actor = match by_id {
        Some(by_id) => Actor { kind: "person", id: Some(by_id), name: by_name },
        None => Actor::system(),
    };
    let live = store::live_version(&mut transaction).await?;
    let document = read_document(&document)?;
    let publication = Publication { document: document.clone(), kind: "scheduled", of: None, note: &note };
    let made = if live == seen {
        add_version(&mut transaction, publication, live, now, &actor).await.map_err(|problem| problem.detail)
    } else {
        let version = live.unwrap_or(0);
        Err(format!("version {version} became live after this was reviewed; review it again against that"))
    };
    let set = "UPDATE scheduled SET status = $1, why = $2, version = $3 WHERE id = $4";
    let set = sqlx::query(set);
    match made {
        Ok(version) => {
            if is_same(&draft.document, &document) {
                draft.based_on = Some(version);
                save_draft(&mut transaction, &draft, now, &actor).await?;
            }
            let query = set.bind("done").bind(None::<String>).bind(Some(version)).bind(id.to_owned());
            query.execute(&mut *transaction).await?;
            let subject = format!("version {version}");
            audit::record(&mut transaction, now, &Actor::system(), "rules.publish_scheduled", &subject, &note).await?;
        }
        Err(why) => {
            let query = set.bind("held").bind(Some(why.clone())).bind(None::<i64>).bind(id.to_owned());
            query.execute(&mut *transaction).await?;
            audit::record(&mut transaction, now, &Actor::system(), "rules.hold_scheduled", id, &why).await?;
        }
    }
    transaction.commit().await?;
    Ok(app.live.refresh(&app.db).await?)
}

/// The routes.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(call_off))
}
