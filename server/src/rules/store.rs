//! The rules' tables.

use crate::audit::Actor;
use crate::problem::{Answer, Problem};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sqlx::AnyConnection;
use utoipa::ToSchema;

/// Who edited or published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct By {
    /// Absent for the server itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Their name then.
    pub name: String,
}

impl From<Actor> for By {
    fn from(actor: Actor) -> Self {
        By { id: actor.id, name: actor.name }
    }
}

/// The draft.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The rule document, which may have errors.
    pub document: Value,
    /// Rules that were put away.
    pub archived: Vec<Value>,
    /// By rule: when and by whom it was edited last.
    pub edits: Map<String, Value>,
    /// Rises with each change.
    pub revision: i64,
    /// The live version that it was made from.
    pub based_on: Option<i64>,
    /// When it was edited last.
    pub edited_at: Option<i64>,
    /// By whom.
    pub by: Option<By>,
}

/// A version that is or was live.
#[derive(Clone, Debug)]
pub struct Version {
    /// Its number.
    pub version: i64,
    /// The bytes that pages get.
    pub document: String,
}

type Row = (String, String, String, i64, Option<i64>, Option<i64>, Option<String>, Option<String>);

/// The draft as it is.
///
/// # Errors
/// The database doesn't answer.
pub async fn draft(connection: &mut AnyConnection) -> Answer<Draft> {
    let statement =
        "SELECT document, archived, edits, revision, based_on, edited_at, by_id, by_name FROM draft WHERE id = 1";
    read_draft(sqlx::query_as(statement).fetch_one(connection).await?)
}

/// The draft, held until the transaction ends: nobody else changes rules meanwhile.
///
/// # Errors
/// The database doesn't answer.
pub async fn hold_draft(connection: &mut AnyConnection) -> Answer<Draft> {
    // An update that changes nothing locks the row on PostgreSQL; SQLite has one writer anyway.
    let statement = "UPDATE draft SET id = id WHERE id = 1 \
                     RETURNING document, archived, edits, revision, based_on, edited_at, by_id, by_name";
    read_draft(sqlx::query_as(statement).fetch_one(connection).await?)
}

fn read_draft((document, archived, edits, revision, based_on, edited_at, by_id, by_name): Row) -> Answer<Draft> {
    let kept = |error: serde_json::Error| {
        tracing::error!(%error, "draft");
        Problem::internal()
    };
    Ok(Draft {
        document: serde_json::from_str(&document).map_err(kept)?,
        archived: serde_json::from_str(&archived).map_err(kept)?,
        edits: serde_json::from_str(&edits).map_err(kept)?,
        revision,
        based_on,
        edited_at,
        by: by_name.map(|name| By { id: by_id, name }),
    })
}

/// Writes the draft down as its next revision, and returns that.
///
/// # Errors
/// The database doesn't answer.
pub async fn save_draft(connection: &mut AnyConnection, draft: &Draft, now: i64, actor: &Actor) -> Answer<i64> {
    let statement = "UPDATE draft SET document = $1, archived = $2, edits = $3, revision = revision + 1, based_on = $4, \
                     edited_at = $5, by_id = $6, by_name = $7 WHERE id = 1 RETURNING revision";
    let query = sqlx::query_scalar(statement)
        .bind(cartnudge::json::to_string(&draft.document))
        .bind(cartnudge::json::to_string(&draft.archived))
        .bind(cartnudge::json::to_string(&draft.edits))
        .bind(draft.based_on)
        .bind(now)
        .bind(actor.id.clone())
        .bind(actor.name.clone());
    Ok(query.fetch_one(connection).await?)
}

/// The live version; `None` before the first.
///
/// # Errors
/// The database doesn't answer.
pub async fn live(connection: &mut AnyConnection) -> Result<Option<Version>, sqlx::Error> {
    let statement = "SELECT version, document FROM versions ORDER BY version DESC LIMIT 1";
    let found: Option<(i64, String)> = sqlx::query_as(statement).fetch_optional(connection).await?;
    Ok(found.map(|(version, document)| Version { version, document }))
}

