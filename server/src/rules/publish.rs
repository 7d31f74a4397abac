//! Making something live: the draft, one rule's switch, an earlier version, the kill switch.

use super::draft::{changed, note_edits, revision};
use super::scheduled::{self, Scheduled};
use super::store::{self, Draft, Publication, add_version, hold_draft, is_same, read_document, save_draft};
use crate::app::App;
use crate::audit;
use crate::body::Given;
use crate::extract::Path;
use crate::people::guard::{Caller, Right};
use crate::problem::{Answer, Problem};
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::AnyConnection;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Longer notes are refused.
const LONGEST_NOTE: usize = 2_000;

#[derive(Deserialize, ToSchema)]
struct Publish {
    /// Why, for the history.
    note: Option<String>,
    /// The live version that the draft was reviewed against; `null` where there was none.
    seen: Option<i64>,
    /// When it becomes live, RFC 3339; at once when missing.
    #[schema(format = DateTime)]
    at: Option<String>,
}

#[derive(Deserialize, ToSchema)]
struct Switch {
    enabled: bool,
    note: Option<String>,
}

#[derive(Deserialize, ToSchema)]
struct Rollback {
    /// The version to go back to.
    to: i64,
    note: Option<String>,
    /// The live version that was looked at.
    seen: Option<i64>,
}

#[derive(Deserialize, ToSchema)]
struct Kill {
    /// Whether nothing may be shown.
    on: bool,
    note: Option<String>,
}

#[derive(Serialize, ToSchema)]
struct Live {
    /// The live version now.
    version: i64,
    /// The draft's revision now.
    revision: i64,
}

#[derive(Serialize, ToSchema)]
struct Waiting {
    scheduled: Scheduled,
}

