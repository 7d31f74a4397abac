//! What goes wrong, as RFC 9457 says it: a stable code, what was found, and how to mend it.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

/// The result of a request.
pub type Answer<T> = Result<T, Problem>;

/// A refused request: `application/problem+json`.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Problem {
    /// Always `about:blank`: the status says the kind, `code` says which.
    #[serde(rename = "type")]
    kind: &'static str,
    /// The status in words.
    title: &'static str,
    /// The HTTP status.
    status: u16,
    /// Stable, in snake_case.
    pub code: &'static str,
    /// What was found.
    pub detail: String,
    /// How to mend it.
    pub help: String,
    /// JSON pointer into the request's body.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
    /// Further members, like `diagnostics` or `current`.
    #[serde(flatten)]
    #[schema(value_type = Object)]
    more: Map<String, Value>,
    #[serde(skip)]
    retry_after: Option<u64>,
}

impl Problem {
    /// A problem with its status, code, what was found, and the mend.
    #[must_use]
    pub fn new(status: StatusCode, code: &'static str, detail: impl Into<String>, help: impl Into<String>) -> Self {
        Problem {
            kind: "about:blank",
            title: status.canonical_reason().unwrap_or("Problem"),
            status: status.as_u16(),
            code,
            detail: detail.into(),
            help: help.into(),
            pointer: None,
            more: Map::new(),
            retry_after: None,
        }
    }

    /// 400: the request can't be read.
    #[must_use]
    pub fn bad_request(code: &'static str, detail: impl Into<String>, help: impl Into<String>) -> Self {
        Problem::new(StatusCode::BAD_REQUEST, code, detail, help)
    }

    /// 401: nobody is signed in.
    #[must_use]
    pub fn unauthorized(code: &'static str, detail: impl Into<String>, help: impl Into<String>) -> Self {
        Problem::new(StatusCode::UNAUTHORIZED, code, detail, help)
    }

    /// 403: not with these rights.
    #[must_use]
    pub fn forbidden(code: &'static str, detail: impl Into<String>, help: impl Into<String>) -> Self {
        Problem::new(StatusCode::FORBIDDEN, code, detail, help)
    }

    /// 404: there is no such thing.
    #[must_use]
    pub fn not_found(detail: impl Into<String>, help: impl Into<String>) -> Self {
        Problem::new(StatusCode::NOT_FOUND, "not_found", detail, help)
    }

    /// 409: it contradicts what is there.
    #[must_use]
    pub fn conflict(code: &'static str, detail: impl Into<String>, help: impl Into<String>) -> Self {
        Problem::new(StatusCode::CONFLICT, code, detail, help)
    }

    /// 422: it was read and doesn't hold.
    #[must_use]
    pub fn unprocessable(code: &'static str, detail: impl Into<String>, help: impl Into<String>) -> Self {
        Problem::new(StatusCode::UNPROCESSABLE_ENTITY, code, detail, help)
    }

    /// 429: too often; again in so many seconds.
    #[must_use]
    pub fn too_many(seconds: u64, detail: impl Into<String>) -> Self {
        let help = format!("try again in {seconds} seconds");
        let problem = Problem::new(StatusCode::TOO_MANY_REQUESTS, "too_many_requests", detail, help);
        Problem { retry_after: Some(seconds), ..problem }
    }

    /// The place in the request's body.
    #[must_use]
    pub fn at(self, pointer: impl Into<String>) -> Self {
        Problem { pointer: Some(pointer.into()), ..self }
    }

    /// With a further member.
    #[must_use]
    pub fn with(mut self, key: &str, value: impl Serialize) -> Self {
        self.more.insert(key.to_owned(), serde_json::to_value(value).unwrap_or(Value::Null));
        self
    }

    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let retry_after = self.retry_after;
        let status = self.status();
        let mut response = (status, Json(self)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(seconds) = retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}

/// The database's trouble is the log's to tell, not the caller's.
impl From<sqlx::Error> for Problem {
    fn from(error: sqlx::Error) -> Self {
        let is_away = matches!(error, sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Io(_));
        tracing::error!(%error, "database");
        if is_away {
            let help = "try again in a few seconds";
            let status = StatusCode::SERVICE_UNAVAILABLE;
            return Problem {
                retry_after: Some(5),
                ..Problem::new(status, "database_away", "the database doesn't answer", help)
            };
        }
        Problem::internal()
    }
}

impl Problem {
    /// 500: our own fault; the log says more.
    #[must_use]
    pub fn internal() -> Self {
        let help = "the server's log says more; try again, and tell who runs the server";
        Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", "something went wrong on the server", help)
    }
}
