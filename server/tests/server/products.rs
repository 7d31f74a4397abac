//! Product facts: loaded, public, cacheable.

use crate::support::{Running, Said, on_each_database};
use reqwest::{Method, StatusCode};
use serde_json::json;

on_each_database!(products_are_public_and_cacheable);

async fn products_are_public_and_cacheable(server: Running) {
    let admin = server.admin().await;
    let shop = server.token(&admin, &["products:write"]).await;
    let lines = [
        r#"{"item_group_id":"dress","sizes":["S","M"]}"#,
        r#"{"item_id":"dress-s","item_group_id":"dress","size_chart":null}"#,
        r#"{"item_id":42,"item_name":"Lamp"}"#,
        r#"{"item_name":"nameless"}"#,
    ];
    let load = |body: String| Said::from(shop.request(Method::POST, "/v1/products").body(body));
    let loaded = load(lines.join("\n")).await.ok().await;
    assert_eq!(
        (&loaded["stored"], &loaded["rejected"][0]["line"], &loaded["rejected"][0]["code"]),
        (&json!(3), &json!(4), &json!("missing_key"))
    );
    let page = server.anybody();
    let answer = page.get("/v1/products?item_ids=dress,42,nothing").await.0;
    let headers = answer.headers().clone();
    assert_eq!(
        (&headers["access-control-allow-origin"], &headers["cache-control"]),
        (&"*".parse().unwrap(), &"public, max-age=300, stale-while-revalidate=86400".parse().unwrap())
    );
    let list = Said(answer).ok().await;
    let names: Vec<String> =
        list.as_array().unwrap().iter().map(|one| format!("{}{}", one["item_group_id"], one["item_id"])).collect();
    assert_eq!(names, ["null42", "\"dress\"null", "\"dress\"\"dress-s\""]);
    let held = page
        .request(Method::GET, "/v1/products?item_ids=dress,42,nothing")
        .header("if-none-match", headers["etag"].clone());
    assert_eq!(held.send().await.unwrap().status(), StatusCode::NOT_MODIFIED);
    assert_eq!(page.get("/v1/products/42").await.ok().await["item_name"], "Lamp");
    page.get("/v1/products/43").await.problem(404, "not_found").await;
    assert_eq!(page.get("/v1/products").await.ok().await.as_array().unwrap().len(), 3);
    assert_eq!(page.get("/v1/products?item_ids=").await.ok().await, json!([]));
    let ids: Vec<String> = (0..401).map(|id| id.to_string()).collect();
    page.get(&format!("/v1/products?item_ids={}", ids.join(","))).await.problem(400, "too_many_ids").await;
    let many: Vec<String> = (0..1_001).map(|id| format!(r#"{{"item_id":"i{id}"}}"#)).collect();
    assert_eq!(load(many.join("\n")).await.ok().await["stored"], 1_001);
    page.get("/v1/products").await.problem(400, "too_many_products").await;
    let viewer = server.person(&admin, "viewer").await;
    viewer.post("/v1/products", &json!({})).await.problem(403, "wrong_role").await;
}
