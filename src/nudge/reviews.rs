//! What buyers say, word for word: the sentences that answer this cart's question.

use super::words::Words;
use super::{Cause, Detail, Quote, named};
use crate::features::Fact;
use crate::messages::Value;
use crate::product::Reviews;
use crate::review::{Aspect, FitShare, Highlight, Highlights, Opinions, Sizing, fit_share, highlights};

/// The highlights; or why there are none to show.
pub(super) fn review_highlights(words: &Words<'_>) -> Result<Detail, Cause> {
    let reviews = words.subject.product.and_then(|product| product.reviews.as_ref()).ok_or(Cause::TooFewReviews)?;
    if crate::text::count(reviews.items.len()) < words.subject.settings.floor_reviews {
        return Err(Cause::TooFewReviews);
    }
    let Highlights { sentences, opinions } =
        highlights(&reviews.items, &question(words), words.subject.knowledge.lexicon, &reviews.readings);
    let Some(first) = sentences.first() else { return Err(Cause::TooFewReviews) };
    Ok(Detail::ReviewHighlights {
        title: words.say("review_highlights.title").unwrap_or_else(|| words.plain("review_highlights.headline")),
        balance: balance(first.aspect, &opinions, words),
        quotes: sentences.iter().map(|one| quote(one, words)).collect(),
        url: address(reviews, words),
        all_label: words.plain("review_highlights.all"),
    })
}

/// What the cart asks of the reviews, what matters most first: the fit while the size is in doubt, the colour while two
/// are in the cart, then how it is made and what it is like to have.
fn question(words: &Words<'_>) -> Vec<Aspect> {
    let row = words.subject.row;
    let several = |fact| row.get(fact).is_some_and(|count| count > 1.0);
    let other_than_kept = row.get(Fact::LineKeptSizeMatch).is_some_and(|same| same < 1.0);
    let has_size = words.subject.line.is_some_and(|line| line.size.is_some());
    let raised = [
        (Aspect::Fit, several(Fact::LineSizeCount) || other_than_kept),
        (Aspect::Color, several(Fact::LineColorCount)),
        (Aspect::Fit, has_size),
        (Aspect::Quality, true),
        (Aspect::Material, true),
        (Aspect::Use, true),
        (Aspect::Color, true),
    ];
    let mut question: Vec<Aspect> = Vec::new();
    for (aspect, is_raised) in raised {
        if is_raised && !question.contains(&aspect) {
            question.push(aspect);
        }
    }
    question
}

/// What the reviews say in sum of the aspect that the first sentence is about; of the product where too few speak of it.
fn balance(aspect: Option<Aspect>, opinions: &Opinions, words: &Words<'_>) -> String {
    let floor = words.subject.settings.floor_fit_answers;
    let enough = |total: u32| f64::from(total) >= floor;
    let product = words.subject.product.and_then(|product| product.fit);
    let share = [product, Some(opinions.fit)].into_iter().flatten().find_map(|fit| fit_share(fit, floor));
    if let (Some(Aspect::Fit) | None, Some(FitShare { sizing, count, of })) = (aspect, share) {
        return words.say_count(fitting(sizing), count, of);
    }
    let of = |aspect: Aspect| (aspect, opinions.of(aspect));
    match aspect.filter(|aspect| *aspect != Aspect::Fit).map(of).filter(|(_, opinion)| enough(opinion.total())) {
        Some((aspect, opinion)) => words.say_count(praised(aspect), opinion.praise, opinion.total()),
        None => words.say("review_highlights.rated.balance").unwrap_or_default(),
    }
}

fn fitting(sizing: Sizing) -> &'static str {
    match sizing {
        Sizing::Small => "review_highlights.small.balance",
        Sizing::True => "review_highlights.fit.balance",
        Sizing::Large => "review_highlights.large.balance",
    }
}

fn praised(aspect: Aspect) -> &'static str {
    match aspect {
        Aspect::Fit => "review_highlights.fit.balance",
        Aspect::Material => "review_highlights.material.balance",
        Aspect::Color => "review_highlights.color.balance",
        Aspect::Quality => "review_highlights.quality.balance",
        Aspect::Use => "review_highlights.use.balance",
    }
}

