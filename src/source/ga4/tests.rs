use super::*;
use serde_json::json;

/// Applies pushes and settles; returns the changes, and the findings as `code pointer`.
fn feed(store: &mut Storefront, pushes: &[Value]) -> (Vec<Change>, Vec<String>) {
    let mut found = Diagnostics::default();
    let changes = pushes.iter().map(|push| store.apply(push, &mut found)).collect();
    store.settle();
    (changes, found.iter().map(|one| format!("{} {}", one.code, one.pointer)).collect())
}

/// A shop whose cart holds these items.
fn shop(items: &Value) -> Storefront {
    let mut store = Storefront::default();
    let (changes, faults) = feed(&mut store, &[view_cart(items)]);
    assert_eq!((changes, faults), (vec![Change::Cart], vec![]));
    store
}

fn view_cart(items: &Value) -> Value {
    json!({"event": "view_cart", "ecommerce": {"currency": "EUR", "items": items}})
}

fn push(event: &str, items: &Value) -> Value {
    json!({"event": event, "ecommerce": {"items": items}})
}

/// `id×quantity` of each line.
fn lines(store: &Storefront) -> Vec<String> {
    let lines = store.cart.iter().flat_map(|cart| &cart.lines);
    lines.map(|line| format!("{}×{}", line.item_id, line.quantity)).collect()
}

fn dress(size: &str) -> Value {
    json!({"item_id": format!("dress-{size}"), "item_group_id": "dress", "size": size, "price": 129, "quantity": 1})
}

fn size_change(from: &str, to: &str) -> Change {
    Change::SizesChanged(vec![SizeChange { item_group_id: "dress".into(), from: from.into(), to: to.into() }])
}

/// The item of Google's own examples.
fn tee() -> Value {
    json!({
        "item_id": "SKU_12345", "item_name": "Stan and Friends Tee", "affiliation": "Google Merchandise Store",
        "coupon": "SUMMER_FUN", "discount": 2.22, "index": 0, "item_brand": "Google", "item_category": "Apparel",
        "item_category2": "Adult", "item_category3": "Shirts", "item_category4": "Crew", "item_category5": "Short sleeve",
        "item_list_id": "related_products", "item_list_name": "Related Products", "item_variant": "green",
        "location_id": "ChIJIQBpAG2ahYAR_6128GcTUEo", "google_business_vertical": "retail", "price": 10.01, "quantity": 3
    })
}

#[test]
fn googles_own_examples_walk_through_a_purchase() {
    let mut store = Storefront::default();
    let (changes, faults) = feed(
        &mut store,
        &[
            json!({"gtm.start": 1_795_342_800_000_i64, "event": "gtm.js"}),
            json!({"ecommerce": null}),
            json!({"event": "view_item", "ecommerce": {"currency": "USD", "value": 30.03, "items": [tee()]}}),
            json!({"ecommerce": null}),
            json!({"event": "add_to_cart", "ecommerce": {"currency": "USD", "value": 30.03, "items": [tee()]}}),
            json!({"ecommerce": null}),
            json!({"event": "view_cart", "ecommerce": {"currency": "USD", "value": 30.03, "items": [tee()]}}),
            json!({"event": "add_shipping_info", "ecommerce": {"currency": "USD", "shipping_tier": "Ground", "items": [tee()]}}),
        ],
    );
    assert_eq!(faults, Vec::<String>::new());
    assert_eq!(changes[2], Change::Session);
    assert_eq!(changes[4], Change::Cart);
    assert_eq!(changes[6], Change::Nothing, "the cart is what it was");
    let cart = store.cart.clone().unwrap();
    assert_eq!((cart.value().minor(), cart.currency.code()), (3003, "USD"));
    assert_eq!(cart.lines[0].item_categories.len(), 5);
    assert_eq!(store.session.item("SKU_12345").unwrap().views, 1);

    let order = json!({"event": "purchase", "ecommerce": {
        "transaction_id": "T_12345", "value": 72.05, "tax": 3.60, "shipping": 5.99, "currency": "USD", "items": [tee()]}});
    let (changes, faults) = feed(&mut store, &[order.clone(), view_cart(&json!([tee()])), order]);
    assert_eq!(faults, Vec::<String>::new());
    let Change::Purchase(purchase) = &changes[0] else { panic!("{changes:?}") };
    assert_eq!((purchase.value.unwrap().minor(), purchase.currency.code()), (7205, "USD"));
    assert_eq!((purchase.transaction_id.as_deref(), purchase.lines.len()), (Some("T_12345"), 1));
    assert_eq!(changes[2], Change::Nothing, "a confirmation page that is loaded again");
    assert_eq!(store.session.orders, Some(1));
    assert_eq!(lines(&store), ["SKU_12345×3"], "the cart that was begun after the order");
}

