//! Past answers about fit, told again in their order: before each, what was known of it on an earlier day.

use super::answers::Answers;
use super::evidence::{Evidence, SizeAnswers};
use crate::time::{DAY, Timestamp};
use std::collections::{BTreeMap, HashMap};

/// How something fitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// Too small.
    Small,
    /// As it should.
    True,
    /// Too large.
    Large,
}

impl Fit {
    /// `small`, `true` or `large`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Fit::Small => "small",
            Fit::True => "true",
            Fit::Large => "large",
        }
    }

    /// The answer of a name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Fit::Small, Fit::True, Fit::Large].into_iter().find(|fit| fit.name() == name)
    }

    fn once(self) -> Answers {
        let one = |fit| f64::from(u8::from(self == fit));
        Answers { small: one(Fit::Small), true_to_size: one(Fit::True), large: one(Fit::Large) }
    }
}

/// One answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Feedback {
    /// Its name in the file.
    pub id: String,
    /// When it was given; its day counts, in UTC.
    pub at: Timestamp,
    /// Who; blank is unknown: she has no history.
    pub customer_id: String,
    /// About what.
    pub item_id: String,
    /// The size, in steps; `None` where its scale isn't known.
    pub position: Option<f64>,
    /// The size that her measures say, in steps.
    pub measured: Option<f64>,
    /// The answer; `None` where it isn't known: others learn nothing of it.
    pub fit: Option<Fit>,
}

/// Answers of one product or shopper, by size. Sizes are told apart by a hundredth of a step.
#[derive(Default)]
struct BySize(BTreeMap<Option<i64>, Answers>);

impl BySize {
    fn add(&mut self, one: &Feedback, fit: Fit) {
        #[allow(clippy::cast_possible_truncation)] // a size is a small number
        let key = one.position.map(|position| (position * 100.0).round() as i64);
        let answers = self.0.entry(key).or_default();
        *answers = answers.plus(fit.once(), 1.0);
    }

    fn list(&self) -> Vec<SizeAnswers> {
        #[allow(clippy::cast_precision_loss)] // as above
        let position = |key: i64| key as f64 / 100.0;
        self.0.iter().map(|(key, answers)| SizeAnswers { position: key.map(position), answers: *answers }).collect()
    }
}

/// Tells the answers day by day: `each` gets an answer with what was known before its day. Answers of one day keep the
/// order that they have in `answers`.
pub fn tell(answers: &[Feedback], mut each: impl FnMut(&Feedback, &Evidence<'_>)) {
    let mut order: Vec<&Feedback> = answers.iter().collect();
    order.sort_by_key(|one| day(one));
    let mut items: HashMap<&str, BySize> = HashMap::new();
    let mut customers: HashMap<&str, BySize> = HashMap::new();
    for today in order.chunk_by(|a, b| day(a) == day(b)) {
        for one in today {
            let item = items.get(one.item_id.as_str()).map(BySize::list).unwrap_or_default();
            let customer: Vec<SizeAnswers> =
                customers.get(one.customer_id.as_str()).map(BySize::list).unwrap_or_default();
            each(one, &Evidence { item: &item, customer: &customer, measured: one.measured });
        }
        for one in today {
            let Some(fit) = one.fit else { continue };
            items.entry(&one.item_id).or_default().add(one, fit);
            if !one.customer_id.is_empty() {
                customers.entry(&one.customer_id).or_default().add(one, fit);
            }
        }
    }
}

fn day(one: &Feedback) -> i64 {
    one.at.0.div_euclid(DAY)
}

/// How far apart neighbouring sizes are, of sizes that are numbers: the commonest distance between two neighbours among
/// the sizes of one item, the smaller one of equals; 1 without neighbours. `sizes` are items and their sizes.
///
/// A size is a neighbour when it has at least a twentieth of its item's answers, so that a mistyped size makes none.
#[must_use]
pub fn step<'a>(sizes: impl Iterator<Item = (&'a str, f64)>) -> f64 {
    let hundredths = |size: f64| {
        #[allow(clippy::cast_possible_truncation)] // a size is a small number
        let whole = (size * 100.0).round() as i64;
        whole
    };
    let mut items: BTreeMap<&str, BTreeMap<i64, usize>> = BTreeMap::new();
    for (item, size) in sizes {
        *items.entry(item).or_default().entry(hundredths(size)).or_default() += 1;
    }
    let mut distances: BTreeMap<i64, usize> = BTreeMap::new();
    for counts in items.values() {
        let all: usize = counts.values().sum();
        let common: Vec<i64> = counts.iter().filter(|(_, count)| **count * 20 >= all).map(|(size, _)| *size).collect();
        for pair in common.windows(2) {
            if let [a, b] = pair {
                *distances.entry(b - a).or_default() += 1;
            }
        }
    }
    // The last of equals in this order is the smallest distance.
    let commonest = distances.iter().rev().max_by_key(|(_, count)| **count);
    #[allow(clippy::cast_precision_loss)] // as above
    commonest.map_or(1.0, |(distance, _)| *distance as f64 / 100.0)
}

