//! How good a model's probabilities were: each past line scored with what was known before it, against what became of it.

use crate::features::Fact;
use crate::replay::auc::{auc, share};
use crate::replay::past::Past;
use crate::risk::Model;
use crate::settings::Settings;
use serde::Serialize;

/// A line's score, and what became of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Prediction {
    /// Its `order_line_id`.
    pub id: String,
    /// Probability that it comes back.
    pub probability: f64,
    /// Whether it did; `None` where that isn't known.
    pub returned: Option<bool>,
    /// Unit price times pieces, major units.
    pub value: f64,
    /// Whether the customer had bought before.
    pub known_customer: bool,
    /// Lines of the product with a known outcome.
    pub product_lines: f64,
}

/// An amount and a share of the line's value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Price {
    /// Major units.
    pub fixed: f64,
    /// Share of the line's value.
    pub share: f64,
}

impl Price {
    fn of(self, value: f64) -> f64 {
        self.fixed + self.share * value
    }
}

/// What it costs to warn and not to warn.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct CostMatrix {
    /// What a return costs.
    pub return_cost: Price,
    /// What is lost when a line that would have been kept isn't bought.
    pub lost_sale: Price,
    /// Share of warned buyers who don't buy the line.
    pub warning_stops: f64,
}

impl CostMatrix {
    /// What is lost by a line that would have been kept, or returned, against the better of the two ways.
    fn cost(&self, warned: bool, returned: bool, value: f64) -> f64 {
        match (warned, returned) {
            (true, false) => self.warning_stops * self.lost_sale.of(value),
            (false, true) => self.warning_stops * self.return_cost.of(value),
            _ => 0.0,
        }
    }

    /// Whether warning is expected to cost less.
    fn warns(&self, probability: f64, value: f64) -> bool {
        probability * self.return_cost.of(value) > (1.0 - probability) * self.lost_sale.of(value)
    }
}

/// Money per line, in major units.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Costs {
    /// Nobody is warned.
    pub no_warnings: f64,
    /// Everybody is.
    pub always_warning: f64,
    /// Those are whom the model makes it cheaper to warn.
    pub with_the_model: f64,
    /// Share of lines with a warning then.
    pub warned: f64,
}

/// Lines of neighbouring probabilities.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Bin {
    /// Lines.
    pub lines: u64,
    /// Smallest probability.
    pub from: f64,
    /// Largest.
    pub to: f64,
    /// Mean probability.
    pub expected: f64,
    /// Share that came back.
    pub returned: f64,
    /// That share over the share of all lines.
    pub lift: f64,
}

/// Figures of some lines. Those that need both kinds of outcome are `None` without.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Figures {
    /// Lines with a known outcome.
    pub lines: u64,
    /// Of these, returned.
    pub returned: u64,
    /// Their share.
    pub return_rate: Option<f64>,
    /// Mean probability.
    pub expected_rate: Option<f64>,
    /// Area under the ROC curve.
    pub auc: Option<f64>,
    /// Mean of −ln of the probability given to what happened, in nats.
    pub log_loss: Option<f64>,
    /// Mean squared difference of probability and outcome.
    pub brier: Option<f64>,
}

/// Figures of lines that have something in common.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Group {
    /// What.
    pub name: &'static str,
    /// The figures.
    #[serde(flatten)]
    pub figures: Figures,
}

/// All predictions of a period.
#[derive(Debug)]
pub struct Backtest {
    /// By time of order.
    pub predictions: Vec<Prediction>,
}

impl Backtest {
    /// Scores every line of the past.
    #[must_use]
    pub fn run(past: &mut Past, model: &Model, settings: &Settings) -> Self {
        let mut predictions = Vec::new();
        for cart in past {
            let rows = cart.input.rows(settings);
            let margins = model.margins(&rows);
            let currency = cart.input.cart.currency;
            let scored = cart.lines.into_iter().zip(&cart.input.cart.lines).zip(rows.iter().zip(margins));
            predictions.extend(scored.map(|((line, bought), (row, margin))| Prediction {
                id: line.id,
                probability: model.calibration.probability(margin),
                returned: line.returned,
                value: bought.value().major(currency),
                known_customer: row.get(Fact::CustomerOrders).is_some_and(|orders| orders > 0.0),
                product_lines: row.get(Fact::ProductLines).unwrap_or(0.0),
            }));
        }
        Backtest { predictions }
    }

    fn known(&self) -> impl Iterator<Item = (&Prediction, bool)> {
        self.predictions.iter().filter_map(|one| Some((one, one.returned?)))
    }

    /// The figures of all lines.
    #[must_use]
    pub fn figures(&self) -> Figures {
        figures(self.known())
    }

    /// The figures of lines by how much was known.
    #[must_use]
    pub fn groups(&self, settings: &Settings) -> Vec<Group> {
        let thin = settings.confident_product_lines;
        let group = |name, is: &dyn Fn(&Prediction) -> bool| Group {
            name,
            figures: figures(self.known().filter(|(one, _)| is(one))),
        };
        vec![
            group("known customer", &|one| one.known_customer),
            group("new or unknown customer", &|one| !one.known_customer),
            group("well-known product", &|one| one.product_lines >= thin),
            group("little-known product", &|one| one.product_lines < thin),
        ]
    }

