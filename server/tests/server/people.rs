//! People: the first admin, invitations, sign-in, roles, tokens, the audit log.

use crate::support::{PASSWORD, Running, on_each_database, secret_of};
use reqwest::StatusCode;
use serde_json::{Value, json};

on_each_database!(
    the_first_admin_comes_by_a_link_that_holds_once,
    an_invitation_a_role_a_new_password_an_end,
    the_last_admin_stays,
    sessions_end,
    tokens_are_for_programs,
    the_audit_log_tells_it_all,
);

async fn the_first_admin_comes_by_a_link_that_holds_once(server: Running) {
    let anybody = server.anybody();
    assert_eq!(anybody.get("/v1/setup").await.ok().await, json!({ "needed": true }));
    let token = secret_of(server.first_admin.as_deref().unwrap());
    let about = anybody.get(&format!("/v1/setup/link?token={token}")).await.ok().await;
    assert_eq!(about, json!({ "purpose": "first_admin" }));
    let missing = json!({ "token": token, "password": PASSWORD });
    let problem = anybody.post("/v1/setup", &missing).await.problem(422, "missing").await;
    assert_eq!(problem["pointer"], "/name");
    let admin = server.admin().await;
    let session = admin.get("/v1/session").await.ok().await;
    assert_eq!(
        (&session["person"]["role"], &session["person"]["email"]),
        (&json!("admin"), &json!("ada@shop.example"))
    );
    assert_eq!(anybody.get("/v1/setup").await.ok().await, json!({ "needed": false }));
    anybody.post("/v1/setup", &missing).await.problem(410, "link_ended").await;
    anybody.get(&format!("/v1/setup/link?token={token}")).await.problem(410, "link_ended").await;
}

async fn an_invitation_a_role_a_new_password_an_end(server: Running) {
    let admin = server.admin().await;
    let invitation = json!({ "name": "Bo", "email": " Bo@Shop.Example ", "role": "editor" });
    let invited = admin.post("/v1/people", &invitation).await.is(StatusCode::CREATED).await;
    assert_eq!(invited["person"]["email"], "bo@shop.example");
    admin.post("/v1/people", &invitation).await.problem(409, "email_taken").await;
    let path = format!("/v1/people/{}", invited["person"]["id"].as_str().unwrap());
    let mut bo = server.anybody();
    let credentials = json!({ "email": "BO@shop.example", "password": PASSWORD });
    bo.post("/v1/session", &credentials).await.problem(401, "wrong_credentials").await;
    let token = secret_of(invited["link"].as_str().unwrap());
    bo.post("/v1/setup", &json!({ "token": token, "password": "short" })).await.problem(422, "weak_password").await;
    bo.csrf = bo.post("/v1/setup", &json!({ "token": token, "password": PASSWORD })).await.ok().await["csrf_token"]
        .as_str()
        .map(str::to_owned);
    bo.get("/v1/people").await.problem(403, "wrong_role").await;
    let listed = admin.get("/v1/people").await.ok().await;
    let joined: Vec<&Value> = listed["people"].as_array().unwrap().iter().map(|one| &one["joined"]).collect();
    assert_eq!(joined, [true, true]);

    admin.patch(&path, &json!({ "role": "admin" })).await.ok().await;
    bo.get("/v1/people").await.ok().await;

    let wrong = json!({ "current": "something else", "new": "another password" });
    bo.put("/v1/session/password", &wrong).await.problem(403, "wrong_password").await;
    let mut elsewhere = server.anybody();
    elsewhere.csrf =
        elsewhere.post("/v1/session", &credentials).await.ok().await["csrf_token"].as_str().map(str::to_owned);
    let right = json!({ "current": PASSWORD, "new": "another password" });
    bo.put("/v1/session/password", &right).await.is(StatusCode::NO_CONTENT).await;
    bo.get("/v1/session").await.ok().await;
    elsewhere.get("/v1/session").await.problem(401, "session_ended").await;

    let link = admin.post(&format!("{path}/link"), &json!({})).await.is(StatusCode::CREATED).await;
    let token = secret_of(link["link"].as_str().unwrap());
    assert_eq!(elsewhere.get(&format!("/v1/setup/link?token={token}")).await.ok().await["purpose"], "reset");
    elsewhere.post("/v1/setup", &json!({ "token": token, "password": PASSWORD })).await.ok().await;
    bo.get("/v1/session").await.problem(401, "session_ended").await;

    admin.delete(&path).await.is(StatusCode::NO_CONTENT).await;
    admin.delete(&path).await.problem(404, "not_found").await;
    elsewhere.get("/v1/session").await.problem(401, "session_ended").await;
    bo.post("/v1/session", &credentials).await.problem(401, "wrong_credentials").await;
}

