//! The draft: one for everybody. Who saves says which revision they changed, and hears of another's changes instead of
//! overwriting them.

use super::store::{self, By, Draft};
use crate::app::{App, rfc3339};
use crate::audit::{self, Actor};
use crate::body::Given;
use crate::people::guard::{Caller, Right};
use crate::problem::{Answer, Problem};
use axum::Json;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use cartnudge::diagnostic::Diagnostic;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// A draft is at most this large.
const LARGEST: usize = 4 << 20;

#[derive(Serialize, ToSchema)]
struct Shown {
    /// The rule document, which may have errors.
    #[schema(value_type = Object)]
    document: Value,
    /// Rules that were put away.
    #[schema(value_type = Vec<Object>)]
    archived: Vec<Value>,
    /// To be given back with `If-Match`.
    revision: i64,
    /// The live version that it was made from.
    based_on: Option<i64>,
    /// RFC 3339, UTC; absent until somebody edits.
    edited_at: Option<String>,
    edited_by: Option<By>,
    /// By rule: when and by whom it was edited last.
    rules: BTreeMap<String, Edit>,
}

#[derive(Serialize, Deserialize, ToSchema)]
struct Edit {
    /// RFC 3339, UTC.
    edited_at: String,
    edited_by: By,
}

#[derive(Deserialize, ToSchema)]
struct Wanted {
    /// The rule document, which may have errors.
    #[schema(value_type = Object)]
    document: Value,
    /// Rules that were put away; none when missing.
    #[serde(default)]
    #[schema(value_type = Vec<Object>)]
    archived: Vec<Value>,
}

#[derive(Serialize, ToSchema)]
struct Saved {
    revision: i64,
    /// What is wrong with it: errors keep it from being published.
    #[schema(value_type = Vec<Object>)]
    diagnostics: Vec<Diagnostic>,
    /// By rule: when and by whom it was edited last.
    rules: BTreeMap<String, Edit>,
}

impl Shown {
    fn of(draft: Draft) -> Self {
        Shown {
            rules: edits(&draft),
            document: draft.document,
            archived: draft.archived,
            revision: draft.revision,
            based_on: draft.based_on,
            edited_at: draft.edited_at.map(rfc3339),
            edited_by: draft.by,
        }
    }

    fn answer(self) -> Response {
        let tag = format!("\"{}\"", self.revision);
        ([(header::ETAG, tag), (header::CACHE_CONTROL, "no-store".to_owned())], Json(self)).into_response()
    }
}

fn edits(draft: &Draft) -> BTreeMap<String, Edit> {
    let read = |(id, edit): (&String, &Value)| Some((id.clone(), serde_json::from_value(edit.clone()).ok()?));
    draft.edits.iter().filter_map(read).collect()
}

