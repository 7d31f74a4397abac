//! `--demo`: fills an empty server with the demo shop's rules, products and shoppers, and is that shop's backend.
//!
//! Everything goes the way a shop's own would: the rules are published, the shoppers' signals are given for a token.

use crate::app::{App, rfc3339};
use crate::audit::{self, Actor};
use crate::extract::Query;
use crate::ndjson::load;
use crate::problem::{Answer, Problem};
use crate::products::ProductKind;
use crate::rules::store::{self, Publication, add_version, hold_draft, save_draft};
use crate::signals::{SignalsKind, secret, token};
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::path::Path;
use std::time::Duration;

/// The shoppers' histories stay as old as they are.
const RENEWED: Duration = Duration::from_secs(600);
/// A token holds for five minutes.
const SECONDS: i64 = 300;
const DAY: f64 = 86_400_000.0;

/// Fills the server, and keeps the shoppers' histories from ageing.
///
/// # Errors
/// The demo's files can't be read.
pub async fn begin(app: &App) -> Result<(), String> {
    let Some(www) = app.config.www.clone() else {
        return Err("the demo's documents are in the built site\n  help: give its folder with --www".to_owned());
    };
    let folder = www.join("api");
    publish(app, read(&folder.join("rules.json"))?).await.map_err(|problem| problem.detail)?;
    let products = lines(read(&folder.join("products.json"))?);
    load::<ProductKind>(&app.db, &HeaderMap::new(), Body::from(products), app.now())
        .await
        .map_err(|problem| problem.detail)?;
    let shoppers = read(&folder.join("signals.json"))?;
    renew(app, &shoppers).await.map_err(|problem| problem.detail)?;
    let keep = app.clone();
    app.spawn(async move {
        loop {
            tokio::time::sleep(RENEWED).await;
            if let Err(problem) = renew(&keep, &shoppers).await {
                tracing::error!(detail = problem.detail, "demo");
            }
        }
    });
    Ok(())
}

fn read(path: &Path) -> Result<Value, String> {
    let name = path.display();
    let text = std::fs::read_to_string(path)
        .map_err(|error| format!("can't read {name}: {error}\n  help: build the demo first"))?;
    serde_json::from_str(&text).map_err(|error| format!("{name} isn't JSON: {error}"))
}

/// A list of documents, one a line.
fn lines(list: Value) -> String {
    let Value::Array(list) = list else { return cartnudge::json::to_string(&list) };
    list.iter().map(cartnudge::json::to_string).collect::<Vec<_>>().join("\n")
}

/// The demo's rules, where nothing was published yet.
async fn publish(app: &App, document: Value) -> Answer<()> {
    let (now, actor) = (app.now(), Actor::system());
    let mut transaction = app.db.write().await?;
    let mut draft = hold_draft(&mut transaction).await?;
    if store::live_version(&mut transaction).await?.is_some() {
        return Ok(());
    }
    let note = "The demo shop's rules";
    let publication = Publication { document: document.clone(), kind: "publish", of: None, note };
    let version = add_version(&mut transaction, publication, None, now, &actor).await?;
    draft.document = document;
    draft.based_on = Some(version);
    save_draft(&mut transaction, &draft, now, &actor).await?;
    audit::record(&mut transaction, now, &actor, "rules.publish", &format!("version {version}"), note).await?;
    transaction.commit().await?;
    Ok(app.live.refresh(&app.db).await?)
}

async fn renew(app: &App, shoppers: &Value) -> Answer<()> {
    let now = app.now();
    let documents = shoppers.as_object().into_iter().flatten().map(|(_, document)| dated(document, now));
    let text: Vec<String> = documents.map(|document| cartnudge::json::to_string(&document)).collect();
    load::<SignalsKind>(&app.db, &HeaderMap::new(), Body::from(text.join("\n")), now).await.map(drop)
}

/// `{ "days_ago": 41 }` as the time that this is now.
fn dated(value: &Value, now: i64) -> Value {
    match value {
        Value::Object(members) => match members.get("days_ago").and_then(Value::as_f64) {
            #[allow(clippy::cast_possible_truncation)] // some years of milliseconds
            Some(days) => rfc3339(now - (days * DAY) as i64).into(),
            None => members.iter().map(|(key, inner)| (key.clone(), dated(inner, now))).collect::<Map<_, _>>().into(),
        },
        Value::Array(list) => list.iter().map(|inner| dated(inner, now)).collect(),
        other => other.clone(),
    }
}

#[derive(Deserialize)]
struct Shopper {
    shopper: String,
}

/// What a shop's backend does for the customer who is signed in; the demo's does it for whoever was chosen.
async fn vouch(State(app): State<App>, Query(Shopper { shopper }): Query<Shopper>) -> Answer<Response> {
    let customer = format!("demo-{shopper}");
    let statement = "SELECT customer_id FROM signals WHERE customer_id = $1";
    let known: Option<String> =
        sqlx::query_scalar(statement).bind(customer.clone()).fetch_optional(app.db.read()).await?;
    if known.is_none() {
        return Err(Problem::not_found("the demo has no such shopper", "choose one in the demo's bar"));
    }
    let token = token::sign(&customer, &secret::current(&app).await?, app.now(), SECONDS)?;
    let no_store = [(header::CACHE_CONTROL, "no-store")];
    Ok((no_store, Json(json!({ "customer_id": customer, "token": token }))).into_response())
}

/// The demo shop's backend.
pub fn router() -> Router<App> {
    Router::new().route("/demo/signals-token", get(vouch))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_as_long_ago_as_they_say() {
        let document =
            json!({ "orders": 2, "last_order_at": { "days_ago": 0.5 }, "list": [{ "at": { "days_ago": 1 } }] });
        let expected =
            json!({ "orders": 2, "last_order_at": "2026-11-24T00:00:00Z", "list": [{ "at": "2026-11-23T12:00:00Z" }] });
        assert_eq!(dated(&document, 1_795_521_600_000), expected);
    }
}
