//! The order history that the console simulates on: one file, kept in pieces.

use crate::app::{App, rfc3339};
use crate::audit;
use crate::extract::Query;
use crate::people::guard::{Caller, Right};
use crate::problem::{Answer, Problem};
use crate::secret::id;
use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use futures_util::StreamExt as _;
use serde::{Deserialize, Serialize};
use std::io;
use tokio_stream::wrappers::ReceiverStream;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// A piece of the file, in bytes.
const PIECE: usize = 768 << 10;
/// A file is at most this large.
const LARGEST: i64 = 1 << 30;

#[derive(Deserialize, IntoParams)]
struct Named {
    /// The file's name, for people; `orders.csv` when missing.
    name: Option<String>,
}

#[derive(Serialize, ToSchema)]
struct About {
    name: String,
    bytes: i64,
    /// RFC 3339, UTC.
    uploaded_at: String,
}

#[derive(Serialize, ToSchema)]
struct Kept {
    /// The file, where there is one.
    file: Option<About>,
}

/// Replaces the order history, CSV or CSV.gz. The one before is served until the new one is whole.
#[utoipa::path(put, path = "/v1/orders", tag = "orders", security(("token" = []), ("session" = [])), params(Named),
    request_body(content = String, content_type = "application/octet-stream", description = "the file's bytes, at most 1 GiB"),
    responses((status = 200, body = About), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn replace(
    State(app): State<App>,
    caller: Caller,
    Query(named): Query<Named>,
    body: Body,
) -> Answer<Json<About>> {
    caller.needs(Right::LoadOrders)?;
    let name = named.name.unwrap_or_else(|| "orders.csv".to_owned());
    if name.is_empty()
        || name.chars().count() > 200
        || name.chars().any(|one| one.is_control() || one == '"' || one == '\\')
    {
        return Err(Problem::bad_request("bad_name", "this is no file's name", "name it like orders.csv.gz"));
    }
    let (id, now) = (id(), app.now());
    let insert = "INSERT INTO order_files (id, name, bytes, uploaded_at, is_whole) VALUES ($1, $2, 0, $3, 0)";
    sqlx::query(insert).bind(id.clone()).bind(name.clone()).bind(now).execute(app.db.read()).await?;
    let bytes = match keep(&app, &id, body).await {
        Ok(bytes) => bytes,
        Err(problem) => {
            sqlx::query("DELETE FROM order_files WHERE id = $1").bind(id).execute(app.db.read()).await?;
            return Err(problem);
        }
    };
    let mut transaction = app.db.write().await?;
    let whole = "UPDATE order_files SET bytes = $1, is_whole = 1 WHERE id = $2";
    sqlx::query(whole).bind(bytes).bind(id.clone()).execute(&mut *transaction).await?;
    // The one before, and what broken uploads of over a day ago left.
    let others = "DELETE FROM order_files WHERE id <> $1 AND (is_whole = 1 OR uploaded_at < $2)";
    sqlx::query(others).bind(id).bind(now - 86_400_000).execute(&mut *transaction).await?;
    audit::record(&mut transaction, now, &caller.actor(), "orders.replace", &name, &format!("{bytes} bytes")).await?;
    transaction.commit().await?;
    Ok(Json(About { name, bytes, uploaded_at: rfc3339(now) }))
}

async fn keep(app: &App, id: &str, body: Body) -> Answer<i64> {
    let mut stream = body.into_data_stream();
    let (mut pending, mut place, mut bytes) = (Vec::new(), 0_i64, 0_i64);
    loop {
        let part = stream.next().await.transpose();
        let part = part.map_err(|error| {
            Problem::bad_request(
                "broken_off",
                format!("the body can't be read on: {error}"),
                "send it again; the one before is kept",
            )
        })?;
        let is_end = part.is_none();
        pending.extend_from_slice(&part.unwrap_or_default());
        while pending.len() >= PIECE || is_end && !pending.is_empty() {
            let rest = pending.split_off(PIECE.min(pending.len()));
            bytes += i64::try_from(pending.len()).unwrap_or(i64::MAX);
            if bytes > LARGEST {
                let help = "send the last year's orders, in gzip";
                return Err(Problem::new(
                    StatusCode::PAYLOAD_TOO_LARGE,
                    "too_large",
                    "the file is larger than 1 GiB",
                    help,
                ));
            }
            let insert = "INSERT INTO order_chunks (file_id, place, bytes) VALUES ($1, $2, $3)";
            sqlx::query(insert)
                .bind(id.to_owned())
                .bind(place)
                .bind(BASE64_STANDARD.encode(&pending))
                .execute(app.db.read())
                .await?;
            place += 1;
            pending = rest;
        }
        if is_end {
            break;
        }
    }
    if bytes == 0 {
        return Err(Problem::unprocessable("empty", "the body is empty", "send the file's bytes"));
    }
    Ok(bytes)
}

async fn whole(app: &App) -> Result<Option<(String, String, i64, i64)>, sqlx::Error> {
    let statement =
        "SELECT id, name, bytes, uploaded_at FROM order_files WHERE is_whole = 1 ORDER BY uploaded_at DESC LIMIT 1";
    sqlx::query_as(statement).fetch_optional(app.db.read()).await
}

/// What is kept.
#[utoipa::path(get, path = "/v1/orders/about", tag = "orders", security(("session" = []), ("token" = [])),
    responses((status = 200, body = Kept), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn about(State(app): State<App>, caller: Caller) -> Answer<Json<Kept>> {
    caller.needs(Right::See)?;
    let file = whole(&app).await?.map(|(_, name, bytes, at)| About { name, bytes, uploaded_at: rfc3339(at) });
    Ok(Json(Kept { file }))
}

/// The order history's bytes as they came.
#[utoipa::path(get, path = "/v1/orders", tag = "orders", security(("session" = []), ("token" = [])),
    responses((status = 200, body = String, content_type = "application/octet-stream"), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn show(State(app): State<App>, caller: Caller) -> Answer<Response> {
    caller.needs(Right::See)?;
    let Some((id, name, bytes, _)) = whole(&app).await? else {
        return Err(Problem::not_found("there is no order history", "load one with PUT /v1/orders"));
    };
    let (sender, receiver) = tokio::sync::mpsc::channel::<io::Result<Bytes>>(2);
    let task = app.clone();
    app.spawn(async move {
        for place in 0.. {
            let piece = piece(&task, &id, place).await;
            let is_last = !matches!(piece, Ok(Some(_)));
            let part = piece.transpose();
            if let Some(part) = part
                && sender.send(part).await.is_err()
            {
                return;
            }
            if is_last {
                return;
            }
        }
    });
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
        (header::CONTENT_LENGTH, bytes.to_string()),
        (
            header::CONTENT_DISPOSITION,
            format!(
                "attachment; filename*=UTF-8''{}",
                percent_encoding::utf8_percent_encode(&name, percent_encoding::NON_ALPHANUMERIC)
            ),
        ),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, Body::from_stream(ReceiverStream::new(receiver))).into_response())
}

async fn piece(app: &App, id: &str, place: i64) -> io::Result<Option<Bytes>> {
    let statement = "SELECT bytes FROM order_chunks WHERE file_id = $1 AND place = $2";
    let query = sqlx::query_scalar(statement).bind(id.to_owned()).bind(place);
    let text: Option<String> = query.fetch_optional(app.db.read()).await.map_err(io::Error::other)?;
    text.map(|text| BASE64_STANDARD.decode(text).map(Bytes::from).map_err(io::Error::other)).transpose()
}

/// The routes.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(replace, show)).routes(routes!(about)).layer(DefaultBodyLimit::disable())
}
