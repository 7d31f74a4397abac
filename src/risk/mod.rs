//! Risk: how likely each line is to come back, why, and what would change it.

pub mod calibration;
mod confidence;
mod counterfactual;
#[cfg(not(target_arch = "wasm32"))]
pub mod import;
pub mod model;
pub mod scorecard;
mod starter;
pub mod trees;

use crate::cart::Cart;
use crate::features::{Fact, Facts, Input, Row, Strings};
use crate::indicator::Indicators;
use crate::product::Products;
use crate::segment::Segment;
use crate::settings::Settings;
use crate::text::sum;
pub use confidence::Confidence;
pub use counterfactual::Counterfactual;
pub use model::{Model, Scorer};
use serde::Serialize;
pub use starter::starter;
#[cfg(any(not(target_arch = "wasm32"), feature = "authoring"))]
pub use starter::starter_document;

/// A probability in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Band {
    /// Under the medium threshold.
    Low,
    /// From the medium threshold on.
    Medium,
    /// From the high threshold on.
    High,
}

impl Band {
    /// The band of a probability.
    #[must_use]
    pub fn of(probability: f64, settings: &Settings) -> Self {
        if probability >= settings.band_high {
            return Band::High;
        }
        if probability >= settings.band_medium {
            return Band::Medium;
        }
        Band::Low
    }

    /// The name in documents and rules.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Band::Low => "low",
            Band::Medium => "medium",
            Band::High => "high",
        }
    }
}

/// A model's name and version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ModelName {
    /// The model's name.
    pub id: String,
    /// The model's version.
    pub version: u32,
}

/// The risk of a cart and of each of its lines.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RiskReport {
    /// The model that scored.
    pub model: ModelName,
    /// The cart as a whole.
    pub cart: CartRisk,
    /// The lines, in cart order.
    pub lines: Vec<LineRisk>,
}

/// The cart as a whole.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CartRisk {
    /// Expected share of the cart's value that comes back, 0 to 1; 0 for an empty cart.
    pub risk: f64,
    /// The share in words.
    pub band: Band,
    /// Expected value that comes back, in major units.
    pub expected_return_value: f64,
    /// Probability that at least one line comes back, were lines independent.
    pub any_return: f64,
    /// The segments that hold.
    pub segments: Vec<Segment>,
    /// The four risk indicators.
    pub indicators: Indicators,
}

/// One line.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LineRisk {
    /// The line's variant.
    pub item_id: String,
    /// Probability that the line comes back.
    pub risk: f64,
    /// The probability in words.
    pub band: Band,
    /// How much there was to go on.
    pub confidence: Confidence,
    /// The score in log-odds: `base` plus the contributions, summed in their order, is `total`.
    pub score: Score,
    /// What each feature added, in the model's order; features that are unknown and added nothing are left out.
    pub contributions: Vec<Contribution>,
    /// What the shopper could change, and the risk then.
    pub counterfactuals: Vec<Counterfactual>,
}

/// A score in log-odds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Score {
    /// A scorecard's intercept: of a line about which nothing is known. Of trees, the mean score of what they were
    /// trained on.
    pub base: f64,
    /// Of this line.
    pub total: f64,
}

/// One feature's part in a score.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Contribution {
    /// The feature's name.
    pub feature: &'static str,
    /// Its value; absent when it is unknown, which tells a tree something, too.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<f64>,
    /// Log-odds that it added.
    pub contribution: f64,
}

/// What the stages need to make facts again for a changed cart.
pub(crate) struct Scene<'a> {
    pub input: &'a Input,
    pub products: &'a Products,
    pub settings: &'a Settings,
    pub model: &'a Model,
    /// Whether lines are accounted for: contributions of trees and counterfactuals take longer than the rest.
    pub accounts: bool,
}

/// Scores all lines and adds the facts made from the score to the rows.
pub(crate) fn score(scene: &Scene<'_>, facts: &mut Facts, strings: &mut Strings<'_>) -> RiskReport {
    let margins = scene.model.margins(&facts.lines);
    let probabilities: Vec<f64> = margins.iter().map(|margin| scene.model.calibration.probability(*margin)).collect();
    let cart = &scene.input.cart;
    let mut report_lines = Vec::new();
    let scored = margins.iter().zip(&probabilities);
    for (index, ((line, row), (margin, risk))) in cart.lines.iter().zip(&facts.lines).zip(scored).enumerate() {
        let (score, contributions) = if scene.accounts {
            scene.model.account(row, *margin)
        } else {
            (Score { base: *margin, total: *margin }, Vec::new())
        };
        report_lines.push(LineRisk {
            item_id: line.item_id.clone(),
            risk: *risk,
            band: Band::of(*risk, scene.settings),
            confidence: Confidence::of(row, scene.settings),
            score,
            contributions,
            counterfactuals: if scene.accounts { counterfactual::of(scene, index, row) } else { Vec::new() },
        });
    }
    let cart_risk = cart_risk(cart, &probabilities, &facts.cart, scene.settings);
    add_scored_facts(scene, facts, &probabilities, &cart_risk, strings);
    let model = ModelName { id: scene.model.id.clone(), version: scene.model.version };
    RiskReport { model, cart: cart_risk, lines: report_lines }
}

fn cart_risk(cart: &Cart, probabilities: &[f64], facts: &Row, settings: &Settings) -> CartRisk {
    let value = cart.value().major(cart.currency);
    let expected =
        sum(cart.lines.iter().zip(probabilities).map(|(line, risk)| line.value().major(cart.currency) * risk));
    let lines = u32::try_from(probabilities.len()).map_or(0.0, f64::from);
    let risk = if value > 0.0 {
        expected / value
    } else if lines > 0.0 {
        sum(probabilities.iter().copied()) / lines
    } else {
        0.0
    };
    CartRisk {
        risk,
        band: Band::of(risk, settings),
        expected_return_value: expected,
        any_return: 1.0 - probabilities.iter().fold(1.0, |none, risk| none * (1.0 - risk)),
        segments: crate::segment::of(facts, settings),
        indicators: crate::indicator::of(facts, settings),
    }
}

fn add_scored_facts(
    scene: &Scene<'_>,
    facts: &mut Facts,
    probabilities: &[f64],
    cart: &CartRisk,
    strings: &mut Strings<'_>,
) {
    let currency = scene.input.cart.currency;
    let cart_band = strings.symbol(cart.band.name());
    let whole = |row: &mut Row| {
        row.set(Fact::CartRisk, cart.risk);
        row.set(Fact::CartBand, cart_band);
        row.set(Fact::CartAnyReturn, cart.any_return);
        row.set(Fact::CartExpectedReturn, cart.expected_return_value);
    };
    whole(&mut facts.cart);
    for ((row, risk), line) in facts.lines.iter_mut().zip(probabilities).zip(&scene.input.cart.lines) {
        whole(row);
        row.set(Fact::LineRisk, *risk);
        row.set(Fact::LineConfidence, strings.symbol(Confidence::of(row, scene.settings).name()));
        row.set(Fact::LineBand, strings.symbol(Band::of(*risk, scene.settings).name()));
        row.set(Fact::LineExpectedReturn, line.value().major(currency) * risk);
    }
}
