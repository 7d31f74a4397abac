//! Decisions for tests: rules about a cart of one dress.

use crate::decision::Decision;
use crate::engine::{Engine, read_input};
use serde_json::{Value, json};

/// What was decided, and what was found in options and input.
pub(crate) struct Sample {
    pub decision: Decision,
    /// The same as pages get it.
    pub told: Value,
    /// Pointer and code.
    pub found: Vec<(String, &'static str)>,
}

impl Sample {
    /// The decision about `given`: `rules`, each laid over a rule of this type that always holds; `items` of the cart, each
    /// over a dress in M; `product`, over that dress's facts; more of the engine's `options` and of the `input`.
    pub fn of(kind: &str, given: &Value) -> Self {
        let list = |key: &str| given[key].as_array().cloned().unwrap_or_else(|| vec![json!({})]);
        let rule = |(index, own): (usize, &Value)| {
            let all = json!({ "id": format!("r{index}"), "scope": "line", "when": true, "nudge": { "type": kind } });
            laid_over(all, own)
        };
        let item = |(index, own): (usize, &Value)| {
            let all = json!({ "item_id": format!("d{index}"), "item_group_id": "d", "price": 50, "size": "M" });
            laid_over(all, own)
        };
        let rules: Vec<Value> = list("rules").iter().enumerate().map(rule).collect();
        let items: Vec<Value> = list("items").iter().enumerate().map(item).collect();
        let product =
            json!({ "item_group_id": "d", "item_name": "Dress", "item_brand": "Aurel", "item_category": "Dresses" });
        let options = json!({ "rules": { "schema_version": 2, "version": 1, "rules": rules },
            "products": [laid_over(product, &given["product"])] });
        let input = json!({ "cart": { "currency": "EUR", "items": items }, "now": 86_400_000 });
        let (engine, of_options) = Engine::new(&laid_over(options, &given["options"])).expect("an engine");
        let (input, of_input) = read_input(&laid_over(input, &given["input"])).expect("an input");
        let decision = engine.decide(&input);
        let told = serde_json::to_value(&decision).unwrap();
        let found = of_options.iter().chain(of_input.iter()).map(|one| (one.pointer.clone(), one.code)).collect();
        Sample { decision, told, found }
    }

    /// What the first nudge shows.
    pub fn view(&self) -> &Value {
        assert!(!self.decision.nudges.is_empty(), "no nudge: {}", self.told["suppressed"]);
        &self.told["nudges"][0]["content"]
    }

    /// What it opens.
    pub fn detail(&self) -> &Value {
        &self.view()["detail"]
    }

    /// Its headline and body.
    pub fn said(&self) -> [&str; 2] {
        ["headline", "body"].map(|key| self.view()[key].as_str().unwrap())
    }

    /// Why there is no nudge by the first rule that has none.
    pub fn silence(&self) -> &str {
        assert!(self.decision.nudges.is_empty(), "a nudge: {}", self.told["nudges"]);
        self.told["suppressed"][0]["detail"].as_str().unwrap()
    }
}

/// Members of `own` over those of `all`, at every depth.
fn laid_over(mut all: Value, own: &Value) -> Value {
    match (&mut all, own) {
        (_, Value::Null) => {}
        (Value::Object(all), Value::Object(own)) => {
            for (key, value) in own {
                let before = all.remove(key).unwrap_or(Value::Null);
                all.insert(key.clone(), if value.is_null() { Value::Null } else { laid_over(before, value) });
            }
        }
        (all, own) => *all = own.clone(),
    }
    all
}

/// A chart of these sizes, one measure, each 4 cm more from 84 cm on.
pub(crate) fn chart(sizes: &[&str]) -> Value {
    let row = |(index, size): (usize, &&str)| {
        let from = 84 + 4 * index;
        json!({ "size": size, "values": [[from, from + 4]] })
    };
    let rows: Vec<Value> = sizes.iter().enumerate().map(row).collect();
    json!({ "size_chart": { "columns": ["Chest"], "rows": rows } })
}

/// The signals of a shopper who kept these sizes of the dress's brand and category.
pub(crate) fn kept(sizes: &[&str]) -> Value {
    let kept = |size: &&str| json!({ "brand": "Aurel", "category": "Dresses", "size": size, "count": 2 });
    json!({ "kept_sizes": sizes.iter().map(kept).collect::<Vec<_>>() })
}
