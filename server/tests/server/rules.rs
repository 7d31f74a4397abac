//! The draft, versions, and what pages get.

use crate::support::{Running, Said, on_each_database};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use ed25519_dalek::{Signature, Verifier, VerifyingKey};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

on_each_database!(
    a_draft_becomes_live_signed_and_cacheable,
    two_editors_at_once,
    what_does_not_hold_is_not_published,
    who_may_do_what,
    a_switch_leaves_the_draft_s_other_changes,
    a_kill_switch_in_one_call,
    going_back,
    publishing_at_a_time,
    a_schedule_is_held_when_something_else_became_live,
    two_publishers_at_once,
    another_process_hears_of_it,
    history_and_differences,
);

pub fn rules(ids: &[&str]) -> Value {
    let rule = |id: &&str| json!({ "id": id, "when": true, "nudge": { "type": "size_guide" } });
    json!({ "schema_version": 2, "default_locale": "en", "rules": ids.iter().map(rule).collect::<Vec<_>>() })
}

async fn a_draft_becomes_live_signed_and_cacheable(server: Running) {
    let (admin, page) = (server.admin().await, server.anybody());
    let none = page.get("/v1/rules").await;
    assert_eq!(none.0.headers()["access-control-allow-origin"], "*");
    none.problem(404, "not_found").await;
    assert_eq!(admin.publish(&rules(&["a"])).await, 1);

    let plain = Said::from(page.request(Method::GET, "/v1/rules").header("accept-encoding", "identity")).await.0;
    let (headers, body) = (plain.headers().clone(), plain.bytes().await.unwrap());
    let document: Value = serde_json::from_slice(&body).unwrap();
    assert_eq!((&document["version"], &document["rules"][0]["id"]), (&json!(1), &json!("a")));
    assert_eq!(headers["cache-control"], "public, max-age=0, must-revalidate, stale-if-error=86400");

    let key = page.get("/v1/rules/key").await.ok().await;
    let decode = |text: &str| BASE64_URL_SAFE_NO_PAD.decode(text).unwrap();
    let public: [u8; 32] = decode(key["public_key"].as_str().unwrap()).try_into().unwrap();
    let signature: [u8; 64] = decode(headers["cartnudge-signature"].to_str().unwrap()).try_into().unwrap();
    let (public, signature) = (VerifyingKey::from_bytes(&public).unwrap(), Signature::from_bytes(&signature));
    public.verify(&body, &signature).unwrap();
    assert!(public.verify(&body[1..], &signature).is_err());

    let mut tags = Vec::new();
    for (asked, coding) in [("br, gzip", Some("br")), ("gzip;q=0.5, br;q=0", Some("gzip")), ("deflate", None)] {
        let request = page.request(Method::GET, "/v1/rules").header("accept-encoding", asked);
        let answer = Said::from(request).await.0;
        let found = answer.headers().get("content-encoding").map(|value| value.to_str().unwrap().to_owned());
        // The client takes apart what it knows, and then says so no more.
        assert!(found.is_none() || found.as_deref() == coding, "{asked}: {found:?}");
        tags.push(answer.headers()["etag"].clone());
        assert_eq!(answer.headers()["vary"], "accept-encoding");
        assert_eq!(answer.bytes().await.unwrap(), body, "{asked}");
    }
    assert!(tags[0] != tags[1] && tags[1] != tags[2], "strong validators differ by coding");
    for tag in tags {
        let held = Said::from(page.request(Method::GET, "/v1/rules").header("if-none-match", tag)).await.0;
        assert_eq!(held.status(), StatusCode::NOT_MODIFIED);
        assert!(held.headers().contains_key("cartnudge-signature"));
        assert_eq!(held.bytes().await.unwrap().len(), 0);
    }
    admin.publish(&rules(&["a", "b"])).await;
    let stale =
        Said::from(page.request(Method::GET, "/v1/rules").header("if-none-match", headers["etag"].clone())).await;
    assert_eq!(stale.ok().await["version"], 2);
}

