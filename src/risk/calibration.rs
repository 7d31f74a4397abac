//! From a raw score to a calibrated probability.

use crate::diagnostic::Diagnostics;
use crate::json::Node;
use crate::json::Strictness::Written;

/// How a score in log-odds becomes a probability.
#[derive(Clone, Copy, Debug, PartialEq)]
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
}

impl Calibration {
    /// The probability, strictly monotone in the score while `a > 0`.
    #[must_use]
    pub fn probability(self, score: f64) -> f64 {
        match self {
            Calibration::None => logistic(score),
            Calibration::Platt { a, b } => logistic(a * score + b),
        }
    }

    pub(super) fn read(node: Node<'_>, found: &mut Diagnostics) -> Option<Self> {
        if !node.is_object(found) {
            return None;
        }
        node.only(&["kind", "a", "b"], found);
        match node.text("kind", Written, found).as_deref() {
            None | Some("none") => Some(Calibration::None),
            Some("platt") => Some(Calibration::Platt {
                a: node.number("a", (1e-6, 1e3), Written, found).unwrap_or(1.0),
                b: node.number("b", (-1e3, 1e3), Written, found).unwrap_or(0.0),
            }),
            Some(other) => {
                found.refuse("unknown_calibration", &node.at("kind"), || {
                    (format!("unknown calibration `{other}`"), "write `none` or `platt`".to_owned())
                });
                None
            }
        }
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

    #[test]
    fn the_logistic_function_is_symmetric_and_never_overflows() {
        assert_eq!(logistic(0.0), 0.5);
        assert_eq!(logistic(-1000.0), 0.0);
        assert_eq!(logistic(1000.0), 1.0);
        assert!((logistic(2.0) + logistic(-2.0) - 1.0).abs() < 1e-15);
    }
}
