//! Diagnostics name place and mend; compiled conditions agree with plain JsonLogic.

use super::*;
use crate::cart::Cart;
use crate::features::{self, CATALOGUE, Facts, Input, Kind, Row, Strings};
use crate::json::Node;
use crate::product::Products;
use crate::session::{Consent, Memory, Page, Session};
use crate::time::Timestamp;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

fn faults(document: &Value) -> Vec<String> {
    let mut found = Diagnostics::default();
    let rules = load(Node::root(document), &Settings::default(), &mut found);
    assert_eq!(rules.is_none(), found.has_errors());
    found.iter().map(|one| format!("{}: {} ({})", one.pointer, one.message, one.help)).collect()
}

fn fault_of(when: &Value) -> String {
    let document = json!({"rules": [{"id": "r", "when": when, "nudge": {"type": "size_guide"}}]});
    let found = faults(&document);
    assert_eq!(found.len(), 1, "{found:?}");
    found[0].strip_prefix("/rules/0/when").unwrap_or(&found[0]).to_owned()
}

#[test]
fn a_faulty_condition_names_place_and_mend() {
    for (when, fault) in [
        (
            json!({">": [{"var": "customer.retrun_rate"}, 0.5]}),
            "/>/0/var: unknown fact `customer.retrun_rate` (did you mean `customer.return_rate`?)",
        ),
        (json!({"mim": [1, 2]}), "/mim: unknown operator `mim` (did you mean `min`?)"),
        (
            json!({"==": [{"var": "line.size"}, 38]}),
            "/==: `==` compares a text with a number, which are never equal (compare values of one type)",
        ),
        (
            json!({">": [{"var": "cart.value"}, "100"]}),
            "/>/1: `>` takes numbers, found a text (remove the quotes around the number)",
        ),
        (
            json!({"==": [{"var": "customer.segments"}, "loyal"]}),
            "/==: `==` compares a list of texts with a text, which are never equal (ask with { \"in\": [ \"a text\", the list ] })",
        ),
        (json!({">": [1]}), "/>: `>` takes 2 arguments, found 1 (give `>` 2)"),
        (
            json!({"and": [true], "or": [true]}),
            ": an operation is an object with one key, its operator (write for example { \">=\": [ { \"var\": \"cart.value\" }, 100 ] })",
        ),
        (
            json!({"map": [[1], 2]}),
            "/map: `map` makes lists or texts, which conditions over facts don't take (compare facts with and, or, in and the comparisons)",
        ),
        (
            json!({"in": [{"var": "line.size"}, ["M", 40]]}),
            "/in/1/1: the list holds `40`, but a text is looked for (write a text here)",
        ),
    ] {
        assert_eq!(fault_of(&when), fault, "{when}");
    }
}

