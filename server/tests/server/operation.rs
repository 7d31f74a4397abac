//! Health, metrics, files, the end, backups.

use crate::support::{Running, config, on_each_database, site};
use cartnudge_server::operation::backup::backup;
use cartnudge_server::serve::Server;
use reqwest::StatusCode;
use serde_json::json;

on_each_database!(health_and_metrics, a_backup_holds_what_was_written, stopping_ends_and_frees);

async fn health_and_metrics(server: Running) {
    let caller = server.anybody();
    assert_eq!(caller.get("/healthz").await.ok().await["status"], "ok");
    assert_eq!(caller.get("/readyz").await.ok().await["status"], "ok");
    caller.get("/v1/people").await.problem(401, "not_signed_in").await;
    let text = caller.get("/metrics").await.0.text().await.unwrap();
    let line = "http_requests_total{method=\"GET\",route=\"/v1/people\",status=\"401\"}";
    assert!(text.lines().any(|one| one.starts_with(line)), "{text}");
    assert!(text.contains("http_request_duration_seconds_bucket"), "{text}");
}

async fn a_backup_holds_what_was_written(server: Running) {
    server.admin().await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("copy");
    if server.database_url.starts_with("postgres")
        && std::process::Command::new("pg_dump").arg("--version").output().is_err()
    {
        eprintln!("skipped: pg_dump was not found");
        return;
    }
    backup(&server.database_url, &file).await.unwrap();
    let again = backup(&server.database_url, &file).await.unwrap_err();
    assert!(again.contains("is there already"), "{again}");
    if server.database_url.starts_with("postgres") {
        assert!(std::fs::read(&file).unwrap().starts_with(b"PGDMP"));
        return;
    }
    let copy = Server::open(config(&format!("sqlite://{}", file.display()))).await.unwrap();
    assert_eq!(copy.first_admin, None, "the copy has the admin");
}

async fn stopping_ends_and_frees(server: Running) {
    let (base, caller) = (server.base.clone(), server.anybody());
    server.stop().await.unwrap();
    assert!(caller.client.get(format!("{base}/healthz")).send().await.is_err());
}

#[tokio::test]
async fn the_site_with_its_policies() {
    let (folder, _kept) = site();
    let server = Running::with(|config| config.www = Some(folder)).await;
    let caller = server.anybody();
    let cases = [
        ("/", "shop", "no-cache", "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; frame-ancestors 'self'"),
        ("/shop.0a1b2c3d.js", "hashed", "public, max-age=31536000, immutable", "default-src 'self'; script-src"),
        ("/console/", "console", "no-cache", "style-src 'self' 'unsafe-inline'"),
        ("/console/rules/two-sizes", "console", "no-cache", "style-src 'self' 'unsafe-inline'"),
        ("/console/main.js", "script", "no-cache", "style-src 'self' 'unsafe-inline'"),
    ];
    for (path, body, cache, policy) in cases {
        let answer = caller.get(path).await.0;
        assert_eq!(
            (answer.status(), &answer.headers()["cache-control"]),
            (StatusCode::OK, &cache.parse().unwrap()),
            "{path}"
        );
        assert!(answer.headers()["content-security-policy"].to_str().unwrap().contains(policy), "{path}");
        assert_eq!(answer.headers()["x-content-type-options"], "nosniff");
        assert_eq!(answer.text().await.unwrap(), body, "{path}");
    }
    for path in ["/console/gone.js", "/nowhere.html", "/..%2f..%2fetc/passwd"] {
        assert_eq!(caller.get(path).await.0.status(), StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(caller.post("/console/rules", &json!({})).await.0.status(), StatusCode::METHOD_NOT_ALLOWED);
    caller.get("/v1/nothing").await.problem(404, "not_found").await;
}

#[tokio::test]
async fn a_server_that_others_reach_must_know_its_address() {
    let mut config = config("sqlite::memory:");
    config.listen = "0.0.0.0:0".parse().unwrap();
    let refused = Server::open(config).await.err().unwrap();
    assert_eq!(refused, "0.0.0.0:0 can be reached by others\n  help: give --public-url, the address that they use");
}

#[tokio::test]
async fn the_openapi_document_lists_every_status_that_a_person_meets() {
    let server = Running::on_sqlite().await;
    let document = server.anybody().get("/v1/openapi.json").await.ok().await;
    assert_eq!(document["openapi"].as_str().map(|version| &version[..3]), Some("3.1"));
    for path in ["/healthz", "/v1/session", "/v1/people/{id}", "/v1/tokens", "/v1/audit", "/v1/setup"] {
        assert!(document["paths"][path].is_object(), "{path}");
    }
}
