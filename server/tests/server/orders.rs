//! The order history: what came is what is given back, and the last whole one stays.

use crate::support::{Running, Said, on_each_database};
use reqwest::{Body, Method, StatusCode};
use serde_json::{Value, json};

on_each_database!(a_file_comes_back_as_it_went);

async fn a_file_comes_back_as_it_went(server: Running) {
    let admin = server.admin().await;
    let warehouse = server.token(&admin, &["orders:write"]).await;
    let viewer = server.person(&admin, "viewer").await;
    assert_eq!(viewer.get("/v1/orders/about").await.ok().await, json!({ "file": null }));
    viewer.get("/v1/orders").await.problem(404, "not_found").await;
    // Longer than three pieces, and of bytes that are no text.
    let file: Vec<u8> = (0..2_500_000_u32).map(|index| (index.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    let put = |path: &'static str, body: Body| Said::from(warehouse.request(Method::PUT, path).body(body));
    let kept = put("/v1/orders?name=orders%20%C3%A4.csv.gz", file.clone().into()).await.ok().await;
    assert_eq!((&kept["bytes"], &kept["name"]), (&json!(2_500_000), &json!("orders ä.csv.gz")));
    let answer = viewer.get("/v1/orders").await.0;
    assert_eq!(answer.headers()["content-length"], "2500000");
    assert_eq!(answer.bytes().await.unwrap(), file);
    // One that breaks off, and an empty one, leave it.
    let parts = futures_util::stream::iter([Ok(vec![1_u8; 1_000_000]), Err(std::io::Error::other("cut"))]);
    assert!(warehouse.request(Method::PUT, "/v1/orders").body(Body::wrap_stream(parts)).send().await.is_err());
    put("/v1/orders", Body::from("")).await.problem(422, "empty").await;
    put("/v1/orders?name=a%22b", Body::from("x")).await.problem(400, "bad_name").await;
    assert_eq!(viewer.get("/v1/orders").await.0.bytes().await.unwrap(), file);
    assert_eq!(put("/v1/orders", Body::from("a,b\n1,2\n")).await.ok().await["name"], "orders.csv");
    assert_eq!(viewer.get("/v1/orders").await.0.text().await.unwrap(), "a,b\n1,2\n");
    let left: Vec<Value> = vec![viewer.get("/v1/orders/about").await.ok().await["file"]["bytes"].clone()];
    assert_eq!(left, [json!(8)]);
    assert_eq!(Said::from(viewer.request(Method::PUT, "/v1/orders").body("x")).await.0.status(), StatusCode::FORBIDDEN);
}
