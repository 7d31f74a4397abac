//! Signals: loaded by the warehouse, given only for a token of the shop's backend.

use crate::support::{Caller, Running, Said, on_each_database};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use flate2::Compression;
use flate2::write::GzEncoder;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use std::io::Write as _;

on_each_database!(
    the_warehouse_loads_and_bad_lines_are_named,
    many_lines_come_in_gzip,
    only_the_right_token_opens,
    secrets_are_renewed,
    erased_is_erased,
);

async fn load(caller: &Caller, body: Vec<u8>) -> Said {
    Said::from(caller.request(Method::POST, "/v1/signals").header("content-type", "application/x-ndjson").body(body))
        .await
}

async fn secret(admin: &Caller) -> String {
    admin.get("/v1/settings/signals-secret").await.ok().await["secret"].as_str().unwrap().to_owned()
}

fn claims(server: &Running, customer: &str) -> Value {
    let now = server.app.now() / 1_000;
    json!({ "sub": customer, "aud": "cartnudge", "iat": now, "exp": now + 300 })
}

fn signed(claims: &Value, secret: &str, algorithm: Algorithm) -> String {
    encode(&Header::new(algorithm), claims, &EncodingKey::from_secret(secret.as_bytes())).unwrap()
}

async fn the_warehouse_loads_and_bad_lines_are_named(server: Running) {
    let admin = server.admin().await;
    let warehouse = server.token(&admin, &["signals:write"]).await;
    let lines = [
        r#"{"customer_id":"c1","orders":3,"lines":5}"#.to_owned(),
        r#"{"customer_id":"c1","orders":4}"#.to_owned(),
        r#"{"orders":1}"#.to_owned(),
        "not JSON".to_owned(),
        String::new(),
        r#"{"customer_id":"c2","schema_version":9}"#.to_owned(),
        format!(r#"{{"customer_id":"long","x":"{}"}}"#, "x".repeat(300_000)),
        r#"{"customer_id":"nul\u0000"}"#.to_owned(),
        r#"{"customer_id":"c3","orders":"many"}"#.to_owned(),
    ];
    let loaded = load(&warehouse, lines.join("\n").into_bytes()).await.ok().await;
    assert_eq!((&loaded["stored"], &loaded["rejected_total"]), (&json!(3), &json!(5)));
    let found: Vec<(u64, &str)> = loaded["rejected"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["line"].as_u64().unwrap(), one["code"].as_str().unwrap()))
        .collect();
    assert_eq!(
        found,
        [(3, "missing_key"), (4, "not_json"), (6, "newer_schema"), (7, "too_long"), (8, "null_character")]
    );
    assert!(loaded["rejected"][0]["help"].as_str().unwrap().contains("customer_id"), "{loaded}");
    let token = signed(&claims(&server, "c1"), &secret(&admin).await, Algorithm::HS256);
    let page = Caller { token: Some(token), ..server.anybody() };
    assert_eq!(page.get("/v1/signals/c1").await.ok().await["orders"], 4, "the later line counts");
    for caller in [server.token(&admin, &["products:write"]).await, server.person(&admin, "publisher").await] {
        assert_eq!(load(&caller, b"{}".to_vec()).await.0.status(), StatusCode::FORBIDDEN);
    }
    load(&server.anybody(), b"{}".to_vec()).await.problem(401, "not_signed_in").await;
}

async fn many_lines_come_in_gzip(server: Running) {
    let admin = server.admin().await;
    let warehouse = server.token(&admin, &["signals:write"]).await;
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    for customer in 0..5_000 {
        writeln!(packed, r#"{{"customer_id":"c{customer}","orders":{customer}}}"#).unwrap();
    }
    let packed = packed.finish().unwrap();
    let send = |coding: &'static str, body: Vec<u8>| {
        Said::from(warehouse.request(Method::POST, "/v1/signals").header("content-encoding", coding).body(body))
    };
    assert_eq!(send("gzip", packed.clone()).await.ok().await["stored"], 5_000);
    send("zstd", packed.clone()).await.problem(415, "unknown_coding").await;
    let broken = send("gzip", packed[..packed.len() / 2].to_vec()).await.problem(400, "broken_off").await;
    assert!(broken["stored"].is_u64(), "{broken}");
    let token = signed(&claims(&server, "c4999"), &secret(&admin).await, Algorithm::HS256);
    let page = Caller { token: Some(token), ..server.anybody() };
    let answer = page.get("/v1/signals/c4999").await.0;
    let tag = answer.headers()["etag"].clone();
    assert_eq!(answer.headers()["cache-control"], "private, max-age=300");
    let held = page.request(Method::GET, "/v1/signals/c4999").header("if-none-match", tag).send().await.unwrap();
    assert_eq!(held.status(), StatusCode::NOT_MODIFIED);
}