/// The draft, with its revision as ETag.
#[utoipa::path(get, path = "/v1/draft", tag = "rules", security(("session" = []), ("token" = [])),
    responses((status = 200, body = Shown), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn show(State(app): State<App>, caller: Caller) -> Answer<Response> {
    caller.needs(Right::See)?;
    let mut connection = app.db.read().acquire().await?;
    Ok(Shown::of(store::draft(&mut connection).await?).answer())
}

/// Saves the draft. It may have errors; another's changes meanwhile are 412 with what is there now in `current`.
#[utoipa::path(put, path = "/v1/draft", tag = "rules", security(("session" = []), ("token" = [])), request_body = Wanted,
    params(("if-match" = String, Header, description = "the revision that was changed, like \"7\"")),
    responses((status = 200, body = Saved), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn save(
    State(app): State<App>,
    caller: Caller,
    headers: HeaderMap,
    Given(wanted): Given<Wanted>,
) -> Answer<Response> {
    caller.needs(Right::EditDraft)?;
    let expected = revision(&headers)?;
    if !wanted.document.is_object() {
        let help = "send { \"document\": { … }, \"archived\": [ … ] }";
        return Err(Problem::unprocessable("not_an_object", "a rule document is an object", help).at("/document"));
    }
    let diagnostics = cartnudge::authoring::validate_rules(&wanted.document, None).diagnostics;
    let (now, actor) = (app.now(), caller.actor());
    let mut transaction = app.db.write().await?;
    let mut draft = store::hold_draft(&mut transaction).await?;
    if draft.revision != expected {
        return Err(changed(draft));
    }
    note_edits(&mut draft, &wanted.document, now, &actor);
    draft.document = wanted.document;
    draft.archived = wanted.archived;
    let revision = store::save_draft(&mut transaction, &draft, now, &actor).await?;
    transaction.commit().await?;
    let saved = Saved { revision, diagnostics, rules: edits(&draft) };
    Ok(([(header::ETAG, format!("\"{revision}\""))], Json(saved)).into_response())
}

/// Throws the draft's changes away: it is what is live again. Archived rules stay.
#[utoipa::path(delete, path = "/v1/draft", tag = "rules", security(("session" = []), ("token" = [])),
    params(("if-match" = String, Header, description = "the revision that was looked at, like \"7\"")),
    responses((status = 200, body = Shown), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn discard(State(app): State<App>, caller: Caller, headers: HeaderMap) -> Answer<Response> {
    caller.needs(Right::EditDraft)?;
    let expected = revision(&headers)?;
    let (now, actor) = (app.now(), caller.actor());
    let mut transaction = app.db.write().await?;
    let mut draft = store::hold_draft(&mut transaction).await?;
    if draft.revision != expected {
        return Err(changed(draft));
    }
    let Some(live) = store::live(&mut transaction).await? else {
        let help = "remove its rules instead";
        return Err(Problem::conflict("nothing_live", "nothing was published that the draft could go back to", help));
    };
    let document = store::read_document(&live.document)?;
    note_edits(&mut draft, &document, now, &actor);
    draft.document = document;
    draft.based_on = Some(live.version);
    store::save_draft(&mut transaction, &draft, now, &actor).await?;
    audit::record(
        &mut transaction,
        now,
        &actor,
        "draft.discard",
        "draft",
        &format!("back to version {}", live.version),
    )
    .await?;
    let shown = Shown::of(store::draft(&mut transaction).await?);
    transaction.commit().await?;
    Ok(shown.answer())
}

/// Notes who edited each rule that differs, and forgets rules that are gone.
pub(super) fn note_edits(draft: &mut Draft, next: &Value, now: i64, actor: &Actor) {
    let before: BTreeMap<&str, &Value> = rules(&draft.document).collect();
    let by = By::from(actor.clone());
    let mut edits = serde_json::Map::new();
    for (id, rule) in rules(next) {
        let is_same = before.get(id) == Some(&rule);
        let edit = if is_same {
            draft.edits.get(id).cloned()
        } else {
            Some(json!({ "edited_at": rfc3339(now), "edited_by": by }))
        };
        if let Some(edit) = edit {
            edits.insert(id.to_owned(), edit);
        }
    }
    draft.edits = edits;
}

fn rules(document: &Value) -> impl Iterator<Item = (&str, &Value)> {
    let list = document.get("rules").and_then(Value::as_array).into_iter().flatten();
    list.filter_map(|rule| Some((rule.get("id")?.as_str()?, rule)))
}

/// 412, with the draft as it is now.
pub(super) fn changed(draft: Draft) -> Problem {
    let who = draft.by.as_ref().map_or("somebody", |by| by.name.as_str());
    let detail = format!("{who} changed the draft meanwhile; it is at revision {} now", draft.revision);
    let help = "take what `current` holds, put your changes in again, and save with its revision";
    Problem::new(StatusCode::PRECONDITION_FAILED, "draft_changed", detail, help).with("current", Shown::of(draft))
}

/// The revision that `If-Match` names.
pub(super) fn revision(headers: &HeaderMap) -> Answer<i64> {
    let Some(value) = headers.get(header::IF_MATCH) else {
        let help = "send `If-Match` with the revision that you read, like `If-Match: \"7\"`";
        let status = StatusCode::PRECONDITION_REQUIRED;
        return Err(Problem::new(status, "no_if_match", "it isn't said which revision was changed", help));
    };
    let number = value.to_str().ok().and_then(|text| text.trim().trim_matches('"').parse().ok());
    number.ok_or_else(|| {
        Problem::bad_request("bad_if_match", "`If-Match` holds no revision", "send it like `If-Match: \"7\"`")
    })
}

/// The routes.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(show, save, discard)).layer(DefaultBodyLimit::max(LARGEST))
}
