//! The logistic scorecard: a weight per feature, against the feature's mean.

use super::Contribution;
use super::model::read_feature;
use crate::diagnostic::Diagnostics;
use crate::features::{Fact, Row};
use crate::json::Node;
use crate::json::Strictness::Written;

/// A logistic scorecard. Its score is in log-odds: `intercept + Σ weight × (transform(clamp(value)) − mean)`.
#[derive(Clone, Debug, PartialEq)]
pub struct Scorecard {
    /// Log-odds of a line whose features are all at their mean, or unknown.
    pub intercept: f64,
    /// The terms, in the order in which they are summed.
    pub terms: Vec<Term>,
}

/// One feature's part.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Term {
    /// The feature.
    pub feature: Fact,
    /// How the value is bent.
    pub transform: Transform,
    /// Values below count as this.
    pub min: f64,
    /// Values above count as this.
    pub max: f64,
    /// Mean of the transformed value; what it is held against.
    pub mean: f64,
    /// Log-odds per unit of the transformed value.
    pub weight: f64,
}

/// How a value is bent before it is weighed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transform {
    /// Not at all.
    Identity,
    /// `ln(1 + value)`: each doubling counts the same.
    Log1p,
}

impl Term {
    /// Log-odds that this feature adds for this row; 0 when the feature is unknown.
    #[must_use]
    pub fn contribution(&self, row: &Row) -> f64 {
        let Some(value) = row.get(self.feature) else { return 0.0 };
        let value = libm::fmin(libm::fmax(value, self.min), self.max);
        let value = match self.transform {
            Transform::Identity => value,
            Transform::Log1p => libm::log1p(value),
        };
        self.weight * (value - self.mean)
    }
}

impl Scorecard {
    /// Reads what a scorecard has of its own in a model document.
    pub(super) fn read(node: &Node<'_>, found: &mut Diagnostics) -> Option<Self> {
        node.only(&["schema_version", "kind", "id", "version", "note", "intercept", "terms", "calibration"], found);
        let intercept = required_number(node, "intercept", "log-odds of an average line", found);
        let mut terms = Vec::new();
        if let Some(list) = node.get("terms") {
            if list.is_list(found) {
                for term in list.items(found) {
                    terms.extend(Term::read(&term, found));
                }
            }
        } else {
            node.required("terms", "the list of features and weights", found);
        }
        Some(Scorecard { intercept: intercept?, terms })
    }

    /// The score of one row: the intercept plus the terms, in their order.
    #[must_use]
    pub fn margin(&self, row: &Row) -> f64 {
        self.terms.iter().fold(self.intercept, |sum, term| sum + term.contribution(row))
    }

    /// What each known feature added.
    pub(super) fn contributions(&self, row: &Row) -> Vec<Contribution> {
        let known = self.terms.iter().filter_map(|term| {
            let value = row.get(term.feature)?;
            let feature = term.feature.definition().name;
            Some(Contribution { feature, value: Some(value), contribution: term.contribution(row) })
        });
        known.collect()
    }
}

const ANY: (f64, f64) = (-1e9, 1e9);

fn required_number(node: &Node<'_>, key: &str, what: &str, found: &mut Diagnostics) -> Option<f64> {
    let number = node.number(key, ANY, Written, found);
    if node.get(key).is_none() {
        node.required(key, what, found);
    }
    number
}

impl Term {
    fn read(node: &Node<'_>, found: &mut Diagnostics) -> Option<Self> {
        if !node.is_object(found) {
            return None;
        }
        node.only(&["feature", "transform", "min", "max", "mean", "weight", "why", "source"], found);
        let name = node.required_text("feature", "a feature of the catalogue, like `line.price`", Written, found)?;
        let feature = read_feature(&node.at("feature"), &name, found);
        let transform = match node.text("transform", Written, found).as_deref() {
            None | Some("identity") => Transform::Identity,
            Some("log1p") => Transform::Log1p,
            Some(other) => {
                found.refuse("unknown_transform", &node.at("transform"), || {
                    (format!("unknown transform `{other}`"), "write `identity` or `log1p`".to_owned())
                });
                Transform::Identity
            }
        };
        let floor = if transform == Transform::Log1p { 0.0 } else { -1e9 };
        Some(Term {
            feature: feature?,
            transform,
            min: node.number("min", (floor, 1e9), Written, found).unwrap_or(floor),
            max: node.number("max", (floor, 1e9), Written, found).unwrap_or(1e9),
            mean: required_number(node, "mean", "mean of the transformed feature", found)?,
            weight: required_number(node, "weight", "log-odds per unit", found)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::risk::Model;
    use serde_json::json;

    fn faults(value: &serde_json::Value) -> Vec<String> {
        let mut found = Diagnostics::default();
        assert!(Model::read(Node::root(value), &mut found).is_none());
        found.iter().map(|one| format!("{}: {} ({})", one.pointer, one.message, one.help)).collect()
    }

    #[test]
    fn a_model_is_read_whole_or_refused_with_every_fault() {
        assert_eq!(
            faults(&json!({"kind": "scorecard", "id": "m", "terms": [
                {"feature": "line.prise", "mean": 0, "weight": 1},
                {"feature": "line.risk", "mean": 0, "weight": 1},
                {"feature": "line.price", "transform": "log", "mean": 0}
            ]})),
            [
                "/intercept: `intercept` is missing (add `intercept`: log-odds of an average line)",
                "/terms/0/feature: unknown feature `line.prise` (did you mean `line.price`?)",
                "/terms/1/feature: `line.risk` is not a feature: it is a text or made from the score (did you mean `line.price`?)",
                "/terms/2/transform: unknown transform `log` (write `identity` or `log1p`)",
                "/terms/2/weight: `weight` is missing (add `weight`: log-odds per unit)",
            ]
        );
    }
}