/// The live version's number; `None` before the first.
///
/// # Errors
/// The database doesn't answer.
pub async fn live_version(connection: &mut AnyConnection) -> Result<Option<i64>, sqlx::Error> {
    let statement = "SELECT version FROM versions ORDER BY version DESC LIMIT 1";
    sqlx::query_scalar(statement).fetch_optional(connection).await
}

/// A version's document.
///
/// # Errors
/// There is none of that number.
pub async fn document(connection: &mut AnyConnection, version: i64) -> Answer<Value> {
    let query = sqlx::query_scalar("SELECT document FROM versions WHERE version = $1").bind(version);
    let found: Option<String> = query.fetch_optional(connection).await?;
    let text = found.ok_or_else(|| {
        Problem::not_found(format!("there is no version {version}"), "GET /v1/rules/versions lists them")
    })?;
    read_document(&text)
}

/// A document that was written down.
///
/// # Errors
/// It was damaged.
pub fn read_document(text: &str) -> Answer<Value> {
    serde_json::from_str(text).map_err(|error| {
        tracing::error!(%error, "version");
        Problem::internal()
    })
}

/// What makes a version.
pub struct Publication<'a> {
    /// The rule document; its `version` is set here.
    pub document: Value,
    /// `publish`, `switch`, `rollback`, `kill_switch` or `scheduled`.
    pub kind: &'static str,
    /// Which one a rollback went back to.
    pub of: Option<i64>,
    /// Why, for people.
    pub note: &'a str,
}

/// Makes the next version, which is live when the transaction is committed.
///
/// # Errors
/// The document doesn't hold: 422 with its diagnostics.
pub async fn add_version(
    connection: &mut AnyConnection,
    publication: Publication<'_>,
    live: Option<i64>,
    now: i64,
    actor: &Actor,
) -> Answer<i64> {
    let Publication { mut document, kind, of, note } = publication;
    let version = live.unwrap_or(0).max(0) + 1;
    if let Some(members) = document.as_object_mut() {
        members.insert("version".to_owned(), version.into());
    }
    check(&document)?;
    let statement = "INSERT INTO versions (version, document, kind, of_version, note, rules, published_at, by_id, by_name) \
                     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    sqlx::query(statement)
        .bind(version)
        .bind(cartnudge::json::to_string(&document))
        .bind(kind)
        .bind(of)
        .bind(note.to_owned())
        .bind(rule_count(&document))
        .bind(now)
        .bind(actor.id.clone())
        .bind(actor.name.clone())
        .execute(connection)
        .await?;
    Ok(version)
}

/// Refuses a document that a page would refuse.
///
/// # Errors
/// 422 with the diagnostics.
pub fn check(document: &Value) -> Answer<()> {
    let checked = cartnudge::authoring::validate_rules(document, None);
    if checked.ok {
        return Ok(());
    }
    let first = checked.diagnostics.iter().find(|one| one.severity == cartnudge::diagnostic::Severity::Error);
    let (detail, pointer) = first.map_or_else(Default::default, |one| (one.message.clone(), one.pointer.clone()));
    let help = "mend what `diagnostics` names; nothing was published";
    let problem = Problem::unprocessable("invalid_rules", format!("the rules don't hold: {detail}"), help);
    Err(problem.at(pointer).with("diagnostics", &checked.diagnostics))
}

/// How many rules a document has.
#[must_use]
pub fn rule_count(document: &Value) -> i64 {
    let count = document.get("rules").and_then(Value::as_array).map_or(0, Vec::len);
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// Whether two documents say the same, whatever their version.
#[must_use]
pub fn is_same(one: &Value, other: &Value) -> bool {
    let without = |document: &Value| {
        let mut document = document.clone();
        if let Some(members) = document.as_object_mut() {
            members.remove("version");
        }
        document
    };
    without(one) == without(other)
}
