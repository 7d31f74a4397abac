//! Who sees what: stable buckets from the visitor id, so that the same visitor always gets the same answer.

use crate::text::digits;

/// The share of visitors who never see a nudge, so that the effect can be measured.
#[derive(Clone, Debug, PartialEq)]
pub struct Holdout {
    /// 0 to 100.
    pub percent: f64,
    /// Another seed draws other visitors.
    pub seed: String,
}

/// A place in `[0, 1)` with four decimals, from a seed and a visitor.
///
/// The hash that GrowthBook documents as version 2: 32-bit FNV-1a of the decimal FNV-1a of seed and value.
/// Source: GrowthBook, "Build your own SDK".
#[must_use]
pub fn bucket(seed: &str, visitor_id: &str) -> f64 {
    let first = fnv1a(seed.bytes().chain(visitor_id.bytes()));
    let second = fnv1a(digits(u64::from(first)).bytes());
    f64::from(second % 10_000) / 10_000.0
}

/// Whether the visitor is among the first `percent` of a hundred.
#[must_use]
pub fn is_in(seed: &str, visitor_id: &str, percent: f64) -> bool {
    bucket(seed, visitor_id) < percent / 100.0
}

/// The index of the variation that the visitor gets, by cumulated weights; `None` without weights.
#[must_use]
pub fn choose(seed: &str, visitor_id: &str, weights: impl Iterator<Item = f64> + Clone) -> Option<usize> {
    let total: f64 = weights.clone().sum();
    if total <= 0.0 {
        return None;
    }
    let place = bucket(seed, visitor_id) * total;
    let mut upper = 0.0;
    let mut last = None;
    for (index, weight) in weights.enumerate() {
        upper += weight;
        if weight > 0.0 {
            last = Some(index);
            if place < upper {
                return last;
            }
        }
    }
    last
}

/// 32-bit FNV-1a. Source: Fowler, Noll, Vo, draft-eastlake-fnv.
#[must_use]
pub fn fnv1a(bytes: impl Iterator<Item = u8>) -> u32 {
    bytes.fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// 64-bit FNV-1a, for ids.
#[must_use]
pub fn fnv1a_64(bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Cases that GrowthBook publishes for its SDKs (hash, version 2).
    #[test]
    fn buckets_are_growthbooks() {
        for (seed, value, place) in
            [("seed", "a", 0.0505), ("seed", "b", 0.2696), ("foo", "ab", 0.2575), ("foo", "def", 0.2019)]
        {
            let got = bucket(seed, value);
            assert!((got - place).abs() < 1e-9, "{seed} {value}: {got}");
        }
    }

    #[test]
    fn a_larger_share_keeps_those_who_were_in() {
        for visitor in 0..2_000 {
            let visitor = visitor.to_string();
            if is_in("rule", &visitor, 20.0) {
                assert!(is_in("rule", &visitor, 60.0));
            }
        }
    }

    #[test]
    fn variations_follow_their_weights() {
        let share = |weights: &'static [f64], index| {
            let hits =
                (0..10_000).filter(|n: &u32| choose("s", &n.to_string(), weights.iter().copied()) == Some(index));
            f64::from(u32::try_from(hits.count()).unwrap()) / 10_000.0
        };
        assert!((share(&[75.0, 25.0], 0) - 0.75).abs() < 0.02);
        assert_eq!(share(&[0.0, 1.0], 0), 0.0);
        assert_eq!(choose("s", "v", [].into_iter()), None);
    }
}