#[test]
fn gtag_calls_and_flat_pushes_say_the_same_as_ecommerce() {
    let parameters = json!({"currency": "EUR", "items": [{"item_id": "a", "price": "129.00", "quantity": "2"}]});
    let mut flat = parameters.clone();
    flat["event"] = json!("add_to_cart");
    for push in [
        json!({"0": "event", "1": "add_to_cart", "2": parameters}),
        json!({"0": "event", "1": "add_to_cart", "2": parameters, "length": 3}),
        json!(["event", "add_to_cart", parameters]),
        json!({"event": "add_to_cart", "ecommerce": parameters}),
        flat,
    ] {
        let mut store = Storefront::default();
        assert_eq!(feed(&mut store, std::slice::from_ref(&push)), (vec![Change::Cart], vec![]), "{push}");
        assert_eq!(lines(&store), ["a×2"]);
        assert_eq!(store.cart.unwrap().value().minor(), 25_800);
    }
}

#[test]
fn adding_and_removing_counts_pieces_of_the_same_thing() {
    let mut store = shop(&json!([{"item_id": "a", "price": 10, "size": "M"}]));
    let (_, faults) = feed(
        &mut store,
        &[
            push("add_to_cart", &json!([{"item_id": "a", "price": 10, "size": "M", "quantity": 2}])),
            push("add_to_cart", &json!([{"item_id": "a", "price": 10, "size": "L"}])),
            push("add_to_cart", &json!([{"item_id": "a", "price": 8, "size": "M"}])),
        ],
    );
    assert_eq!(faults, Vec::<String>::new());
    assert_eq!(lines(&store), ["a×3", "a×1", "a×1"]);
    // The line at that very price goes first, without one the first that it can mean.
    feed(&mut store, &[push("remove_from_cart", &json!([{"item_id": "a", "price": 8, "size": "M"}]))]);
    assert_eq!(lines(&store), ["a×3", "a×1"]);
    feed(&mut store, &[push("remove_from_cart", &json!([{"item_id": "a", "size": "L"}]))]);
    feed(&mut store, &[push("remove_from_cart", &json!([{"item_id": "a", "price": "NaN"}]))]);
    assert_eq!(lines(&store), ["a×2"]);
    assert_eq!(store.session.removals, Some(2), "lines that left, not pieces");
    let (changes, faults) = feed(&mut store, &[push("remove_from_cart", &json!([{"item_id": "never seen"}]))]);
    assert_eq!((changes, faults), (vec![Change::Nothing], vec![]));
    feed(&mut store, &[push("remove_from_cart", &json!([{"item_id": "a", "quantity": 9}]))]);
    assert_eq!(lines(&store), Vec::<String>::new());
}