#[test]
fn a_faulty_document_is_refused_whole_with_every_fault() {
    let rule = |more: Value| {
        let mut rule = json!({"id": "r", "when": true, "nudge": {"type": "size_guide"}});
        rule.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        json!({"rules": [rule]})
    };
    for (document, fault) in [
        (json!("rules"), ": expected an object, found `rules` (write an object here)"),
        (json!({}), "/rules: `rules` is missing (add `rules`: the list of rules, empty to show nothing)"),
        (json!({"rules": [], "ruels": []}), "/ruels: unknown key `ruels` (did you mean `rules`?)"),
        (
            json!({"schema_version": 3, "rules": []}),
            "/schema_version: a rule document of schema version 3; this build reads version 2 (update cartnudge on the page, or publish the older schema)",
        ),
        (
            rule(json!({"when": null})),
            "/rules/0/when: `when` is missing (add `when`: a JsonLogic condition, or `true` for always)",
        ),
        (rule(json!({"scope": "page"})), "/rules/0/scope: unknown scope `page` (write `line` or `cart`)"),
        (
            rule(json!({"nudge": {"type": "size_giude"}})),
            "/rules/0/nudge/type: unknown nudge type `size_giude` (did you mean `size_guide`?)",
        ),
        (rule(json!({"priority": "high"})), "/rules/0/priority: expected a number, found `high` (write a number here)"),
        (
            rule(json!({"schedule": {"from": "2027-01-01", "until": "2026-01-01"}})),
            "/rules/0/schedule/until: the schedule ends before it begins (`until` is the moment from which the rule is over; set it after `from`)",
        ),
        (
            json!({"schema_version": 1, "time_zone": "UTC", "rules": []}),
            "/time_zone: `time_zone` came with schema version 2, and the document says an older one (set `schema_version` to 2, or run `cartnudge migrate`)",
        ),
        (
            json!({"time_zone": "Berlin!", "rules": []}),
            "/time_zone: `Berlin!` is not the name of a time zone (write a name of the IANA database, like \"Europe/Berlin\")",
        ),
        (
            json!({"ranking": {"by": "value"}, "rules": []}),
            "/ranking/by: unknown ranking `value` (write `priority` or `expected_value`)",
        ),
        (
            json!({"ranking": {"by": "expected_value"}, "rules": []}),
            "/ranking/return_cost: `return_cost` is missing (add `return_cost`: what a returned line costs, like { \"fixed\": 6.5, \"share\": 0.1 })",
        ),
        (
            json!({"frequency_caps": {"types": {"size_gide": {"max": 1}}}, "rules": []}),
            "/frequency_caps/types/size_gide: unknown nudge type `size_gide` (did you mean `size_guide`?)",
        ),
        (
            rule(json!({"namespace": {"id": "sizing", "range": [0.5, 0.2]}})),
            "/rules/0/namespace/range: a part of a namespace goes from one number up to a larger one, both 0 to 1 (write for example [0, 0.5])",
        ),
        (
            rule(json!({"prerequisites": [{"rule_id": "s", "state": "exposed"}]})),
            "/rules/0/prerequisites/0/rule_id: there is no rule `s` (did you mean `r`?)",
        ),
        (
            rule(json!({"prerequisites": [{"rule_id": "r", "state": "exposed"}]})),
            "/rules/0/prerequisites: `r` waits for itself, by way of its prerequisites (remove a prerequisite from the circle)",
        ),
        (
            rule(json!({"prerequisites": [{"rule_id": "r", "state": "seen"}]})),
            "/rules/0/prerequisites/0/state: unknown state `seen` (write `exposed`, `not_exposed`, `dismissed` or `not_dismissed`)",
        ),
        (
            rule(json!({"nudge": {"type": "size_guide", "content": {"en": {"headline": "{item}"}}}})),
            "/rules/0/nudge/content/en/headline: unknown placeholder `{item}` (write one of item_name, brand, category, size, kept_size, sizes_in_cart, fit_small, fit_true, fit_large, fit_count, review_count, review_average)",
        ),
        (
            rule(json!({"scope": "cart", "when": {">": [{"var": "line.price"}, 1]}})),
            "/rules/0/when/>/0/var: `line.price` is about a line, but the rule's scope is the cart (set the rule's `scope` to `line`)",
        ),
        (
            json!({"rules": [{"id": "a", "when": true, "nudge": {"type": "size_guide"}}, {"id": "a", "when": true, "nudge": {"type": "size_guide"}}]}),
            "/rules/1/id: another rule has the id `a` (give each rule its own id)",
        ),
    ] {
        assert_eq!(faults(&document), [fault], "{document}");
    }
}

