//! Texts about a nudge's subject: placeholders filled, in the shopper's language.

use super::Subject;
use super::advice::Advised;
use crate::cart::{Line, distinct};
use crate::customer::KeptSize;
use crate::features::Fact;
use crate::messages::format::format;
use crate::messages::{Language, Value};
use crate::product::{Fit, Link, Product};
use crate::size::advice::Silent;
use crate::text::{length, same};

/// Texts about a subject, in a language.
pub(super) struct Words<'a> {
    pub subject: &'a Subject<'a>,
    pub language: Language<'a>,
    /// The rule's own texts in place of shipped ones, with the language that they are in.
    pub of_rule: Option<(&'a str, &'a [(String, String)])>,
    /// The recommended size, or why there is none.
    pub advice: Result<&'a Advised, Silent>,
}

/// A body has room for this many characters of the product's own words.
const ROOM: usize = 120;
/// Names in one sentence.
const NAMES: usize = 3;

impl<'a> Words<'a> {
    /// A text and its language.
    fn text(&self, key: &str) -> (&'a str, &'a str) {
        let of_rule = self.of_rule.and_then(|(tag, texts)| Some((texts.iter().find(|(known, _)| known == key)?, tag)));
        of_rule.map_or_else(|| (self.language.text(key), self.language.tag), |((_, text), tag)| (text.as_str(), tag))
    }

    /// A text without placeholders of its own; empty when one that it names is unknown.
    pub fn plain(&self, key: &str) -> String {
        self.say(key).unwrap_or_default()
    }

    /// A text, filled; `None` when a placeholder is unknown.
    pub fn say(&self, key: &str) -> Option<String> {
        let (text, tag) = self.text(key);
        self.fill(text, tag)
    }

    /// A text with values of its own, which go before the placeholders; empty when a name is unknown.
    pub fn say_with(&self, key: &str, own: &dyn Fn(&str) -> Option<Value>) -> String {
        let value = |name: &str| own(name).or_else(|| self.placeholder(name));
        let (text, tag) = self.text(key);
        format(text, tag, &value).unwrap_or_default()
    }

    /// A text in a language, filled; `None` when a placeholder is unknown.
    pub fn fill(&self, text: &str, tag: &str) -> Option<String> {
        format(text, tag, &|name| self.placeholder(name))
    }

    /// What a placeholder stands for.
    pub fn placeholder(&self, name: &str) -> Option<Value> {
        let number = match name {
            "fit_small" => self.fit(|fit| fit.small),
            "fit_true" => self.fit(|fit| fit.true_to_size),
            "fit_large" => self.fit(|fit| fit.large),
            "fit_count" => self.fit(Fit::total),
            "review_count" => self.subject.row.get(Fact::ProductReviewCount),
            "review_average" => self.subject.row.get(Fact::ProductReviewAverage),
            _ => return self.placeholder_text(name).map(Value::Text),
        };
        number.map(Value::Number)
    }

    /// What a placeholder that is a text stands for.
    pub fn placeholder_text(&self, name: &str) -> Option<String> {
        let line = self.subject.line;
        let product = self.subject.product;
        let contact = self.subject.input.page.line.as_ref();
        let text = |text: Option<&String>| text.cloned();
        match name {
            "item_name" => text(line.and_then(|line| line.item_name.as_ref()))
                .or_else(|| text(product.and_then(|product| product.item_name.as_ref()))),
            "brand" => self.brand().map(str::to_owned),
            "category" => self.category().map(str::to_owned),
            "size" => text(line.and_then(|line| line.size.as_ref())),
            "kept_size" => self.kept_size().map(str::to_owned),
            "advised_size" => {
                self.advice.ok().map(Advised::size).or_else(|| self.size_by_measures()).map(str::to_owned)
            }
            "sizes_in_cart" => self.sizes_in_cart(),
            "details" => self.details(product?),
            "care" => product?.care.first().map(|text| cut(text)),
            "goes_with" => self.names_of(&product?.goes_with),
            "tutorials" => self.names_of(&product?.tutorials),
            "line" => contact.map(|line| line.label.clone()),
            "line_hours" => text(contact?.hours.as_ref()),
            _ => None,
        }
    }

