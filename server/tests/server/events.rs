//! Events: taken once each, the good ones whatever the bad ones are; counted; exported.

use crate::support::{Caller, Running, Said, on_each_database};
use bytes::Bytes;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::RowAccessor;
use reqwest::Method;
use serde_json::{Value, json};

on_each_database!(
    good_events_are_taken_once_and_bad_ones_named,
    batches_have_limits,
    many_at_once_are_counted_exactly,
    results_by_rule_and_day,
    exports_hold_what_came,
    pages_of_other_origins_may_send,
);

/// An event of so many seconds ago.
fn event(server: &Running, id: &str, kind: &str, data: &Value, seconds: i64) -> Value {
    event_at(server.app.now() - seconds * 1_000, id, kind, data)
}

/// An event of that time, in milliseconds.
pub fn event_at(at: i64, id: &str, kind: &str, data: &Value) -> Value {
    let time = jiff::Timestamp::from_millisecond(at).unwrap().to_string();
    let mut all = json!({ "decision_id": "d1", "rules_version": 3, "rule_id": "two-sizes", "type": "size_guide", "placement": "corner",
        "model": { "id": "starter", "version": 1 } });
    all.as_object_mut().unwrap().extend(data.as_object().unwrap().clone());
    json!({ "specversion": "1.0", "id": id, "source": "https://shop.example", "type": format!("cartnudge.{kind}"), "time": time,
        "datacontenttype": "application/json", "data": all })
}

async fn send(caller: &Caller, batch: &[Value]) -> Value {
    let request =
        caller.request(Method::POST, "/v1/events").header("content-type", "application/cloudevents-batch+json");
    Said::from(request.body(serde_json::to_vec(batch).unwrap())).await.ok().await
}

async fn good_events_are_taken_once_and_bad_ones_named(server: Running) {
    let page = server.anybody();
    let one = |id: &str| event(&server, id, "exposure", &json!({}), 5);
    let mut bad = one("bad");
    bad["data"]["rule_id"] = json!(7);
    let batch = [one("a"), bad, one("b"), json!(null), one("a")];
    let taken = send(&page, &batch).await;
    assert_eq!((&taken["accepted"], &taken["duplicates"]), (&json!(2), &json!(1)));
    let rejected = taken["rejected"].as_array().unwrap();
    assert_eq!(rejected.len(), 2);
    assert_eq!(
        rejected[0],
        json!({ "index": 1, "id": "bad", "code": "not_text", "pointer": "/data/rule_id", "message": "`rule_id` isn't a text", "help": "put it in quotes" })
    );
    assert_eq!((&rejected[1]["index"], &rejected[1]["code"]), (&json!(3), &json!("not_an_object")));
    let again = send(&page, &batch).await;
    assert_eq!((&again["accepted"], &again["duplicates"]), (&json!(0), &json!(3)), "sent again, and harmless");
    // The same id of another shop's page is another event.
    let mut other = one("a");
    other["source"] = json!("https://other.example");
    assert_eq!(send(&page, &[other]).await["accepted"], 1);
    let beacon =
        page.request(Method::POST, "/v1/events").header("content-type", "text/plain").body(one("c").to_string());
    assert_eq!(Said::from(beacon).await.ok().await["accepted"], 1);
    assert_eq!(send(&page, &[]).await["accepted"], 0);
}

async fn batches_have_limits(server: Running) {
    let page = server.anybody();
    let post = |body: Vec<u8>| Said::from(page.request(Method::POST, "/v1/events").body(body));
    post(b"[{".to_vec()).await.problem(400, "not_json").await;
    post(b"5".to_vec()).await.problem(422, "not_a_batch").await;
    post(vec![b'['; 256 * 1_024 + 1]).await.problem(413, "too_large").await;
    post(serde_json::to_vec(&vec![1; 501]).unwrap()).await.problem(413, "too_many_events").await;
    for _ in 0..4 {
        post(serde_json::to_vec(&vec![1; 500]).unwrap()).await.ok().await;
    }
    let limited = post(serde_json::to_vec(&vec![1; 500]).unwrap()).await;
    assert!(limited.0.headers().contains_key("retry-after"));
    limited.problem(429, "too_many_requests").await;
    server.app.clock.advance(10_000);
    post(serde_json::to_vec(&vec![1; 500]).unwrap()).await.ok().await;
}

async fn many_at_once_are_counted_exactly(server: Running) {
    let admin = server.admin().await;
    let page = server.anybody();
    let batch = |from: usize| -> Vec<Value> {
        (from..from + 50).map(|id| event(&server, &id.to_string(), "exposure", &json!({}), 0)).collect()
    };
    // Half of each batch is in the next one, too.
    let batches: Vec<Vec<Value>> = (0..20).map(|index| batch(index * 25)).collect();
    let answers = futures_util::future::join_all(batches.iter().map(|batch| send(&page, batch))).await;
    let accepted: i64 = answers.iter().map(|answer| answer["accepted"].as_i64().unwrap()).sum();
    assert_eq!(accepted, 525);
    let results = admin.get("/v1/results/rules").await.ok().await;
    assert_eq!(results["rules"][0]["exposures"], 525);
}

