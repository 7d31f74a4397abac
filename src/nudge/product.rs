//! Facts of a product, and what the shop shows beside it.

use super::detail::{Detail, Fact, LinkItem, Section};
use super::words::Words;
use super::{Cause, named};
use crate::messages::Value;
use crate::product::{Link, Product};

/// Specification, what it works with, care; or why there is nothing to show.
pub(super) fn product_details(words: &Words<'_>) -> Result<Detail, Cause> {
    let product = words.subject.product.ok_or(Cause::NoDetails)?;
    let row = |name: Option<&String>, value: &String| Fact { name: name.cloned(), value: value.clone() };
    let sentences = |list: &[String]| list.iter().map(|text| row(None, text)).collect::<Vec<_>>();
    let sections = [
        (
            "product_details.specification",
            product.specifications.iter().map(|(name, value)| row(Some(name), value)).collect(),
        ),
        ("product_details.compatible", sentences(&product.compatible_with)),
        ("product_details.care", sentences(&product.care)),
    ];
    details("product_details.title", sections, product, words)
}

/// How to care for it; or why there is nothing to show.
pub(super) fn care_instructions(words: &Words<'_>) -> Result<Detail, Cause> {
    let product = words.subject.product.ok_or(Cause::NoDetails)?;
    let rows = product.care.iter().map(|text| Fact { name: None, value: text.clone() }).collect();
    details("care_instructions.title", [("product_details.care", rows)], product, words)
}

fn details<const N: usize>(
    title: &str,
    sections: [(&str, Vec<Fact>); N],
    product: &Product,
    words: &Words<'_>,
) -> Result<Detail, Cause> {
    let filled = sections.into_iter().filter(|(_, rows)| !rows.is_empty());
    let sections: Vec<Section> = filled.map(|(key, rows)| Section { label: words.plain(key), rows }).collect();
    if sections.is_empty() {
        return Err(Cause::NoDetails);
    }
    Ok(Detail::ProductDetails {
        title: words.say(title).ok_or(Cause::NothingSpecific)?,
        sections,
        url: product.url.clone(),
        page_label: words.plain("product_details.page"),
    })
}

/// What goes with it; or why there is nothing to show.
pub(super) fn styling_help(words: &Words<'_>) -> Result<Detail, Cause> {
    links("styling_help.title", words, |product| &product.goes_with)
}

/// Where its use is shown; or why there is nothing to show.
pub(super) fn usage_guide(words: &Words<'_>) -> Result<Detail, Cause> {
    links("usage_guide.title", words, |product| &product.tutorials)
}

/// More than this many things are a catalogue.
const MOST: usize = 6;

fn links(title: &str, words: &Words<'_>, of: fn(&Product) -> &Vec<Link>) -> Result<Detail, Cause> {
    let links = words.subject.product.map(of).filter(|links| !links.is_empty()).ok_or(Cause::NoDetails)?;
    let minutes =
        |minutes: u32| words.say_with("usage_guide.minutes", &named("minutes", Value::Number(f64::from(minutes))));
    let item = |link: &Link| LinkItem {
        name: link.name.clone(),
        url: link.url.clone(),
        image_url: link.image_url.clone(),
        note: link.minutes.map(minutes),
    };
    Ok(Detail::Links {
        title: words.say(title).ok_or(Cause::NothingSpecific)?,
        items: links.iter().take(MOST).map(item).collect(),
    })
}

#[cfg(test)]
mod tests {
    use crate::nudge::sample::Sample;
    use serde_json::{Value, json};

    fn of(kind: &str, product: &Value) -> Sample {
        Sample::of(kind, &json!({ "product": product }))
    }

    #[test]
    fn details_stand_by_subject() {
        let product = json!({ "url": "/dress", "care": ["Wash at 30 °C.", "Dry flat."], "compatible_with": ["Belt B"],
            "specifications": [{ "name": "Material", "value": "Linen" }, { "name": "Weight", "value": "210 g" }] });
        let found = of("product_details", &product);
        assert_eq!(found.said(), ["Dress in detail", "Material: Linen; Weight: 210 g."]);
        let sections = json!([
            { "label": "Specification", "rows": [{ "name": "Material", "value": "Linen" }, { "name": "Weight", "value": "210 g" }] },
            { "label": "Goes together with", "rows": [{ "value": "Belt B" }] },
            { "label": "Care", "rows": [{ "value": "Wash at 30 °C." }, { "value": "Dry flat." }] } ]);
        let detail = found.detail();
        assert_eq!(detail["sections"], sections);
        assert_eq!((&detail["title"], &detail["url"]), (&json!("Dress: details"), &json!("/dress")));
    }