    fn names_of(&self, links: &[Link]) -> Option<String> {
        let names: Vec<&str> = links.iter().take(NAMES).map(|link| link.name.as_str()).collect();
        let fitting = (1..=names.len()).rev().filter_map(|most| self.listed(names.get(..most)?));
        fitting
            .filter(|listed| length(listed) <= ROOM)
            .max_by_key(String::len)
            .or_else(|| names.first().map(|name| cut(name)))
    }

    /// The first rows of the specification that there is room for; without one, what it works with and its care.
    fn details(&self, product: &Product) -> Option<String> {
        let row = |name: &str, value: &str| [name, ": ", value.trim_end_matches('.')].concat();
        let mut rows: Vec<String> = product.specifications.iter().map(|(name, value)| row(name, value)).collect();
        if rows.is_empty() {
            let names: Vec<&str> = product.compatible_with.iter().map(String::as_str).collect();
            rows.extend(self.listed(&names).map(|names| row(&self.plain("product_details.compatible"), &names)));
            rows.extend(product.care.first().map(|care| row(&self.plain("product_details.care"), care)));
        }
        let mut text = String::new();
        for row in &rows {
            let separator = if text.is_empty() { "" } else { "; " };
            if length(&text) + separator.len() + length(row) <= ROOM {
                text.push_str(separator);
                text.push_str(row);
            }
        }
        if text.is_empty() { rows.first().map(|row| cut(row)) } else { Some(text) }
    }

    /// "S, M and L"; `None` of nothing.
    fn listed(&self, names: &[&str]) -> Option<String> {
        let (last, first) = names.split_last()?;
        if first.is_empty() {
            return Some((*last).to_owned());
        }
        let comma = if self.language.tag.starts_with("ar") { "، " } else { ", " };
        let first = crate::text::joined(first, comma);
        let value = |name: &str| match name {
            "first" => Some(Value::Text(first.clone())),
            "last" => Some(Value::Text((*last).to_owned())),
            _ => None,
        };
        Some(self.say_with("list.and", &value))
    }

    /// The size of the chart that the shopper's own measurements belong to.
    pub fn measured_size(&self) -> Option<&'a str> {
        let chart = self.subject.product?.size_chart.as_ref()?;
        let rows = chart.rows.iter().map(|row| row.values.as_slice());
        let row = self.subject.input.measures.row(&chart.columns, chart.inches, rows)?;
        chart.rows.get(row).map(|row| row.size.as_str())
    }

    /// The same, where nothing is known of what the shopper kept.
    pub fn size_by_measures(&self) -> Option<&'a str> {
        self.measured_size().filter(|_| self.advice.err() == Some(Silent::NoEvidence))
    }

    pub fn brand(&self) -> Option<&str> {
        let own = self.subject.line.and_then(|line| line.item_brand.as_deref());
        own.or(self.subject.product.and_then(|product| product.item_brand.as_deref()))
    }

    pub fn category(&self) -> Option<&str> {
        let own = self.subject.line.and_then(Line::category);
        own.or(self.subject.product.and_then(|product| product.item_category.as_deref()))
    }

    pub fn kept_size(&self) -> Option<&str> {
        Some(self.kept()?.size.as_str())
    }

    /// Whether the kept size is of the line's own brand.
    pub fn kept_of_brand(&self) -> bool {
        let own = self.kept().and_then(|kept| kept.brand.as_deref());
        own.zip(self.brand()).is_some_and(|(own, brand)| same(own, brand))
    }

    fn kept(&self) -> Option<&KeptSize> {
        let signals = self.subject.input.signals()?;
        // The reason of an advice is a size that it stands on.
        let counts = |size: &str| self.advice.ok().is_none_or(|advised| advised.places(size));
        signals.kept_size_among(self.brand(), self.category(), counts)
    }

    /// "S and M": the sizes of this product in the cart, when there are at least two; where it is there in two sizes of the
    /// line's own colour, these.
    pub fn sizes_in_cart(&self) -> Option<String> {
        let line = self.subject.line?;
        let mut sizes = distinct(self.alike().iter().filter_map(|line| line.size.as_deref()));
        if sizes.len() < 2 {
            sizes = self.subject.input.cart.sizes_of(&line.item_group_id);
        }
        if sizes.len() < 2 { None } else { self.listed(&sizes) }
    }

    /// The cart's lines of the same product in the same colour.
    pub fn alike(&self) -> Vec<&'a Line> {
        let Some(line) = self.subject.line else { return Vec::new() };
        let same_color = |other: &Line| match (&other.color, &line.color) {
            (Some(other), Some(own)) => same(other, own),
            (other, own) => other == own,
        };
        let is_alike = |other: &&Line| other.item_group_id == line.item_group_id && same_color(other);
        self.subject.input.cart.lines.iter().filter(is_alike).collect()
    }

    /// A count of fit answers, once there are enough to speak of.
    pub fn fit(&self, count: impl Fn(Fit) -> u32) -> Option<f64> {
        let fit = self.subject.product?.fit?;
        (f64::from(fit.total()) >= self.subject.settings.floor_fit_answers).then(|| f64::from(count(fit)))
    }
}

