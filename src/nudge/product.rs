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