/// Deals the known answers out anew, by a seed: what a model then still finds, it found by chance. Source of the
/// generator: G. Steele, D. Lea, C. Flood, "Fast splittable pseudorandom number generators" (SplitMix64).
pub fn permute(answers: &mut [Feedback], seed: u64) {
    let mut known: Vec<&mut Option<Fit>> =
        answers.iter_mut().map(|one| &mut one.fit).filter(|fit| fit.is_some()).collect();
    let mut state = seed;
    for last in (1..known.len()).rev() {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^= bits >> 31;
        let below = u64::try_from(last).unwrap_or(u64::MAX).saturating_add(1);
        let other = usize::try_from(bits % below).unwrap_or(0);
        let (head, tail) = known.split_at_mut(last);
        if let (Some(other), Some(last)) = (head.get_mut(other), tail.first_mut()) {
            std::mem::swap(*other, *last);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn feedback(day: i64, customer: &str, item: &str, position: f64, fit: Fit) -> Feedback {
        Feedback {
            id: String::new(),
            at: Timestamp(day * DAY),
            customer_id: customer.to_owned(),
            item_id: item.to_owned(),
            position: Some(position),
            measured: None,
            fit: Some(fit),
        }
    }

    #[test]
    fn an_answer_knows_only_earlier_days() {
        let answers = [
            feedback(2, "a", "i", 2.0, Fit::Small),
            feedback(1, "a", "i", 1.0, Fit::True),
            feedback(2, "b", "i", 2.0, Fit::Large),
            feedback(3, "", "i", 2.0, Fit::True),
        ];
        let mut known = Vec::new();
        tell(&answers, |one, evidence| {
            let all = |list: &[SizeAnswers]| list.iter().map(|size| size.answers.total()).sum::<f64>();
            known.push((one.customer_id.clone(), all(evidence.item), all(evidence.customer)));
        });
        let names: Vec<_> = known.iter().map(|(who, item, own)| (who.as_str(), *item, *own)).collect();
        assert_eq!(names, [("a", 0.0, 0.0), ("a", 1.0, 1.0), ("b", 1.0, 0.0), ("", 3.0, 0.0)]);
    }

    #[test]
    fn dealt_out_anew_every_answer_is_still_there() {
        let fits = [Fit::Small, Fit::True, Fit::True, Fit::Large, Fit::Large, Fit::Large, Fit::True, Fit::True];
        let mut answers: Vec<_> = fits.into_iter().map(|fit| feedback(1, "a", "i", 1.0, fit)).collect();
        answers[3].fit = None;
        permute(&mut answers, 7);
        let count = |wanted: Option<Fit>| answers.iter().filter(|one| one.fit == wanted).count();
        assert_eq!([Some(Fit::Small), Some(Fit::True), Some(Fit::Large), None].map(count), [1, 4, 2, 1]);
        assert_eq!(answers[3].fit, None);
        assert!(answers.iter().zip(fits).any(|(one, before)| one.fit.is_some_and(|fit| fit != before)));
    }

    #[test]
    fn the_step_is_the_commonest_distance_of_neighbours() {
        let sizes = [("a", 36.0), ("a", 38.0), ("a", 40.0), ("b", 38.0), ("b", 44.0)];
        assert!((step(sizes.into_iter()) - 2.0).abs() < 1e-12);
        let mistyped = (0..40).map(|one| ("a", if one % 2 == 0 { 4.0 } else { 8.0 })).chain([("a", 5.0)]);
        assert!((step(mistyped) - 4.0).abs() < 1e-12);
        assert!((step(std::iter::empty()) - 1.0).abs() < 1e-12);
    }
}