/// As much of a text as there is room for, with dots where it was cut.
fn cut(text: &str) -> String {
    if length(text) <= ROOM {
        return text.to_owned();
    }
    let end = text.char_indices().nth(ROOM - 1).map_or(text.len(), |(at, _)| at);
    let head = text.get(..end).unwrap_or(text);
    let word = head.rfind(' ').map_or(head, |space| head.get(..space).unwrap_or(head));
    [word.trim_end_matches(['.', ',', ';', ' ']), "…"].concat()
}

#[cfg(test)]
mod tests {
    use crate::nudge::sample::{Sample, chart};
    use serde_json::{Value, json};

    fn reviews(count: u32) -> Value {
        let texts =
            ["The linen feels soft from the first day.", "The seams are neat.", "The colour is as in the picture."];
        let items: Vec<Value> = texts.iter().map(|text| json!({ "text": text, "rating": 5 })).collect();
        json!({ "reviews": { "count": count, "average": 4.5, "items": items } })
    }

    /// The review highlights in a language.
    fn rated(locale: &str, count: u32) -> [String; 2] {
        let given = json!({ "product": reviews(count), "input": { "page": { "locale": locale } } });
        Sample::of("review_highlights", &given).said().map(str::to_owned)
    }

    /// The comparison of these sizes in a language.
    fn between(locale: &str, sizes: &[&str]) -> Sample {
        let items: Vec<Value> = sizes.iter().map(|size| json!({ "size": size })).collect();
        let given =
            json!({ "items": items, "product": chart(&["S", "M", "L"]), "input": { "page": { "locale": locale } } });
        Sample::of("size_comparison", &given)
    }

    #[test]
    fn french_is_said_whole() {
        let found = between("fr-CA", &["S", "M"]);
        assert_eq!(
            found.said(),
            ["Entre S et M ?", "Dress dans les deux tailles, côte à côte. Gardez celle qui vous va."]
        );
        assert_eq!((&found.view()["locale"], &found.view()["action"]), (&json!("fr"), &json!("Comparer les tailles")));
        assert_eq!(found.detail()["keep_all"], "Garder les deux");
        assert_eq!(between("fr", &["S", "M", "L"]).said()[0], "Entre S, M et L ?");
        assert_eq!(rated("fr", 1)[1], "1 avis donne 4,5 sur 5 à Dress.");
        assert_eq!(rated("fr", 12_345)[1], "12\u{202f}345 avis donnent 4,5 sur 5 à Dress.");
    }

    #[test]
    fn spanish_is_said_whole() {
        let found = between("es-MX", &["S", "M", "L"]);
        assert_eq!(found.said()[0], "¿Entre S, M y L?");
        assert_eq!((&found.view()["locale"], &found.detail()["keep_all"]), (&json!("es"), &json!("Quedarme todas")));
        assert_eq!(rated("es", 1)[1], "Una opinión da a Dress 4,5 de 5.");
        assert_eq!(rated("es", 1_234)[1], "1234 opiniones dan a Dress 4,5 de 5.");
    }