/// Publishes the draft, at once or at a time.
#[utoipa::path(post, path = "/v1/rules/publish", tag = "rules", security(("session" = []), ("token" = [])), request_body = Publish,
    params(("if-match" = String, Header, description = "the draft's revision that was reviewed, like \"7\"")),
    responses((status = 201, body = Live, description = "live"), (status = 202, body = Waiting, description = "it will be"), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn publish(
    State(app): State<App>,
    caller: Caller,
    headers: HeaderMap,
    Given(given): Given<Publish>,
) -> Answer<Response> {
    caller.needs(Right::Publish)?;
    let (expected, note) = (revision(&headers)?, read_note(given.note)?);
    let (now, actor) = (app.now(), caller.actor());
    let at = given.at.map(|at| scheduled::read_time(&at, now)).transpose()?;
    let mut transaction = app.db.write().await?;
    let mut draft = hold_draft(&mut transaction).await?;
    if draft.revision != expected {
        return Err(changed(draft));
    }
    let live = expect_live(&mut transaction, given.seen).await?;
    if let Some(at) = at {
        let scheduled = scheduled::add(&mut transaction, &draft.document, &note, live, at, now, &actor).await?;
        transaction.commit().await?;
        return Ok((StatusCode::ACCEPTED, Json(Waiting { scheduled })).into_response());
    }
    if let Some(version) = live
        && is_same(&draft.document, &store::document(&mut transaction, version).await?)
    {
        let help = "change something first";
        return Err(Problem::conflict("no_change", format!("the draft is what version {version} is"), help));
    }
    let publication = Publication { document: draft.document.clone(), kind: "publish", of: None, note: &note };
    let version = add_version(&mut transaction, publication, live, now, &actor).await?;
    draft.based_on = Some(version);
    let revision = save_draft(&mut transaction, &draft, now, &actor).await?;
    audit::record(&mut transaction, now, &actor, "rules.publish", &format!("version {version}"), &note).await?;
    transaction.commit().await?;
    app.live.refresh(&app.db).await?;
    Ok((StatusCode::CREATED, Json(Live { version, revision })).into_response())
}

/// Switches one live rule on or off, at once; the draft's other changes stay a draft.
#[utoipa::path(patch, path = "/v1/rules/{rule_id}", tag = "rules", security(("session" = []), ("token" = [])), request_body = Switch,
    params(("rule_id" = String, Path)),
    responses((status = 200, body = Live), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn switch(
    State(app): State<App>,
    caller: Caller,
    Path(rule_id): Path<String>,
    Given(given): Given<Switch>,
) -> Answer<Json<Live>> {
    caller.needs(Right::Publish)?;
    let note = read_note(given.note)?;
    let word = if given.enabled { "on" } else { "off" };
    let edit = |document: &mut Value| set_enabled(document, &rule_id, given.enabled);
    let missing = || {
        let detail = format!("no live rule has the id `{}`", cartnudge::text::shortened(&rule_id, 60));
        Problem::not_found(detail, "publish the rule first, or switch it in the draft")
    };
    let done = Edit { kind: "switch", note: &note, action: "rules.switch", subject: &rule_id, detail: word };
    edit_live(&app, &caller, done, edit, missing).await.map(Json)
}

/// Shows nothing any more, or shows again: at once, whatever is in the draft.
#[utoipa::path(post, path = "/v1/rules/kill-switch", tag = "rules", security(("session" = []), ("token" = [])), request_body = Kill,
    responses((status = 200, body = Live), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn kill(State(app): State<App>, caller: Caller, Given(given): Given<Kill>) -> Answer<Json<Live>> {
    caller.needs(Right::Publish)?;
    let note = read_note(given.note)?;
    let edit = |document: &mut Value| {
        let Some(members) = document.as_object_mut() else { return false };
        members.insert("kill_switch".to_owned(), given.on.into());
        true
    };
    let word = if given.on { "on" } else { "off" };
    let done =
        Edit { kind: "kill_switch", note: &note, action: "rules.kill_switch", subject: "all rules", detail: word };
    edit_live(&app, &caller, done, edit, nothing_live).await.map(Json)
}

/// What an edit of the live document is called.
struct Edit<'a> {
    kind: &'static str,
    note: &'a str,
    action: &'static str,
    subject: &'a str,
    detail: &'a str,
}

/// Publishes the live document with one edit, and makes it in the draft, too. An edit that changes nothing makes no version.
async fn edit_live(
    app: &App,
    caller: &Caller,
    what: Edit<'_>,
    edit: impl Fn(&mut Value) -> bool,
    missing: impl Fn() -> Problem,
) -> Answer<Live> {
    let (now, actor) = (app.now(), caller.actor());
    let mut transaction = app.db.write().await?;
    let mut draft = hold_draft(&mut transaction).await?;
    let live = store::live(&mut transaction).await?.ok_or_else(nothing_live)?;
    let before = read_document(&live.document)?;
    let mut document = before.clone();
    if !edit(&mut document) {
        return Err(missing());
    }
    if is_same(&before, &document) {
        return Ok(Live { version: live.version, revision: draft.revision });
    }
    let publication = Publication { document, kind: what.kind, of: None, note: what.note };
    let version = add_version(&mut transaction, publication, Some(live.version), now, &actor).await?;
    let mut edited = draft.document.clone();
    edit(&mut edited);
    note_edits(&mut draft, &edited, now, &actor);
    draft.document = edited;
    if draft.based_on == Some(live.version) {
        draft.based_on = Some(version);
    }
    let revision = save_draft(&mut transaction, &draft, now, &actor).await?;
    let detail = format!("{}: version {version}", what.detail);
    audit::record(&mut transaction, now, &actor, what.action, what.subject, &detail).await?;
    transaction.commit().await?;
    app.live.refresh(&app.db).await?;
    Ok(Live { version, revision })
}

/// `enabled` is written only where it isn't the default. Whether the rule is there.
fn set_enabled(document: &mut Value, rule_id: &str, enabled: bool) -> bool {
    let rules = document.get_mut("rules").and_then(Value::as_array_mut).into_iter().flatten();
    let mut found = rules.filter(|rule| rule.get("id").and_then(Value::as_str) == Some(rule_id));
    let Some(rule) = found.next().and_then(Value::as_object_mut) else { return false };
    if enabled {
        rule.remove("enabled");
    } else {
        rule.insert("enabled".to_owned(), false.into());
    }
    true
}

/// Makes an earlier version's content live again, as a new version. The draft follows where nobody had edited it.
#[utoipa::path(post, path = "/v1/rules/rollback", tag = "rules", security(("session" = []), ("token" = [])), request_body = Rollback,
    responses((status = 201, body = Live), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn roll_back(
    State(app): State<App>,
    caller: Caller,
    Given(given): Given<Rollback>,
) -> Answer<(StatusCode, Json<Live>)> {
    caller.needs(Right::Publish)?;
    let note = read_note(given.note)?;
    let (now, actor) = (app.now(), caller.actor());
    let mut transaction = app.db.write().await?;
    let mut draft: Draft = hold_draft(&mut transaction).await?;
    let live = expect_live(&mut transaction, given.seen).await?.ok_or_else(nothing_live)?;
    let before = store::document(&mut transaction, live).await?;
    let document = store::document(&mut transaction, given.to).await.map_err(|problem| problem.at("/to"))?;
    if is_same(&before, &document) {
        let help = "choose a version that differs";
        return Err(Problem::conflict("no_change", format!("version {} is what is live", given.to), help));
    }
    let publication = Publication { document: document.clone(), kind: "rollback", of: Some(given.to), note: &note };
    let version = add_version(&mut transaction, publication, Some(live), now, &actor).await?;
    if is_same(&draft.document, &before) {
        note_edits(&mut draft, &document, now, &actor);
        draft.document = document;
        draft.based_on = Some(version);
    }
    let revision = save_draft(&mut transaction, &draft, now, &actor).await?;
    let detail = format!("to version {}: {note}", given.to);
    audit::record(&mut transaction, now, &actor, "rules.rollback", &format!("version {version}"), &detail).await?;
    transaction.commit().await?;
    app.live.refresh(&app.db).await?;
    Ok((StatusCode::CREATED, Json(Live { version, revision })))
}

/// The live version, which must be the one that was looked at.
async fn expect_live(connection: &mut AnyConnection, seen: Option<i64>) -> Answer<Option<i64>> {
    let live = store::live_version(connection).await?;
    if live == seen {
        return Ok(live);
    }
    let name =
        |version: Option<i64>| version.map_or_else(|| "nothing".to_owned(), |version| format!("version {version}"));
    let detail = format!("{} is live, and {} was looked at", name(live), name(seen));
    let help = "look at what is live now, and try again with its number in `seen`";
    Err(Problem::new(StatusCode::PRECONDITION_FAILED, "live_changed", detail, help).with("live", live))
}

fn nothing_live() -> Problem {
    Problem::conflict("nothing_live", "nothing was published yet", "publish the draft first")
}

fn read_note(note: Option<String>) -> Answer<String> {
    let note = note.unwrap_or_default().trim().to_owned();
    let length = note.chars().count();
    if length > LONGEST_NOTE || note.contains('\0') {
        let detail = format!("the note has {length} characters");
        let help = format!("write at most {LONGEST_NOTE} characters, and no null character");
        return Err(Problem::unprocessable("bad_note", detail, help).at("/note"));
    }
    Ok(note)
}

/// The routes.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(publish))
        .routes(routes!(switch))
        .routes(routes!(kill))
        .routes(routes!(roll_back))
}