fn quote(one: &Highlight<'_>, words: &Words<'_>) -> Quote {
    Quote {
        text: one.text.to_owned(),
        aspect: one.aspect.map(Aspect::name),
        emphasis: one.words.and_then(|(from, to)| one.text.get(from..to)).map(str::to_owned),
        rating: one.review.rating,
        stars: one
            .review
            .rating
            .map(|rating| words.say_with("review_highlights.stars", &named("rating", Value::Number(rating)))),
        size: one
            .review
            .size
            .as_ref()
            .map(|size| words.say_with("review_highlights.size", &named("size", Value::Text(size.clone())))),
        author: one.review.author.clone(),
    }
}

fn address(reviews: &Reviews, words: &Words<'_>) -> Option<String> {
    reviews.url.clone().or_else(|| words.subject.product?.url.clone())
}

impl Words<'_> {
    /// A shipped text about `{count}` of `{of}`.
    fn say_count(&self, key: &str, count: u32, of: u32) -> String {
        self.say_with(key, &|name| match name {
            "count" => Some(Value::Number(f64::from(count))),
            "of" => Some(Value::Number(f64::from(of))),
            _ => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::engine::Engine;
    use crate::nudge::sample::Sample;
    use serde_json::{Value, json};

    /// The nudge's detail for a cart of one dress in these sizes and colours, with these reviews.
    fn detail(lines: &[(&str, &str)], reviews: &[&str], options: &Value) -> Value {
        let reviews: Vec<Value> = reviews.iter().map(|text| json!({ "text": text, "rating": 5 })).collect();
        let items: Vec<Value> = lines.iter().map(|(size, color)| json!({ "size": size, "color": color })).collect();
        let product = json!({ "reviews": { "average": 4.5, "items": reviews } });
        let given = json!({ "items": items, "product": product, "options": options });
        Sample::of("review_highlights", &given).detail().clone()
    }

    fn aspects(detail: &Value) -> Vec<&str> {
        detail["quotes"].as_array().unwrap().iter().filter_map(|quote| quote["aspect"].as_str()).collect()
    }

    const REVIEWS: [&str; 4] = [
        "The colour is exactly as in the picture.",
        "The seams are neat and nothing came loose.",
        "It fits perfectly around the shoulders.",
        "The linen feels soft from the first day.",
    ];

    #[test]
    fn the_sentences_answer_what_the_cart_asks() {
        assert_eq!(aspects(&detail(&[("S", "red"), ("M", "red")], &REVIEWS, &json!({})))[0], "fit");
        assert_eq!(aspects(&detail(&[("M", "red"), ("M", "blue")], &REVIEWS, &json!({})))[0], "color");
        let found = detail(&[("M", "red")], &REVIEWS, &json!({}));
        assert_eq!(found["quotes"][0]["emphasis"], "fits perfectly");
    }

    #[test]
    fn a_share_is_said_over_its_floor_only() {
        let many: Vec<String> = (0..12).map(|n| format!("Number {n}: it runs small, so take one size more.")).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        assert_eq!(detail(&[("M", "red")], &many, &json!({}))["balance"], "12 of 12 say it runs small");
        let few = detail(&[("M", "red")], &many[..9], &json!({}));
        assert_eq!(few["balance"], "4.5 of 5 from 9 reviews");
    }

    #[test]
    fn a_shop_adds_the_words_of_its_language() {
        let reviews = [
            "Le tissu est doux comme tout, vraiment.",
            "La livraison est venue mardi matin.",
            "Elle est dans mon placard.",
        ];
        let words = json!({ "review_words": { "fr": {
            "aspects": { "material": ["tissu"] }, "praise": ["doux"], "words": ["le", "la", "est", "elle", "dans"] } } });
        assert_eq!(aspects(&detail(&[("M", "rouge")], &reviews, &words)), ["material"]);
        assert!(aspects(&detail(&[("M", "rouge")], &reviews, &json!({}))).is_empty());
        let faulty = json!({ "rules": { "version": 1, "rules": [] }, "review_words": { "fr": { "prase": [] } } });
        let found = Engine::new(&faulty).unwrap_err();
        let pointers: Vec<_> = found.iter().map(|one| one.pointer.as_str()).collect();
        assert_eq!(pointers, ["/review_words/fr/prase"]);
    }
}