#[test]
fn another_size_in_the_same_batch_is_a_size_change() {
    let swap = [push("remove_from_cart", &json!([dress("S")])), push("add_to_cart", &json!([dress("M")]))];
    let mut store = shop(&json!([dress("S")]));
    let (changes, _) = feed(&mut store, &swap);
    assert_eq!(changes, [Change::Cart, size_change("S", "M")]);
    let visit = ItemVisit { item_group_id: "dress".into(), views: 0, size_changes: 1 };
    assert_eq!(store.session, Session { items: vec![visit], ..Session::default() });

    let mut store = shop(&json!([dress("S")]));
    let mut found = Diagnostics::default();
    store.apply(&swap[0], &mut found);
    let gone: Vec<String> = store.settle().into_iter().map(|line| line.item_id).collect();
    assert_eq!(gone, ["dress-S"]);
    assert_eq!(store.apply(&swap[1], &mut found), Change::Cart, "a batch later it is a new line");
    assert_eq!(store.session, Session { removals: Some(1), ..Session::default() });
}

#[test]
fn what_comes_back_the_same_or_only_shrinks_is_no_removal() {
    let mut store = shop(&json!([dress("S"), {"item_id": "b", "price": 1, "quantity": 3}]));
    let (changes, _) = feed(
        &mut store,
        &[
            push("remove_from_cart", &json!([dress("S")])),
            push("add_to_cart", &json!([dress("s ")])),
            push("remove_from_cart", &json!([{"item_id": "b"}])),
        ],
    );
    assert_eq!(changes, [Change::Cart, Change::Cart, Change::Cart]);
    assert_eq!(store.session, Session::default());
}

#[test]
fn ecommerce_of_an_earlier_push_is_remembered_until_reset() {
    let items = json!([{"item_id": "a", "price": 1}]);
    let remembered = json!({"ecommerce": {"currency": "EUR", "items": items}});
    let event = json!({"event": "add_to_cart"});
    for (between, expected) in [
        (json!({"event": "gtm.click"}), Change::Cart),
        (json!({"ecommerce": null}), Change::Nothing),
        (json!({"ecommerce": "?"}), Change::Nothing),
        (json!({"event": "view_item_list", "ecommerce": {"items": []}}), Change::Nothing),
        (json!({"event": "reset", "ecommerce": null}), Change::Nothing),
    ] {
        let mut store = Storefront::default();
        let (changes, faults) = feed(&mut store, &[remembered.clone(), between.clone(), event.clone()]);
        assert_eq!((&changes[2], faults), (&expected, vec![]), "{between}");
    }
    let mut store = Storefront::default();
    let faulty = json!({"ecommerce": {"currency": "EUR", "items": [{"item_id": "a", "price": -1}]}});
    assert_eq!(feed(&mut store, &[faulty, event]).1, ["not_money /ecommerce/items/0/price"]);
}

#[test]
fn a_currency_is_the_events_the_items_the_carts_or_the_last() {
    let item = json!({"item_id": "a", "price": 1});
    let priced = |code: &str| json!({"item_id": "a", "price": 1, "currency": code});
    let mut store = Storefront::default();
    let unknown = feed(&mut store, &[push("view_cart", &json!([item]))]);
    assert_eq!(unknown, (vec![Change::Nothing], vec!["missing_key /ecommerce/currency".to_owned()]));
    feed(&mut store, &[json!({"event": "view_item", "ecommerce": {"currency": "SEK", "items": [item]}})]);
    feed(&mut store, &[push("view_cart", &json!([item]))]);
    assert_eq!(store.cart.as_ref().unwrap().currency.code(), "SEK");
    feed(&mut store, &[push("view_cart", &json!([priced("usd"), priced("USD")]))]);
    assert_eq!(store.cart.as_ref().unwrap().currency.code(), "USD");
    for (items, fault) in [
        (json!([priced("USD"), priced("EUR")]), "bad_currency /ecommerce/currency"),
        (json!([priced("EUR")]), "mixed_currency /ecommerce/currency"),
        (json!([priced("€")]), "bad_currency /ecommerce/currency"),
    ] {
        assert_eq!(feed(&mut store, &[push("add_to_cart", &items)]).1, [fault]);
    }
    assert_eq!(lines(&store), ["a×1", "a×1"]);
    // Without a currency of its own, an addition is in the cart's, whatever an event in between was in.
    assert_eq!(feed(&mut store, &[push("add_to_cart", &json!([item]))]).1, Vec::<String>::new());
}