async fn two_editors_at_once(server: Running) {
    let admin = server.admin().await;
    let (one, two) = (server.person(&admin, "editor").await, server.person(&admin, "publisher").await);
    let shown = one.get("/v1/draft").await;
    assert_eq!(shown.0.headers()["etag"], "\"1\"");
    let revision = shown.ok().await["revision"].clone();
    let body = |ids: &[&str]| json!({ "document": rules(ids), "archived": [{ "id": "old" }] });
    one.matching(Method::PUT, "/v1/draft", &revision, &body(&["a"])).await.ok().await;
    let refused =
        two.matching(Method::PUT, "/v1/draft", &revision, &body(&["b"])).await.problem(412, "draft_changed").await;
    let current = &refused["current"];
    assert_eq!(
        (&current["document"], &current["revision"], &current["archived"]),
        (&rules(&["a"]), &json!(2), &json!([{ "id": "old" }]))
    );
    assert_eq!(current["edited_by"]["name"], "editor");
    let merged = two.matching(Method::PUT, "/v1/draft", &current["revision"], &body(&["a", "b"])).await.ok().await;
    let by = |rule: &str| merged["rules"][rule]["edited_by"]["name"].clone();
    assert_eq!((by("a"), by("b")), (json!("editor"), json!("publisher")));
    one.put("/v1/draft", &body(&[])).await.problem(428, "no_if_match").await;
    let odd = one.request(Method::PUT, "/v1/draft").header("if-match", "\"seven\"").json(&body(&[]));
    Said::from(odd).await.problem(400, "bad_if_match").await;
    let list = json!({ "document": [], "archived": [] });
    one.matching(Method::PUT, "/v1/draft", &json!(3), &list).await.problem(422, "not_an_object").await;
    // Nothing was lost by what was refused.
    assert_eq!(one.get("/v1/draft").await.ok().await["document"], rules(&["a", "b"]));
    one.matching(Method::DELETE, "/v1/draft", &json!(3), &json!({})).await.problem(409, "nothing_live").await;
    admin.publish(&rules(&["a"])).await;
    let revision = admin.draft(&rules(&["z"])).await;
    let back = one.matching(Method::DELETE, "/v1/draft", &revision, &json!({})).await.ok().await;
    assert_eq!((&back["document"]["rules"][0]["id"], &back["based_on"]), (&json!("a"), &json!(1)));
}

async fn what_does_not_hold_is_not_published(server: Running) {
    let (admin, page) = (server.admin().await, server.anybody());
    admin.publish(&rules(&["a"])).await;
    let mut broken = rules(&["a"]);
    broken["rules"][0]["when"] = json!({ ">": [{ "var": "cart.valeu" }, 1] });
    let revision = admin.get("/v1/draft").await.ok().await["revision"].clone();
    let body = json!({ "document": broken, "archived": [] });
    let saved = admin.matching(Method::PUT, "/v1/draft", &revision, &body).await.ok().await;
    assert_eq!(saved["diagnostics"][0]["pointer"], "/rules/0/when/>/0/var", "a draft may have errors, and says so");
    for at in [
        Value::Null,
        json!("2099-01-01T00:00:00Z"),
        json!(jiff::Timestamp::from_millisecond(server.app.now() + 60_000).unwrap().to_string()),
    ] {
        let publish = json!({ "note": "x", "seen": 1, "at": at });
        let refused = admin.matching(Method::POST, "/v1/rules/publish", &saved["revision"], &publish).await;
        if at == json!("2099-01-01T00:00:00Z") {
            refused.problem(422, "not_ahead").await;
            continue;
        }
        let problem = refused.problem(422, "invalid_rules").await;
        assert_eq!(problem["diagnostics"][0]["help"], "did you mean `cart.value`?");
    }
    assert_eq!(page.get("/v1/rules").await.ok().await["version"], 1);
    let same = admin.draft(&rules(&["a"])).await;
    admin
        .matching(Method::POST, "/v1/rules/publish", &same, &json!({ "seen": 1 }))
        .await
        .problem(409, "no_change")
        .await;
    let long = json!({ "seen": 1, "note": "x".repeat(2_001) });
    admin.matching(Method::POST, "/v1/rules/publish", &same, &long).await.problem(422, "bad_note").await;
}