#[test]
fn texts_are_checked_for_what_a_shopper_must_not_read() {
    let document = |scope: &str, content: Value| json!({"rules": [{"id": "r", "when": true, "scope": scope, "nudge": {"type": "size_guide", "content": content}}]});
    let place = "/rules/0/nudge/content";
    let say = |text: &str| document("line", json!({"en": {"headline": text}}));
    for (document, fault) in [
        (
            say("see javas cript :alert(1)"),
            "/en/headline: the text holds an address that runs code (remove the address; nudges show texts only)",
        ),
        (
            say("See https://shop.example/s"),
            "/en/headline: `https://shop.example/s` would stand there as text, not as a link (remove it; the nudge's own action leads on)",
        ),
        (say("A <b>good</b> fit"), "/en/headline: `<b>` would be shown as it is written (write plain text)"),
        (say("S &amp; M"), "/en/headline: `&amp;` would be shown as it is written (write plain text)"),
        (
            say("Only 3 left"),
            "/en/headline: `Only 3 left` is scarcity: what is bought for fear of missing out comes back more often (leave out how many are left, and say what helps to choose)",
        ),
        (
            document("line", json!({"english": {"headline": "x"}, "en": {"headline": "x"}})),
            "/english: `english` is not a language tag (write a BCP 47 tag, like `en` or `de-AT`)",
        ),
        (
            document("line", json!({"de": {"headline": "x"}})),
            ": there are no words for `en`, which is the document's default (add `en`)",
        ),
        (
            document("line", json!({"de": {"headline": "{size}?"}, "en": {"headline": "?"}})),
            "/en: `en` doesn't use `{size}`, which another locale does (say the same in every language, or leave it out of all)",
        ),
        (
            document("cart", json!({"en": {"headline": "{size}?"}})),
            "/en: `{size}` is about an item, but the rule is about the cart, so it would never show (set the rule's `scope` to `line`, or leave the placeholder out)",
        ),
    ] {
        assert_eq!(said(&document), [format!("{place}{fault}")], "{document}");
    }
    for fine in ["S & M, under 5 < 6 cm", "A&B by Aurel; soft", "2 * 3 = 6", "[new] (blue)"] {
        assert_eq!(said(&say(fine)), Vec::<String>::new(), "{fine}");
    }
}

fn said(document: &Value) -> Vec<String> {
    let mut found = Diagnostics::default();
    let _ = load(Node::root(document), &Settings::default(), &mut found);
    found.iter().map(|one| format!("{}: {} ({})", one.pointer, one.message, one.help)).collect()
}

#[test]
fn a_locale_that_other_rules_have_is_missed() {
    let rule =
        |id: &str, content: Value| json!({"id": id, "when": true, "nudge": {"type": "size_guide", "content": content}});
    let words = json!({"headline": "x"});
    let document = json!({"rules": [rule("a", json!({"en": words, "de-AT": words})), rule("b", json!({"en": words})), rule("c", json!({"en": words, "de": words}))]});
    assert_eq!(
        said(&document),
        [
            "/rules/0/nudge/content: there are no words for `de`, which is in other rules (add `de`)",
            "/rules/1/nudge/content: there are no words for `de-AT`, which is in other rules (add `de-AT`)",
            "/rules/1/nudge/content: there are no words for `de`, which is in other rules (add `de`)",
        ]
    );
}

#[test]
fn depth_and_size_of_a_condition_are_bounded() {
    let deep = (0..30).fold(json!(true), |inner, _| json!({"!": inner}));
    assert!(fault_of(&deep).contains("the condition has over 24 levels or 1000 parts"));
    let wide: Vec<Value> = (0..1_001).map(|_| json!(true)).collect();
    let document = json!({"rules": [{"id": "r", "when": {"and": wide}, "nudge": {"type": "size_guide"}}]});
    assert!(faults(&document)[0].contains("1000 parts"));
}

