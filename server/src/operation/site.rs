//! The console at `/console/`, and the demo shop at `/`, from the folder of built files.

use crate::app::App;
use crate::problem::Problem;
use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Redirect, Response};
use std::path::Path;
use tower::ServiceExt as _;
use tower_http::services::{ServeDir, ServeFile};

/// What a shop's strict policy allows; the demo shows that it is enough.
const SHOP_POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; frame-ancestors 'self'";
/// The demo's provider of 3D views sets styles, and unpacks what it loads into blobs.
const TRY_ON_POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; \
                             img-src 'self' data: blob:; connect-src 'self' blob:; frame-ancestors 'self'";
/// The console's components set styles on elements; scripts are as strict.
const CONSOLE_POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; \
                              img-src 'self' data: blob:; worker-src 'self' blob:; frame-src 'self'; frame-ancestors 'self'; \
                              form-action 'self'; base-uri 'none'; object-src 'none'";

/// Serves the folder; paths of the console's pages give the console.
pub fn router(folder: &Path) -> Router<App> {
    let console = folder.join("console");
    // A page's path has no dot; a file that isn't there is missing, not the console.
    let page = ServeFile::new(console.join("index.html")).precompressed_br().precompressed_gzip();
    let files = ServeDir::new(&console).precompressed_br().precompressed_gzip();
    let console = Router::new().fallback(move |request: Request| {
        let (page, files) = (page.clone(), files.clone());
        async move {
            let last = request.uri().path().rsplit('/').next().unwrap_or_default();
            if last.contains('.') && last != "index.html" {
                return files.oneshot(request).await.into_response();
            }
            page.oneshot(request).await.into_response()
        }
    });
    let try_on = ServeDir::new(folder.join("try-on")).precompressed_br().precompressed_gzip();
    let shop = ServeDir::new(folder).precompressed_br().precompressed_gzip();
    Router::new()
        .route("/console", axum::routing::get(|| async { Redirect::permanent("/console/") }))
        .nest_service(
            "/console/",
            console
                .with_state(())
                .layer(from_fn(|request: Request, next: Next| with_policy(CONSOLE_POLICY, request, next))),
        )
        .nest_service(
            "/try-on/",
            Router::new()
                .fallback_service(try_on)
                .layer(from_fn(|request: Request, next: Next| with_policy(TRY_ON_POLICY, request, next))),
        )
        .fallback_service(shop)
        .layer(from_fn(|request: Request, next: Next| with_policy(SHOP_POLICY, request, next)))
}

async fn with_policy(policy: &'static str, request: Request, next: Next) -> Response {
    let is_hashed = is_hashed(request.uri().path());
    let allowed = matches!(*request.method(), Method::GET | Method::HEAD);
    if !allowed {
        let status = StatusCode::METHOD_NOT_ALLOWED;
        return Problem::new(status, "method_not_allowed", "files are only read", "use GET").into_response();
    }
    let mut response = next.run(request).await;
    let cache = if is_hashed { "public, max-age=31536000, immutable" } else { "no-cache" };
    let headers = response.headers_mut();
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static(policy));
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static(cache));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    response
}

/// Built files with a hash of their content in their names, like `shop.0a1b2c3d.js`, never change.
fn is_hashed(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.split('.').any(|part| part.len() >= 8 && part.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// Without a folder there is only the API.
pub async fn nothing(State(_): State<App>) -> Problem {
    Problem::not_found(
        "there is nothing at this address",
        "the API is described at /v1/openapi.json; `--www` serves the console",
    )
}

#[cfg(test)]
mod tests {
    use super::is_hashed;

    #[test]
    fn names_with_a_hash_never_change() {
        assert!(is_hashed("/console/main.0a1b2c3d.js"));
        assert!(is_hashed("/62e0e5ca7a8bd42b3c47.wasm"));
        assert!(!is_hashed("/shop.js"));
        assert!(!is_hashed("/0a1b2c3d4e/shop.js"));
    }
}