async fn who_may_do_what(server: Running) {
    let admin = server.admin().await;
    admin.publish(&rules(&["a"])).await;
    let viewer = server.person(&admin, "viewer").await;
    let editor = server.person(&admin, "editor").await;
    let (reads, writes) = (server.token(&admin, &["rules:read"]).await, server.token(&admin, &["rules:write"]).await);
    for reader in [&viewer, &reads] {
        reader.get("/v1/draft").await.ok().await;
        reader.get("/v1/rules/versions/1").await.ok().await;
    }
    writes.get("/v1/draft").await.problem(403, "wrong_scope").await;
    let body = json!({ "document": rules(&["b"]), "archived": [] });
    viewer.matching(Method::PUT, "/v1/draft", &json!(3), &body).await.problem(403, "wrong_role").await;
    reads.matching(Method::PUT, "/v1/draft", &json!(3), &body).await.problem(403, "wrong_scope").await;
    writes.matching(Method::PUT, "/v1/draft", &json!(3), &body).await.ok().await;
    for caller in [&viewer, &editor] {
        caller.patch("/v1/rules/a", &json!({ "enabled": false })).await.problem(403, "wrong_role").await;
        caller.post("/v1/rules/kill-switch", &json!({ "on": true })).await.problem(403, "wrong_role").await;
        caller.post("/v1/rules/rollback", &json!({ "to": 1, "seen": 1 })).await.problem(403, "wrong_role").await;
        let publish = caller.matching(Method::POST, "/v1/rules/publish", &json!(4), &json!({ "seen": 1 })).await;
        publish.problem(403, "wrong_role").await;
        caller.delete("/v1/rules/scheduled/x").await.problem(403, "wrong_role").await;
    }
    let anybody = server.anybody();
    for path in ["/v1/draft", "/v1/rules/versions", "/v1/rules/versions/1/diff", "/v1/rules/scheduled"] {
        anybody.get(path).await.problem(401, "not_signed_in").await;
    }
}

async fn a_switch_leaves_the_draft_s_other_changes(server: Running) {
    let (admin, page) = (server.admin().await, server.anybody());
    admin.patch("/v1/rules/a", &json!({ "enabled": false })).await.problem(409, "nothing_live").await;
    admin.publish(&rules(&["a", "b"])).await;
    admin.draft(&rules(&["a", "b", "c"])).await;
    let switched = admin.patch("/v1/rules/a", &json!({ "enabled": false, "note": "too early" })).await.ok().await;
    assert_eq!(switched["version"], 2);
    let live = page.get("/v1/rules").await.ok().await;
    assert_eq!((&live["rules"][0]["enabled"], live["rules"].as_array().unwrap().len()), (&json!(false), 2));
    let draft = admin.get("/v1/draft").await.ok().await;
    assert_eq!(
        (&draft["document"]["rules"][0]["enabled"], &draft["document"]["rules"][2]["id"]),
        (&json!(false), &json!("c"))
    );
    assert_eq!((&draft["revision"], &draft["based_on"]), (&switched["revision"], &json!(2)));
    let again = admin.patch("/v1/rules/a", &json!({ "enabled": false })).await.ok().await;
    assert_eq!(again["version"], 2, "what changes nothing makes no version");
    admin.patch("/v1/rules/a", &json!({ "enabled": true })).await.ok().await;
    assert_eq!(page.get("/v1/rules").await.ok().await["rules"][0].get("enabled"), None);
    admin.patch("/v1/rules/c", &json!({ "enabled": false })).await.problem(404, "not_found").await;
}

async fn a_kill_switch_in_one_call(server: Running) {
    let (admin, page) = (server.admin().await, server.anybody());
    admin.post("/v1/rules/kill-switch", &json!({ "on": true })).await.problem(409, "nothing_live").await;
    admin.publish(&rules(&["a"])).await;
    admin.draft(&json!({ "rules": "broken" })).await;
    admin.post("/v1/rules/kill-switch", &json!({ "on": true, "note": "wrong sizes" })).await.ok().await;
    assert_eq!(page.get("/v1/rules").await.ok().await["kill_switch"], true);
    assert_eq!(admin.get("/v1/draft").await.ok().await["document"], json!({ "rules": "broken", "kill_switch": true }));
    admin.post("/v1/rules/kill-switch", &json!({ "on": false })).await.ok().await;
    assert_eq!(page.get("/v1/rules").await.ok().await["kill_switch"], false);
}

