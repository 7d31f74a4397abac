//! Mean and standard deviation of a stream of values.

use crate::customer::Spread;

/// Mean and standard deviation of values as they come. Source: B. P. Welford, "Note on a method for calculating
/// corrected sums of squares and products", Technometrics 4 (1962).
#[derive(Clone, Copy, Debug, Default)]
pub struct Running {
    count: f64,
    mean: f64,
    squares: f64,
}

impl Running {
    /// Takes one more value.
    pub fn add(&mut self, value: f64) {
        self.count += 1.0;
        let before = value - self.mean;
        self.mean += before / self.count;
        self.squares += before * (value - self.mean);
    }

    /// The sample's mean from one value on, its standard deviation (over n − 1) from two on.
    pub fn spread(self) -> Spread {
        let sd = (self.count > 1.0).then(|| (self.squares / (self.count - 1.0)).max(0.0).sqrt());
        Spread { mean: (self.count > 0.0).then_some(self.mean), sd }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn means_and_deviations_are_the_sample_s() {
        let mut running = Running::default();
        assert_eq!(running.spread(), Spread::default());
        running.add(2.0);
        assert_eq!(running.spread(), Spread { mean: Some(2.0), sd: None });
        running.add(4.0);
        running.add(9.0);
        assert_eq!(running.spread(), Spread { mean: Some(5.0), sd: Some(13.0_f64.sqrt()) });
    }
}