    #[test]
    fn without_a_specification_the_rest_is_said() {
        let found =
            of("product_details", &json!({ "care": ["Wash at 30 °C."], "compatible_with": ["Belt B", "Hat C"] }));
        assert_eq!(found.said()[1], "Goes together with: Belt B and Hat C; Care: Wash at 30 °C.");
        assert_eq!(found.detail()["sections"].as_array().unwrap().len(), 2);
    }

    #[test]
    fn care_is_shown_alone() {
        let product =
            json!({ "care": ["Wash at 30 °C.", "Dry flat."], "specifications": [{ "name": "A", "value": "B" }] });
        let found = of("care_instructions", &product);
        assert_eq!(found.said(), ["So that it lasts: Dress", "Wash at 30 °C."]);
        let rows = json!([{ "value": "Wash at 30 °C." }, { "value": "Dry flat." }]);
        assert_eq!(found.detail()["sections"], json!([{ "label": "Care", "rows": rows }]));
    }

    #[test]
    fn what_is_missing_is_said() {
        for kind in ["product_details", "care_instructions", "styling_help", "usage_guide"] {
            assert_eq!(of(kind, &json!({})).silence(), "no_details", "{kind}");
            assert_eq!(of(kind, &json!({ "item_group_id": "another" })).silence(), "no_details", "{kind}");
        }
        assert_eq!(
            of("care_instructions", &json!({ "specifications": [{ "name": "A", "value": "B" }] })).silence(),
            "no_details"
        );
    }

    #[test]
    fn what_goes_with_it_is_named_and_linked() {
        let product = json!({ "goes_with": [
            { "item_name": "Belt", "url": "/belt", "image_url": "/belt.jpg" },
            { "item_name": "Trap", "url": "javascript:alert(1)" },
            { "url": "/nameless" },
            { "item_name": "Hat", "url": "/hat", "image_url": "javascript:alert(2)" } ] });
        let found = of("styling_help", &product);
        assert_eq!(found.said(), ["What goes with Dress?", "Chosen by us: Belt and Hat."]);
        let items =
            json!([{ "name": "Belt", "url": "/belt", "image_url": "/belt.jpg" }, { "name": "Hat", "url": "/hat" }]);
        assert_eq!(found.detail()["items"], items);
        let unsafe_url = |at: &str| (format!("/products/0/goes_with/{at}"), "unsafe_url");
        assert_eq!(found.found, [unsafe_url("1/url"), unsafe_url("3/image_url")]);
    }

    #[test]
    fn tutorials_say_how_long_they_take() {
        let product = json!({ "tutorials": [
            { "title": "Tie the belt", "url": "/tie", "minutes": 1 }, { "title": "Iron it", "url": "/iron", "minutes": 12 },
            { "title": "Fold it", "url": "/fold" } ] });
        let found = of("usage_guide", &product);
        assert_eq!(found.said(), ["Dress, shown step by step", "Tie the belt, Iron it and Fold it."]);
        let notes: Vec<&Value> = found.detail()["items"].as_array().unwrap().iter().map(|item| &item["note"]).collect();
        assert_eq!(notes, [&json!("1 minute"), &json!("12 minutes"), &Value::Null]);
    }

    #[test]
    fn own_words_are_cut_at_a_word_and_names_are_left_out_whole() {
        let long = ["Wash by hand in lukewarm water with a mild detergent,"; 3].join(" ");
        let found = of("care_instructions", &json!({ "care": [long] }));
        let [_, body] = found.said();
        assert!(body.ends_with(", Wash by…") && body.chars().count() <= 120, "{body}");
        let named = |letter: &str| json!({ "item_name": letter.repeat(50), "url": "/a" });
        let found = of("styling_help", &json!({ "goes_with": [named("a"), named("b"), named("c")] }));
        let [a, b] = ["a", "b"].map(|letter| letter.repeat(50));
        assert_eq!(found.said()[1], format!("Chosen by us: {a} and {b}."));
        let row = |name: &str, letters: usize| json!({ "name": name, "value": "x".repeat(letters) });
        let found = of("product_details", &json!({ "specifications": [row("A", 60), row("B", 90), row("C", 40)] }));
        assert_eq!(found.said()[1], format!("A: {}; C: {}.", "x".repeat(60), "x".repeat(40)));
    }
}