async fn going_back(server: Running) {
    let (admin, page) = (server.admin().await, server.anybody());
    admin.post("/v1/rules/rollback", &json!({ "to": 1, "seen": null })).await.problem(409, "nothing_live").await;
    admin.publish(&rules(&["a"])).await;
    admin.publish(&rules(&["b"])).await;
    admin.post("/v1/rules/rollback", &json!({ "to": 1, "seen": 1 })).await.problem(412, "live_changed").await;
    admin.post("/v1/rules/rollback", &json!({ "to": 9, "seen": 2 })).await.problem(404, "not_found").await;
    admin.post("/v1/rules/rollback", &json!({ "to": 2, "seen": 2 })).await.problem(409, "no_change").await;
    let back = json!({ "to": 1, "seen": 2, "note": "b was wrong" });
    assert_eq!(admin.post("/v1/rules/rollback", &back).await.is(StatusCode::CREATED).await["version"], 3);
    assert_eq!(page.get("/v1/rules").await.ok().await["rules"][0]["id"], "a");
    assert_eq!(
        admin.get("/v1/draft").await.ok().await["document"]["rules"][0]["id"],
        "a",
        "nobody had edited the draft"
    );
    admin.draft(&rules(&["c"])).await;
    admin.post("/v1/rules/rollback", &json!({ "to": 2, "seen": 3 })).await.is(StatusCode::CREATED).await;
    assert_eq!(admin.get("/v1/draft").await.ok().await["document"], rules(&["c"]), "somebody had");
    let listed = admin.get("/v1/rules/versions").await.ok().await;
    assert_eq!((&listed["versions"][1]["kind"], &listed["versions"][1]["of"]), (&json!("rollback"), &json!(1)));
}

fn soon(server: &Running, seconds: i64) -> String {
    jiff::Timestamp::from_millisecond(server.app.now() + seconds * 1_000).unwrap().to_string()
}

