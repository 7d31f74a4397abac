//! `GET /v1/events/export`: events for the warehouse, a page of them in memory at a time.

use super::event::Event;
use super::store::page;
use crate::app::App;
use crate::extract::Query;
use crate::parquet::ParquetPages;
use crate::people::guard::{Caller, Right};
use crate::problem::{Answer, Problem};
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use std::io;
use tokio::sync::mpsc::{Sender, channel};
use tokio_stream::wrappers::ReceiverStream;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Events in memory at a time: a row group of Parquet.
const PAGE: i64 = 10_000;

#[derive(Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Format {
    /// An event a line.
    #[default]
    Ndjson,
    /// With typed columns.
    Parquet,
}

#[derive(Deserialize, IntoParams)]
struct Wanted {
    /// `ndjson` or `parquet`.
    #[serde(default)]
    #[param(inline)]
    format: Format,
    /// Events of this moment on, RFC 3339; of all when missing.
    from: Option<String>,
    /// Events before this moment, RFC 3339; to the latest when missing.
    until: Option<String>,
}

/// Events in the order of their time.
#[utoipa::path(get, path = "/v1/events/export", tag = "events", security(("session" = []), ("token" = [])), params(Wanted),
    responses((status = 200, content((String = "application/x-ndjson"), (Vec<u8> = "application/vnd.apache.parquet"))),
        (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn export(State(app): State<App>, caller: Caller, Query(wanted): Query<Wanted>) -> Answer<Response> {
    caller.needs(Right::ExportEvents)?;
    let from = moment(wanted.from.as_deref(), "from")?.unwrap_or(i64::MIN);
    let until = moment(wanted.until.as_deref(), "until")?.unwrap_or(i64::MAX);
    let (sender, receiver) = channel(4);
    let (kind, name) = match wanted.format {
        Format::Ndjson => ("application/x-ndjson", "events.ndjson"),
        Format::Parquet => ("application/vnd.apache.parquet", "events.parquet"),
    };
    app.spawn(send(app.clone(), wanted.format, from, until, sender));
    let disposition = format!("attachment; filename=\"{name}\"");
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, disposition),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, Body::from_stream(ReceiverStream::new(receiver))).into_response())
}

fn moment(text: Option<&str>, key: &str) -> Answer<Option<i64>> {
    let Some(text) = text else { return Ok(None) };
    let time = text.parse::<jiff::Timestamp>().map_err(|_| {
        let detail = format!("`{key}` is no time of RFC 3339");
        Problem::bad_request("not_a_time", detail, "write it like 2026-11-01T00:00:00Z")
    })?;
    Ok(Some(time.as_millisecond()))
}

type Part = Result<Bytes, io::Error>;

/// Sends the file part by part; one that breaks off ends with an error, so that nobody takes it for whole.
async fn send(app: App, format: Format, from: i64, until: i64, sender: Sender<Part>) {
    if let Err(error) = try_send(&app, format, from, until, &sender).await {
        tracing::error!(%error, "export");
        let _ = sender.send(Err(io::Error::other("the export broke off"))).await;
    }
}

async fn try_send(app: &App, format: Format, from: i64, until: i64, sender: &Sender<Part>) -> Result<(), String> {
    let mut after = (from, String::new(), String::new());
    let mut parquet = match format {
        Format::Parquet => Some(ParquetPages::new()?),
        Format::Ndjson => None,
    };
    loop {
        let mut connection = app.db.read().acquire().await.map_err(|error| error.to_string())?;
        let events = page(&mut connection, &after, until, PAGE).await.map_err(|error| error.to_string())?;
        drop(connection);
        let Some(last) = events.last() else { break };
        after = (last.at, last.source.clone(), last.id.clone());
        let part = match &mut parquet {
            Some(parquet) => parquet.add(&events)?,
            None => lines(&events),
        };
        if sender.send(Ok(part.into())).await.is_err() {
            // Nobody reads any more.
            return Ok(());
        }
    }
    if let Some(parquet) = parquet {
        let _ = sender.send(Ok(parquet.finish()?.into())).await;
    }
    Ok(())
}

fn lines(events: &[Event]) -> Vec<u8> {
    let mut text = String::new();
    for event in events {
        text.push_str(&cartnudge::json::to_string(event));
        text.push('\n');
    }
    text.into_bytes()
}

/// The routes.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(export))
}
