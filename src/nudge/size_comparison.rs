//! Two sizes of one product in the cart, side by side, so that one can be kept.

use super::advice::{Advised, SizeAdvice, VERY_LIKELY};
use super::detail::{ComparedSize, Detail, SizeComparisonDetail};
use super::words::Words;
use super::{Cause, named};
use crate::cart::{Line, distinct};
use crate::messages::Value;
use crate::size::Chances;
use crate::size::advice::LIKELY;
use crate::text::{count, joined, same};

/// More sizes than this don't stand beside each other.
const MOST: usize = 4;
/// From this chance on, something may well be so.
const NOTABLE: f64 = 0.35;

/// The comparison; or why there is none to show.
pub(super) fn size_comparison(words: &Words<'_>) -> Result<Detail, Cause> {
    let lines = words.alike();
    let names = distinct(lines.iter().filter_map(|line| line.size.as_deref()));
    if names.len() < 2 || names.len() > MOST {
        return Err(Cause::OneSizeInCart);
    }
    let chart = words.subject.product.and_then(|product| product.size_chart.as_ref());
    let can_change = words.subject.input.page.can("change_cart");
    let sizes: Vec<ComparedSize> = names.iter().map(|name| compared(name, &lines, can_change, words)).collect();
    let said =
        |one: &ComparedSize| one.chance.is_some() || one.note.is_some() || one.values.iter().any(Option::is_some);
    if !sizes.iter().any(said) {
        return Err(Cause::NothingSpecific);
    }
    Ok(Detail::SizeComparison(Box::new(SizeComparisonDetail {
        title: words.say("size_comparison.title").unwrap_or_else(|| words.plain("size_comparison.action")),
        advice: words.advice.ok().and_then(|advised| SizeAdvice::told(advised, words)),
        no_advice: words.advice.err(),
        unit: if chart.is_some_and(|chart| chart.inches) { "in" } else { "cm" },
        columns: chart.map_or_else(Vec::new, |chart| chart.columns.clone()),
        keep_all: can_change.then(|| {
            let number = Value::Number(count(sizes.len()));
            words.say_with("size_comparison.keep_all", &named("count", number))
        }),
        sizes,
        failed: words.plain("size_comparison.failed"),
    })))
}

fn compared(size: &str, lines: &[&Line], can_change: bool, words: &Words<'_>) -> ComparedSize {
    let of_size = lines.iter().filter(|line| line.size.as_deref().is_some_and(|own| same(own, size)));
    let chart = words.subject.product.and_then(|product| product.size_chart.as_ref());
    let row = chart.and_then(|chart| chart.rows.iter().find(|row| same(&row.size, size)));
    let chances = words.advice.ok().and_then(|advised| advised.chances_of(size));
    let own = Value::Text(size.to_owned());
    let say = |key| words.say_with(key, &named("size", own.clone()));
    ComparedSize {
        size: size.to_owned(),
        item_ids: of_size.map(|line| line.item_id.clone()).collect(),
        chance: chances.map(|chances| chances.true_to_size),
        verdict: chances.map(|chances| words.plain(verdict(chances))),
        note: note(size, words),
        values: row.map_or_else(Vec::new, |row| row.values.clone()),
        keep: can_change.then(|| say("size_comparison.keep")),
        kept: say("size_comparison.kept"),
    }
}

fn verdict(chances: Chances) -> &'static str {
    let Chances { small, true_to_size, large } = chances;
    match () {
        () if true_to_size >= VERY_LIKELY => "size_comparison.very_likely",
        () if true_to_size >= LIKELY => "size_comparison.likely",
        () if small >= NOTABLE && small > true_to_size && small > large => "size_comparison.small",
        () if large >= NOTABLE && large > true_to_size => "size_comparison.large",
        () if true_to_size >= NOTABLE => "size_comparison.maybe",
        () => "size_comparison.unlikely",
    }
}

fn note(size: &str, words: &Words<'_>) -> Option<String> {
    let is = |other: Option<&str>| other.is_some_and(|other| same(other, size));
    let notes = [
        is(words.advice.ok().map(Advised::size)).then(|| words.plain("size_chart.recommended")),
        is(words.kept_size()).then(|| words.plain("size_chart.kept")),
        is(words.measured_size()).then(|| words.plain("size_chart.measured")),
    ];
    let notes: Vec<String> = notes.into_iter().flatten().collect();
    (!notes.is_empty()).then(|| joined(&notes, ", "))
}

#[cfg(test)]
mod tests {
    use crate::nudge::sample::{Sample, chart, kept};
    use crate::size::Chances;
    use serde_json::{Value, json};

    fn compared(given: &Value) -> Sample {
        Sample::of("size_comparison", given)
    }