#[test]
fn an_empty_cart_needs_no_currency_and_takes_the_next() {
    let mut store = shop(&json!([]));
    store.currency = None;
    store.cart = None;
    assert_eq!(feed(&mut store, &[push("view_cart", &json!([]))]), (vec![Change::Cart], vec![]));
    assert_eq!(store.cart.as_ref().unwrap().currency.code(), "XXX");
    feed(&mut store, &[json!({"event": "add_to_cart", "currency": "EUR", "items": [dress("S")]})]);
    assert_eq!(store.cart.as_ref().unwrap().currency.code(), "EUR");
}

#[test]
fn a_faulty_cart_event_is_said_and_the_cart_stays() {
    let good = json!({"item_id": "b", "price": 1});
    let many: Vec<Value> = (0..201).map(|id| json!({"item_id": id, "price": 1})).collect();
    for (items, fault) in [
        (json!(null), "missing_key /ecommerce/items"),
        (json!("items"), "wrong_type /ecommerce/items"),
        (json!({"0": good}), "wrong_type /ecommerce/items"),
        (json!([good, null]), "wrong_type /ecommerce/items/1"),
        (json!([good, {"price": 1}]), "missing_key /ecommerce/items/1/item_id"),
        (json!([good, {"item_id": "c"}]), "missing_key /ecommerce/items/1/price"),
        (json!([{"item_id": "c", "price": "NaN"}]), "not_money /ecommerce/items/0/price"),
        (json!([{"item_id": "c", "price": "Infinity"}]), "not_money /ecommerce/items/0/price"),
        (json!([{"item_id": "c", "price": -5}]), "not_money /ecommerce/items/0/price"),
        (json!([{"item_id": "c", "price": "29,95 €"}]), "not_money /ecommerce/items/0/price"),
        (json!([{"item_id": "c", "price": 1, "quantity": -1}]), "wrong_type /ecommerce/items/0/quantity"),
        (json!([{"item_id": "c", "price": 1, "quantity": "NaN"}]), "wrong_type /ecommerce/items/0/quantity"),
        (json!([{"__proto__": {"item_id": "c"}, "price": 1}]), "missing_key /ecommerce/items/0/item_id"),
        (json!(many), "too_many_items /ecommerce/items"),
    ] {
        for event in ["view_cart", "begin_checkout", "add_to_cart"] {
            let mut store = shop(&json!([{"item_id": "a", "price": 1}]));
            let (changes, faults) = feed(&mut store, &[push(event, &items)]);
            assert_eq!((changes, faults), (vec![Change::Nothing], vec![fault.to_owned()]), "{event} {items}");
            assert_eq!(lines(&store), ["a×1"]);
        }
    }
}

#[test]
fn a_faulty_removal_is_said_and_takes_nothing() {
    for (items, fault) in [
        (json!([{"item_id": "a"}, 7]), "wrong_type /ecommerce/items/1"),
        (json!([{"item_id": "a"}, {"item_name": "A"}]), "missing_key /ecommerce/items/1/item_id"),
        (json!([{"item_id": "a", "quantity": 0}]), "wrong_type /ecommerce/items/0/quantity"),
        (json!([{"item_id": "a", "quantity": 1.5}]), "wrong_type /ecommerce/items/0/quantity"),
    ] {
        let mut store = shop(&json!([{"item_id": "a", "price": 1, "quantity": 2}]));
        assert_eq!(feed(&mut store, &[push("remove_from_cart", &items)]).1, [fault]);
        assert_eq!((lines(&store), store.session.removals), (vec!["a×2".to_owned()], None));
    }
}

