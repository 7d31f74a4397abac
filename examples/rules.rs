//! How long conditions take: `cargo run --profile native --example rules`.
//!
//! Rules as shops write them, against the same conditions as hand-written closures; nanoseconds for a rule on a line.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)] // it measures, and ships nowhere

use cartnudge::diagnostic::Diagnostics;
use cartnudge::engine::read_input;
use cartnudge::features::{self, Fact, Row, Strings};
use cartnudge::json::Node;
use cartnudge::product::Products;
use cartnudge::rules::{self, Ground, Rules, Scratch};
use cartnudge::settings::Settings;
use serde_json::{Value, json};
use std::hint::black_box;
use std::time::Instant;

type Closure = Box<dyn Fn(&Row) -> bool>;

/// Always the same numbers (a linear congruential generator).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

/// A condition of two to four tests: mostly a category or brand, then thresholds and flags.
fn condition(numbers: &mut Numbers) -> Value {
    let mut tests = Vec::new();
    match numbers.below(10) {
        0..=4 => tests.push(json!({"==": [{"var": "line.category"}, format!("c{}", numbers.below(40))]})),
        5..=7 => tests.push(json!({"==": [{"var": "line.brand"}, format!("b{}", numbers.below(60))]})),
        8 => tests.push(json!({"==": [{"var": "page.type"}, "cart"]})),
        _ => {}
    }
    tests.push(json!({">=": [{"var": "line.price"}, 20 + numbers.below(300)]}));
    if numbers.below(2) == 0 {
        tests.push(json!({">": [{"var": "customer.return_rate"}, numbers.below(10) as f64 / 10.0]}));
    }
    if numbers.below(3) == 0 {
        tests.push(json!({">=": [{"var": "line.size_count"}, 2]}));
    }
    json!({"and": tests})
}

fn closures(conditions: &[Value], strings: &mut Strings<'_>) -> Vec<Closure> {
    let test = |test: &Value, strings: &mut Strings<'_>| -> Closure {
        let (operator, arguments) = test.as_object().and_then(|test| test.iter().next()).expect("an operation");
        let fact = Fact::named(arguments[0]["var"].as_str().unwrap_or_default()).expect("a fact");
        match (operator.as_str(), arguments[1].as_f64()) {
            ("==", _) => {
                let symbol = strings.symbol(arguments[1].as_str().unwrap_or_default());
                Box::new(move |row| row.cell(fact) == symbol)
            }
            (">=", Some(limit)) => Box::new(move |row| row.get(fact).unwrap_or(0.0) >= limit),
            (_, limit) => Box::new(move |row| row.get(fact).unwrap_or(0.0) > limit.unwrap_or(0.0)),
        }
    };
    let both = |a: Closure, b: Closure| -> Closure { Box::new(move |row| a(row) && b(row)) };
    let mut all = Vec::new();
    for condition in conditions {
        let tests = condition["and"].as_array().expect("a list").iter().map(|one| test(one, strings));
        all.push(tests.collect::<Vec<_>>().into_iter().reduce(both).expect("a test"));
    }
    all
}

fn loaded(conditions: &[Value]) -> Rules {
    let rule =
        |(id, when): (usize, &Value)| json!({"id": id.to_string(), "when": when, "nudge": {"type": "size_guide"}});
    let document = json!({"rules": conditions.iter().enumerate().map(rule).collect::<Vec<_>>()});
    let mut found = Diagnostics::default();
    let begin = Instant::now();
    let rules = rules::load(Node::root(&document), &Settings::default(), &mut found).expect("rules that hold");
    print!("{:>6} rules, loaded in {:.1} ms:", conditions.len(), begin.elapsed().as_secs_f64() * 1e3);
    rules
}

/// Nanoseconds for each of `count` things that `run` does.
fn timed(count: usize, mut run: impl FnMut()) -> f64 {
    let rounds = 20_000_000 / count.max(1) + 1;
    let begin = Instant::now();
    (0..rounds).for_each(|_| run());
    begin.elapsed().as_secs_f64() * 1e9 / (rounds * count) as f64
}

fn main() {
    for count in [100, 1_000, 10_000] {
        let mut numbers = Numbers(7);
        let conditions: Vec<Value> = (0..count).map(|_| condition(&mut numbers)).collect();
        let rules = loaded(&conditions);
        let mut item = |id: usize| {
            json!({"item_id": id.to_string(), "price": 20 + numbers.below(300), "item_category": format!("c{}", numbers.below(40)),
                "item_brand": format!("b{}", numbers.below(60)), "size": "M"})
        };
        let items: Vec<Value> = (0..10).map(&mut item).collect();
        let input = json!({"cart": {"currency": "EUR", "items": items}, "customer": {"lines_with_outcome": 20, "lines_returned": 9},
            "consent": {"personalization": true}, "page": {"type": "cart"}, "now": 1_700_000_000_000_u64});
        let (input, _) = read_input(&input).expect("an input");
        let mut strings = Strings::new(&rules.symbols);
        let facts = features::facts(&input, &Products::default(), &Settings::default(), &mut strings);
        let closures = closures(&conditions, &mut strings);
        let ground = |row| Ground { row, lines: &facts.lines, segments: &facts.segments, strings: &strings };
        let each = facts.lines.len() * conditions.len();
        let by_closure = timed(each, || {
            for row in &facts.lines {
                black_box(closures.iter().filter(|closure| closure(row)).count());
            }
        });
        let one_by_one = timed(each, || {
            for row in &facts.lines {
                let ground = ground(row);
                black_box((0..conditions.len()).filter(|rule| rules.program.holds(*rule, &ground)).count());
            }
        });
        let (mut scratch, mut matching) = (Scratch::default(), Vec::new());
        let mut found = 0;
        let by_index = timed(each, || {
            found = 0;
            for row in &facts.lines {
                rules.program.matching(true, &ground(row), &mut scratch, &mut matching);
                found += matching.len();
            }
        });
        println!(
            " closures {by_closure:.2} ns, one by one {one_by_one:.2} ns, index {by_index:.3} ns; {} match on {} lines",
            found,
            facts.lines.len()
        );
    }
}
