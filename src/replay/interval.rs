//! How sure a figure is, when what it counts comes in clusters: lines and carts of one customer are alike.
//!
//! Customers are what was sampled. Carts of unknown customers are each a cluster of their own. Every interval is of 95 %;
//! docs/simulation.md has the formulas, why these, and how often they held.

use serde::Serialize;

/// The standard normal distribution's 97.5 % quantile.
const Z: f64 = 1.959_963_984_540_054;

/// Below this much evidence an interval would promise more than it holds, and there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Floor {
    /// Lines that a rate must stand on.
    pub lines: u64,
    /// Customers that a rate must stand on.
    pub customers: u64,
    /// Customers that an amount must stand on.
    pub customers_of_an_amount: u64,
}

/// The floor of every report.
pub const FLOOR: Floor = Floor { lines: 30, customers: 20, customers_of_an_amount: 30 };

/// A share of things, and between which bounds it lies.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Rate {
    /// The share; unknown of nothing.
    pub estimate: Option<f64>,
    /// 95 %; `null` under the floor of evidence.
    pub interval: Option<(f64, f64)>,
    /// How many customers it stands on.
    pub customers: u64,
}

/// A sum, and between which bounds it lies for as many customers like these.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Amount {
    /// The sum.
    pub estimate: f64,
    /// 95 %; `null` under the floor of evidence.
    pub interval: Option<(f64, f64)>,
    /// How many customers have a part in it.
    pub customers: u64,
}

/// Student's t distribution's 97.5 % quantile, within 0.0003 from nine degrees of freedom on. Source: Abramowitz and
/// Stegun, Handbook of Mathematical Functions, 26.7.5.
fn t(df: f64) -> f64 {
    let square = Z * Z;
    let first = Z * (square + 1.0) / 4.0;
    let second = Z * ((5.0 * square + 16.0) * square + 3.0) / 96.0;
    let third = Z * (((3.0 * square + 19.0) * square + 17.0) * square - 15.0) / 384.0;
    Z + first / df + second / (df * df) + third / (df * df * df)
}

/// A ratio of sums over clusters, each `(hits, of)`: Wilson's interval with the effective number that the clusters'
/// own spread gives.
#[must_use]
pub fn rate(clusters: impl Iterator<Item = (u64, u64)>) -> Rate {
    let mut clusters: Vec<(u64, u64)> = clusters.filter(|(_, of)| *of > 0).collect();
    // Sums of rounded numbers are the same in one order only.
    clusters.sort_unstable();
    let (hits, of) = clusters.iter().fold((0, 0), |(hits, of), one| (hits + one.0, of + one.1));
    let customers = crate::replay::report::whole(clusters.len());
    if of == 0 {
        return Rate { estimate: None, interval: None, customers };
    }
    let (count, total) = (float(customers), float(of));
    let share = float(hits) / total;
    // A few customers with most of the lines are as good as few customers. Source: L. Kish, "Survey Sampling", 1965.
    let even = total * total / crate::text::sum(clusters.iter().map(|(_, of)| float(*of) * float(*of)));
    if even < float(FLOOR.customers) || of < FLOOR.lines {
        return Rate { estimate: Some(share), interval: None, customers };
    }
    let squares: f64 =
        clusters.iter().map(|(hits, of)| float(*hits) - share * float(*of)).map(|rest| rest * rest).sum();
    let variance = count / (count - 1.0) * squares / (total * total);
    // All or none came back: the clusters don't show how alike their lines are, so each counts once.
    let effective = if variance > 0.0 { (share * (1.0 - share) / variance).min(total) } else { even };
    let wider = t(even - 1.0) / Z;
    let narrowed = effective / (wider * wider);
    Rate { estimate: Some(share), interval: Some(wilson(share, narrowed)), customers }
}

/// Wilson's score interval of a share that stands on `n`.
fn wilson(share: f64, n: f64) -> (f64, f64) {
    let square = Z * Z;
    let middle = (share + square / (2.0 * n)) / (1.0 + square / n);
    let half = Z * (share * (1.0 - share) / n + square / (4.0 * n * n)).sqrt() / (1.0 + square / n);
    // Of none or all the one bound is exact.
    let low = if share <= 0.0 { 0.0 } else { middle - half };
    let high = if share >= 1.0 { 1.0 } else { middle + half };
    (low.max(0.0), high.min(1.0))
}

