//! What the server refuses, whoever asks.

use crate::support::{Caller, PASSWORD, Running, Said, on_each_database};
use reqwest::Method;
use serde_json::json;

on_each_database!(who_is_not_signed_in, forged_requests, malformed_bodies, guessed_passwords);

async fn who_is_not_signed_in(server: Running) {
    server.admin().await;
    let anybody = server.anybody();
    for (method, path) in [
        ("GET", "/v1/people"),
        ("POST", "/v1/people"),
        ("DELETE", "/v1/tokens/x"),
        ("GET", "/v1/audit"),
        ("PUT", "/v1/session/password"),
    ] {
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        Said::from(anybody.request(method, path).json(&json!({}))).await.problem(401, "not_signed_in").await;
    }
    for token in ["cn_forged", "Bearer", "eyJhbGciOiJub25lIn0.e30."] {
        let caller = Caller { token: Some(token.to_owned()), ..server.anybody() };
        caller.get("/v1/people").await.problem(401, "bad_token").await;
    }
    for cookie in ["cartnudge_session=", "cartnudge_session=forged; a=b", "cartnudge_session"] {
        let request = anybody.request(Method::GET, "/v1/people").header("cookie", cookie);
        let code = Said::from(request).await.is(reqwest::StatusCode::UNAUTHORIZED).await["code"].clone();
        assert!(code == "session_ended" || code == "not_signed_in", "{cookie}: {code}");
    }
}

async fn forged_requests(server: Running) {
    let admin = server.admin().await;
    let invitation = json!({ "name": "Bo", "email": "bo@shop.example", "role": "admin" });
    let without = Caller { csrf: None, client: admin.client.clone(), base: admin.base.clone(), token: None };
    without.post("/v1/people", &invitation).await.problem(403, "csrf").await;
    let another = Caller { csrf: Some("another's".to_owned()), ..without };
    another.post("/v1/people", &invitation).await.problem(403, "csrf").await;
    for origin in ["https://evil.example", "null", "http://127.0.0.1:1"] {
        let request = admin.request(Method::POST, "/v1/people").header("origin", origin).json(&invitation);
        Said::from(request).await.problem(403, "foreign_origin").await;
        let credentials = json!({ "email": "ada@shop.example", "password": PASSWORD });
        let request = admin.request(Method::POST, "/v1/session").header("origin", origin).json(&credentials);
        Said::from(request).await.problem(403, "foreign_origin").await;
    }
    let request = admin.request(Method::POST, "/v1/people").header("origin", server.base.clone()).json(&invitation);
    assert_eq!(Said::from(request).await.0.status(), 201);
    let cookie = admin.post("/v1/session", &json!({ "email": "ada@shop.example", "password": PASSWORD })).await.0;
    let cookie = cookie.headers()["set-cookie"].to_str().unwrap().to_owned();
    assert!(cookie.contains("; HttpOnly; SameSite=Strict;"), "{cookie}");
}

async fn malformed_bodies(server: Running) {
    let admin = server.admin().await;
    let send = |body: Vec<u8>, kind: &'static str| {
        Said::from(admin.request(Method::POST, "/v1/people").header("content-type", kind).body(body))
    };
    send(b"{\"name\": ".to_vec(), "application/json").await.problem(400, "not_json").await;
    send(b"\xff\xfe".to_vec(), "application/json").await.problem(400, "not_json").await;
    send(b"{}".to_vec(), "application/json").await.problem(422, "bad_body").await;
    send(b"name=Bo".to_vec(), "application/x-www-form-urlencoded").await.problem(415, "not_json").await;
    send(vec![b' '; (1 << 20) + 1], "application/json").await.problem(413, "too_large").await;
    let cases = [
        (json!({ "name": " ", "email": "bo@shop.example", "role": "viewer" }), "bad_name", "/name"),
        (json!({ "name": "Bo", "email": "bo", "role": "viewer" }), "bad_email", "/email"),
    ];
    for (body, code, pointer) in cases {
        assert_eq!(admin.post("/v1/people", &body).await.problem(422, code).await["pointer"], pointer);
    }
    let unknown = json!({ "name": "Bo", "email": "bo@shop.example", "role": "king" });
    let problem = admin.post("/v1/people", &unknown).await.problem(422, "bad_body").await;
    assert!(problem["detail"].as_str().unwrap().contains("`king`"), "{problem}");
    Said::from(admin.request(Method::PATCH, "/v1/session")).await.problem(405, "method_not_allowed").await;
}

async fn guessed_passwords(server: Running) {
    server.admin().await;
    let anybody = server.anybody();
    let wrong = |email: &str| json!({ "email": email, "password": "a wrong password" });
    for _ in 0..10 {
        anybody.post("/v1/session", &wrong("ada@shop.example")).await.problem(401, "wrong_credentials").await;
    }
    let limited = anybody.post("/v1/session", &json!({ "email": "ada@shop.example", "password": PASSWORD })).await;
    assert!(limited.0.headers()["retry-after"].to_str().unwrap().parse::<u64>().unwrap() > 0);
    limited.problem(429, "too_many_requests").await;
    // An account that isn't there is refused alike.
    for _ in 0..9 {
        anybody.post("/v1/session", &wrong("nobody@shop.example")).await.problem(401, "wrong_credentials").await;
    }
    anybody.post("/v1/session", &wrong("another@shop.example")).await.problem(429, "too_many_requests").await;
    server.app.clock.advance(60_000);
    anybody.post("/v1/session", &json!({ "email": "ada@shop.example", "password": PASSWORD })).await.ok().await;
}