/// A cart, customer and page with known and unknown facts of every kind.
fn input() -> Input {
    let found = &mut Diagnostics::default();
    let cart = json!({"currency": "EUR", "items": [
        {"item_id": "d-m", "item_group_id": "d", "item_name": "Linen dress", "item_category": "Dresses", "size": "M", "price": 129, "discount": 20},
        {"item_id": "lamp", "price": 0}
    ]});
    let customer = json!({"orders": 0, "lines_with_outcome": 10, "lines_returned": 4, "orders_90d": 3, "orders_prior_90d": 3,
        "kept_sizes": [{"category": "Dresses", "size": "M"}], "categories": [{"category": "Dresses", "bought": 4, "returned": 1}]});
    Input {
        cart: Cart::read(Node::root(&cart), found).unwrap(),
        customer: crate::customer::Signals::read(Node::root(&customer), found),
        products: Products::default(),
        page: Page { kind: Some("cart".into()), ..Page::default() },
        session: Session::default(),
        consent: Consent::default(),
        memory: Memory::default(),
        visitor_id: String::new(),
        now: Timestamp(1_000_000_000_000),
        utc_offset: 0,
        explain: true,
    }
}

/// A row as JsonLogic data: `line.price` is `{"line": {"price": …}}`.
fn data(row: &Row, facts: &Facts, strings: &Strings<'_>) -> Value {
    let mut root = Map::new();
    for definition in CATALOGUE {
        let (family, name) = definition.name.split_once('.').unwrap();
        let text = |symbol: f64| json!(strings.text(symbol).unwrap());
        let value = match (definition.kind, row.get(definition.fact)) {
            (Kind::Texts, _) => facts.segments.iter().map(|symbol| text(*symbol)).collect(),
            (_, None) => continue,
            (Kind::Number, Some(number)) => json!(number),
            (Kind::Flag, Some(flag)) => json!(flag > 0.0),
            (Kind::Text, Some(symbol)) => text(symbol),
        };
        let members = root.entry(family).or_insert_with(|| json!({})).as_object_mut().unwrap();
        members.insert(name.to_owned(), value);
    }
    Value::Object(root)
}

fn fact_of(kind: Kind) -> impl Strategy<Value = Value> {
    let names: Vec<&str> = CATALOGUE.iter().filter(|one| one.kind == kind).map(|one| one.name).collect();
    prop::sample::select(names).prop_map(|name| json!({"var": name}))
}

fn number(depth: u32) -> BoxedStrategy<Value> {
    let constant = prop::sample::select(vec![-2.0, -1.0, 0.0, 0.25, 0.4, 1.0, 3.0, 129.0]).prop_map(|n| json!(n));
    let leaf = prop_oneof![
        constant,
        fact_of(Kind::Number),
        fact_of(Kind::Number).prop_map(|fact| json!({"var": [fact["var"], 7]}))
    ];
    if depth == 0 {
        return leaf.boxed();
    }
    let inner = || number(depth - 1);
    prop_oneof![
        leaf,
        (prop::sample::select(vec!["+", "*", "min", "max"]), prop::collection::vec(inner(), 1..4))
            .prop_map(|(operator, parts)| json!({operator: parts})),
        (prop::sample::select(vec!["-", "/", "%"]), inner(), inner())
            .prop_map(|(operator, a, b)| json!({operator: [a, b]})),
        inner().prop_map(|a| json!({"-": [a]})),
    ]
    .boxed()
}

fn text() -> impl Strategy<Value = Value> {
    let constant = prop::sample::select(vec!["M", "Dresses", "cart", "loyal", "new_large_purchase", "x"]);
    prop_oneof![constant.prop_map(|text| json!(text)), fact_of(Kind::Text)]
}