async fn only_the_right_token_opens(server: Running) {
    let admin = server.admin().await;
    load(&server.token(&admin, &["signals:write"]).await, br#"{"customer_id":"c1"}"#.to_vec()).await.ok().await;
    let secret = secret(&admin).await;
    let ask = async |token: Option<String>| Caller { token, ..server.anybody() }.get("/v1/signals/c1").await;
    let with = |key: &str, value: Value| {
        let mut claims = claims(&server, "c1");
        claims[key] = value;
        signed(&claims, &secret, Algorithm::HS256)
    };
    let now = server.app.now() / 1_000;
    ask(None).await.problem(401, "no_token").await;
    ask(Some("forged".to_owned())).await.problem(401, "bad_token").await;
    ask(Some(signed(&claims(&server, "c1"), "another secret", Algorithm::HS256))).await.problem(401, "bad_token").await;
    ask(Some(signed(&claims(&server, "c1"), &secret, Algorithm::HS512))).await.problem(401, "wrong_algorithm").await;
    let encoded = |value: &Value| BASE64_URL_SAFE_NO_PAD.encode(value.to_string());
    let none = format!("{}.{}.", encoded(&json!({ "alg": "none", "typ": "JWT" })), encoded(&claims(&server, "c1")));
    let refused = ask(Some(none)).await.is(StatusCode::UNAUTHORIZED).await;
    assert!(refused["code"] == "bad_token" || refused["code"] == "wrong_algorithm", "{refused}");
    ask(Some(with("aud", json!("elsewhere")))).await.problem(401, "wrong_audience").await;
    ask(Some(with("exp", json!(now - 1)))).await.problem(401, "expired").await;
    ask(Some(with("iat", json!(now + 100)))).await.problem(401, "not_yet").await;
    ask(Some(with("exp", json!(now + 4_000)))).await.problem(401, "too_long").await;
    ask(Some(with("iat", json!(null)))).await.problem(401, "bad_token").await;
    ask(Some(with("sub", json!("c2")))).await.problem(403, "wrong_customer").await;
    // An API token opens nobody's signals.
    server.token(&admin, &["signals:write"]).await.get("/v1/signals/c1").await.problem(401, "bad_token").await;
    let right = with("sub", json!("c1"));
    ask(Some(right.clone())).await.ok().await;
    server.app.clock.advance(300_000);
    ask(Some(right)).await.problem(401, "expired").await;
}

async fn secrets_are_renewed(server: Running) {
    let admin = server.admin().await;
    load(&server.token(&admin, &["signals:write"]).await, br#"{"customer_id":"c1"}"#.to_vec()).await.ok().await;
    let old = secret(&admin).await;
    let renewed = admin.post("/v1/settings/signals-secret", &json!({})).await.ok().await;
    assert_eq!(renewed["from"], "database");
    let new = renewed["secret"].as_str().unwrap().to_owned();
    assert!(new != old && secret(&admin).await == new);
    let ask = async |secret: &str| {
        Caller { token: Some(signed(&claims(&server, "c1"), secret, Algorithm::HS256)), ..server.anybody() }
            .get("/v1/signals/c1")
            .await
    };
    ask(&old).await.ok().await;
    ask(&new).await.ok().await;
    server.app.clock.advance(3_600_000);
    ask(&old).await.problem(401, "bad_token").await;
    ask(&new).await.ok().await;
    server.person(&admin, "publisher").await.get("/v1/settings/signals-secret").await.problem(403, "wrong_role").await;
}

async fn erased_is_erased(server: Running) {
    let admin = server.admin().await;
    let warehouse = server.token(&admin, &["signals:write"]).await;
    load(&warehouse, br#"{"customer_id":"a/b c"}"#.to_vec()).await.ok().await;
    let token = signed(&claims(&server, "a/b c"), &secret(&admin).await, Algorithm::HS256);
    let page = Caller { token: Some(token), ..server.anybody() };
    page.get("/v1/signals/a%2Fb%20c").await.ok().await;
    warehouse.delete("/v1/signals/a%2Fb%20c").await.is(StatusCode::NO_CONTENT).await;
    page.get("/v1/signals/a%2Fb%20c").await.problem(404, "not_found").await;
    warehouse.delete("/v1/signals/a%2Fb%20c").await.is(StatusCode::NO_CONTENT).await;
}
