//! Customer signals: loaded by the warehouse, given to whom the shop's backend vouches for.

pub mod secret;
pub mod token;

use crate::app::App;
use crate::audit;
use crate::cross_origin::{pages, preflight};
use crate::extract::Path;
use crate::ndjson::{Keyed, Kind, Loaded, load};
use crate::people::guard::{Caller, Right};
use crate::problem::{Answer, Problem};
use crate::secret::digest;
use axum::Json;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use cartnudge::customer::Signals;
use cartnudge::diagnostic::Diagnostics;
use cartnudge::json::Node;
use cartnudge::json::Strictness::Written;
use serde_json::Value;
use sqlx::AnyConnection;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Signals documents, kept by customer.
pub struct SignalsKind;

impl Kind for SignalsKind {
    fn read(value: &Value) -> Result<Keyed, Diagnostics> {
        let mut found = Diagnostics::default();
        let node = Node::root(value);
        let key = node.is_object(&mut found).then(|| {
            let what = "whose signals they are";
            node.required_text("customer_id", what, Written, &mut found)
        });
        let is_one = Signals::read(node, &mut found).is_some();
        match key.flatten().filter(|_| is_one && !found.has_errors()) {
            Some(key) => Ok(Keyed { key, document: cartnudge::json::to_string(value), also: None }),
            None => Err(found),
        }
    }

    async fn keep(connection: &mut AnyConnection, documents: Vec<Keyed>, now: i64) -> Result<(), sqlx::Error> {
        let rows: Vec<String> =
            (0..documents.len()).map(|row| format!("(${}, ${}, $1)", row * 2 + 2, row * 2 + 3)).collect();
        let statement = format!(
            "INSERT INTO signals (customer_id, document, loaded_at) VALUES {} ON CONFLICT (customer_id) \
             DO UPDATE SET document = excluded.document, loaded_at = excluded.loaded_at",
            rows.join(",")
        );
        let mut query = sqlx::query(&statement).bind(now);
        for one in documents {
            query = query.bind(one.key).bind(one.document);
        }
        query.execute(connection).await.map(drop)
    }
}

/// Loads signals, one document a line; later ones replace earlier ones of the same customer.
#[utoipa::path(post, path = "/v1/signals", tag = "signals", security(("token" = []), ("session" = [])),
    request_body(content = String, content_type = "application/x-ndjson", description = "signals documents with `customer_id`, one a line; plain or in gzip"),
    responses((status = 200, body = Loaded), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn load_all(State(app): State<App>, caller: Caller, headers: HeaderMap, body: Body) -> Answer<Json<Loaded>> {
    caller.needs(Right::LoadSignals)?;
    let loaded = load::<SignalsKind>(&app.db, &headers, body, app.now()).await?;
    let mut transaction = app.db.write().await?;
    let detail = format!("{} stored, {} rejected", loaded.stored, loaded.rejected_total);
    audit::record(&mut transaction, app.now(), &caller.actor(), "signals.load", "signals", &detail).await?;
    transaction.commit().await?;
    Ok(Json(loaded))
}

/// A customer's signals, for whom the shop's backend vouches with a token of at most an hour: a JWT signed with HS256, whose
/// `sub` is the customer, `aud` is `cartnudge`, with `iat` and `exp`.
#[utoipa::path(get, path = "/v1/signals/{customer}", tag = "signals", security(("token" = [])), params(("customer" = String, Path)),
    responses((status = 200, body = Object), (status = 304, description = "it is the one that is held"),
        (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn show(State(app): State<App>, Path(customer): Path<String>, headers: HeaderMap) -> Answer<Response> {
    token::check(&app, &headers, &customer).await?;
    let statement = "SELECT document FROM signals WHERE customer_id = $1";
    let found: Option<String> = sqlx::query_scalar(statement).bind(customer).fetch_optional(app.db.read()).await?;
    let document =
        found.ok_or_else(|| Problem::not_found("nothing is known of this customer", "go on without signals"))?;
    let tag = format!("\"{}\"", digest(&document).get(..22).unwrap_or_default());
    let caching = [
        (header::ETAG, tag.clone()),
        (header::CACHE_CONTROL, "private, max-age=300".to_owned()),
        (header::VARY, "authorization".to_owned()),
    ];
    let held = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    if held.is_some_and(|held| held.split(',').any(|one| one.trim().trim_start_matches("W/") == tag)) {
        return Ok((StatusCode::NOT_MODIFIED, caching).into_response());
    }
    Ok((caching, [(header::CONTENT_TYPE, "application/json")], document).into_response())
}

/// Erases a customer's signals.
#[utoipa::path(delete, path = "/v1/signals/{customer}", tag = "signals", security(("token" = []), ("session" = [])), params(("customer" = String, Path)),
    responses((status = 204, description = "nothing is kept of the customer, whether or not there was"), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn erase(State(app): State<App>, caller: Caller, Path(customer): Path<String>) -> Answer<StatusCode> {
    caller.needs(Right::LoadSignals)?;
    let mut transaction = app.db.write().await?;
    sqlx::query("DELETE FROM signals WHERE customer_id = $1").bind(customer).execute(&mut *transaction).await?;
    // Not whose: an erased customer isn't kept in the log.
    audit::record(&mut transaction, app.now(), &caller.actor(), "signals.erase", "a customer", "").await?;
    transaction.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The routes.
pub fn routes(origins: &[String]) -> OpenApiRouter<App> {
    let of_pages = OpenApiRouter::new().routes(routes!(show, erase)).route("/v1/signals/{customer}", preflight());
    OpenApiRouter::new()
        .merge(of_pages.layer(pages(origins, Method::GET)))
        .merge(OpenApiRouter::new().routes(routes!(load_all)).layer(DefaultBodyLimit::disable()))
        .merge(secret::routes())
}
