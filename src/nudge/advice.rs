//! Size advice about a cart line: what is known of the shopper and the product, put on the product's own scale.

use super::Subject;
use super::words::Words;
use crate::cart::Line;
use crate::features::Fact;
use crate::product::{Fit, Product};
use crate::size::advice::{Advice, Silent, Worn, advise};
use crate::size::system::position;
use crate::size::{Answers, SizeAnswers};
use crate::text::same;
use serde::Serialize;

/// A recommended size.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SizeAdvice {
    /// The size.
    pub size: String,
    /// How sure it is: `likely` from one half, `very_likely` from seven tenths.
    pub sure: Sure,
    /// The recommendation in words: surer words for a surer one.
    pub headline: String,
    /// Why, in words for the shopper.
    pub reason: String,
    /// How likely each size is too small, true to size and too large.
    pub chances: Vec<SizeChances>,
}

/// How sure a recommended size is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Sure {
    /// True to size with a chance of 0.5 or more.
    Likely,
    /// Of 0.7 or more.
    VeryLikely,
}

/// Chances of a size; their sum is 1.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SizeChances {
    /// The size.
    pub size: String,
    /// Too small.
    pub small: f64,
    /// True to size.
    #[serde(rename = "true")]
    pub true_to_size: f64,
    /// Too large.
    pub large: f64,
}

/// From this chance on, it is very likely.
const VERY_LIKELY: f64 = 0.7;

/// Advice about the line of a subject; or why there is none.
pub(super) fn of(subject: &Subject<'_>) -> Result<(Vec<String>, Advice), Silent> {
    let (line, product) = subject.line.zip(subject.product).ok_or(Silent::NoEvidence)?;
    let sizes = sizes(product);
    let names: Vec<&str> = sizes.iter().map(String::as_str).collect();
    let places: Vec<f64> = (0..sizes.len()).map(crate::text::count).collect();
    let item = answers(product, &names);
    let worn = worn(subject, line, product, &names);
    let advice = advise(&places, &item, &worn, subject.knowledge.size_model)?;
    Ok((sizes, advice))
}

/// The sizes on offer, small to large; those of the chart where the product doesn't list any.
fn sizes(product: &Product) -> Vec<String> {
    let of_chart =
        || product.size_chart.iter().flat_map(|chart| chart.rows.iter().map(|row| row.size.clone())).collect();
    if product.sizes.is_empty() { of_chart() } else { product.sizes.clone() }
}

/// Buyers' answers; those that no size is known of count for the product.
fn answers(product: &Product, sizes: &[&str]) -> Vec<SizeAnswers> {
    if product.size_fit.is_empty() {
        let fit = product.fit.map(|fit| SizeAnswers { position: None, answers: counted(fit) });
        return fit.into_iter().collect();
    }
    let of_size = |(size, fit): &(String, Fit)| SizeAnswers { position: position(size, sizes), answers: counted(*fit) };
    product.size_fit.iter().map(of_size).collect()
}

fn counted(fit: Fit) -> Answers {
    let [small, true_to_size, large] = [fit.small, fit.true_to_size, fit.large].map(f64::from);
    Answers { small, true_to_size, large }
}

/// What the shopper kept and sent back in the line's category, as far as it can be put on the product's scale.
fn worn(subject: &Subject<'_>, line: &Line, product: &Product, sizes: &[&str]) -> Vec<Worn> {
    let Some(signals) = subject.input.signals() else { return Vec::new() };
    let brand = line.item_brand.as_deref().or(product.item_brand.as_deref());
    let category = line.category().or(product.item_category.as_deref());
    let place = |own_brand: Option<&str>, own_category: Option<&str>, size: &str, answers: Answers| {
        let is_of_category = own_category.zip(category).is_some_and(|(own, category)| same(own, category));
        let same_brand = own_brand.zip(brand).is_some_and(|(own, brand)| same(own, brand));
        is_of_category.then(|| Some(Worn { position: position(size, sizes)?, same_brand, answers }))?
    };
    let kept = signals.kept_sizes.iter().filter_map(|one| {
        let answers = Answers { true_to_size: f64::from(one.count), ..Answers::default() };
        place(one.brand.as_deref(), one.category.as_deref(), &one.size, answers)
    });
    let returned = signals.returned_sizes.iter().filter_map(|one| {
        let answers =
            Answers { small: f64::from(one.too_small), large: f64::from(one.too_large), ..Answers::default() };
        place(one.brand.as_deref(), one.category.as_deref(), &one.size, answers)
    });
    kept.chain(returned).collect()
}

impl SizeAdvice {
    /// The advice in words; `None` where the reason can't be told.
    pub(super) fn told(sizes: Vec<String>, advice: &Advice, words: &Words<'_>) -> Option<Self> {
        let size = sizes.get(advice.best)?.clone();
        let chance = advice.chances.get(advice.best)?.true_to_size;
        let (sure, headline) = if chance >= VERY_LIKELY {
            (Sure::VeryLikely, "size_advice.very_likely")
        } else {
            (Sure::Likely, "size_advice.likely")
        };
        let chances = sizes.into_iter().zip(&advice.chances).map(|(size, of)| SizeChances {
            size,
            small: of.small,
            true_to_size: of.true_to_size,
            large: of.large,
        });
        Some(SizeAdvice {
            size,
            sure,
            headline: words.say(headline)?,
            reason: reason(words)?,
            chances: chances.collect(),
        })
    }
}

/// What the shopper kept, then what buyers say where most of them say the same.
fn reason(words: &Words<'_>) -> Option<String> {
    let own = words.say(if words.kept_of_brand() { "size_advice.kept_brand" } else { "size_advice.kept_category" })?;
    let mostly = |fact: Fact| words.subject.row.get(fact).is_some_and(|share| share > 0.5);
    let buyers = [
        (Fact::ProductRunsSmall, "size_advice.runs_small"),
        (Fact::ProductRunsLarge, "size_advice.runs_large"),
        (Fact::ProductTrueToSize, "size_advice.true_to_size"),
    ];
    match buyers.into_iter().find(|(fact, _)| mostly(*fact)).and_then(|(_, key)| words.say(key)) {
        Some(buyers) => Some([own.as_str(), " ", &buyers].concat()),
        None => Some(own),
    }
}
