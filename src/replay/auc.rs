//! How well the score sorts what came back from what stayed, and how sure a rate is.

/// Area under the ROC curve by ranks (Mann–Whitney): how often a returned line has a higher score than a kept one, ties
/// counting half. `None` without both kinds.
///
/// `scored` must be sorted by score.
pub fn auc(scored: &[(f64, bool)]) -> Option<f64> {
    let mut kept_below = 0.0;
    let mut wins = 0.0;
    let (mut kept, mut returned) = (0.0, 0.0);
    for tied in scored.chunk_by(|a, b| a.0.to_bits() == b.0.to_bits()) {
        let ups = number(tied.iter().filter(|(_, came_back)| *came_back).count());
        let downs = number(tied.len()) - ups;
        wins += ups * (kept_below + downs / 2.0);
        kept_below += downs;
        kept += downs;
        returned += ups;
    }
    (kept > 0.0 && returned > 0.0).then(|| wins / (kept * returned))
}

/// Wilson's score interval of a proportion, 95 %. Source: E. B. Wilson, "Probable inference, the law of succession, and
/// statistical inference", JASA 22 (1927).
pub fn wilson(hits: u64, of: u64) -> Option<(f64, f64)> {
    if of == 0 {
        return None;
    }
    let z2 = 1.959_963_984_540_054_f64.powi(2);
    let n = precise(of);
    let p = precise(hits) / n;
    let middle = (p + z2 / (2.0 * n)) / (1.0 + z2 / n);
    let half = (z2 * (p * (1.0 - p) / n + z2 / (4.0 * n * n))).sqrt() / (1.0 + z2 / n);
    Some(((middle - half).max(0.0), (middle + half).min(1.0)))
}

/// A share, unknown of nothing.
pub fn share(part: u64, of: u64) -> Option<f64> {
    (of > 0).then(|| precise(part) / precise(of))
}

fn number(count: usize) -> f64 {
    crate::text::count(count)
}

/// Counts here are under 2^53.
#[allow(clippy::cast_precision_loss)]
fn precise(count: u64) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_area_is_the_share_of_pairs_in_order() {
        assert_eq!(auc(&[(0.1, false), (0.2, true)]), Some(1.0));
        assert_eq!(auc(&[(0.1, true), (0.2, false)]), Some(0.0));
        assert_eq!(auc(&[(0.1, true), (0.1, false)]), Some(0.5));
        assert_eq!(auc(&[(0.1, false), (0.2, true), (0.2, false), (0.3, true)]), Some(0.875));
        assert_eq!(auc(&[(0.1, true)]), None);
    }

    #[test]
    fn the_interval_is_wilson_s() {
        let (low, high) = wilson(10, 100).unwrap();
        assert!((low - 0.055_229).abs() < 1e-6 && (high - 0.174_366).abs() < 1e-6, "{low} {high}");
        assert_eq!(wilson(0, 0), None);
        let (low, _) = wilson(0, 10).unwrap();
        assert_eq!(low, 0.0);
    }
}