#[test]
fn a_full_cart_takes_more_pieces_but_no_more_lines() {
    let full: Vec<Value> = (0..200).map(|id| json!({"item_id": id, "price": 1, "quantity": 9_999})).collect();
    let mut store = shop(&json!(full));
    let more = push("add_to_cart", &json!([{"item_id": 0, "price": 1, "quantity": 2}]));
    let other = push("add_to_cart", &json!([{"item_id": "x", "price": 1}]));
    assert_eq!(feed(&mut store, &[more, other]).1, ["too_many_items /ecommerce/items"]);
    assert_eq!((store.cart.as_ref().unwrap().lines.len(), lines(&store)[0].as_str()), (200, "0×9999"));
}

#[test]
fn a_purchase_counts_whatever_else_it_says() {
    for (order, value, bought) in [
        (json!({"transaction_id": "1", "items": [{"item_id": "b", "price": 5}]}), Some(500), "b"),
        (json!({"transaction_id": "2"}), Some(1_000), "a"),
        (json!({"transaction_id": "3", "items": [{"item_id": "b", "price": "?"}]}), Some(1_000), "a"),
        (json!({"transaction_id": 4, "value": "7.50", "currency": "EUR"}), Some(750), "a"),
        (json!({"value": -7}), Some(1_000), "a"),
    ] {
        let mut store = shop(&json!([{"item_id": "a", "price": 10}]));
        let (changes, _) = feed(&mut store, &[json!({"event": "purchase", "ecommerce": order})]);
        let Change::Purchase(purchase) = &changes[0] else { panic!("{order}: {changes:?}") };
        assert_eq!(purchase.value.map(Money::minor), value, "{order}");
        assert_eq!(purchase.lines[0].item_id, bought, "{order}");
        assert_eq!((lines(&store).len(), store.session.orders), (0, Some(1)), "{order}");
    }
    let mut store = Storefront::default();
    let (changes, faults) = feed(&mut store, &[json!(["event", "purchase", {"transaction_id": "T"}])]);
    let Change::Purchase(purchase) = &changes[0] else { panic!("{changes:?}") };
    assert_eq!((purchase.value, purchase.currency.code(), faults), (None, "XXX", vec![]));
}

#[test]
fn views_are_counted_per_product() {
    let mut store = Storefront::default();
    let view = |item: Value| json!({"event": "view_item", "ecommerce": {"items": [item]}});
    let (changes, faults) = feed(
        &mut store,
        &[
            view(json!({"item_id": "dress-M", "item_group_id": "dress"})),
            view(json!({"item_group_id": "dress"})),
            view(json!({"item_id": 7})),
            view(json!({"item_name": "?"})),
            view(json!(null)),
        ],
    );
    assert_eq!(changes, [Change::Session, Change::Session, Change::Session, Change::Nothing, Change::Nothing]);
    assert_eq!(faults, Vec::<String>::new());
    assert_eq!((store.session.item("dress").unwrap().views, store.session.item("7").unwrap().views), (2, 1));
    for id in 0..300 {
        feed(&mut store, &[view(json!({"item_id": id}))]);
    }
    assert_eq!((store.session.items.len(), store.session.item("dress")), (200, None));
}

