//! Scoring models over rows of numbers, without carts: for comparing with the libraries that train them. No shipped
//! module has this entry.

#[cfg(target_arch = "wasm32")]
mod entry;

use cartnudge::diagnostic::Diagnostics;
use cartnudge::features::{Fact, Row};
use cartnudge::json::Node;
use cartnudge::risk::Model;
use serde_json::Value;

/// A model, and the rows that it scores.
pub struct Scoring {
    model: Model,
    features: Vec<Fact>,
    rows: Vec<Row>,
}

impl Scoring {
    /// Takes a model document; `features` are the columns of the rows to come.
    ///
    /// # Errors
    /// The first finding, or the name that is no fact.
    pub fn new(document: &str, features: &[&str]) -> Result<Self, String> {
        let document: Value = serde_json::from_str(document).map_err(|error| error.to_string())?;
        let mut found = Diagnostics::default();
        let model = Model::read(Node::root(&document), &mut found);
        let model = model.ok_or_else(|| found.iter().next().map_or_else(String::new, |one| format!("{one:?}")))?;
        let features = features.iter().map(|name| Fact::named(name).ok_or_else(|| format!("no fact `{name}`")));
        Ok(Scoring { model, features: features.collect::<Result<_, _>>()?, rows: Vec::new() })
    }

    /// Takes rows, one after the other; NaN is unknown.
    pub fn set_rows(&mut self, cells: &[f64]) {
        let row = |cells: &[f64]| {
            let mut row = Row::unknown();
            for (fact, cell) in self.features.iter().zip(cells) {
                row.set(*fact, *cell);
            }
            row
        };
        self.rows = cells.chunks_exact(self.features.len().max(1)).map(row).collect();
    }

    /// The score of each row.
    #[must_use]
    pub fn margins(&self) -> Vec<f64> {
        self.model.margins(&self.rows)
    }

    /// The probability of each row.
    #[must_use]
    pub fn probabilities(&self) -> Vec<f64> {
        self.margins().into_iter().map(|margin| self.model.calibration.probability(margin)).collect()
    }

    /// For each row the contribution of each feature, then the base, then the total.
    #[must_use]
    pub fn contributions(&self) -> Vec<f64> {
        let mut all = Vec::new();
        for (row, margin) in self.rows.iter().zip(self.margins()) {
            let (score, parts) = self.model.account(row, margin);
            let of = |fact: &Fact| {
                let name = fact.definition().name;
                parts.iter().find(|part| part.feature == name).map_or(0.0, |part| part.contribution)
            };
            all.extend(self.features.iter().map(of));
            all.extend([score.base, score.total]);
        }
        all
    }
}