    fn two_sizes() -> Value {
        json!([{ "size": "S" }, { "size": "M" }])
    }

    #[test]
    fn two_sizes_stand_side_by_side_with_their_chances() {
        let given = json!({ "items": two_sizes(), "product": chart(&["S", "M", "L"]),
            "input": { "customer": kept(&["M"]), "measures": { "Chest": 86 } } });
        let found = compared(&given);
        assert_eq!(found.said(), ["Between S and M?", "Dress in both sizes, side by side. Keep the one that fits."]);
        let detail = found.detail();
        assert_eq!((&detail["title"], &detail["keep_all"]), (&json!("S and M side by side"), &json!("Keep both")));
        assert_eq!((&detail["advice"]["reason"], &detail["unit"]), (&json!("You kept M from Aurel."), &json!("cm")));
        let [small, medium] = [0, 1].map(|place| &detail["sizes"][place]);
        assert_eq!((&small["item_ids"], &medium["item_ids"]), (&json!(["d0"]), &json!(["d1"])));
        assert!(medium["chance"].as_f64() > Some(0.5) && small["chance"].as_f64() < Some(0.5), "{detail}");
        assert_eq!((&medium["verdict"], &small["verdict"]), (&json!("Likely to fit"), &json!("More likely too small")));
        assert_eq!(medium["note"], "recommended for you, the size you kept");
        assert_eq!(small["note"], "by your measurements");
        assert_eq!((&small["values"], &medium["keep"]), (&json!([[84.0, 88.0]]), &json!("Keep M")));
    }

    #[test]
    fn a_verdict_says_as_much_as_the_chances_do() {
        let verdict = |small: f64, true_to_size: f64| {
            super::verdict(Chances { small, true_to_size, large: 1.0 - small - true_to_size })
        };
        let [very, likely, small] = [verdict(0.1, 0.7), verdict(0.2, 0.69), verdict(0.5, 0.3)];
        assert_eq!(
            [very, likely, small],
            ["size_comparison.very_likely", "size_comparison.likely", "size_comparison.small"]
        );
        let [large, maybe, open] = [verdict(0.1, 0.4), verdict(0.3, 0.4), verdict(0.34, 0.33)];
        assert_eq!(
            [large, maybe, open],
            ["size_comparison.large", "size_comparison.maybe", "size_comparison.unlikely"]
        );
    }

    #[test]
    fn a_page_that_cannot_change_the_cart_offers_nothing_to_keep() {
        let given = json!({ "items": two_sizes(), "product": chart(&["S", "M"]), "input": { "page": { "capabilities": ["chat"] } } });
        let found = compared(&given);
        let detail = found.detail();
        assert!(detail.get("keep_all").is_none() && detail["sizes"][0].get("keep").is_none(), "{detail}");
        assert_eq!(detail["no_advice"], "no_evidence");
        assert!(detail["sizes"][0].get("chance").is_none());
    }

    #[test]
    fn only_sizes_of_one_colour_are_compared_and_named() {
        let lines = |colors: [&str; 3]| {
            let line = |(size, color): (&str, &str)| json!({ "size": size, "color": color });
            let items: Vec<Value> = ["S", "M", "L"].into_iter().zip(colors).map(line).collect();
            json!({ "items": items, "product": chart(&["S", "M", "L"]) })
        };
        assert_eq!(compared(&lines(["red", "blue", "green"])).silence(), "one_size_in_cart");
        let found = compared(&lines(["red", "Red", "blue"]));
        assert_eq!(found.said()[0], "Between S and M?");
        assert_eq!(found.detail()["sizes"].as_array().unwrap().len(), 2);
    }

    #[test]
    fn one_size_or_too_many_are_no_comparison() {
        let items = |sizes: &[&str]| sizes.iter().map(|size| json!({ "size": size })).collect::<Vec<_>>();
        for sizes in [&["M"][..], &["M", "m"], &["XS", "S", "M", "L", "XL"]] {
            let given = json!({ "items": items(sizes), "product": chart(&["S", "M"]) });
            assert_eq!(compared(&given).silence(), "one_size_in_cart", "{sizes:?}");
        }
        let found = compared(&json!({ "items": items(&["S", "M", "L"]), "product": chart(&["S", "M"]) }));
        assert_eq!((found.said()[0], &found.detail()["keep_all"]), ("Between S, M and L?", &json!("Keep all")));
        assert_eq!(found.detail()["sizes"][2]["values"], json!([]), "a size that the chart doesn't have");
    }

    #[test]
    fn with_nothing_to_tell_the_sizes_apart_it_is_silent() {
        assert_eq!(compared(&json!({ "items": two_sizes() })).silence(), "nothing_specific");
    }
}