    #[test]
    fn arabic_is_said_whole_in_all_its_plurals() {
        let found = between("ar-EG", &["S", "M", "L"]);
        assert_eq!(found.said()[0], "محتار بين S، M وL؟");
        assert_eq!(found.view()["locale"], "ar");
        let bodies = [1, 2, 3, 11, 100].map(|count| rated("ar", count)[1].clone());
        let begins = ["تقييم واحد يمنح", "تقييمان يمنحان", "3 تقييمات تمنح", "11 تقييمًا تمنح", "100 تقييم تمنح"];
        for (body, begin) in bodies.iter().zip(begins) {
            assert!(body.starts_with(begin), "{body}");
        }
    }

    #[test]
    fn a_rules_own_words_choose_by_number_too() {
        let said = |count: u32| {
            let headline = "{review_count, plural, one {One voice} other {# voices}}";
            let words = json!({ "en": { "headline": headline, "body": "About {item_name}." } });
            let given = json!({ "rules": [{ "nudge": { "content": words } }], "product": reviews(count) });
            Sample::of("review_highlights", &given).said().map(str::to_owned)
        };
        assert_eq!([said(1), said(1_200)], [["One voice", "About Dress."], ["1,200 voices", "About Dress."]]);
    }

    #[test]
    fn a_rule_replaces_shipped_texts_in_its_own_language_only() {
        let said = |locale: &str| {
            let content = json!({
                "en": { "headline": "Reviews", "body": "See.", "messages": { "review_highlights.title": "Voices on {item_name}" } },
                "de": { "headline": "Bewertungen", "body": "Hier.", "messages": { "review_highlights.all": "Alle" } } });
            let given = json!({ "rules": [{ "nudge": { "content": content } }], "product": reviews(3),
                "options": { "messages": { "close": "Done", "review_highlights.title": "All say" } },
                "input": { "page": { "locale": locale } } });
            let found = Sample::of("review_highlights", &given);
            [&found.detail()["title"], &found.detail()["all_label"], &found.view()["labels"]["close"]]
                .map(|text| text.as_str().unwrap().to_owned())
        };
        assert_eq!(said("en"), ["Voices on Dress", "Read all reviews", "Done"]);
        assert_eq!(said("de-AT"), ["All say", "Alle", "Done"]);
        assert_eq!(said("fr")[0], "Voices on Dress", "the default language's content, with its texts");
    }

    #[test]
    fn texts_of_a_rule_write_numbers_as_their_own_language_does() {
        let content = json!({ "it": { "headline": "Recensioni", "body": "Ecco.",
            "messages": { "review_highlights.title": "{review_count, plural, one {una voce} other {# voci}}: {review_average}" } } });
        let given = json!({ "rules": [{ "nudge": { "content": content } }], "product": reviews(12_345),
            "input": { "page": { "locale": "it" } } });
        assert_eq!(Sample::of("review_highlights", &given).detail()["title"], "12.345 voci: 4,5");
    }

    #[test]
    fn faults_of_a_rules_texts_are_refused_where_they_stand() {
        let rule = json!({ "id": "r", "when": true, "nudge": { "type": "chat_prompt", "content": { "en": { "headline": "Hello",
            "messages": { "clse": "x", "close": "{n, plural, one {a}}", "dismiss": "javascript:alert(1)" } } } } });
        let found = crate::engine::Engine::new(&json!({ "rules": { "rules": [rule] } })).unwrap_err();
        let found: Vec<_> =
            found.iter().map(|one| (one.pointer.rsplit('/').next().unwrap().to_owned(), one.code)).collect();
        let expected = [("clse", "unknown_key"), ("close", "bad_message_format"), ("dismiss", "unsafe_url")];
        assert_eq!(found, expected.map(|(at, code)| (at.to_owned(), code)));
    }
}
