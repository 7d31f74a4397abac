//! How good predicted answers were.

use super::feedback::Fit;
use super::model::Chances;
use crate::replay::auc::auc;
use crate::text::count as number;
use serde::Serialize;

/// A prediction and what came of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Prediction {
    /// The answer's name in the file.
    pub id: String,
    /// How likely each answer was.
    pub chances: Chances,
    /// The answer; `None` where it isn't known.
    pub fit: Option<Fit>,
    /// How many steps the size that was taken lies above the one that would have been recommended before; `None` where
    /// none would have been.
    pub from_recommended: Option<f64>,
}

/// What became of recommended sizes, over the predictions whose answer is known.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Recommended {
    /// Predictions with a recommended size.
    pub recommended: usize,
    /// Where it was the size that was taken: how many, and how many of them answered "true to size".
    pub taken: usize,
    /// As above.
    pub taken_true: usize,
    /// Where another size was taken: how many, and how many of them answered "true to size".
    pub other: usize,
    /// As above.
    pub other_true: usize,
    /// Where the size that was taken was true to size and at most one step from the recommended one.
    pub true_within_a_step: usize,
}

/// Counts what became of recommended sizes.
#[must_use]
pub fn recommended(predictions: &[Prediction]) -> Recommended {
    let mut counts = Recommended::default();
    for one in predictions {
        let (Some(fit), Some(from)) = (one.fit, one.from_recommended) else { continue };
        let (same, near, fits) = (from.abs() < 0.01, from.abs() < 1.01, fit == Fit::True);
        counts.recommended += 1;
        counts.taken += usize::from(same);
        counts.taken_true += usize::from(same && fits);
        counts.other += usize::from(!same);
        counts.other_true += usize::from(!same && fits);
        counts.true_within_a_step += usize::from(near && fits);
    }
    counts
}

/// Figures over the predictions whose answer is known.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Figures {
    /// How many there are.
    pub answers: usize,
    /// Mean of the three AUCs, each of one answer against the two others; `None` where one of them isn't known.
    pub macro_auc: Option<f64>,
    /// Mean of −ln(chance of the answer that was given); `None` without an answer.
    pub log_loss: Option<f64>,
    /// The three answers: small, true, large.
    pub by_answer: Vec<OfAnswer>,
}

/// Figures of one answer.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OfAnswer {
    /// `small`, `true` or `large`.
    pub answer: &'static str,
    /// How many gave it.
    pub given: usize,
    /// The mean of its chances times the predictions: how many were expected to.
    pub expected: f64,
    /// Area under the ROC curve against the two other answers; `None` where nobody, or everybody, gave it.
    pub auc: Option<f64>,
    /// Tenths of the predictions, by the chance of this answer.
    pub tenths: Vec<Tenth>,
}

/// A tenth of the predictions.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Tenth {
    /// How many.
    pub answers: usize,
    /// Their mean chance.
    pub expected: f64,
    /// The share that gave the answer.
    pub given: f64,
}

/// Measures predictions.
#[must_use]
pub fn figures(predictions: &[Prediction]) -> Figures {
    let known: Vec<(Chances, Fit)> = predictions.iter().filter_map(|one| Some((one.chances, one.fit?))).collect();
    let by_answer: Vec<OfAnswer> = [Fit::Small, Fit::True, Fit::Large].map(|fit| of_answer(&known, fit)).into();
    let aucs: Option<Vec<f64>> = by_answer.iter().map(|one| one.auc).collect();
    let loss: f64 = known.iter().map(|(chances, fit)| -chance(*chances, *fit).ln()).sum();
    Figures {
        answers: known.len(),
        macro_auc: aucs.map(|aucs| aucs.iter().sum::<f64>() / 3.0),
        log_loss: (!known.is_empty()).then(|| loss / number(known.len())),
        by_answer,
    }
}

fn chance(chances: Chances, fit: Fit) -> f64 {
    match fit {
        Fit::Small => chances.small,
        Fit::True => chances.true_to_size,
        Fit::Large => chances.large,
    }
}

fn of_answer(known: &[(Chances, Fit)], fit: Fit) -> OfAnswer {
    let mut scored: Vec<(f64, bool)> =
        known.iter().map(|(chances, given)| (chance(*chances, fit), *given == fit)).collect();
    scored.sort_by(|a, b| a.0.total_cmp(&b.0));
    OfAnswer {
        answer: fit.name(),
        given: scored.iter().filter(|(_, given)| *given).count(),
        expected: scored.iter().map(|(chance, _)| chance).sum(),
        auc: auc(&scored),
        tenths: scored.chunks(scored.len().div_ceil(10).max(1)).map(tenth).collect(),
    }
}

fn tenth(scored: &[(f64, bool)]) -> Tenth {
    let all = number(scored.len());
    Tenth {
        answers: scored.len(),
        expected: scored.iter().map(|(chance, _)| chance).sum::<f64>() / all,
        given: number(scored.iter().filter(|(_, given)| *given).count()) / all,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prediction(small: f64, large: f64, fit: Option<Fit>) -> Prediction {
        let chances = Chances { small, true_to_size: 1.0 - small - large, large };
        Prediction { id: String::new(), chances, fit, from_recommended: None }
    }

    #[test]
    fn recommended_sizes_are_held_against_what_was_taken() {
        let with = |from, fit| Prediction { from_recommended: from, ..prediction(0.1, 0.1, fit) };
        let all = [
            with(Some(0.0), Some(Fit::True)),
            with(Some(0.0), Some(Fit::Small)),
            with(Some(-1.0), Some(Fit::True)),
            with(Some(2.0), Some(Fit::True)),
            with(Some(0.0), None),
            with(None, Some(Fit::True)),
        ];
        let expected =
            Recommended { recommended: 4, taken: 2, taken_true: 1, other: 2, other_true: 2, true_within_a_step: 2 };
        assert_eq!(recommended(&all), expected);
    }

    #[test]
    fn figures_are_those_of_the_known_answers() {
        let predictions = [
            prediction(0.5, 0.25, Some(Fit::Small)),
            prediction(0.25, 0.5, Some(Fit::Large)),
            prediction(0.25, 0.25, Some(Fit::True)),
            prediction(0.9, 0.05, None),
        ];
        let figures = figures(&predictions);
        assert_eq!((figures.answers, figures.macro_auc), (3, Some(1.0)));
        assert!((figures.log_loss.unwrap() - std::f64::consts::LN_2).abs() < 1e-12);
        assert_eq!(figures.by_answer[0].given, 1);
        assert!((figures.by_answer[0].expected - 1.0).abs() < 1e-12);
        assert_eq!(super::figures(&[]).log_loss, None);
        assert_eq!(super::figures(&predictions[..1]).macro_auc, None);
    }
}
