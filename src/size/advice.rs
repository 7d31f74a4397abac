//! Which of the sizes on offer suits this shopper, and how sure that is.
//!
//! The size that fits is unknown; it is told as a normal distribution over the product's scale, in steps:
//!
//! 1. **Usual**: the shopper's usual size on this scale, from what she kept (and what came back as too small or too
//!    large), in this brand and in the category.
//! 2. **Run**: the model says how likely "small" and "large" are in her usual size. A size is said to be true to size
//!    up to [`TOLERANCE`] steps from the one that fits, which turns the two chances into a mean and a spread.
//! 3. Each size gets its chances from that distribution, and the one that is most likely true to size is recommended
//!    when it is likely enough.
//!
//! Comparing the model's own chances at several sizes would not do: docs/size.md says why.

use super::answers::Answers;
use super::evidence::{Evidence, SizeAnswers};
use super::model::{Chances, Model};

/// What the shopper's history says of one size.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Worn {
    /// Where the size stands on the product's scale, in steps.
    pub position: f64,
    /// Whether it was of the product's own brand.
    pub same_brand: bool,
    /// What became of it, counted: too small, kept, too large.
    pub answers: Answers,
}

/// Chances of every size, and the one to take.
#[derive(Clone, Debug, PartialEq)]
pub struct Advice {
    /// One for each size, in the order of the sizes.
    pub chances: Vec<Chances>,
    /// Place of the recommended one.
    pub best: usize,
}

/// Why nothing is recommended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Silent {
    /// There are no two sizes to choose from.
    OneSize,
    /// Too little is known of the shopper's size here.
    NoEvidence,
    /// No size is likely enough, or two are about as likely.
    Unsure,
}

/// How far from the size that fits a size still passes as true to size, in steps. An assumption: neighbouring sizes lie
/// one step apart, so the ranges of two neighbours overlap by half a step, as buyers who keep two sizes say.
pub const TOLERANCE: f64 = 0.75;
/// The recommended size is true to size at least this likely.
pub const LIKELY: f64 = 0.5;
/// And by this much likelier than the next.
const LEAD: f64 = 0.05;
/// So many kept things of the product's own brand are enough to speak, or twice as many of others.
const FLOOR: f64 = 1.0;
/// What one kept thing says of the usual size: its standard deviation, in steps. An assumption, as are the next two.
const ONE_THING: f64 = 0.5;
/// How far the scales of things of one brand lie apart.
const SAME_BRAND: f64 = 0.3;
/// How far those of two brands do.
const OTHER_BRAND: f64 = 0.6;
/// A spread of the run, in steps, that still means something.
const SPREAD: (f64, f64) = (0.3, 2.0);

/// A normal distribution.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Normal {
    mean: f64,
    variance: f64,
}

/// Advises on the sizes of a product, small to large, by their positions; `item` and `worn` are on the same scale.
///
/// # Errors
/// Why nothing is recommended.
pub fn advise(sizes: &[f64], item: &[SizeAnswers], worn: &[Worn], model: &Model) -> Result<Advice, Silent> {
    if sizes.len() < 2 {
        return Err(Silent::OneSize);
    }
    let usual = usual(worn).ok_or(Silent::NoEvidence)?;
    let fitting = fitting(usual, item, worn, model);
    let chances: Vec<Chances> = sizes.iter().map(|position| chances(*position, fitting)).collect();
    let (best, chance) = chances.iter().enumerate().fold((0, -1.0), |(best, most), (at, one)| {
        if one.true_to_size > most { (at, one.true_to_size) } else { (best, most) }
    });
    let next = chances.iter().enumerate().filter(|(at, _)| *at != best);
    let next = next.map(|(_, one)| one.true_to_size).fold(0.0, libm::fmax);
    // A size at the end of the scale may only be the nearest to one that isn't there: it is likely enough or not.
    if chance < LIKELY || chance - next < LEAD {
        return Err(Silent::Unsure);
    }
    Ok(Advice { chances, best })
}

/// The shopper's usual size; `None` when too little was kept.
fn usual(worn: &[Worn]) -> Option<Normal> {
    let kept = |same_brand: bool| {
        let of = worn.iter().filter(|one| one.same_brand == same_brand);
        of.map(|one| one.answers.true_to_size).fold(0.0, |sum, count| sum + count)
    };
    if kept(true) < FLOOR && kept(true) + kept(false) < 2.0 * FLOOR {
        return None;
    }
    let groups = [(true, SAME_BRAND), (false, OTHER_BRAND)].map(|(same_brand, apart)| group(worn, same_brand, apart));
    let (mut weighted, mut precision) = (0.0, 0.0);
    for Normal { mean, variance } in groups.into_iter().flatten() {
        weighted += mean / variance;
        precision += 1.0 / variance;
    }
    Some(Normal { mean: weighted / precision, variance: 1.0 / precision })
}

/// What the things of the product's brand, or those of others, say of the usual size. What was too small counts as the
/// next size up, what was too large as the next one down. Sizes that lie far apart, as of someone who buys for others,
/// leave it open by as much as they do.
fn group(worn: &[Worn], same_brand: bool, apart: f64) -> Option<Normal> {
    let of_group = || worn.iter().filter(|one| one.same_brand == same_brand);
    let said = || {
        of_group().flat_map(|Worn { position, answers: Answers { small, true_to_size, large }, .. }| {
            [(*position, *true_to_size), (position + 1.0, *small), (position - 1.0, *large)]
        })
    };
    let count = said().fold(0.0, |sum, (_, count)| sum + count);
    if count <= 0.0 {
        return None;
    }
    let mean = said().fold(0.0, |sum, (position, count)| sum + position * count) / count;
    let spread = said().fold(0.0, |sum, (position, count)| sum + (position - mean) * (position - mean) * count) / count;
    let one = ONE_THING * ONE_THING;
    Some(Normal { mean, variance: apart * apart + one / count + libm::fmax(spread - one, 0.0) })
}