async fn until(mut holds: impl AsyncFnMut() -> bool) {
    for _ in 0..100 {
        if holds().await {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("it never held");
}

async fn publishing_at_a_time(server: Running) {
    let (admin, page) = (server.admin().await, server.anybody());
    let revision = admin.draft(&rules(&["a"])).await;
    for at in ["yesterday", "2020-01-01T00:00:00Z"] {
        let refused =
            admin.matching(Method::POST, "/v1/rules/publish", &revision, &json!({ "seen": null, "at": at })).await;
        assert_eq!(refused.0.status(), 422, "{at}");
    }
    let body = json!({ "seen": null, "at": soon(&server, 60), "note": "winter" });
    let waiting =
        admin.matching(Method::POST, "/v1/rules/publish", &revision, &body).await.is(StatusCode::ACCEPTED).await;
    assert_eq!(waiting["scheduled"]["status"], "waiting");
    let second =
        admin.matching(Method::POST, "/v1/rules/publish", &revision, &body).await.is(StatusCode::ACCEPTED).await;
    let path = format!("/v1/rules/scheduled/{}", second["scheduled"]["id"].as_str().unwrap());
    admin.delete(&path).await.is(StatusCode::NO_CONTENT).await;
    admin.delete(&path).await.problem(404, "not_found").await;
    page.get("/v1/rules").await.problem(404, "not_found").await;
    server.app.clock.advance(60_000);
    until(async || page.get("/v1/rules").await.0.status() == 200).await;
    let listed = admin.get("/v1/rules/scheduled").await.ok().await;
    assert_eq!((&listed["scheduled"][0]["status"], &listed["scheduled"][0]["version"]), (&json!("done"), &json!(1)));
    let version = admin.get("/v1/rules/versions/1").await.ok().await;
    assert_eq!((&version["kind"], &version["published_by"]["name"]), (&json!("scheduled"), &json!("Ada")));
    assert_eq!(admin.get("/v1/draft").await.ok().await["based_on"], 1);
}

async fn a_schedule_is_held_when_something_else_became_live(server: Running) {
    let (admin, page) = (server.admin().await, server.anybody());
    admin.publish(&rules(&["a"])).await;
    let revision = admin.draft(&rules(&["b"])).await;
    let body = json!({ "seen": 1, "at": soon(&server, 60) });
    admin.matching(Method::POST, "/v1/rules/publish", &revision, &body).await.is(StatusCode::ACCEPTED).await;
    admin.post("/v1/rules/kill-switch", &json!({ "on": true })).await.ok().await;
    server.app.clock.advance(61_000);
    until(async || admin.get("/v1/rules/scheduled").await.ok().await["scheduled"][0]["status"] == "held").await;
    let why = admin.get("/v1/rules/scheduled").await.ok().await["scheduled"][0]["why"].clone();
    assert_eq!(why, "version 2 became live after this was reviewed; review it again against that");
    assert_eq!(page.get("/v1/rules").await.ok().await["kill_switch"], true);
}

async fn two_publishers_at_once(server: Running) {
    let admin = server.admin().await;
    let revision = admin.draft(&rules(&["a"])).await;
    let body = json!({ "seen": null, "note": "me" });
    let tries = (0..8).map(|_| admin.matching(Method::POST, "/v1/rules/publish", &revision, &body));
    let answers = futures_util::future::join_all(tries).await;
    let (won, lost): (Vec<_>, Vec<_>) = answers.into_iter().partition(|answer| answer.0.status() == 201);
    assert_eq!(won.len(), 1);
    for answer in lost {
        answer.problem(412, "draft_changed").await;
    }
    assert_eq!(admin.live().await, 1);
}

async fn another_process_hears_of_it(server: Running) {
    let admin = server.admin().await;
    let other = server.another().await;
    admin.publish(&rules(&["a"])).await;
    let page = other.anybody();
    until(async || page.get("/v1/rules").await.0.status() == 200).await;
    let key = |caller: &crate::support::Caller| {
        let request = caller.request(Method::GET, "/v1/rules/key");
        async { Said::from(request).await.ok().await }
    };
    assert_eq!(key(&page).await, key(&server.anybody()).await, "one key for all");
}

async fn history_and_differences(server: Running) {
    let admin = server.admin().await;
    let first = rules(&["a"]);
    let mut second = first.clone();
    second["rules"][0]["priority"] = json!(80);
    for document in [&first, &second, &rules(&["b"])] {
        admin.publish(document).await;
    }
    let words = |diff: Value| {
        diff["changes"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["words"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(words(admin.get("/v1/rules/versions/2/diff").await.ok().await), ["a: priority 50 to 80"]);
    assert_eq!(words(admin.get("/v1/rules/versions/2/diff?locale=de").await.ok().await), ["a: Priorität 50 → 80"]);
    assert_eq!(
        words(admin.get("/v1/rules/versions/3/diff?from=1").await.ok().await),
        ["b: new, shows size guide", "a: removed"]
    );
    assert_eq!(words(admin.get("/v1/rules/versions/1/diff").await.ok().await), ["a: new, shows size guide"]);
    let page = admin.get("/v1/rules/versions?limit=2").await.ok().await;
    assert_eq!(
        (&page["versions"][0]["version"], &page["versions"][0]["live"], &page["next"]),
        (&json!(3), &json!(true), &json!(2))
    );
    let rest = admin.get("/v1/rules/versions?before=2").await.ok().await;
    assert_eq!((rest["versions"].as_array().unwrap().len(), rest.get("next")), (1, None));
    let version = admin.get("/v1/rules/versions/2").await.ok().await;
    assert_eq!((&version["note"], &version["document"]["rules"][0]["priority"]), (&json!("test"), &json!(80)));
    admin.get("/v1/rules/versions/9").await.problem(404, "not_found").await;
    for path in ["/v1/rules/versions/nine", "/v1/rules/versions?limit=many"] {
        assert_eq!(admin.get(path).await.0.status(), 400, "{path}");
    }
}
