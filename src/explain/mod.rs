//! Why: for each rule, on each line, what its conditions saw, and what became of it. For people who write rules; a
//! shopper's page doesn't carry it.

mod condition;
pub(crate) mod words;

use crate::decision::{Decision, Suppressed, Why};
use crate::engine::Engine;
use crate::features::{self, Facts, Input, Row, Strings};
use crate::nudge::Cause;
use crate::risk::{self, Scene};
use crate::rules::Rule;
pub use condition::Condition;
use serde::Serialize;

/// A decision with its reasons.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Explanation {
    /// The decision, with every rule that isn't shown among the suppressed.
    pub decision: Decision,
    /// Every rule, in document order.
    pub rules: Vec<RuleTrace>,
}

/// What became of a rule.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RuleTrace {
    /// The rule.
    pub rule_id: String,
    /// The rule's name.
    pub name: String,
    /// The cart, or each of its lines.
    pub subjects: Vec<Subject>,
}

/// What became of a rule on a line, or on the cart.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Subject {
    /// The line's item; absent for the cart.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item_id: Option<String>,
    /// Whether the rule's nudge is shown here.
    pub shown: bool,
    /// Why not; absent when it is shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<Why>,
    /// More precisely why not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<Cause>,
    /// Whether the rule's condition holds here.
    pub holds: bool,
    /// The parts of the condition, in document order, each with what it saw.
    pub conditions: Vec<Condition>,
    /// All of this in a sentence.
    pub sentence: String,
}

/// Decides, and says why.
#[must_use]
pub fn explain(engine: &Engine, input: &Input) -> Explanation {
    let input = Input { explain: true, ..input.clone() };
    let decision = engine.decide(&input);
    let rules = engine.rules();
    let mut symbols = rules.symbols.clone();
    let conditions: Vec<Vec<condition::Part>> = rules
        .document
        .rules
        .iter()
        .enumerate()
        .map(|(index, rule)| condition::parts(index, rule, &mut symbols))
        .collect();
    let scene = Scene { accounts: false, ..engine.scene(&input) };
    let mut strings = Strings::new(&symbols);
    let mut facts = features::facts(&input, scene.products, scene.settings, &mut strings);
    let _ = risk::score(&scene, &mut facts, &mut strings);
    let teller = Teller { input: &input, decision: &decision, facts: &facts, strings: &strings };
    let traces = rules.document.rules.iter().zip(&conditions).map(|(rule, parts)| teller.rule(rule, parts)).collect();
    Explanation { rules: traces, decision }
}

struct Teller<'a> {
    input: &'a Input,
    decision: &'a Decision,
    facts: &'a Facts,
    strings: &'a Strings<'a>,
}

impl Teller<'_> {
    fn rule(&self, rule: &Rule, parts: &[condition::Part]) -> RuleTrace {
        let subjects = if rule.about_line {
            let lines = self.input.cart.lines.iter().zip(&self.facts.lines);
            lines.map(|(line, row)| self.subject(rule, parts, Some(line), row)).collect()
        } else {
            vec![self.subject(rule, parts, None, &self.facts.cart)]
        };
        RuleTrace { rule_id: rule.id.clone(), name: rule.name.clone(), subjects }
    }

    fn subject(&self, rule: &Rule, parts: &[condition::Part], line: Option<&crate::cart::Line>, row: &Row) -> Subject {
        let item_id = line.map(|line| line.item_id.as_str());
        let (holds, conditions) = condition::trace(parts, row, self.facts, self.strings);
        let is_here = |rule_id: &str, item: Option<&str>| rule_id == rule.id && item == item_id;
        let shown = self.decision.nudges.iter().any(|nudge| is_here(&nudge.rule_id, nudge.item_id.as_deref()));
        let reason = self.reason(rule, item_id).filter(|_| !shown);
        let (why, detail) = match reason {
            Some(one) => (Some(one.why), one.detail),
            // Another line's outcome was told for the rule: here its condition doesn't hold.
            None if !shown => (Some(Why::NotApplicable), Some(Cause::Condition)),
            None => (None, None),
        };
        let about = line.map(|line| line.item_name.as_deref().unwrap_or(&line.item_id));
        Subject {
            item_id: item_id.map(str::to_owned),
            shown,
            why,
            detail,
            holds,
            sentence: words::sentence(rule, about, why, detail, &conditions),
            conditions,
        }
    }

    /// The reason given for this line, or for the whole rule.
    fn reason(&self, rule: &Rule, item_id: Option<&str>) -> Option<&Suppressed> {
        let own = self.decision.suppressed.iter().filter(|one| one.rule_id == rule.id);
        let of = |item: Option<&str>| own.clone().find(|one| one.item_id.as_deref() == item);
        of(item_id).or_else(|| of(None))
    }
}

#[cfg(test)]
mod tests;
