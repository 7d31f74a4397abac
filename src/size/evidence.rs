//! What is known before an answer, as numbers that a model weighs.

use super::answers::Answers;

/// The features in their order: name, and what it means. A feature that is unknown adds nothing to the model's score.
///
/// Ratios are natural logarithms of "small" (or "large") over "true to size"; steps are sizes of the scale.
pub const FEATURES: [(&str, &str); 13] = [
    ("item.small", "Ratio of small among the answers about the product; few lean on what is usual, as if 5 more."),
    ("item.large", "Ratio of large, in the same way."),
    ("item.answers", "ln(1 + answers about the product)."),
    (
        "item.near_small",
        "Ratio of small among answers about this size and those near it; leans on the product's, 4 strong.",
    ),
    ("item.near_large", "Ratio of large, in the same way."),
    ("customer.small", "Ratio of small among the shopper's own answers; leans on what is usual, 3 strong."),
    ("customer.large", "Ratio of large, in the same way."),
    ("customer.answers", "ln(1 + the shopper's own answers)."),
    (
        "customer.near_small",
        "Ratio of small among the shopper's answers at this size and near it; leans on all of hers, 2 strong.",
    ),
    ("customer.near_large", "Ratio of large, in the same way."),
    ("steps.from_usual", "Steps from the mean size of the shopper's answers to this one; unknown without one."),
    (
        "steps.from_measures",
        "Steps from the size that the shopper's measures say to this one; unknown without measures.",
    ),
    ("size.position", "The size in steps from the scale's zero; unknown where the scale is."),
];

/// How many there are.
const COUNT: usize = FEATURES.len();

/// Values in the order of [`FEATURES`]; NaN is unknown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Features(pub [f64; COUNT]);

/// Answers about one size: of a product, or a shopper's own.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SizeAnswers {
    /// The size, in steps; `None` where its scale isn't known: it counts among all of them only.
    pub position: Option<f64>,
    /// The answers.
    pub answers: Answers,
}

/// What is known of a product and a shopper.
#[derive(Clone, Copy, Debug, Default)]
pub struct Evidence<'a> {
    /// Answers about the product, by size.
    pub item: &'a [SizeAnswers],
    /// The shopper's own, about other things too.
    pub customer: &'a [SizeAnswers],
    /// The size that the shopper's measures say, in steps.
    pub measured: Option<f64>,
}

/// An answer about a size this many steps away counts for 1/e of one about the size itself.
const REACH: f64 = 1.5;

/// How many answers the wider evidence counts for.
const ITEM_LEANS: f64 = 5.0;
const NEAR_LEANS: f64 = 4.0;
const CUSTOMER_LEANS: f64 = 3.0;
const OWN_NEAR_LEANS: f64 = 2.0;

impl Evidence<'_> {
    /// The features of a size; `position` is `None` where its scale isn't known.
    #[must_use]
    pub fn features(&self, position: Option<f64>) -> Features {
        let item = all(self.item);
        let item_shares = item.shares(Answers::USUAL, ITEM_LEANS);
        let near = near(self.item, position).shares(item_shares, NEAR_LEANS);
        let own = all(self.customer);
        let own_shares = own.shares(Answers::USUAL, CUSTOMER_LEANS);
        let own_near = self::near(self.customer, position).shares(own_shares, OWN_NEAR_LEANS);
        let (item_small, item_large) = item_shares.log_ratios();
        let (near_small, near_large) = near.log_ratios();
        let (own_small, own_large) = own_shares.log_ratios();
        let (own_near_small, own_near_large) = own_near.log_ratios();
        let from = |other: Option<f64>| position.zip(other).map_or(f64::NAN, |(here, other)| here - other);
        Features([
            item_small,
            item_large,
            libm::log1p(item.total()),
            near_small,
            near_large,
            own_small,
            own_large,
            libm::log1p(own.total()),
            own_near_small,
            own_near_large,
            from(mean_position(self.customer)),
            from(self.measured),
            position.unwrap_or(f64::NAN),
        ])
    }
}

fn all(list: &[SizeAnswers]) -> Answers {
    list.iter().fold(Answers::default(), |sum, one| sum.plus(one.answers, 1.0))
}

/// Answers weighted by how near their size is.
fn near(list: &[SizeAnswers], position: Option<f64>) -> Answers {
    let Some(here) = position else { return Answers::default() };
    list.iter().fold(Answers::default(), |sum, one| match one.position {
        Some(there) => sum.plus(one.answers, libm::exp(-libm::fabs(there - here) / REACH)),
        None => sum,
    })
}

/// The mean size, each answer counting once; `None` without an answer about a known size.
fn mean_position(list: &[SizeAnswers]) -> Option<f64> {
    let known = list.iter().filter_map(|one| Some((one.position?, one.answers.total())));
    let (sum, count) = known.fold((0.0, 0.0), |(sum, count), (at, answers)| (sum + at * answers, count + answers));
    (count > 0.0).then(|| sum / count)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn about(position: f64, small: f64, true_to_size: f64, large: f64) -> SizeAnswers {
        SizeAnswers { position: Some(position), answers: Answers { small, true_to_size, large } }
    }

    fn value(features: Features, name: &str) -> f64 {
        features.0[FEATURES.iter().position(|(known, _)| *known == name).unwrap()]
    }

    #[test]
    fn without_evidence_everything_is_usual_or_unknown() {
        let features = Evidence::default().features(None);
        let (small, large) = Answers::USUAL.log_ratios();
        for (name, expected) in [("item.small", small), ("item.near_large", large), ("customer.near_small", small)] {
            assert!((value(features, name) - expected).abs() < 1e-12, "{name}");
        }
        assert_eq!(value(features, "item.answers"), 0.0);
        for name in ["steps.from_usual", "steps.from_measures", "size.position"] {
            assert!(value(features, name).is_nan(), "{name}");
        }
    }

    #[test]
    fn answers_about_near_sizes_count_more_than_those_about_far_ones() {
        let item = [about(2.0, 9.0, 1.0, 0.0), about(9.0, 0.0, 1.0, 9.0)];
        let evidence = Evidence { item: &item, ..Evidence::default() };
        let (at_2, at_9) = (evidence.features(Some(2.0)), evidence.features(Some(9.0)));
        assert!(value(at_2, "item.near_small") > value(at_9, "item.near_small"));
        assert!(value(at_2, "item.near_large") < value(at_9, "item.near_large"));
        assert_eq!(value(at_2, "item.small"), value(at_9, "item.small"));
    }

    #[test]
    fn usual_and_measured_sizes_give_distances() {
        let own = [about(2.0, 0.0, 3.0, 0.0), about(3.0, 0.0, 1.0, 0.0)];
        let evidence = Evidence { customer: &own, measured: Some(1.5), ..Evidence::default() };
        let features = evidence.features(Some(3.0));
        assert_eq!((value(features, "steps.from_usual"), value(features, "steps.from_measures")), (0.75, 1.5));
    }
}
