//! From a raw score to a calibrated probability.

use crate::diagnostic::Diagnostics;
use crate::json::Node;
use crate::json::Strictness::Written;

/// How a score becomes a probability.
#[derive(Clone, Debug, PartialEq)]
pub enum Calibration {
    /// The logistic function alone.
    None,
    /// Platt scaling: the logistic function of `a × score + b`.
    /// Source: J. Platt, "Probabilistic outputs for support vector machines", 1999.
    Platt {
        /// Slope.
        a: f64,
        /// Offset.
        b: f64,
    },
    /// Isotonic regression: straight lines between points of score and probability, level before the first and after
    /// the last. Source: B. Zadrozny, C. Elkan, "Transforming classifier scores", KDD 2002; the lines are
    /// scikit-learn's.
    Isotonic {
        /// Score and probability; scores rise, probabilities never fall.
        points: Vec<(f64, f64)>,
    },
}

impl Calibration {
    /// The probability; it never falls while the score rises.
    #[must_use]
    pub fn probability(&self, score: f64) -> f64 {
        match self {
            Calibration::None => logistic(score),
            Calibration::Platt { a, b } => logistic(a * score + b),
            Calibration::Isotonic { points } => between(points, score),
        }
    }

    pub(super) fn read(node: &Node<'_>, found: &mut Diagnostics) -> Option<Self> {
        if !node.is_object(found) {
            return None;
        }
        match node.text("kind", Written, found).as_deref() {
            None | Some("none") => {
                node.only(&["kind"], found);
                Some(Calibration::None)
            }
            Some("platt") => {
                node.only(&["kind", "a", "b"], found);
                Some(Calibration::Platt {
                    a: node.number("a", (1e-6, 1e3), Written, found).unwrap_or(1.0),
                    b: node.number("b", (-1e3, 1e3), Written, found).unwrap_or(0.0),
                })
            }
            Some("isotonic") => {
                node.only(&["kind", "scores", "probabilities"], found);
                read_points(node, found).map(|points| Calibration::Isotonic { points })
            }
            Some(other) => {
                found.refuse("unknown_calibration", &node.at("kind"), || {
                    let help = "write `none`, `platt` or `isotonic`".to_owned();
                    (format!("unknown calibration `{other}`"), help)
                });
                None
            }
        }
    }
}

fn read_points(node: &Node<'_>, found: &mut Diagnostics) -> Option<Vec<(f64, f64)>> {
    let scores = super::trees::numbers(node, "scores", (-1e9, 1e9), found)?;
    let probabilities = super::trees::numbers(node, "probabilities", (0.0, 1.0), found)?;
    let rises = scores.windows(2).all(|pair| matches!(pair, [a, b] if a < b));
    let never_falls = probabilities.windows(2).all(|pair| matches!(pair, [a, b] if a <= b));
    if scores.is_empty() || scores.len() != probabilities.len() || !rises || !never_falls {
        found.refuse("not_a_curve", node, || {
            let message =
                format!("{} scores and {} probabilities don't make a rising curve", scores.len(), probabilities.len());
            let help = "give each score once, rising, and a probability for each that is not under the one before";
            (message, help.to_owned())
        });
        return None;
    }
    Some(scores.into_iter().zip(probabilities).collect())
}

/// The probability on the line between the two points around the score.
fn between(points: &[(f64, f64)], score: f64) -> f64 {
    let after = points.partition_point(|(at, _)| *at <= score);
    let next = points.get(after);
    let Some((x0, y0)) = after.checked_sub(1).and_then(|before| points.get(before)) else {
        return next.map_or(0.5, |(_, probability)| *probability);
    };
    match next {
        Some((x1, y1)) => (y1 - y0) / (x1 - x0) * (score - x0) + y0,
        None => *y0,
    }
}

/// `1 / (1 + e^−x)`, without overflow at either end.
#[must_use]
pub fn logistic(x: f64) -> f64 {
    if x >= 0.0 {
        return 1.0 / (1.0 + libm::exp(-x));
    }
    let e = libm::exp(x);
    e / (1.0 + e)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_logistic_function_is_symmetric_and_never_overflows() {
        assert_eq!(logistic(0.0), 0.5);
        assert_eq!(logistic(-1000.0), 0.0);
        assert_eq!(logistic(1000.0), 1.0);
        assert!((logistic(2.0) + logistic(-2.0) - 1.0).abs() < 1e-15);
    }

    fn read(value: &serde_json::Value) -> Result<Calibration, Vec<String>> {
        let mut found = Diagnostics::default();
        let read = Calibration::read(&Node::root(value), &mut found);
        let words = found.iter().map(|one| format!("{}: {} ({})", one.pointer, one.message, one.help)).collect();
        if found.is_empty() { read.ok_or(words) } else { Err(words) }
    }

    #[test]
    fn isotonic_is_linear_between_its_points_and_level_outside() {
        let curve = json!({"kind": "isotonic", "scores": [-1, 0, 2], "probabilities": [0.1, 0.3, 0.7]});
        let curve = read(&curve).unwrap();
        let at = |score: f64| curve.probability(score);
        assert_eq!(
            [at(-9.0), at(-1.0), at(-0.5), at(0.0), at(1.0), at(2.0), at(9.0)],
            [0.1, 0.1, 0.2, 0.3, 0.5, 0.7, 0.7]
        );
    }

    #[test]
    fn a_curve_that_falls_or_is_torn_is_refused() {
        let falls = json!({"kind": "isotonic", "scores": [0, 1], "probabilities": [0.5, 0.4]});
        assert_eq!(
            read(&falls).unwrap_err(),
            [
                ": 2 scores and 2 probabilities don't make a rising curve (give each score once, rising, and a probability \
              for each that is not under the one before)"
            ]
        );
        for value in [
            json!({"kind": "isotonic", "scores": [0, 0], "probabilities": [0.5, 0.6]}),
            json!({"kind": "isotonic", "scores": [], "probabilities": []}),
            json!({"kind": "isotonic", "scores": [0, 1], "probabilities": [0.5]}),
            json!({"kind": "isotonic", "scores": [0, 1], "probabilities": [0.5, 1.5]}),
            json!({"kind": "isotonic", "scores": [0, 1]}),
            json!({"kind": "platt", "scores": [0, 1]}),
        ] {
            assert!(read(&value).is_err(), "{value}");
        }
    }
}
