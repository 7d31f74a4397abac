//! How buyers said that something fits, counted.

/// Counts of answers. They are numbers and not whole ones, because an answer about a size counts in part for the sizes
/// beside it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Answers {
    /// "It was too small."
    pub small: f64,
    /// "It fits."
    pub true_to_size: f64,
    /// "It was too large."
    pub large: f64,
}

impl Answers {
    /// What is expected where nothing is known: 13 % small, 74 % true to size, 13 % large. Source: 173,081 answers of
    /// the Rent the Runway set (Misra, Wan, McAuley, RecSys 2018).
    pub const USUAL: Answers = Answers { small: 0.13, true_to_size: 0.74, large: 0.13 };

    /// All answers.
    #[must_use]
    pub fn total(self) -> f64 {
        self.small + self.true_to_size + self.large
    }

    /// These and `other`, which counts `weight` times.
    #[must_use]
    pub fn plus(self, other: Answers, weight: f64) -> Answers {
        Answers {
            small: self.small + weight * other.small,
            true_to_size: self.true_to_size + weight * other.true_to_size,
            large: self.large + weight * other.large,
        }
    }

    /// The shares of the answers, as if `strength` further ones had been given in the shares of `wider`: little
    /// evidence leans on the wider one.
    #[must_use]
    pub fn shares(self, wider: Answers, strength: f64) -> Answers {
        let all = self.plus(wider, strength);
        Answers::default().plus(all, 1.0 / all.total())
    }

    /// How far "small" outweighs "true to size", and "large" does: natural logarithms of the ratios.
    #[must_use]
    pub(super) fn log_ratios(self) -> (f64, f64) {
        (libm::log(self.small / self.true_to_size), libm::log(self.large / self.true_to_size))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_answers_lean_on_the_wider_ones() {
        let usual = Answers::default().shares(Answers::USUAL, 5.0);
        assert!((usual.true_to_size - 0.74).abs() < 1e-12);
        let shares = Answers { small: 95.0, ..Answers::default() }.shares(Answers::USUAL, 5.0);
        assert!((shares.small - 0.9565).abs() < 1e-12 && (shares.total() - 1.0).abs() < 1e-12);
        let (small, large) = Answers { small: 2.0, true_to_size: 1.0, large: 1.0 }.log_ratios();
        assert!((small - std::f64::consts::LN_2).abs() < 1e-15 && large.abs() < 1e-15);
    }
}