/// The sum of each cluster's part, of which all may be below zero or above. `all` counts the clusters without a part,
/// too. Gains and losses have Hall's interval each, which are put together by their variances (MOVER).
#[must_use]
pub fn amount(parts: impl Iterator<Item = f64>, all: u64) -> Amount {
    let mut parts: Vec<f64> = parts.filter(|part| *part != 0.0).collect();
    parts.sort_by(f64::total_cmp);
    let estimate = crate::text::sum(parts.iter().copied());
    let customers = crate::replay::report::whole(parts.len());
    if customers < FLOOR.customers_of_an_amount {
        return Amount { estimate, interval: None, customers };
    }
    let gains = Spread::of(parts.iter().copied().filter(|part| *part > 0.0), all);
    let losses = Spread::of(parts.iter().filter(|part| **part < 0.0).map(|part| -part), all);
    // Put together, the two are wider than they need be where customers are few: as much as t would add.
    let both = gains.with_part > 0.0 && losses.with_part > 0.0;
    let quantile = if both { Z } else { t(float(customers) - 1.0) };
    let (gained, lost) = (gains.interval(quantile), losses.interval(quantile));
    // No cluster has a part in both, so their product is that of the means alone.
    let spread = (gains.squares * losses.squares).sqrt();
    let alike = if spread > 0.0 { -float(all) * gains.mean * losses.mean / spread } else { 0.0 };
    let reach = |a: f64, b: f64| (a * a + b * b - 2.0 * alike * a * b).max(0.0).sqrt();
    let down = reach(gains.mean - gained.0, lost.1 - losses.mean);
    let up = reach(gained.1 - gains.mean, losses.mean - lost.0);
    let mean = gains.mean - losses.mean;
    let interval = Some(((mean - down) * float(all), (mean + up) * float(all)));
    Amount { estimate, interval, customers }
}

/// Mean, spread and lean of clusters' parts, none below zero.
#[derive(Clone, Copy, Debug)]
struct Spread {
    all: f64,
    with_part: f64,
    mean: f64,
    /// Sum of squared distances from the mean.
    squares: f64,
    /// Third central moment over the deviation's cube.
    skewness: f64,
}

impl Spread {
    fn of(parts: impl Iterator<Item = f64> + Clone, all: u64) -> Self {
        let (with_part, sum) = parts.clone().fold((0.0, 0.0), |(count, sum), part| (count + 1.0, sum + part));
        let all = float(all).max(with_part).max(1.0);
        let mean = sum / all;
        let without = all - with_part;
        let (mut squares, mut cubes) = (without * mean * mean, -without * mean * mean * mean);
        for part in parts {
            let rest = part - mean;
            squares += rest * rest;
            cubes += rest * rest * rest;
        }
        let variance = squares / all;
        let skewness = if variance > 0.0 { cubes / all / (variance * variance.sqrt()) } else { 0.0 };
        Spread { all, with_part, mean, squares, skewness }
    }

    /// Of the mean, corrected for skewness. Source: P. Hall, "On the removal of skewness by transformation", JRSS B 54
    /// (1992).
    fn interval(&self, quantile: f64) -> (f64, f64) {
        if self.with_part == 0.0 {
            return (0.0, 0.0);
        }
        let error = (self.squares / (self.all - 1.0).max(1.0) / self.all).sqrt();
        (self.mean - self.straight(quantile) * error, self.mean - self.straight(-quantile) * error)
    }

    /// Hall's cubic transformation, turned round.
    fn straight(&self, x: f64) -> f64 {
        let lean = self.skewness / self.all.sqrt();
        if lean.abs() < 1e-6 {
            return x;
        }
        3.0 / lean * (libm::cbrt(1.0 + lean * (x - lean / 6.0)) - 1.0)
    }
}

/// Counts here are under 2^53.
#[allow(clippy::cast_precision_loss)]
fn float(count: u64) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests;