#[test]
fn everything_else_is_ignored_in_silence() {
    let product = json!([{"id": "P1", "price": "15.25", "quantity": 1}]);
    for push in [
        json!(null),
        json!("event"),
        json!(5),
        json!([]),
        json!(["event", "add_to_cart"]),
        json!(["event", "add_to_cart", null]),
        json!(["config", "G-12345", {"items": []}]),
        json!({"0": "set", "1": "currency", "2": "EUR"}),
        json!({"event": "add_to_cart"}),
        json!({"event": "add_to_cart", "ecommerce": []}),
        json!({"event": ["add_to_cart"], "ecommerce": {"items": []}}),
        json!({"event": "addToCart", "ecommerce": {"currencyCode": "EUR", "add": {"products": product}}}),
        json!({"event": "add_to_cart", "ecommerce": {"currencyCode": "EUR", "add": {"products": product}}}),
        json!({"event": "purchase", "ecommerce": {"purchase": {"actionField": {"id": "T"}, "products": product}}}),
        json!({"__proto__": {"event": "purchase"}, "constructor": {"prototype": {}}}),
        json!({"event": "__proto__", "ecommerce": {"items": [{"item_id": "a", "price": 1}]}}),
    ] {
        let mut store = Storefront::default();
        assert_eq!(feed(&mut store, std::slice::from_ref(&push)), (vec![Change::Nothing], vec![]), "{push}");
        assert_eq!((store.cart, store.session), (None, Session::default()));
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod properties {
    use super::*;
    use proptest::prelude::*;

    /// Any JSON, leaning towards the names that are read.
    fn anything() -> impl Strategy<Value = Value> {
        let names = || {
            proptest::sample::select(vec![
                "event",
                "ecommerce",
                "items",
                "item_id",
                "item_group_id",
                "price",
                "quantity",
                "size",
                "currency",
                "value",
                "transaction_id",
                "0",
                "1",
                "2",
                "__proto__",
                "purchase",
            ])
        };
        let text = proptest::sample::select(vec![
            "event",
            "view_cart",
            "add_to_cart",
            "remove_from_cart",
            "purchase",
            "view_item",
            "EUR",
            "JPY",
            "a",
            "b",
            "",
            "NaN",
            "-1",
            "1e999",
            "12.5",
        ]);
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            (-3_i64..20_000).prop_map(Value::from),
            text.prop_map(Value::from),
            ".{0,8}".prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 48, 6, move |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
                proptest::collection::btree_map(names(), inner, 0..8)
                    .prop_map(|map| map.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()),
            ]
        })
    }

    prop_compose! {
        fn item()(
            id in 0..4_u8, size in proptest::option::of(0..3_u8), price in 0..3_u32, quantity in proptest::option::of(1..5_u32),
        ) -> Value {
            json!({"item_id": format!("i{id}"), "item_group_id": "g", "size": size.map(|size| size.to_string()), "price": price, "quantity": quantity})
        }
    }

    fn some_items() -> impl Strategy<Value = Value> {
        proptest::collection::vec(item(), 0..6).prop_map(Value::from)
    }

    fn event() -> impl Strategy<Value = Value> {
        let names = vec!["view_cart", "add_to_cart", "remove_from_cart", "purchase", "view_item"];
        (proptest::sample::select(names), prop_oneof![some_items(), anything()])
            .prop_map(|(name, items)| json!({"event": name, "ecommerce": {"currency": "EUR", "items": items}}))
    }

    fn config() -> ProptestConfig {
        ProptestConfig { failure_persistence: None, ..ProptestConfig::default() }
    }

    proptest! {
        #![proptest_config(config())]

        #[test]
        fn any_pushes_leave_a_sound_cart(pushes in proptest::collection::vec(prop_oneof![anything(), event()], 0..12)) {
            let mut store = Storefront::default();
            let mut found = Diagnostics::default();
            for push in &pushes {
                let before = store.cart.clone();
                let change = store.apply(push, &mut found);
                if matches!(change, Change::Nothing | Change::Session) {
                    prop_assert_eq!(&before, &store.cart);
                }
                if let Some(cart) = &store.cart {
                    prop_assert!(cart.lines.len() <= MAX_LINES);
                    prop_assert!(cart.lines.iter().all(|line| (1..=MAX_QUANTITY).contains(&line.quantity)));
                    prop_assert!(cart.lines.iter().all(|line| line.price.minor() >= 0));
                    prop_assert!(cart.value().minor() >= 0);
                }
            }
            store.settle();
            prop_assert!(store.removed.is_empty());
        }

        #[test]
        fn removing_what_was_added_restores(cart in some_items(), added in some_items()) {
            let mut store = shop(&json!([]));
            let (_, faults) = feed(&mut store, &[view_cart(&cart)]);
            let before = lines(&store);
            let (_, more) = feed(&mut store, &[push("add_to_cart", &added), push("remove_from_cart", &added)]);
            prop_assert_eq!((faults, more), (vec![], vec![]));
            prop_assert_eq!(before, lines(&store));
        }
    }
}
