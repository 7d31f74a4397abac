//! Product facts: loaded by the warehouse or the shop, public, and cached like a file.

use crate::app::App;
use crate::audit;
use crate::extract::{Path, Query};
use crate::ndjson::{Keyed, Kind, Loaded, load};
use crate::people::guard::{Caller, Right};
use crate::problem::{Answer, Problem};
use crate::secret::digest;
use axum::Json;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use cartnudge::diagnostic::Diagnostics;
use cartnudge::json::Node;
use cartnudge::product::Product;
use serde::Deserialize;
use serde_json::Value;
use sqlx::AnyConnection;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// More in one answer is no page's need.
const MOST: usize = 1_000;
/// Ids in one question.
const MOST_IDS: usize = 400;

/// Product facts, kept by item, or by group.
pub struct ProductKind;

impl Kind for ProductKind {
    fn read(value: &Value) -> Result<Keyed, Diagnostics> {
        let mut found = Diagnostics::default();
        let product = Product::read(Node::root(value), &mut found);
        if product.is_none() || found.has_errors() {
            return Err(found);
        }
        let text = |key: &str| match value.get(key)? {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        };
        let (item, group) = (text("item_id"), text("item_group_id"));
        let key = item.or_else(|| group.clone()).unwrap_or_default();
        Ok(Keyed { key, document: cartnudge::json::to_string(value), also: group })
    }

    async fn keep(connection: &mut AnyConnection, documents: Vec<Keyed>, now: i64) -> Result<(), sqlx::Error> {
        let row = |row: usize| format!("(${}, ${}, ${}, $1)", row * 3 + 2, row * 3 + 3, row * 3 + 4);
        let statement = format!(
            "INSERT INTO products (id, group_id, document, loaded_at) VALUES {} ON CONFLICT (id) DO UPDATE SET \
             group_id = excluded.group_id, document = excluded.document, loaded_at = excluded.loaded_at",
            (0..documents.len()).map(row).collect::<Vec<_>>().join(",")
        );
        let mut query = sqlx::query(&statement).bind(now);
        for one in documents {
            query = query.bind(one.key).bind(one.also).bind(one.document);
        }
        query.execute(connection).await.map(drop)
    }
}

#[derive(Deserialize, IntoParams)]
struct Wanted {
    /// Ids of items or of their groups, with commas between; all products when missing, where they are at most 1,000.
    item_ids: Option<String>,
}

/// Loads product facts, one document a line; later ones replace earlier ones of the same item.
#[utoipa::path(post, path = "/v1/products", tag = "products", security(("token" = []), ("session" = [])),
    request_body(content = String, content_type = "application/x-ndjson", description = "product facts with `item_id` or `item_group_id`, one a line; plain or in gzip"),
    responses((status = 200, body = Loaded), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn load_all(State(app): State<App>, caller: Caller, headers: HeaderMap, body: Body) -> Answer<Json<Loaded>> {
    caller.needs(Right::LoadProducts)?;
    let loaded = load::<ProductKind>(&app.db, &headers, body, app.now()).await?;
    let mut transaction = app.db.write().await?;
    let detail = format!("{} stored, {} rejected", loaded.stored, loaded.rejected_total);
    audit::record(&mut transaction, app.now(), &caller.actor(), "products.load", "products", &detail).await?;
    transaction.commit().await?;
    Ok(Json(loaded))
}

/// Product facts as a list, in the order of their ids; those that aren't known are left out.
#[utoipa::path(get, path = "/v1/products", tag = "products", params(Wanted),
    responses((status = 200, body = Vec<Object>), (status = 304, description = "it is what is held"), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn list(State(app): State<App>, Query(wanted): Query<Wanted>, headers: HeaderMap) -> Answer<Response> {
    let ids: Option<Vec<String>> = wanted.item_ids.map(|ids| {
        ids.split(',').map(str::trim).filter(|id| !id.is_empty() && !id.contains('\0')).map(str::to_owned).collect()
    });
    let documents = match ids {
        None => all(&app).await?,
        Some(ids) if ids.len() > MOST_IDS => {
            let detail = format!("{} ids; at most {MOST_IDS} can be asked for at once", ids.len());
            return Err(Problem::bad_request("too_many_ids", detail, "ask several times"));
        }
        Some(ids) => some(&app, &ids).await?,
    };
    Ok(answer(&headers, format!("[{}]", documents.join(","))))
}

async fn all(app: &App) -> Answer<Vec<String>> {
    let statement = "SELECT document FROM products ORDER BY id LIMIT $1";
    let limit = i64::try_from(MOST + 1).unwrap_or(i64::MAX);
    let documents: Vec<String> = sqlx::query_scalar(statement).bind(limit).fetch_all(app.db.read()).await?;
    if documents.len() > MOST {
        let help = "name those of the cart: /v1/products?item_ids=a,b";
        return Err(Problem::bad_request("too_many_products", format!("there are more than {MOST} products"), help));
    }
    Ok(documents)
}

async fn some(app: &App, ids: &[String]) -> Answer<Vec<String>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let places: Vec<String> = (1..=ids.len()).map(|place| format!("${place}")).collect();
    let places = places.join(",");
    let statement = format!(
        "SELECT document FROM products WHERE id IN ({places}) OR group_id IN ({places}) ORDER BY id LIMIT {MOST}"
    );
    let mut query = sqlx::query_scalar(&statement);
    for id in ids {
        query = query.bind(id.clone());
    }
    Ok(query.fetch_all(app.db.read()).await?)
}

/// One product's facts.
#[utoipa::path(get, path = "/v1/products/{item_id}", tag = "products", params(("item_id" = String, Path)),
    responses((status = 200, body = Object), (status = 304, description = "it is what is held"), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn show(State(app): State<App>, Path(item_id): Path<String>, headers: HeaderMap) -> Answer<Response> {
    let unknown = || Problem::not_found("nothing is known of this product", "load it with POST /v1/products");
    if item_id.contains('\0') {
        return Err(unknown());
    }
    let statement = "SELECT document FROM products WHERE id = $1";
    let found: Option<String> = sqlx::query_scalar(statement).bind(item_id).fetch_optional(app.db.read()).await?;
    Ok(answer(&headers, found.ok_or_else(unknown)?))
}

fn answer(headers: &HeaderMap, document: String) -> Response {
    let tag = format!("\"{}\"", digest(&document).get(..22).unwrap_or_default());
    let caching = [
        (header::ETAG, tag.clone()),
        (header::CACHE_CONTROL, "public, max-age=300, stale-while-revalidate=86400".to_owned()),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*".to_owned()),
    ];
    let held = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    if held.is_some_and(|held| held.split(',').any(|one| one.trim().trim_start_matches("W/") == tag)) {
        return (StatusCode::NOT_MODIFIED, caching).into_response();
    }
    (caching, [(header::CONTENT_TYPE, "application/json")], document).into_response()
}

/// The routes.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, load_all)).routes(routes!(show)).layer(DefaultBodyLimit::disable())
}
