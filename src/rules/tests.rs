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
            json!({"==": [{"map": [[1], 2]}, 2]}),
            "/==: `==` compares a list of numbers with a number, which are never equal (ask with { \"in\": [ \"a text\", the list ] })",
        ),
        (
            json!({"some": [{"var": "cart.items"}, {">": [{"var": "cart.value"}, 1]}]}),
            "/some/1/>/0/var: `cart.value` isn't visible inside an operator over `cart.items`, only the element is (ask about `cart.value` outside, or name a fact about a line, like `line.price`)",
        ),
        (
            json!({"some": [{"var": "customer.segments"}, {"==": [{"var": "line.size"}, "M"]}]}),
            "/some/1/==/0/var: `line.size` isn't visible inside an operator over a list (write { \"var\": \"\" } for the element)",
        ),
        (
            json!({"reduce": [{"var": "cart.items"}, {"+": [{"var": "line.price"}, {"var": "accumulator"}]}, 0]}),
            "/reduce/1/+/0/var: `line.price` isn't visible inside an operator over a list (write { \"var\": \"accumulator\" } or a fact about a line, like { \"var\": \"current.line.price\" })",
        ),
        (
            json!({"reduce": [[1], {"var": "current"}, ""]}),
            "/reduce/2: `reduce` makes a number, or true or false, but begins with a text (begin with 0, true or false)",
        ),
        (
            json!({"==": [{"cat": [{"var": "line.size"}, 4]}, "M4"]}),
            "/==/0/cat/1: `cat` takes texts, found a number (write the number in quotes)",
        ),
        (
            json!({"==": [{"substr": [{"var": "line.size"}, 0.5]}, "M"]}),
            "/==/0/substr/1: expected a whole number, found `0.5` (write start and length of `substr` as whole numbers)",
        ),
        (
            json!({">": [{"var": "cart.items"}, 2]}),
            "/>/0: `>` takes numbers, found a list of lines (use a number or a number fact)",
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
fn a_condition_that_cannot_mean_what_it_says_is_a_warning() {
    let is = |fact: &str, value: Value| json!({"==": [{"var": fact}, value]});
    for (when, fault) in [
        (
            json!({">": [{"var": "customer.return_rate"}, 60]}),
            "/>/1: `customer.return_rate` is a share from 0 to 1; 60 is never reached (did you mean 0.6?)",
        ),
        (
            json!({"<": [0, {"var": "line.quantity"}, 10_000]}),
            "/</2: `line.quantity` is a number of pieces from 1 to 9999; 10000 is never reached (compare with a value that it can have)",
        ),
        (
            is("cart.lines", json!(2.5)),
            "/==/1: `cart.lines` is a whole number; it is never 2.5 (compare with a whole number, or with < or >)",
        ),
        (is("page.type", json!("card")), "/==/1: `page.type` is never `card` (did you mean `cart`?)"),
        (is("cart.band", json!("Hgih")), "/==/1: `cart.band` is never `Hgih` (did you mean `high`?)"),
        (
            json!({"in": ["loyl", {"var": "customer.segments"}]}),
            "/in/0: `customer.segments` is never `loyl` (did you mean `loyal`?)",
        ),
        (is("line.category", json!("Dreses")), "/==/1: `line.category` is never `Dreses` (did you mean `Dresses`?)"),
        (
            json!({"some": [{"var": "cart.items"}, {"in": [{"var": "line.size"}, ["M", "XXXL"]]}]}),
            "/some/1/in/1/1: `line.size` is never `XXXL` (write one of M, S)",
        ),
        (json!(false), ": this condition never holds (name the fact that it is about; `enabled` switches a rule off)"),
        (
            json!({"or": [{"<": [1, 2]}, {"var": "cart.premium"}]}),
            ": this condition always holds (write `true`, or name the fact that it is about)",
        ),
        (
            json!({"log": {"var": "cart.premium"}}),
            "/log: `log` writes nothing in a rule; its value passes through (remove `log`)",
        ),
    ] {
        let products = json!([{"item_id": "d", "item_category": "Dresses", "sizes": ["S", "M"]}]);
        let products = Products::read(Node::root(&products), &mut Diagnostics::default());
        let document = json!({"rules": [{"id": "r", "when": when, "nudge": {"type": "size_guide"}}]});
        let mut found = Diagnostics::default();
        let rules = load_with(Node::root(&document), &Settings::default(), Some(&Known::from(&products)), &mut found);
        assert!(rules.is_some(), "{found:?}");
        let found: Vec<_> =
            found.iter().map(|one| format!("{}: {} ({})", one.pointer, one.message, one.help)).collect();
        assert_eq!(found, ["/rules/0/when".to_owned() + fault], "{when}");
    }
    for when in [json!(true), json!({">=": [{"var": "line.quantity"}, 0]}), is("line.brand", json!("Acme"))] {
        assert_eq!(faults(&json!({"rules": [{"id": "r", "when": when, "nudge": {"type": "size_guide"}}]})), [""; 0]);
    }
}

#[test]
fn the_steps_of_a_document_are_bounded() {
    let items = json!({"var": "cart.items"});
    let every = |list: &Value| json!({"merge": vec![list.clone(); 20]});
    let long = json!({"some": [every(&every(&items)), {"==": [{"var": "line.size"}, "M"]}]});
    let document = |count: usize| {
        let rules: Vec<Value> =
            (0..count).map(|id| json!({"id": id.to_string(), "when": long, "nudge": {"type": "size_guide"}})).collect();
        json!({"rules": rules})
    };
    assert_eq!(faults(&document(1)), [""; 0]);
    assert_eq!(
        faults(&document(4)),
        [
            "/rules/1/when: with this rule, conditions may take over 500000 steps for one line (remove rules, or operators over lists inside operators over lists)"
        ]
    );
    // 40 elements, for each of which 40, and so on.
    let element = json!({"var": ""});
    let deep = (0..6).fold(json!(true), |inner, _| json!({"some": [vec![element.clone(); 40], {"!": inner}]}));
    let deep = json!({"some": [vec![json!({"var": "cart.value"}); 40], deep]});
    assert!(fault_of(&deep).contains("500000 steps"));
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
            "/rules/0/nudge/content/en/headline: unknown placeholder `{item}` (write one of item_name, brand, category, size, kept_size, advised_size, sizes_in_cart, fit_small, fit_true, fit_large, fit_count, review_count, review_average, details, care, goes_with, tutorials, line, line_hours)",
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

/// A cart of so many lines, customer and page with known and unknown facts of every kind.
fn input(lines: usize) -> Input {
    let found = &mut Diagnostics::default();
    let items = [
        json!({"item_id": "d-m", "item_group_id": "d", "item_name": "Linen dress", "item_category": "Dresses", "size": "M", "price": 129, "discount": 20}),
        json!({"item_id": "lamp", "price": 0}),
        json!({"item_id": "d-s", "item_group_id": "d", "item_name": "x", "item_category": "Dresses", "size": "S", "price": 129, "quantity": 3}),
        json!({"item_id": "😀", "item_name": "größer", "size": "null", "price": 1}),
    ];
    let cart = json!({"currency": "EUR", "items": items[..lines]});
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
        measures: crate::size::measures::Measures::default(),
        visitor_id: String::new(),
        now: Timestamp(1_000_000_000_000),
        utc_offset: 0,
        explain: true,
    }
}

/// A line as an element of `cart.items`: its own facts only.
fn item(row: &Row, strings: &Strings<'_>) -> Value {
    let none = Facts { cart: row.clone(), lines: Vec::new(), segments: Vec::new() };
    let mut all = data(row, &none, strings);
    all.as_object_mut().unwrap().retain(|family, _| family == "line" || family == "product");
    all
}

/// A row as JsonLogic data: `line.price` is `{"line": {"price": …}}`.
fn data(row: &Row, facts: &Facts, strings: &Strings<'_>) -> Value {
    let mut root = Map::new();
    for definition in CATALOGUE {
        let (family, name) = definition.name.split_once('.').unwrap();
        let text = |symbol: f64| json!(strings.text(symbol).unwrap());
        let value = match (definition.kind, row.get(definition.fact)) {
            (Kind::Lines, _) => facts.lines.iter().map(|line| item(line, strings)).collect(),
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

/// Which names a generated condition may use: as `var` does.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Sees {
    Row,
    Line,
    TurnOfLine,
    Number,
    Text,
    TurnOfNumber,
}

fn name_of(kind: Kind, sees: Sees) -> Option<BoxedStrategy<Value>> {
    let named = |name: &str| Some(Just(json!({"var": name})).boxed());
    let before = match (sees, kind) {
        (Sees::Row | Sees::Line, _) => "",
        (Sees::TurnOfLine, Kind::Number) => {
            return Some(
                prop_oneof![
                    Just(json!({"var": "accumulator"})),
                    Just(json!({"var": "current.line.price"})),
                    Just(json!({"var": "current.line.views"})),
                ]
                .boxed(),
            );
        }
        (Sees::TurnOfLine, _) => "current.",
        (Sees::Number, Kind::Number) | (Sees::Text, Kind::Text) => return named(""),
        (Sees::TurnOfNumber, Kind::Number) => {
            return Some(prop_oneof![Just(json!({"var": "accumulator"})), Just(json!({"var": "current"})),].boxed());
        }
        _ => return None,
    };
    let line = |name: &str| name.starts_with("line.") || name.starts_with("product.");
    let names = CATALOGUE.iter().filter(|one| one.kind == kind && (sees == Sees::Row || line(one.name)));
    let names: Vec<String> = names.map(|one| before.to_owned() + one.name).collect();
    if names.is_empty() {
        return None;
    }
    Some(prop::sample::select(names).prop_map(|name| json!({"var": name})).boxed())
}

fn number(depth: u32, sees: Sees) -> BoxedStrategy<Value> {
    let constant =
        prop::sample::select(vec![-2.0, -1.0, 0.0, 0.25, 0.4, 1.0, 3.0, 129.0]).prop_map(|n| json!(n)).boxed();
    let leaf = match name_of(Kind::Number, sees) {
        None => constant,
        Some(name) => {
            let name = move || name.clone();
            prop_oneof![constant, name(), name().prop_map(|fact| json!({"var": [fact["var"], 7]}))].boxed()
        }
    };
    if depth == 0 {
        return leaf;
    }
    let inner = || number(depth - 1, sees);
    prop_oneof![
        3 => leaf,
        2 => (prop::sample::select(vec!["+", "*", "min", "max"]), prop::collection::vec(inner(), 1..4))
            .prop_map(|(operator, parts)| json!({operator: parts})),
        2 => (prop::sample::select(vec!["-", "/", "%"]), inner(), inner())
            .prop_map(|(operator, a, b)| json!({operator: [a, b]})),
        1 => inner().prop_map(|a| json!({"-": [a]})),
        1 => (condition(depth - 1, sees), inner(), prop_oneof![inner(), Just(json!(null))])
            .prop_map(|(which, a, b)| json!({"if": [which, a, b]})),
        1 => (lines(depth - 1, sees), number(depth - 1, turn(sees)), inner())
            .prop_map(|(list, body, start)| json!({"reduce": [list, body, start]})),
        1 => (numbers(depth - 1, sees), number(depth - 1, Sees::TurnOfNumber), inner())
            .prop_map(|(list, body, start)| json!({"reduce": [list, body, start]})),
    ]
    .boxed()
}

/// What is seen inside an operator over `lines`.
fn inside(sees: Sees) -> Sees {
    if sees == Sees::Row { Sees::Line } else { Sees::Number }
}

/// As `inside`, for `reduce`.
fn turn(sees: Sees) -> Sees {
    if sees == Sees::Row { Sees::TurnOfLine } else { Sees::TurnOfNumber }
}

/// A list of lines; a number where the cart isn't visible.
fn lines(depth: u32, sees: Sees) -> BoxedStrategy<Value> {
    if sees != Sees::Row {
        return Just(json!([3])).boxed();
    }
    let all = Just(json!({"var": "cart.items"})).boxed();
    if depth == 0 {
        return all;
    }
    prop_oneof![
        2 => all,
        1 => (lines(depth - 1, sees), condition(depth - 1, Sees::Line))
            .prop_map(|(list, body)| json!({"filter": [list, body]})),
        1 => prop::collection::vec(lines(depth - 1, sees), 1..3).prop_map(|lists| json!({"merge": lists})),
    ]
    .boxed()
}

fn numbers(depth: u32, sees: Sees) -> BoxedStrategy<Value> {
    let literal = prop::collection::vec(number(0, sees), 1..4).prop_map(|list| json!(list)).boxed();
    if depth == 0 {
        return literal;
    }
    prop_oneof![
        literal,
        (numbers(depth - 1, sees), condition(depth - 1, Sees::Number))
            .prop_map(|(list, body)| json!({"filter": [list, body]})),
        (numbers(depth - 1, sees), number(depth - 1, Sees::Number))
            .prop_map(|(list, body)| json!({"map": [list, body]})),
        (lines(depth - 1, sees), number(depth - 1, inside(sees))).prop_map(|(list, body)| json!({"map": [list, body]})),
        (numbers(depth - 1, sees), number(depth - 1, sees), numbers(depth - 1, sees))
            .prop_map(|(a, b, c)| json!({"merge": [a, b, c]})),
    ]
    .boxed()
}

fn texts(depth: u32, sees: Sees) -> BoxedStrategy<Value> {
    let literal = prop::collection::vec(text(0, sees), 1..3).prop_map(|list| json!(list)).boxed();
    let all = if sees == Sees::Row { Just(json!({"var": "customer.segments"})).boxed() } else { literal.clone() };
    if depth == 0 {
        return prop_oneof![literal, all].boxed();
    }
    prop_oneof![
        all,
        (texts(depth - 1, sees), condition(depth - 1, Sees::Text))
            .prop_map(|(list, body)| json!({"filter": [list, body]})),
        (texts(depth - 1, sees), text(depth - 1, Sees::Text)).prop_map(|(list, body)| json!({"map": [list, body]})),
        (lines(depth - 1, sees), text(depth - 1, inside(sees))).prop_map(|(list, body)| json!({"map": [list, body]})),
        (texts(depth - 1, sees), text(depth - 1, sees)).prop_map(|(a, b)| json!({"merge": [a, b]})),
    ]
    .boxed()
}

fn text(depth: u32, sees: Sees) -> BoxedStrategy<Value> {
    let constant =
        prop::sample::select(vec!["M", "Dresses", "cart", "loyal", "new_large_purchase", "x", "", "null", "ll"]);
    let constant = constant.prop_map(|text| json!(text)).boxed();
    let leaf = match name_of(Kind::Text, sees) {
        Some(name) => prop_oneof![1 => constant, 2 => name].boxed(),
        None => constant,
    };
    if depth == 0 {
        return leaf;
    }
    let inner = move || text(depth - 1, sees);
    prop_oneof![
        3 => leaf,
        1 => prop::collection::vec(prop_oneof![4 => inner(), 1 => Just(json!(null))], 1..4).prop_map(|parts| json!({"cat": parts})),
        1 => (inner(), -4..5).prop_map(|(text, start)| json!({"substr": [text, start]})),
        1 => (inner(), -4..5, -3..4).prop_map(|(text, start, length)| json!({"substr": [text, start, length]})),
        1 => (condition(depth - 1, sees), inner(), inner()).prop_map(|(which, a, b)| json!({"if": [which, a, b]})),
    ]
    .boxed()
}

/// Names of facts for `missing`.
fn missable(sees: Sees) -> BoxedStrategy<Vec<Value>> {
    let kind = prop::sample::select(vec![Kind::Number, Kind::Text, Kind::Texts]);
    let names = move |kind: Kind| match (sees, kind) {
        (Sees::Row, _) | (Sees::Line, Kind::Text) => name_of(kind, sees).unwrap(),
        (Sees::Line, _) => name_of(Kind::Number, sees).unwrap(),
        (Sees::TurnOfLine, _) => name_of(Kind::Flag, sees).unwrap(),
        _ => Just(json!(null)).boxed(),
    };
    let one = kind.prop_flat_map(names).prop_map(|fact| fact["var"].clone());
    prop::collection::vec(one, 1..4).boxed()
}

fn condition(depth: u32, sees: Sees) -> BoxedStrategy<Value> {
    let equality = || prop::sample::select(vec!["==", "===", "!=", "!=="]);
    let shallow = depth.min(1);
    let flag = name_of(Kind::Flag, sees).unwrap_or(any::<bool>().prop_map(|flag| json!(flag)).boxed());
    let comparison = prop::sample::select(vec!["<", "<=", ">", ">=", "==", "===", "!=", "!=="]);
    let mut leaves = vec![
        any::<bool>().prop_map(|flag| json!(flag)).boxed(),
        flag.clone(),
        (comparison, number(shallow, sees), number(shallow, sees))
            .prop_map(|(operator, a, b)| json!({operator: [a, b]}))
            .boxed(),
        (prop::sample::select(vec!["<", "<="]), number(0, sees), number(shallow, sees), number(0, sees))
            .prop_map(|(operator, a, b, c)| json!({operator: [a, b, c]}))
            .boxed(),
        (equality(), text(shallow, sees), text(shallow, sees))
            .prop_map(|(operator, a, b)| json!({operator: [a, b]}))
            .boxed(),
        (equality(), flag.clone(), any::<bool>()).prop_map(|(operator, a, b)| json!({operator: [a, b]})).boxed(),
        (equality(), prop_oneof![number(shallow, sees), text(0, sees), flag.clone()])
            .prop_map(|(operator, a)| json!({operator: [a, null]}))
            .boxed(),
        (equality(), prop::collection::vec(flag, 1..4), any::<bool>(), prop::sample::select(vec!["and", "or"]))
            .prop_map(|(operator, flags, flag, chain)| json!({operator: [{chain: flags}, flag]}))
            .boxed(),
        (text(shallow, sees), prop::collection::vec(prop::sample::select(vec!["M", "S", "Dresses", ""]), 0..3))
            .prop_map(|(needle, list)| json!({"in": [needle, list]}))
            .boxed(),
        (number(0, sees), prop::collection::vec(prop::sample::select(vec![0, 1, 129]), 0..3))
            .prop_map(|(needle, list)| json!({"in": [needle, list]}))
            .boxed(),
        (prop_oneof![4 => text(0, sees), 1 => Just(json!(null))], texts(shallow, sees))
            .prop_map(|(needle, list)| json!({"in": [needle, list]}))
            .boxed(),
        (number(0, sees), numbers(shallow, sees)).prop_map(|(needle, list)| json!({"in": [needle, list]})).boxed(),
        (text(shallow, sees), text(shallow, sees)).prop_map(|(needle, place)| json!({"in": [needle, place]})).boxed(),
        number(shallow, sees),
        text(shallow, sees),
        prop_oneof![lines(shallow, sees), numbers(shallow, sees), texts(shallow, sees)].boxed(),
    ];
    if matches!(sees, Sees::Row | Sees::Line | Sees::TurnOfLine) {
        leaves.push(missable(sees).prop_map(|names| json!({"missing": names})).boxed());
        leaves
            .push((0..4, missable(sees)).prop_map(|(needed, names)| json!({"missing_some": [needed, names]})).boxed());
    }
    let leaf = prop::strategy::Union::new(leaves);
    if depth == 0 {
        return leaf.boxed();
    }
    let inner = move || condition(depth - 1, sees);
    let every = || prop::sample::select(vec!["all", "some", "none"]);
    prop_oneof![
        4 => leaf,
        4 => prop::collection::vec(inner(), 1..4).prop_map(|parts| json!({"and": parts})),
        4 => prop::collection::vec(inner(), 1..4).prop_map(|parts| json!({"or": parts})),
        2 => inner().prop_map(|part| json!({"!": [part]})),
        2 => inner().prop_map(|part| json!({"!!": [part]})),
        1 => inner().prop_map(|part| json!({"log": [part]})),
        2 => (inner(), inner(), inner()).prop_map(|(which, a, b)| {
            let flag = |part: Value| json!({"!!": [part]});
            json!({"if": [which, flag(a), flag(b)]})
        }),
        2 => (every(), lines(depth - 1, sees), condition(depth - 1, inside(sees))).prop_map(|(name, list, body)| json!({name: [list, body]})),
        1 => (every(), numbers(depth - 1, sees), condition(depth - 1, Sees::Number)).prop_map(|(name, list, body)| json!({name: [list, body]})),
        1 => (every(), texts(depth - 1, sees), condition(depth - 1, Sees::Text)).prop_map(|(name, list, body)| json!({name: [list, body]})),
    ]
    .boxed()
}

fn loaded(document: &Value) -> Rules {
    let mut found = Diagnostics::default();
    let rules = load(Node::root(document), &Settings::default(), &mut found);
    rules.unwrap_or_else(|| panic!("{document}: {found:?}"))
}

/// Conditions as rules usually have them.
fn usual() -> BoxedStrategy<Value> {
    let test = prop_oneof![
        (name_of(Kind::Text, Sees::Row).unwrap(), prop::sample::select(vec!["M", "S", "Dresses", "cart"]))
            .prop_map(|(fact, text)| json!({"==": [fact, text]})),
        Just(json!({"==": [{"var": "line.size"}, "M"]})),
        Just(json!({"in": [{"var": "line.category"}, ["Dresses", "Shoes"]]})),
        // Several rules have these, so that they are computed once a row.
        Just(json!({"some": [{"var": "cart.items"}, {"==": [{"var": "line.size"}, "S"]}]})),
        Just(json!({"==": [{"cat": [{"var": "line.category"}, "-", {"var": "line.size"}]}, "Dresses-M"]})),
        Just(json!({"or": [{"var": "line.new_brand"}, {">": [{"var": "line.price"}, 1]}, {"var": "cart.premium"}]})),
        Just(json!({"or": [{"==": [{"var": "line.size"}, "S"]}, {"==": ["XS", {"var": "line.size"}]}]})),
        name_of(Kind::Flag, Sees::Row).unwrap(),
        (name_of(Kind::Number, Sees::Row).unwrap(), prop::sample::select(vec!["<", "<=", ">", ">=", "=="]), -2..130)
            .prop_map(|(fact, operator, number)| json!({operator: [fact, number]})),
        (prop::sample::select(vec!["<", "<=", ">", ">="]), 0..200)
            .prop_map(|(operator, number)| json!({operator: [number, {"var": "line.price"}]})),
    ];
    prop_oneof![
        4 => prop::collection::vec(test, 1..4).prop_map(|tests| json!({"and": tests})),
        1 => condition(2, Sees::Row),
    ]
    .boxed()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]

    #[test]
    fn compiled_conditions_agree_with_json_logic(when in condition(3, Sees::Row), lines in 0_usize..=4) {
        let rules = loaded(&json!({"rules": [{"id": "r", "when": {"and": [when]}, "nudge": {"type": "size_guide"}}]}));
        let input = input(lines);
        let mut strings = Strings::new(&rules.symbols);
        let facts = features::facts(&input, &Products::default(), &Settings::default(), &mut strings);
        for row in facts.lines.iter().chain([&facts.cart]) {
            // Its truth is asked for inside: infinity is true, but as a result it is null.
            let plain = logic::evaluate(&json!({"!!": [when]}), &data(row, &facts, &strings)).unwrap();
            let ground = Ground { row, lines: &facts.lines, segments: &facts.segments, strings: &strings };
            prop_assert_eq!(json!(rules.program.holds(0, &ground)), plain, "{}", when);
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

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn the_index_finds_exactly_the_rules_that_hold_within_the_bound(whens in prop::collection::vec(usual(), 0..120), lines in 1_usize..=4) {
        let rules: Vec<Value> = whens.iter().enumerate().map(|(index, when)| {
            let scope = if when.to_string().contains("\"line.") || index % 3 > 0 { "line" } else { "cart" };
            json!({"id": index.to_string(), "when": {"and": [when]}, "scope": scope, "nudge": {"type": "size_guide"}})
        }).filter(|rule| rule["scope"] == "line" || !rule.to_string().contains("product.")).collect();
        let rules = loaded(&json!({"rules": rules}));
        let input = input(lines);
        let mut strings = Strings::new(&rules.symbols);
        let facts = features::facts(&input, &Products::default(), &Settings::default(), &mut strings);
        let (mut scratch, mut matching) = (Scratch::default(), Vec::new());
        for (about_line, row) in facts.lines.iter().map(|row| (true, row)).chain([(false, &facts.cart)]) {
            let ground = Ground { row, lines: &facts.lines, segments: &facts.segments, strings: &strings };
            let holds = |rule: &usize| rules.document.rules[*rule].about_line == about_line && rules.program.holds(*rule, &ground);
            let expected: Vec<u32> = (0..rules.document.rules.len()).filter(holds).map(|rule| rule as u32).collect();
            rules.program.matching(about_line, &ground, &mut scratch, &mut matching);
            prop_assert_eq!(&matching, &expected);
            prop_assert!(scratch.steps <= rules.program.steps());
            scratch.steps = 0;
        }
    }
}
