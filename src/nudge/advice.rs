//! Size advice about a cart line: what is known of the shopper and the product, put on the product's own scale.

use super::Subject;
use super::words::Words;
use crate::cart::Line;
use crate::features::Fact;
use crate::product::{Fit, Product};
use crate::size::Chances;
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
    /// How likely each size is too small, true to size and too large; empty where the shopper's measurements and the
    /// chart are all that it stands on.
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
pub(super) const VERY_LIKELY: f64 = 0.7;

/// Advice about a line, with the sizes that it is about.
pub(super) struct Advised {
    sizes: Vec<String>,
    advice: Advice,
}

impl Advised {
    /// The recommended size.
    pub fn size(&self) -> &str {
        self.sizes.get(self.advice.best).map_or("", String::as_str)
    }

    /// The chances of a size.
    pub fn chances_of(&self, size: &str) -> Option<Chances> {
        let place = self.sizes.iter().position(|own| same(own, size))?;
        self.advice.chances.get(place).copied()
    }

    /// Whether a size has a place on the product's scale.
    pub fn places(&self, size: &str) -> bool {
        position(size, &names(&self.sizes)).is_some()
    }
}

fn names(sizes: &[String]) -> Vec<&str> {
    sizes.iter().map(String::as_str).collect()
}

/// Advice about the line of a subject; or why there is none.
pub(super) fn of(subject: &Subject<'_>) -> Result<Advised, Silent> {
    let (line, product) = subject.line.zip(subject.product).ok_or(Silent::NoEvidence)?;
    let sizes = sizes(product);
    let names = names(&sizes);
    let places: Vec<f64> = (0..sizes.len()).map(crate::text::count).collect();
    let item = answers(product, &names);
    let worn = worn(subject, line, product, &names);
    let advice = advise(&places, &item, &worn, subject.knowledge.size_model)?;
    Ok(Advised { sizes, advice })
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
    pub(super) fn told(advised: &Advised, words: &Words<'_>) -> Option<Self> {
        let Advised { sizes, advice } = advised;
        let size = advised.size().to_owned();
        let chance = advice.chances.get(advice.best)?.true_to_size;
        let (sure, headline) = if chance >= VERY_LIKELY {
            (Sure::VeryLikely, "size_advice.very_likely")
        } else {
            (Sure::Likely, "size_advice.likely")
        };
        let chances = sizes.iter().zip(&advice.chances).map(|(size, of)| SizeChances {
            size: size.clone(),
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

/// The size that the shopper's own measurements belong to, where nothing is known of what was kept.
pub(super) fn measured(words: &Words<'_>) -> Option<SizeAdvice> {
    Some(SizeAdvice {
        size: words.size_by_measures()?.to_owned(),
        sure: Sure::Likely,
        headline: words.say("size_advice.likely")?,
        reason: with_buyers(words.say("size_advice.measured")?, words),
        chances: Vec::new(),
    })
}

/// What the shopper kept, then what buyers say where most of them say the same.
fn reason(words: &Words<'_>) -> Option<String> {
    let own = words.say(if words.kept_of_brand() { "size_advice.kept_brand" } else { "size_advice.kept_category" })?;
    Some(with_buyers(own, words))
}

/// A reason, with what buyers say where most of them say the same.
fn with_buyers(own: String, words: &Words<'_>) -> String {
    let mostly = |fact: Fact| words.subject.row.get(fact).is_some_and(|share| share > 0.5);
    let buyers = [
        (Fact::ProductRunsSmall, "size_advice.runs_small"),
        (Fact::ProductRunsLarge, "size_advice.runs_large"),
        (Fact::ProductTrueToSize, "size_advice.true_to_size"),
    ];
    match buyers.into_iter().find(|(fact, _)| mostly(*fact)).and_then(|(_, key)| words.say(key)) {
        Some(buyers) => [own.as_str(), " ", &buyers].concat(),
        None => own,
    }
}

#[cfg(test)]
mod tests {
    use crate::engine::Engine;
    use crate::nudge::sample::{Sample, chart, kept};
    use serde_json::{Value, json};

    /// The decision about a dress with these product facts, for a shopper with these signals.
    fn sample(product: &Value, customer: &Value) -> Sample {
        let words = json!({ "en": { "headline": "Which size?", "body": "The chart helps.", "action": "Open it" } });
        let rules = json!([{ "nudge": { "content": words } }]);
        Sample::of("size_guide", &json!({ "rules": rules, "product": product, "input": { "customer": customer } }))
    }

    fn detail(product: &Value, customer: &Value) -> Value {
        sample(product, customer).detail().clone()
    }

    #[test]
    fn without_a_chart_there_is_no_size_guide_and_the_decision_says_so() {
        assert_eq!(sample(&json!({ "sizes": ["S", "M", "L"] }), &kept(&["M"])).silence(), "no_size_chart");
    }

    #[test]
    fn too_little_to_go_on_is_said_and_the_chart_stays() {
        let all = ["S", "M", "L"];
        for (sizes, customer, why) in [
            (&["One size"][..], kept(&["One size"]), "one_size"),
            (&all[..], json!({}), "no_evidence"),
            (&all[..], kept(&["38"]), "no_evidence"),
            (&all[..], kept(&["46R", "W32/L34", "?"]), "no_evidence"),
            (&["34", "36", "S", "40"][..], kept(&["EU 38"]), "no_evidence"),
            (&["XS", "S", "M", "L", "XL"][..], kept(&["XS", "XL"]), "unsure"),
        ] {
            let found = detail(&chart(sizes), &customer);
            assert_eq!((&found["no_advice"], &found["advice"]), (&json!(why), &Value::Null), "{sizes:?} {customer}");
            assert_eq!(found["rows"].as_array().unwrap().len(), sizes.len());
        }
    }

    #[test]
    fn sizes_of_another_category_say_nothing() {
        let shoes = json!({ "kept_sizes": [{ "brand": "Aurel", "category": "Shoes", "size": "M", "count": 9 }] });
        assert_eq!(detail(&chart(&["S", "M", "L"]), &shoes)["no_advice"], "no_evidence");
    }

    #[test]
    fn the_reason_is_a_size_that_the_advice_stands_on() {
        let customer = json!({ "kept_sizes": [
            { "brand": "Aurel", "category": "Dresses", "size": "38", "count": 9 },
            { "brand": "Aurel", "category": "Dresses", "size": "M", "count": 2 } ] });
        assert_eq!(detail(&chart(&["S", "M", "L"]), &customer)["advice"]["reason"], "You kept M from Aurel.");
    }

    #[test]
    fn absurd_and_contradictory_counts_give_chances_all_the_same() {
        let most = 10_000_000;
        for fit in [
            json!({ "small": most, "true": 0, "large": most }),
            json!({ "small": most, "true": 0, "large": 0 }),
            json!({ "small": 0, "true": most, "large": 0 }),
            json!({ "small": -5, "true": "many", "large": 3 }),
        ] {
            let mut product = chart(&["S", "M", "L"]);
            product["size_fit"] =
                json!([{ "size": "M", "small": fit["small"], "true": fit["true"], "large": fit["large"] }]);
            product["fit"] = fit;
            let found = detail(&product, &kept(&["M"]));
            let Some(chances) = found["advice"]["chances"].as_array() else {
                assert_eq!(found["no_advice"], "unsure");
                continue;
            };
            for of in chances {
                let sum: f64 = ["small", "true", "large"].iter().map(|key| of[key].as_f64().unwrap()).sum();
                assert!((sum - 1.0).abs() < 1e-9, "{of}");
            }
        }
    }

    #[test]
    fn a_shop_brings_a_model_of_its_own() {
        let model = |small: f64| json!({ "id": "own", "intercept": { "small": small, "large": -4.0 }, "curves": [] });
        let best = |small: f64| {
            let given = json!({ "product": chart(&["S", "M", "L", "XL"]), "options": { "size_model": model(small) },
                "input": { "customer": kept(&["M"]) } });
            Sample::of("size_guide", &given).detail()["advice"]["size"].clone()
        };
        assert_eq!((best(-4.0), best(0.7)), (json!("M"), json!("L")));
        let faulty = json!({ "rules": { "version": 1, "rules": [] }, "size_model": { "id": "own", "curves": [] } });
        let found = Engine::new(&faulty).unwrap_err();
        assert_eq!(found.iter().next().unwrap().pointer, "/size_model/intercept");
    }
}