fn condition(depth: u32) -> BoxedStrategy<Value> {
    let comparison = prop::sample::select(vec!["<", "<=", ">", ">=", "==", "===", "!=", "!=="]);
    let equality = || prop::sample::select(vec!["==", "===", "!=", "!=="]);
    let leaf = prop_oneof![
        any::<bool>().prop_map(|flag| json!(flag)),
        fact_of(Kind::Flag),
        (comparison, number(1), number(1)).prop_map(|(operator, a, b)| json!({operator: [a, b]})),
        (prop::sample::select(vec!["<", "<="]), number(0), number(0), number(0))
            .prop_map(|(operator, a, b, c)| json!({operator: [a, b, c]})),
        (equality(), text(), text()).prop_map(|(operator, a, b)| json!({operator: [a, b]})),
        (equality(), fact_of(Kind::Flag), any::<bool>()).prop_map(|(operator, a, b)| json!({operator: [a, b]})),
        (equality(), prop_oneof![fact_of(Kind::Number), fact_of(Kind::Text), fact_of(Kind::Flag)])
            .prop_map(|(operator, a)| json!({operator: [a, null]})),
        (text(), prop::collection::vec(prop::sample::select(vec!["M", "S", "Dresses"]), 0..3))
            .prop_map(|(needle, list)| json!({"in": [needle, list]})),
        (number(0), prop::collection::vec(prop::sample::select(vec![0, 1, 129]), 0..3))
            .prop_map(|(needle, list)| json!({"in": [needle, list]})),
        (text(), fact_of(Kind::Texts)).prop_map(|(needle, list)| json!({"in": [needle, list]})),
        (prop::sample::select(vec!["dress", "M", "z"]), fact_of(Kind::Text))
            .prop_map(|(needle, place)| json!({"in": [needle, place]})),
        prop::collection::vec(fact_of(Kind::Number), 1..4)
            .prop_map(|facts| json!({"missing": facts.iter().map(|fact| fact["var"].clone()).collect::<Vec<_>>()})),
        (0..4, prop::collection::vec(fact_of(Kind::Text), 1..4)).prop_map(
            |(needed, facts)| json!({"missing_some": [needed, facts.iter().map(|fact| fact["var"].clone()).collect::<Vec<_>>()]})
        ),
        number(1),
    ];
    if depth == 0 {
        return leaf.boxed();
    }
    let inner = || condition(depth - 1);
    prop_oneof![
        2 => leaf,
        2 => prop::collection::vec(inner(), 1..4).prop_map(|parts| json!({"and": parts})),
        2 => prop::collection::vec(inner(), 1..4).prop_map(|parts| json!({"or": parts})),
        1 => inner().prop_map(|part| json!({"!": [part]})),
        1 => inner().prop_map(|part| json!({"!!": [part]})),
        1 => (inner(), number(1), number(1), number(0))
            .prop_map(|(which, a, b, c)| json!({"<": [{"if": [which, a, b]}, c]})),
        1 => (inner(), inner(), inner()).prop_map(|(which, a, b)| {
            let flag = |part: Value| json!({"!!": [part]});
            json!({"if": [which, flag(a), flag(b)]})
        }),
    ]
    .boxed()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]

    #[test]
    fn compiled_conditions_agree_with_json_logic(when in condition(3)) {
        let document = json!({"rules": [{"id": "r", "when": when, "nudge": {"type": "size_guide"}}]});
        let mut found = Diagnostics::default();
        let rules = load(Node::root(&document), &Settings::default(), &mut found);
        let rules = rules.unwrap_or_else(|| panic!("{when}: {found:?}"));
        let input = input();
        let mut strings = Strings::new(&rules.symbols);
        let facts = features::facts(&input, &Products::default(), &Settings::default(), &mut strings);
        for row in &facts.lines {
            // Its truth is asked for inside: infinity is true, but as a result it is null.
            let plain = logic::evaluate(&json!({"!!": [when]}), &data(row, &facts, &strings)).unwrap();
            let compiled = rules.program.holds(0, row, &facts.segments, &strings);
            prop_assert_eq!(json!(compiled), plain, "{}", when);
        }
    }

    #[test]
    fn anything_at_all_gives_diagnostics_or_rules(document in crate::json::tests::anything()) {
        let mut found = Diagnostics::default();
        let rules = load(Node::root(&document), &Settings::default(), &mut found);
        prop_assert_eq!(rules.is_none(), found.has_errors());
        let wrapped = json!({"rules": [{"id": "r", "when": document, "nudge": {"type": "chat_prompt"}}]});
        let mut found = Diagnostics::default();
        let rules = load(Node::root(&wrapped), &Settings::default(), &mut found);
        prop_assert_eq!(rules.is_none(), found.has_errors());
    }
}
