//! Who sees what: stable buckets from the visitor id, so that the same visitor always gets the same answer.

use crate::text::digits;
use serde::Serialize;

/// The share of visitors who never see a nudge, so that the effect can be measured.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Holdout {
    /// 0 to 100.
    pub percent: f64,
    /// Another seed draws other visitors.
    pub seed: String,
}

/// A place in `[0, 1)` with four decimals, from a seed and a visitor.
///
/// The hash that GrowthBook documents as version 2: 32-bit FNV-1a of the decimal FNV-1a of seed and value, both taken
/// over UTF-16 code units, because that is what GrowthBook's JavaScript does.
/// Source: GrowthBook, "Build your own SDK".
#[must_use]
pub fn bucket(seed: &str, visitor_id: &str) -> f64 {
    let first = fnv1a(seed.encode_utf16().chain(visitor_id.encode_utf16()));
    let second = fnv1a(digits(u64::from(first)).bytes());
    f64::from(second % 10_000) / 10_000.0
}

/// Whether the visitor is among the first `percent` of a hundred.
#[must_use]
pub fn is_in(seed: &str, visitor_id: &str, percent: f64) -> bool {
    bucket(seed, visitor_id) < percent / 100.0
}

/// The index of the variation that the visitor gets; `None` for who isn't in the experiment.
///
/// GrowthBook's bucket ranges: each variation owns a part of `[0, 1)` as wide as its weight, of which the first
/// `coverage` (0 to 1) is used. So a larger coverage moves nobody from one variation to another, and a smaller one only
/// takes visitors out. `weights` are relative; without any there is one variation.
#[must_use]
pub fn assign(seed: &str, visitor_id: &str, coverage: f64, weights: &[f64]) -> Option<usize> {
    let place = bucket(seed, visitor_id);
    let total: f64 = weights.iter().sum();
    if weights.is_empty() || total <= 0.0 {
        return (place < coverage).then_some(0);
    }
    let mut start = 0.0;
    for (index, weight) in weights.iter().enumerate() {
        let width = weight / total;
        if place >= start && place < start + coverage * width {
            return Some(index);
        }
        start += width;
    }
    None
}

/// A share of a group of rules that exclude each other: GrowthBook's namespace.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Namespace {
    /// The group.
    pub id: String,
    /// Which part of the group's visitors: from the first, up to but not including the second, 0 to 1.
    pub range: (f64, f64),
}

impl Namespace {
    /// Whether the visitor is in this part. GrowthBook keeps hash version 1 for namespaces: three decimals.
    #[must_use]
    pub fn holds(&self, visitor_id: &str) -> bool {
        let hash = fnv1a(visitor_id.encode_utf16().chain("__".encode_utf16()).chain(self.id.encode_utf16()));
        let place = f64::from(hash % 1_000) / 1_000.0;
        place >= self.range.0 && place < self.range.1
    }
}

/// 32-bit FNV-1a, of bytes or of wider units taken whole. Source: Fowler, Noll, Vo, draft-eastlake-fnv.
#[must_use]
pub fn fnv1a<T: Into<u32>>(units: impl Iterator<Item = T>) -> u32 {
    units.fold(0x811c_9dc5, |hash, unit| (hash ^ unit.into()).wrapping_mul(0x0100_0193))
}

/// 64-bit FNV-1a, for ids.
#[must_use]
pub fn fnv1a_64(bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Cases that GrowthBook publishes for its SDKs (hash, version 2), and two beyond ASCII from its JavaScript SDK.
    #[test]
    fn buckets_are_growthbooks() {
        for (seed, value, place) in [
            ("seed", "a", 0.0505),
            ("seed", "b", 0.2696),
            ("foo", "ab", 0.2575),
            ("foo", "def", 0.2019),
            ("größe", "é", 0.8264),
            ("顧客", "👗", 0.9749),
        ] {
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
        let share = |weights: &[f64], coverage, index| {
            let hits = (0..10_000).filter(|n: &u32| assign("s", &n.to_string(), coverage, weights) == Some(index));
            f64::from(u32::try_from(hits.count()).unwrap()) / 10_000.0
        };
        assert!((share(&[75.0, 25.0], 1.0, 0) - 0.75).abs() < 0.02);
        assert!((share(&[75.0, 25.0], 0.4, 1) - 0.10).abs() < 0.02);
        assert_eq!(share(&[0.0, 1.0], 1.0, 0), 0.0);
        assert_eq!(assign("s", "v", 1.0, &[]), Some(0));
        assert_eq!(assign("s", "v", 0.0, &[]), None);
    }

    #[test]
    fn a_change_of_coverage_moves_nobody_between_variations() {
        for visitor in 0..5_000 {
            let visitor = visitor.to_string();
            let few = assign("rule", &visitor, 0.3, &[2.0, 1.0, 1.0]);
            let more = assign("rule", &visitor, 0.8, &[2.0, 1.0, 1.0]);
            assert!(few.is_none() || few == more, "{visitor}: {few:?}, {more:?}");
        }
    }

    #[test]
    fn parts_of_a_namespace_exclude_each_other() {
        let part = |range| Namespace { id: "sizing".to_owned(), range };
        let (first, second) = (part((0.0, 0.4)), part((0.4, 1.0)));
        for visitor in 0..5_000 {
            let visitor = visitor.to_string();
            assert_ne!(first.holds(&visitor), second.holds(&visitor));
        }
    }
}
