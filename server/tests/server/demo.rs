//! `--demo`: the shop's documents by the ways that any shop has.

use crate::support::{Caller, Running, site};
use serde_json::{Value, json};

fn demo_site() -> (std::path::PathBuf, tempfile::TempDir) {
    let (path, folder) = site();
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../www/shop");
    std::fs::create_dir(path.join("api")).unwrap();
    for name in ["rules.json", "signals.json"] {
        std::fs::copy(root.join(name), path.join("api").join(name)).unwrap();
    }
    std::fs::write(
        path.join("api/products.json"),
        json!([{ "item_group_id": "aurel-dress", "sizes": ["S", "M"] }]).to_string(),
    )
    .unwrap();
    (path, folder)
}

#[tokio::test]
async fn the_demo_is_filled_once_and_vouches_for_its_shoppers() {
    let (folder, _kept) = demo_site();
    let server = Running::with(|config| (config.www, config.demo) = (Some(folder.clone()), true)).await;
    let page = server.anybody();
    let rules = page.get("/v1/rules").await.ok().await;
    assert_eq!((&rules["version"], &rules["rules"][0]["id"]), (&json!(1), &json!("two-sizes")));
    let products = page.get("/v1/products?item_ids=aurel-dress,unknown").await.ok().await;
    assert_eq!(products[0]["sizes"], json!(["S", "M"]));
    let vouched = page.get("/demo/signals-token?shopper=loyal").await.ok().await;
    let customer = vouched["customer_id"].as_str().unwrap();
    let shopper = Caller { token: vouched["token"].as_str().map(str::to_owned), ..server.anybody() };
    let signals = shopper.get(&format!("/v1/signals/{customer}")).await.ok().await;
    assert_eq!(signals["orders"], 14);
    let ago = |key: &str| {
        let at: jiff::Timestamp = signals[key].as_str().unwrap().parse().unwrap();
        (server.app.now() - at.as_millisecond()) / 86_400_000
    };
    assert_eq!((ago("first_order_at"), ago("last_order_at")), (420, 29));
    shopper.get("/v1/signals/demo-luxury").await.problem(403, "wrong_customer").await;
    page.get("/demo/signals-token?shopper=stranger").await.problem(404, "not_found").await;
    page.get("/demo/signals-token").await.problem(400, "bad_query").await;

    // What was changed since stays.
    let admin = server.admin().await;
    let mut changed: Value = rules;
    changed["rules"] = json!([]);
    assert_eq!(admin.publish(&changed).await, 2);
    let again = server.another_with(|config| (config.www, config.demo) = (Some(folder), true)).await;
    assert_eq!(again.anybody().get("/v1/rules").await.ok().await["version"], 2);
    assert_eq!(again.first_admin, None);
}

#[tokio::test]
async fn without_demo_nobody_vouches() {
    let (folder, _kept) = demo_site();
    let server = Running::with(|config| config.www = Some(folder)).await;
    assert_eq!(server.anybody().get("/demo/signals-token?shopper=loyal").await.0.status(), 404);
    server.anybody().get("/v1/rules").await.problem(404, "not_found").await;
}