async fn the_last_admin_stays(server: Running) {
    let admin = server.admin().await;
    let id = admin.get("/v1/session").await.ok().await["person"]["id"].as_str().unwrap().to_owned();
    let path = format!("/v1/people/{id}");
    admin.patch(&path, &json!({ "role": "viewer" })).await.problem(409, "last_admin").await;
    admin.delete(&path).await.problem(409, "last_admin").await;
    // One who was invited but never came can't sign in.
    let invited = json!({ "name": "Bo", "email": "bo@shop.example", "role": "admin" });
    admin.post("/v1/people", &invited).await.is(StatusCode::CREATED).await;
    admin.delete(&path).await.problem(409, "last_admin").await;
    let other = server.person(&admin, "admin").await;
    // Both at once: one of them stays.
    let other_id = other.get("/v1/session").await.ok().await["person"]["id"].as_str().unwrap().to_owned();
    let other_path = format!("/v1/people/{other_id}");
    let (one, two) = tokio::join!(admin.delete(&other_path), other.delete(&path));
    let removed = [one.0.status(), two.0.status()].iter().filter(|status| **status == StatusCode::NO_CONTENT).count();
    assert_eq!(removed, 1);
}

async fn sessions_end(server: Running) {
    let admin = server.admin().await;
    server.app.clock.advance(11 * 3_600_000);
    admin.get("/v1/session").await.ok().await;
    // Used in between, it goes on; left alone for half a day, it ends.
    server.app.clock.advance(11 * 3_600_000);
    admin.get("/v1/session").await.ok().await;
    server.app.clock.advance(12 * 3_600_000);
    admin.get("/v1/session").await.problem(401, "session_ended").await;
    let credentials = json!({ "email": "ada@shop.example", "password": PASSWORD });
    let mut again = server.anybody();
    again.csrf = again.post("/v1/session", &credentials).await.ok().await["csrf_token"].as_str().map(str::to_owned);
    again.delete("/v1/session").await.is(StatusCode::NO_CONTENT).await;
    again.get("/v1/session").await.problem(401, "not_signed_in").await;
}

async fn tokens_are_for_programs(server: Running) {
    let admin = server.admin().await;
    admin.post("/v1/tokens", &json!({ "name": "none", "scopes": [] })).await.problem(422, "no_scope").await;
    admin.post("/v1/tokens", &json!({ "name": "odd", "scopes": ["everything"] })).await.problem(422, "bad_body").await;
    let wanted = json!({ "name": "warehouse", "scopes": ["signals:write", "signals:write"], "days": 1 });
    let made = admin.post("/v1/tokens", &wanted).await.is(StatusCode::CREATED).await;
    assert_eq!(made["scopes"], json!(["signals:write"]));
    let program = crate::support::Caller { token: made["token"].as_str().map(str::to_owned), ..server.anybody() };
    program.get("/v1/people").await.problem(403, "people_only").await;
    program.get("/v1/session").await.problem(403, "people_only").await;
    let listed = admin.get("/v1/tokens").await.ok().await;
    assert!(listed["tokens"][0]["last_used_at"].is_string() && listed["tokens"][0].get("token").is_none(), "{listed}");
    server.app.clock.advance(86_400_000 - 60_000);
    program.get("/v1/people").await.problem(403, "people_only").await;
    server.app.clock.advance(60_000);
    program.get("/v1/people").await.problem(401, "bad_token").await;
    let mut admin = server.anybody();
    let credentials = json!({ "email": "ada@shop.example", "password": PASSWORD });
    admin.csrf = admin.post("/v1/session", &credentials).await.ok().await["csrf_token"].as_str().map(str::to_owned);
    let path = format!("/v1/tokens/{}", made["id"].as_str().unwrap());
    admin.delete(&path).await.is(StatusCode::NO_CONTENT).await;
    admin.delete(&path).await.problem(404, "not_found").await;
}

async fn the_audit_log_tells_it_all(server: Running) {
    let admin = server.admin().await;
    server.person(&admin, "editor").await;
    admin.post("/v1/tokens", &json!({ "name": "ci", "scopes": ["rules:read"] })).await.is(StatusCode::CREATED).await;
    let first = admin.get("/v1/audit?limit=2").await.ok().await;
    let second = admin.get(&format!("/v1/audit?before={}", first["next"].as_str().unwrap())).await.ok().await;
    let all: Vec<&Value> = [&first, &second].iter().flat_map(|page| page["entries"].as_array().unwrap()).collect();
    let actions: Vec<&str> = all.iter().map(|entry| entry["action"].as_str().unwrap()).collect();
    assert_eq!(actions, ["token.make", "person.joined", "person.invite", "person.first_admin"]);
    assert_eq!(all[0]["actor"]["name"], "Ada");
    assert_eq!(second.get("next"), None);
    let text = serde_json::to_string(&all).unwrap();
    assert!(!text.contains("@shop.example") && !text.contains("cn_"), "no addresses, no secrets: {text}");
}
