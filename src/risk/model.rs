//! A risk model: its name, what scores, and how a score becomes a probability.

use super::calibration::Calibration;
use super::scorecard::Scorecard;
use super::trees::Trees;
use super::{Contribution, Score};
use crate::diagnostic::{Diagnostics, Severity, nearest};
use crate::features::{CATALOGUE, Fact, Row};
use crate::json::Node;
use crate::json::Strictness::Written;

/// The version of the model document that this build reads. 2 has trees and isotonic calibration.
pub const SCHEMA_VERSION: u32 = 2;

/// A model.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    /// The model's name.
    pub id: String,
    /// The model's version.
    pub version: u32,
    /// What scores.
    pub scorer: Scorer,
    /// From score to probability.
    pub calibration: Calibration,
}

/// What scores.
#[derive(Clone, Debug, PartialEq)]
pub enum Scorer {
    /// A weight a feature.
    Scorecard(Scorecard),
    /// Gradient-boosted trees.
    Trees(Box<Trees>),
}

impl Model {
    /// Reads a model document; `None` with errors when any part is unknown or impossible.
    #[must_use]
    pub fn read(node: Node<'_>, found: &mut Diagnostics) -> Option<Self> {
        if !node.is_object(found) {
            return None;
        }
        let before = found.len();
        let schema = read_schema(&node, found);
        let kind = node.text("kind", Written, found);
        let scorer = match kind.as_deref() {
            None | Some("scorecard") => Scorecard::read(&node, found).map(Scorer::Scorecard),
            Some("trees") => {
                needs_schema_2(&node.at("kind"), "trees", schema, found);
                Trees::read(&node, found).map(|trees| Scorer::Trees(Box::new(trees)))
            }
            Some(other) => {
                found.refuse("unknown_model_kind", &node.at("kind"), || {
                    let help = "this build reads models of kind `scorecard` and `trees`".to_owned();
                    (format!("unknown model kind `{other}`"), help)
                });
                None
            }
        };
        let id = node.required_text("id", "the model's name", Written, found);
        let version = node.whole("version", (0, u32::MAX), Written, found).unwrap_or(1);
        let calibration = match node.get("calibration") {
            Some(node) => Calibration::read(&node, found),
            None => Some(Calibration::None),
        };
        if matches!(calibration, Some(Calibration::Isotonic { .. })) {
            needs_schema_2(&node.at("calibration"), "isotonic calibration", schema, found);
        }
        if found.iter().skip(before).any(|one| one.severity == Severity::Error) {
            return None;
        }
        Some(Model { id: id?, version, scorer: scorer?, calibration: calibration? })
    }

    /// The score of one row, without the account of it: log-odds, unless the calibration says otherwise.
    #[must_use]
    pub fn margin(&self, row: &Row) -> f64 {
        match &self.scorer {
            Scorer::Scorecard(scorecard) => scorecard.margin(row),
            Scorer::Trees(trees) => trees.margin(row),
        }
    }

    /// The scores of many rows, in their order. As [`Model::margin`] for each, but faster.
    #[must_use]
    pub fn margins(&self, rows: &[Row]) -> Vec<f64> {
        match &self.scorer {
            Scorer::Scorecard(scorecard) => rows.iter().map(|row| scorecard.margin(row)).collect(),
            Scorer::Trees(trees) => trees.margins(rows),
        }
    }

    /// Probability that a line with these facts comes back.
    #[must_use]
    pub fn probability(&self, row: &Row) -> f64 {
        self.calibration.probability(self.margin(row))
    }

    /// What each feature added to the score, in the model's order. `base` plus the contributions, added in that order,
    /// is `total`, bit for bit.
    #[must_use]
    pub fn account(&self, row: &Row, margin: f64) -> (Score, Vec<Contribution>) {
        match &self.scorer {
            Scorer::Scorecard(scorecard) => {
                (Score { base: scorecard.intercept, total: margin }, scorecard.contributions(row))
            }
            Scorer::Trees(trees) => trees.account(row, margin),
        }
    }
}

/// The schema version that the document says; the newest when it doesn't.
fn read_schema(node: &Node<'_>, found: &mut Diagnostics) -> u32 {
    let version = node.whole("schema_version", (1, u32::MAX), Written, found).unwrap_or(SCHEMA_VERSION);
    if version > SCHEMA_VERSION {
        found.refuse("newer_schema", &node.at("schema_version"), || {
            let message = format!("a model of schema version {version}; this build reads version {SCHEMA_VERSION}");
            (message, "update cartnudge".to_owned())
        });
    }
    version
}

/// An older page would refuse the document without saying why.
fn needs_schema_2(node: &Node<'_>, what: &str, schema: u32, found: &mut Diagnostics) {
    if schema < 2 {
        found.refuse("newer_key", node, || {
            let message = format!("{what} came with schema version 2, and the document says 1");
            (message, "set `schema_version` to 2".to_owned())
        });
    }
}

/// The feature of this name; an error at `node` when a model can't use it.
pub(super) fn read_feature(node: &Node<'_>, name: &str, found: &mut Diagnostics) -> Option<Fact> {
    let definition = CATALOGUE.iter().find(|definition| definition.name == name);
    if let Some(definition) = definition.filter(|definition| definition.is_feature()) {
        return Some(definition.fact);
    }
    found.refuse("unknown_feature", node, || {
        let features = CATALOGUE.iter().filter(|definition| definition.is_feature()).map(|definition| definition.name);
        let help = match nearest(name, features) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "use a number or truth value of the catalogue that is known before the score".to_owned(),
        };
        let message = match definition {
            Some(_) => format!("`{name}` is not a feature: it is a text or made from the score"),
            None => format!("unknown feature `{name}`"),
        };
        (message, help)
    });
    None
}
