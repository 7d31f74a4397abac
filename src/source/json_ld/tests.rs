use super::*;
use serde_json::json;

/// The products, and the findings as `code pointer`.
fn read(document: &Value) -> (Vec<Product>, Vec<String>) {
    let mut found = Diagnostics::default();
    let products = products(document, &mut found);
    assert!(!found.has_errors(), "structured data is the shop's: warnings only");
    (products, found.iter().map(|one| format!("{} {}", one.code, one.pointer)).collect())
}

/// The only product of a document without faults.
fn one(document: &Value) -> Product {
    let (mut products, faults) = read(document);
    assert_eq!((products.len(), faults), (1, vec![]), "{document}");
    products.remove(0)
}

fn row(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

#[test]
fn a_shopify_product_group_is_one_product_with_all_variants() {
    let product = one(&json!({
        "@context": "http://schema.org/", "@id": "/products/linen-dress#product", "@type": "ProductGroup",
        "brand": {"@type": "Brand", "name": "Aurel"}, "category": "Dresses", "description": "Linen &amp; cotton.",
        "hasVariant": [
            {"@id": "/products/linen-dress?variant=4401#variant", "@type": "Product", "gtin": "4006381333931",
             "image": "https://cdn.shop.example/d.jpg", "name": "Linen dress - S", "sku": "LD-S", "size": "S",
             "offers": {"@type": "Offer", "availability": "http://schema.org/InStock", "price": "129.00", "priceCurrency": "EUR"}},
            {"@id": "/products/linen-dress?variant=4402#variant", "@type": "Product", "name": "Linen dress - M", "sku": "LD-M",
             "size": {"@type": "SizeSpecification", "name": "M", "sizeGroup": "wearable-size-group-regular"}},
            {"@type": "Product", "sku": "LD-M2", "size": "m"}
        ],
        "name": "Linen dress", "productGroupID": "8812", "url": "/products/linen-dress", "variesBy": ["https://schema.org/size"]
    }));
    assert_eq!(
        product.ids,
        [
            "/products/linen-dress#product",
            "8812",
            "LD-S",
            "/products/linen-dress?variant=4401#variant",
            "4006381333931",
            "LD-M",
            "/products/linen-dress?variant=4402#variant",
            "LD-M2",
        ]
    );
    assert_eq!(product.sizes, ["S", "M"]);
    assert_eq!(product.item_name.as_deref(), Some("Linen dress"));
    assert_eq!(product.item_brand.as_deref(), Some("Aurel"));
    assert_eq!(product.item_category.as_deref(), Some("Dresses"));
    assert_eq!(product.url.as_deref(), Some("/products/linen-dress"));
}

#[test]
fn a_woocommerce_graph_gives_its_product_with_reviews() {
    let product = one(&json!({"@context": "https://schema.org", "@graph": [
        {"@type": "WebSite", "@id": "https://shop.example/#website", "name": "Shop"},
        {"@type": "BreadcrumbList", "itemListElement": [{"@type": "ListItem", "position": 1, "name": "Home"}]},
        {"@type": ["Product", "IndividualProduct"], "@id": "https://shop.example/p/dress/#product", "name": "Linen\u{0} dress",
         "sku": 4711, "category": "Clothing &gt; Dresses", "brand": [{"@type": "Brand", "name": "Aurel"}],
         "offers": [{"@type": "Offer", "price": "129.00", "url": "https://shop.example/p/dress/"}],
         "aggregateRating": {"@type": "AggregateRating", "ratingValue": "9,0", "bestRating": "10", "reviewCount": "2"},
         "review": [
            {"@type": "Review", "reviewRating": {"@type": "Rating", "bestRating": "5", "ratingValue": "4"},
             "author": {"@type": "Person", "name": "Ines K."}, "reviewBody": "Lovely.\nRuns <b>small</b>.",
             "datePublished": "2026-08-02", "additionalProperty": {"@type": "PropertyValue", "name": "Size purchased", "value": "M"}},
            {"@type": "Review", "reviewRating": {"ratingValue": 0}, "author": "Jo", "reviewBody": "Fine."},
            {"@type": "Review", "reviewRating": {"ratingValue": 5}}
         ],
         "material": ["Linen", {"@type": "Product", "name": "Cotton"}], "color": "Sand", "pattern": "",
         "additionalProperty": [
            {"@type": "PropertyValue", "name": "Length", "value": 102.5, "unitText": "cm"},
            {"@type": "PropertyValue", "name": "color", "value": "Warm sand"},
            {"@type": "PropertyValue", "name": "Unknown", "value": null}
         ]}
    ]}));
    assert_eq!(product.ids, ["4711", "https://shop.example/p/dress/#product"]);
    assert_eq!(product.item_name.as_deref(), Some("Linen dress"));
    assert_eq!(product.item_category.as_deref(), Some("Clothing"));
    assert_eq!(product.url.as_deref(), Some("https://shop.example/p/dress/"));
    assert_eq!(
        product.specifications,
        [row("Length", "102.5 cm"), row("color", "Warm sand"), row("Material", "Linen, Cotton")]
    );
    let reviews = product.reviews.unwrap();
    assert_eq!((reviews.count, reviews.average), (Some(2), Some(4.5)));
    assert_eq!(
        reviews.items,
        [
            Review {
                text: "Lovely. Runs <b>small</b>.".into(),
                rating: Some(4.0),
                size: Some("M".into()),
                author: Some("Ines K.".into())
            },
            Review { text: "Fine.".into(), rating: None, size: None, author: Some("Jo".into()) },
        ]
    );
}

#[test]
fn variants_and_group_of_one_script_are_one_product_in_any_order() {
    let small = json!({"@type": "Product", "sku": "44E01-M11000", "name": "Wool coat - Small", "size": "small",
        "inProductGroupWithID": "44E01", "color": "Green"});
    let large = json!({"@type": "Product", "sku": "44E01-X1100000", "name": "Wool coat - Large", "size": "large",
        "isVariantOf": {"@id": "#coat_parent"}});
    let group = json!({"@type": "https://schema.org/ProductGroup", "@id": "#coat_parent", "productGroupID": "44E01",
        "name": "Wool coat", "brand": "Good brand", "material": "wool"});
    for (order, sizes) in [
        (json!([group, small, large]), ["small", "large"]),
        (json!([small, group, large]), ["small", "large"]),
        (json!({"@graph": [large, group, small]}), ["large", "small"]),
    ] {
        let product = one(&order);
        assert_eq!(product.sizes, sizes);
        assert_eq!(product.item_name.as_deref(), Some("Wool coat"));
        assert_eq!(product.specifications, [row("Material", "wool")]);
        let mut ids = product.ids;
        ids.sort_unstable();
        assert_eq!(ids, ["44E01", "44E01-M11000", "44E01-X1100000"], "`#coat_parent` means nothing on another page");
    }
}

#[test]
fn types_are_names_or_addresses_and_pages_have_a_main_entity() {
    for kind in ["Product", "http://schema.org/Product", "https://schema.org/Product", "schema:Product", "ProductGroup"]
    {
        assert_eq!(one(&json!({"@type": kind, "sku": "a"})).ids, ["a"]);
    }
    assert_eq!(one(&json!({"@type": "ItemPage", "mainEntity": {"@type": "Product", "productID": "b"}})).ids, ["b"]);
    for document in [
        json!(null),
        json!("Product"),
        json!([[1, null]]),
        json!({"@type": "Organization", "sku": "a"}),
        json!({"sku": "a"}),
        json!({"@type": {"Product": 1}}),
    ] {
        assert_eq!(read(&document), (vec![], vec![]), "{document}");
    }
}

#[test]
fn faults_are_said_and_the_good_parts_stay() {
    let (products, faults) = read(&json!([
        {"@type": "Product", "name": "no id"},
        {"@type": "Product", "@id": "#product"},
        {"@type": "Product", "sku": {}, "productID": "a", "name": ["A", "B"], "url": "javascript:alert(1)", "brand": true,
         "size": ["S", 38, [], null], "category": "> >", "__proto__": {"sku": "evil"}, "material": "Wool",
         "offers": {"url": "data:text/html,x"}, "hasVariant": ["b", {"sku": "c"}],
         "aggregateRating": {"ratingValue": "NaN", "reviewCount": -4, "ratingCount": 7},
         "review": ["Great!", {"reviewBody": "Good.", "reviewRating": {"ratingValue": 11, "bestRating": "x"}}],
         "additionalProperty": ["x", {"name": "Weight", "value": {"@type": "QuantitativeValue"}}, {"name": "Fit", "value": "Loose"}]}
    ]));
    assert_eq!(
        faults,
        [
            "missing_key /0/sku",
            "missing_key /1/sku",
            "wrong_type /2/sku",
            "wrong_type /2/size/2",
            "wrong_type /2/hasVariant/0",
            "wrong_type /2/name",
            "wrong_type /2/brand",
            "unsafe_url /2/url",
            "unsafe_url /2/offers/url",
            "wrong_type /2/aggregateRating/reviewCount",
            "wrong_type /2/aggregateRating/ratingValue",
            "wrong_type /2/review/0",
            "wrong_type /2/review/1/reviewRating/bestRating",
            "wrong_type /2/review/1/reviewRating/ratingValue",
            "wrong_type /2/additionalProperty/0",
        ]
    );
    let product = &products[0];
    assert_eq!(
        (product.ids.clone(), product.sizes.clone()),
        (vec!["a".to_owned(), "c".into()], vec!["S".to_owned(), "38".into()])
    );
    assert_eq!((&product.url, &product.item_category, &product.item_brand), (&None, &None, &None));
    assert_eq!(product.specifications, [row("Fit", "Loose"), row("Material", "Wool")]);
    let reviews = product.reviews.as_ref().unwrap();
    assert_eq!(
        (reviews.count, reviews.average, reviews.items.len(), reviews.items[0].rating),
        (Some(7), None, 1, None)
    );
}

#[test]
fn ratings_become_one_to_five_stars() {
    let stars = |rating: Value| {
        let (products, faults) = read(&json!({"@type": "Product", "sku": "a", "aggregateRating": rating}));
        (products[0].reviews.as_ref().and_then(|reviews| reviews.average), faults.len())
    };
    assert_eq!(stars(json!({"ratingValue": "4,5"})), (Some(4.5), 0));
    assert_eq!(stars(json!({"ratingValue": 4})), (Some(4.0), 0));
    assert_eq!(stars(json!({"ratingValue": 88, "bestRating": 100})), (Some(4.4), 0));
    assert_eq!(stars(json!({"ratingValue": 5, "bestRating": 100})), (Some(1.0), 0));
    assert_eq!(stars(json!({"ratingValue": 0, "reviewCount": 0})), (None, 0));
    assert_eq!(stars(json!({"ratingValue": 4, "bestRating": 0})), (Some(4.0), 0));
    for bad in [json!("4/5"), json!("1,2,3"), json!("-1"), json!(-1), json!("inf"), json!(1e300), json!(true), json!(6)]
    {
        assert_eq!(stars(json!({"ratingValue": bad})), (None, 1), "{bad}");
    }
}

#[test]
fn what_is_read_is_bounded() {
    let review = json!({"reviewBody": "Good."});
    let many: Vec<Value> =
        (0..300).map(|id| json!({"@type": "Product", "sku": id, "review": vec![review.clone(); 501]})).collect();
    let (products, faults) = read(&json!(many));
    assert_eq!((products.len(), faults), (200, vec!["too_many_products /200".to_owned()]));
    assert_eq!(products[0].reviews.as_ref().unwrap().items.len(), 500);
    let variants: Vec<Value> = (0..300).map(|id| json!({"sku": id, "size": id})).collect();
    let product = one(&json!({"@type": "ProductGroup", "hasVariant": variants}));
    assert_eq!((product.ids.len(), product.sizes.len()), (200, 60));
}

#[cfg(not(target_arch = "wasm32"))]
#[test]
fn a_script_that_is_not_json_says_where() {
    let mut found = Diagnostics::default();
    assert_eq!(parse_script("{\"@type\": \"Product\", \"sku\": \"a\"}", &mut found).len(), 1);
    assert!(found.is_empty());
    assert!(parse_script("{\n  \"name\": \"a\",\n}", &mut found).is_empty());
    let fault = found.iter().next().unwrap();
    assert_eq!((fault.code, fault.message.as_str()), ("bad_json", "not JSON: trailing comma at line 3 column 1"));
}

#[cfg(not(target_arch = "wasm32"))]
mod properties {
    use super::*;
    use proptest::prelude::*;

    fn anything() -> impl Strategy<Value = Value> {
        let keys = proptest::sample::select(vec![
            "@type",
            "@graph",
            "@id",
            "sku",
            "name",
            "size",
            "hasVariant",
            "review",
            "reviewBody",
            "reviewRating",
            "ratingValue",
            "bestRating",
            "aggregateRating",
            "additionalProperty",
            "value",
            "url",
            "brand",
            "category",
            "productGroupID",
            "__proto__",
        ]);
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            proptest::sample::select(vec!["Product", "ProductGroup", "a", "5", "4,5", "size"]).prop_map(Value::from),
            ".{0,8}".prop_map(Value::from),
        ];
        leaf.prop_recursive(5, 64, 8, move |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
                proptest::collection::btree_map(keys.clone(), inner, 0..10)
                    .prop_map(|map| map.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()),
            ]
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_document_gives_sound_products(mut parts in proptest::collection::vec(anything(), 0..4)) {
            for part in parts.iter_mut().filter_map(Value::as_object_mut) {
                part.insert("@type".to_owned(), json!("Product"));
            }
            let (products, _) = read(&json!(parts));
            for product in products {
                prop_assert!(!product.ids.is_empty());
                prop_assert!(product.url.as_deref().is_none_or(safe_url));
                let reviews = product.reviews.unwrap_or_default();
                let mut stars = reviews.items.iter().filter_map(|review| review.rating).chain(reviews.average);
                prop_assert!(stars.all(|stars| (1.0..=5.0).contains(&stars)));
                prop_assert!(!product.specifications.iter().any(|(name, value)| name.is_empty() || value.is_empty()));
            }
        }
    }
}