async fn results_by_rule_and_day(server: Running) {
    let admin = server.admin().await;
    let page = server.anybody();
    let day = 86_400;
    let batch = [
        event(&server, "1", "exposure", &json!({}), 0),
        event(&server, "2", "exposure", &json!({}), 13 * day),
        event(&server, "3", "exposure", &json!({}), 15 * day),
        event(&server, "4", "interaction", &json!({ "action": "dismissed" }), 0),
        event(&server, "5", "interaction", &json!({ "action": "accepted" }), 0),
        event(&server, "6", "holdout", &json!({ "rule_id": "another" }), 0),
        event(&server, "7", "outcome", &json!({ "outcome": "purchased", "value": 120.5, "currency": "EUR" }), 0),
    ];
    assert_eq!(send(&page, &batch).await["accepted"], 7);
    let results = admin.get("/v1/results/rules?days=14").await.ok().await;
    let [another, two_sizes] = results["rules"].as_array().unwrap().as_slice() else { panic!("{results}") };
    assert_eq!(
        (&another["rule_id"], &another["holdouts"], &another["exposures"]),
        (&json!("another"), &json!(1), &json!(0))
    );
    assert_eq!(two_sizes["exposures"], 2, "15 days ago is before the period; an outcome names no rule");
    assert_eq!(two_sizes["interactions"], json!({ "opened": 0, "accepted": 1, "dismissed": 1, "chat_started": 0 }));
    let days = two_sizes["by_day"].as_array().unwrap();
    assert_eq!(
        (days.len(), &days[0]["exposures"], &days[13]["exposures"], &days[13]["interactions"]),
        (14, &json!(1), &json!(1), &json!(2))
    );
    server.anybody().get("/v1/results/rules").await.problem(401, "not_signed_in").await;
    admin.get("/v1/results/rules?days=many").await.problem(400, "bad_query").await;
}

async fn exports_hold_what_came(server: Running) {
    let admin = server.admin().await;
    let page = server.anybody();
    let features =
        json!({ "features": { "line.price": 79.9, "line.new_category": true }, "line_band": "high", "item_id": "ä-1" });
    let batch = [
        event(&server, "2", "exposure", &features, 60),
        event(&server, "1", "exposure", &json!({}), 120),
        event(&server, "3", "outcome", &json!({ "outcome": "purchased", "value": 120.5, "currency": "EUR" }), 30),
    ];
    send(&page, &batch).await;
    let token = server.token(&admin, &["events:read"]).await;
    let text = token.get("/v1/events/export").await.0.text().await.unwrap();
    let events: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let ids: Vec<&str> = events.iter().map(|event| event["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["1", "2", "3"], "in the order of their time");
    assert_eq!(events[1]["features"], features["features"]);
    assert_eq!((&events[2]["value"], &events[2]["type"]), (&json!(120.5), &json!("outcome")));
    assert_eq!(events[0].get("features"), None);
    let from = jiff::Timestamp::from_millisecond(server.app.now() - 90_000).unwrap();
    let until = jiff::Timestamp::from_millisecond(server.app.now() - 45_000).unwrap();
    let part = token.get(&format!("/v1/events/export?from={from}&until={until}")).await.0.text().await.unwrap();
    assert_eq!(part.lines().count(), 1);

    let file: Bytes = token.get("/v1/events/export?format=parquet").await.0.bytes().await.unwrap();
    let reader = SerializedFileReader::new(file).unwrap();
    let rows: Vec<_> = reader.get_row_iter(None).unwrap().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 3);
    let place = |name: &str| rows[0].get_column_iter().position(|(column, _)| column == name).unwrap();
    assert_eq!(rows[1].get_string(place("item_id")).unwrap(), "ä-1");
    assert_eq!(rows[1].get_string(place("features")).unwrap(), r#"{"line.new_category":true,"line.price":79.9}"#);
    assert!(rows[0].get_string(place("features")).is_err(), "unknown is null");
    assert_eq!(rows[2].get_double(place("value")).unwrap(), 120.5);
    assert_eq!(rows[0].get_long(place("rules_version")).unwrap(), 3);
    let at = rows[1].get_timestamp_millis(place("at")).unwrap();
    assert_eq!(events[1]["at"], jiff::Timestamp::from_millisecond(at).unwrap().to_string());

    token.get("/v1/events/export?format=xml").await.problem(400, "bad_query").await;
    token.get("/v1/events/export?from=yesterday").await.problem(400, "not_a_time").await;
    server.token(&admin, &["rules:read"]).await.get("/v1/events/export").await.problem(403, "wrong_scope").await;
    page.get("/v1/events/export").await.problem(401, "not_signed_in").await;
}

async fn pages_of_other_origins_may_send(server: Running) {
    let ask = |base: String, origin: &'static str| {
        let request =
            reqwest::Client::new().request(Method::OPTIONS, format!("{base}/v1/events")).header("origin", origin);
        request
            .header("access-control-request-method", "POST")
            .header("access-control-request-headers", "content-type")
            .send()
    };
    let allowed = |response: &reqwest::Response| {
        response.headers().get("access-control-allow-origin").map(|value| value.to_str().unwrap().to_owned())
    };
    let any = ask(server.base.clone(), "https://shop.example").await.unwrap();
    assert_eq!((any.status().as_u16(), allowed(&any).as_deref()), (200, Some("*")));
    let strict = Running::with(|config| config.allowed_origins = vec!["https://shop.example".to_owned()]).await;
    let ours = ask(strict.base.clone(), "https://shop.example").await.unwrap();
    assert_eq!(allowed(&ours).as_deref(), Some("https://shop.example"));
    let foreign = ask(strict.base.clone(), "https://evil.example").await.unwrap();
    assert_eq!(allowed(&foreign), None);
}
