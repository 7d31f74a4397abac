//! Which of several nudges goes first.

use crate::diagnostic::Diagnostics;
use crate::json::Node;
use crate::json::Strictness::Written;
use serde::Serialize;

/// What nudges are ranked by.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(tag = "by", rename_all = "snake_case")]
pub enum Ranking {
    /// The rule's priority.
    #[default]
    Priority,
    /// What the nudge is expected to save.
    ExpectedValue(Economics),
}

/// What a return and a shopper's attention cost, in major units of the cart's currency.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Economics {
    /// What a returned line costs the shop.
    pub return_cost: ReturnCost,
    /// What showing a nudge costs; 0 when missing. A nudge expected to save no more than this isn't shown.
    pub attention_cost: f64,
}

/// What a returned line costs the shop: a fixed part and a share of the line's value.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct ReturnCost {
    /// Postage and handling, in major units; 0 when missing.
    pub fixed: f64,
    /// Loss of value, as a share of the line's value, 0 to 1; 0 when missing.
    pub share: f64,
}

/// The share of returns that a nudge is taken to prevent where its rule doesn't say: 7 %, as a well-aimed message did in
/// the largest public field test.
pub const ASSUMED_EFFECT: f64 = 0.07;

impl Economics {
    /// The cost of a line coming back, were it worth `value`.
    #[must_use]
    pub fn cost_of_return(&self, value: f64) -> f64 {
        self.return_cost.fixed + self.return_cost.share * value
    }

    /// Probability of return × cost of a return × effect − cost of attention. `at_stake` is the product of the first two.
    #[must_use]
    pub fn expected_value(&self, at_stake: f64, effect: f64) -> f64 {
        at_stake * effect - self.attention_cost
    }
}

pub(super) fn read(node: &Node<'_>, found: &mut Diagnostics) -> Ranking {
    if !node.is_object(found) {
        return Ranking::Priority;
    }
    match node.required_text("by", "`priority` or `expected_value`", Written, found).as_deref() {
        Some("priority") => {
            node.only(&["by"], found);
            Ranking::Priority
        }
        Some("expected_value") => {
            node.only(&["by", "return_cost", "attention_cost"], found);
            read_economics(node, found).map_or(Ranking::Priority, Ranking::ExpectedValue)
        }
        Some(other) => {
            found.refuse("unknown_ranking", &node.at("by"), || {
                (format!("unknown ranking `{other}`"), "write `priority` or `expected_value`".to_owned())
            });
            Ranking::Priority
        }
        None => Ranking::Priority,
    }
}

fn read_economics(node: &Node<'_>, found: &mut Diagnostics) -> Option<Economics> {
    let amount = (0.0, 1e9);
    let Some(cost) = node.get("return_cost") else {
        node.required("return_cost", "what a returned line costs, like { \"fixed\": 6.5, \"share\": 0.1 }", found);
        return None;
    };
    if !cost.is_object(found) {
        return None;
    }
    cost.only(&["fixed", "share"], found);
    let return_cost = ReturnCost {
        fixed: cost.number("fixed", amount, Written, found).unwrap_or(0.0),
        share: cost.number("share", (0.0, 1.0), Written, found).unwrap_or(0.0),
    };
    if return_cost.fixed <= 0.0 && return_cost.share <= 0.0 && !found.has_errors() {
        found.refuse("no_return_cost", &cost, || {
            let message = "a return that costs nothing makes every nudge worthless".to_owned();
            (message, "give `fixed` an amount, or `share` a share of the line's value".to_owned())
        });
    }
    Some(Economics {
        return_cost,
        attention_cost: node.number("attention_cost", amount, Written, found).unwrap_or(0.0),
    })
}