/// The size that fits: the usual one, moved by how the product runs for such a shopper.
fn fitting(usual: Normal, item: &[SizeAnswers], worn: &[Worn], model: &Model) -> Normal {
    let own: Vec<SizeAnswers> =
        worn.iter().map(|one| SizeAnswers { position: Some(one.position), answers: one.answers }).collect();
    let evidence = Evidence { item, customer: &own, measured: None };
    let mut features = evidence.features(Some(usual.mean));
    // The product's own scale isn't the one that the model learned positions on.
    if let Some(position) = features.0.last_mut() {
        *position = f64::NAN;
    }
    let Chances { small, large, .. } = model.chances(&features);
    let (above, below) = (quantile(small), quantile(large));
    let spread = libm::fmin(libm::fmax(-2.0 * TOLERANCE / (above + below), SPREAD.0), SPREAD.1);
    let shift = spread * (above - below) / 2.0;
    Normal { mean: usual.mean + shift, variance: spread * spread + usual.variance }
}

/// The chances of a size, given the one that fits.
fn chances(position: f64, fitting: Normal) -> Chances {
    let spread = libm::sqrt(fitting.variance);
    let small = below((fitting.mean - position - TOLERANCE) / spread);
    let large = below((position - TOLERANCE - fitting.mean) / spread);
    Chances { small, true_to_size: libm::fmax(1.0 - small - large, 0.0), large }
}

/// The standard normal distribution function.
fn below(z: f64) -> f64 {
    0.5 * libm::erfc(-z / std::f64::consts::SQRT_2)
}

/// Its inverse, by halving, to a millionth; held within ±6.
fn quantile(share: f64) -> f64 {
    let (mut low, mut high) = (-6.0, 6.0);
    for _ in 0..24 {
        let middle = f64::midpoint(low, high);
        if below(middle) < share { low = middle } else { high = middle }
    }
    f64::midpoint(low, high)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::size::starter;

    fn kept(position: f64, count: f64, same_brand: bool) -> Worn {
        Worn { position, same_brand, answers: Answers { true_to_size: count, ..Answers::default() } }
    }

    fn about(position: f64, small: f64, true_to_size: f64, large: f64) -> SizeAnswers {
        SizeAnswers { position: Some(position), answers: Answers { small, true_to_size, large } }
    }

    fn advised(item: &[SizeAnswers], worn: &[Worn]) -> Result<usize, Silent> {
        advise(&[0.0, 1.0, 2.0, 3.0, 4.0], item, worn, starter()).map(|advice| advice.best)
    }

    #[test]
    fn the_size_that_was_kept_is_recommended_and_one_that_runs_small_is_taken_larger() {
        let worn = [kept(2.0, 3.0, true)];
        assert_eq!(advised(&[], &worn), Ok(2));
        assert_eq!(advised(&[about(2.0, 5.0, 80.0, 5.0)], &worn), Ok(2));
        assert_eq!(advised(&[about(2.0, 80.0, 20.0, 0.0), about(3.0, 80.0, 20.0, 0.0)], &worn), Ok(3));
        assert_eq!(advised(&[about(2.0, 0.0, 20.0, 80.0), about(1.0, 0.0, 20.0, 80.0)], &worn), Ok(1));
    }

    #[test]
    fn nothing_is_recommended_on_little() {
        assert_eq!(advised(&[], &[]), Err(Silent::NoEvidence));
        assert_eq!(advised(&[], &[kept(2.0, 1.0, false)]), Err(Silent::NoEvidence));
        assert_eq!(advised(&[], &[kept(2.0, 2.0, false)]), Ok(2));
        for same_brand in [false, true] {
            let contradictory = [kept(0.0, 2.0, same_brand), kept(4.0, 2.0, same_brand)];
            assert_eq!(advised(&[], &contradictory), Err(Silent::Unsure));
        }
        assert_eq!(advise(&[0.0], &[], &[kept(0.0, 5.0, true)], starter()), Err(Silent::OneSize));
    }

    #[test]
    fn what_came_back_as_too_small_speaks_for_the_next_size() {
        let small = Answers { small: 2.0, ..Answers::default() };
        let worn = [kept(2.0, 1.0, true), Worn { position: 1.0, same_brand: true, answers: small }];
        assert_eq!(advised(&[], &worn), Ok(2));
    }

    #[test]
    fn a_larger_size_is_never_likelier_too_small() {
        let item = [about(1.0, 9.0, 3.0, 1.0), about(3.0, 0.0, 3.0, 9.0)];
        let found =
            advise(&[0.0, 1.0, 2.0, 3.0, 4.0, 5.0], &item, &[kept(2.0, 2.0, true), kept(3.0, 1.0, false)], starter())
                .unwrap();
        for pair in found.chances.windows(2) {
            assert!(pair[0].small > pair[1].small && pair[0].large < pair[1].large);
        }
        for one in &found.chances {
            assert!((one.small + one.true_to_size + one.large - 1.0).abs() < 1e-9);
        }
    }
}
