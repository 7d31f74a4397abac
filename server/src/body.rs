//! Request bodies as JSON, refused with the place of the fault.

use crate::app::App;
use crate::problem::Problem;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequest, Request};
use axum::http::{StatusCode, header};
use serde::de::DeserializeOwned;

/// A body of JSON.
pub struct Given<T>(pub T);

impl<T: DeserializeOwned> FromRequest<App> for Given<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &App) -> Result<Self, Problem> {
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        if !is_json(kind) {
            let detail = format!("the body's type is `{}`", cartnudge::text::shortened(kind, 60));
            let help = "send JSON with `Content-Type: application/json`";
            return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "not_json", detail, help));
        }
        let bytes = Bytes::from_request(request, app).await.map_err(|rejection| unreadable(&rejection))?;
        serde_json::from_slice(&bytes).map(Given).map_err(|error| fault(&error))
    }
}

/// `application/json`, with any parameters; and what ends in `+json`.
fn is_json(kind: &str) -> bool {
    let essence = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence == "application/json" || essence.ends_with("+json")
}

/// A body that can't be read: too large, or cut off.
#[must_use]
pub fn unreadable(rejection: &BytesRejection) -> Problem {
    if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
        return too_large();
    }
    Problem::bad_request("unreadable_body", rejection.body_text(), "send the whole body")
}

/// 413.
#[must_use]
pub fn too_large() -> Problem {
    let help = "send less at once";
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", "the body is larger than this request may be", help)
}

fn fault(error: &serde_json::Error) -> Problem {
    let reason = error.to_string();
    match error.classify() {
        serde_json::error::Category::Data => {
            Problem::unprocessable("bad_body", reason, "the OpenAPI document at /v1/openapi.json has the body's shape")
        }
        _ => Problem::bad_request("not_json", reason, "mend the JSON at that line and column"),
    }
}