    /// Ten groups of equally many lines, from the lowest probability to the highest: whether they mean what they say.
    #[must_use]
    pub fn bins(&self) -> Vec<Bin> {
        let mut known: Vec<(f64, bool)> = self.known().map(|(one, returned)| (one.probability, returned)).collect();
        known.sort_by(|a, b| a.0.total_cmp(&b.0));
        let all = mean(known.iter().map(|(_, returned)| f64::from(u8::from(*returned))));
        let size = known.len().div_ceil(10).max(1);
        known
            .chunks(size)
            .filter_map(|bin| {
                let returned = mean(bin.iter().map(|(_, returned)| f64::from(u8::from(*returned))))?;
                Some(Bin {
                    lines: u64::try_from(bin.len()).unwrap_or(u64::MAX),
                    from: bin.first()?.0,
                    to: bin.last()?.0,
                    expected: mean(bin.iter().map(|(probability, _)| *probability))?,
                    returned,
                    lift: returned / all?,
                })
            })
            .collect()
    }

    /// What warnings would have cost and saved, per line.
    #[must_use]
    pub fn costs(&self, matrix: &CostMatrix) -> Option<Costs> {
        let per_line = |warned: &dyn Fn(&Prediction) -> bool| {
            mean(self.known().map(|(one, returned)| matrix.cost(warned(one), returned, one.value)))
        };
        let model = |one: &Prediction| matrix.warns(one.probability, one.value);
        Some(Costs {
            no_warnings: per_line(&|_| false)?,
            always_warning: per_line(&|_| true)?,
            with_the_model: per_line(&model)?,
            warned: mean(self.known().map(|(one, _)| f64::from(u8::from(model(one)))))?,
        })
    }
}

fn figures<'a>(known: impl Iterator<Item = (&'a Prediction, bool)>) -> Figures {
    let mut known: Vec<(f64, bool)> = known.map(|(one, returned)| (one.probability, returned)).collect();
    known.sort_by(|a, b| a.0.total_cmp(&b.0));
    let lines = u64::try_from(known.len()).unwrap_or(u64::MAX);
    let returned = u64::try_from(known.iter().filter(|(_, returned)| *returned).count()).unwrap_or(u64::MAX);
    // A probability of exactly 0 or 1 that was wrong would be infinitely wrong.
    let given = |(probability, returned): &(f64, bool)| {
        libm::fmax(if *returned { *probability } else { 1.0 - *probability }, 1e-15)
    };
    let off = |(probability, returned): &(f64, bool)| {
        let off = probability - f64::from(u8::from(*returned));
        off * off
    };
    Figures {
        lines,
        returned,
        return_rate: share(returned, lines),
        expected_rate: mean(known.iter().map(|(probability, _)| *probability)),
        auc: auc(&known),
        log_loss: mean(known.iter().map(|one| -libm::log(given(one)))),
        brier: mean(known.iter().map(off)),
    }
}

fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (number, sum) = values.fold((0.0, 0.0), |(number, sum), value| (number + 1.0, sum + value));
    (number > 0.0).then(|| sum / number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn backtest(lines: &[(f64, bool, f64)]) -> Backtest {
        let one = |(probability, returned, value): &(f64, bool, f64)| Prediction {
            id: String::new(),
            probability: *probability,
            returned: Some(*returned),
            value: *value,
            known_customer: false,
            product_lines: 0.0,
        };
        Backtest { predictions: lines.iter().map(one).collect() }
    }

    #[test]
    fn figures_are_those_of_the_textbook() {
        let figures =
            backtest(&[(0.8, true, 10.0), (0.6, false, 10.0), (0.3, false, 10.0), (0.1, true, 10.0)]).figures();
        assert_eq!((figures.lines, figures.returned, figures.auc), (4, 2, Some(0.5)));
        let log_loss = -(0.8_f64.ln() + 0.4_f64.ln() + 0.7_f64.ln() + 0.1_f64.ln()) / 4.0;
        assert!((figures.log_loss.unwrap() - log_loss).abs() < 1e-12);
        assert!((figures.brier.unwrap() - (0.04 + 0.36 + 0.09 + 0.81) / 4.0).abs() < 1e-12);
        assert_eq!(figures.expected_rate, Some(0.45));
        assert_eq!(backtest(&[(0.5, true, 1.0)]).figures().auc, None);
        assert_eq!(backtest(&[]).figures().log_loss, None);
    }

    #[test]
    fn a_line_is_warned_when_that_is_expected_to_cost_less() {
        // The public returns set's own: half of the warned don't buy, a return costs 5 × (3 + 10 %).
        let matrix = CostMatrix {
            return_cost: Price { fixed: 15.0, share: 0.5 },
            lost_sale: Price { fixed: 0.0, share: 1.0 },
            warning_stops: 0.5,
        };
        let costs = backtest(&[(0.9, true, 100.0), (0.4, false, 100.0), (0.7, false, 100.0)]).costs(&matrix).unwrap();
        assert!((costs.no_warnings - 32.5 / 3.0).abs() < 1e-12);
        assert!((costs.always_warning - 100.0 / 3.0).abs() < 1e-12);
        assert!((costs.with_the_model - 50.0 / 3.0).abs() < 1e-12);
        assert!((costs.warned - 2.0 / 3.0).abs() < 1e-12);
    }

    #[test]
    fn bins_hold_equally_many_lines() {
        let lines: Vec<(f64, bool, f64)> = (0..95).map(|at| (f64::from(at) / 100.0, at >= 48, 1.0)).collect();
        let bins = backtest(&lines).bins();
        assert_eq!(bins.len(), 10);
        assert_eq!((bins[0].lines, bins[9].lines), (10, 5));
        assert_eq!((bins[0].returned, bins[9].returned), (0.0, 1.0));
        assert!((bins[9].lift - 95.0 / 47.0).abs() < 1e-12);
    }
}
