//! The size chart of a product, with what stands out in it.

use super::advice::{self, SizeAdvice};
use super::words::Words;
use super::{Cause, ChartRow, Compare, Detail, HowTo, KeptItem, MeasuresForm, SizeChartDetail};
use crate::messages::Value;
use crate::product::SizeChart;
use crate::size::measures::{INCH, RANGE_CM};
use crate::size::system::position;
use crate::text::{joined, same};

/// The chart; or why there is none to show.
pub(super) fn size_chart(words: &Words<'_>) -> Result<Detail, Cause> {
    let product = words.subject.product.ok_or(Cause::NoSizeChart)?;
    let chart = product.size_chart.as_ref().ok_or(Cause::NoSizeChart)?;
    let how_to_measure =
        chart.how_to_measure.as_ref().map(|text| HowTo { label: words.plain("size_chart.how"), text: text.clone() });
    let of_history = words.advice.ok().and_then(|advised| SizeAdvice::told(advised, words));
    let advice = of_history.or_else(|| advice::measured(words));
    Ok(Detail::SizeChart(Box::new(SizeChartDetail {
        title: words.say("size_chart.title").unwrap_or_else(|| words.plain("size_guide.action")),
        unit: if chart.inches { "in" } else { "cm" },
        unit_label: words.plain("size_chart.unit"),
        size_label: words.plain("size_chart.size"),
        columns: chart.columns.clone(),
        rows: chart_rows(chart, advice.as_ref(), words),
        no_advice: words.advice.err().filter(|_| advice.is_none()),
        advice,
        compare: compare(chart, words),
        measures: measures(chart, words),
        how_to_measure,
    })))
}

/// What the shopper kept in this category, where it has a place in the chart.
fn compare(chart: &SizeChart, words: &Words<'_>) -> Option<Compare> {
    let names: Vec<&str> = chart.rows.iter().map(|row| row.size.as_str()).collect();
    let category = words.category()?;
    let of_category = |own: Option<&str>| own.is_some_and(|own| same(own, category));
    let signals = words.subject.input.signals()?;
    let mut kept: Vec<KeptItem> = Vec::new();
    for one in signals.kept_sizes.iter().filter(|one| of_category(one.category.as_deref())) {
        let row = position(&one.size, &names).and_then(|place| nearest(place, &names));
        let (Some(row), Some(brand)) = (row, one.brand.as_deref()) else { continue };
        let value = |name: &str| match name {
            "brand" => Some(Value::Text(brand.to_owned())),
            "category" => Some(Value::Text(category.to_owned())),
            "size" => Some(Value::Text(one.size.clone())),
            _ => None,
        };
        let label = words.say_with("size_chart.kept_of", &value);
        if kept.len() < MOST_KEPT && !kept.iter().any(|known| known.label == label) {
            kept.push(KeptItem { label, size: row.to_owned() });
        }
    }
    (!kept.is_empty()).then(|| Compare {
        label: words.plain("size_chart.compare"),
        none: words.plain("size_chart.compare_none"),
        note: words.plain("size_chart.compared"),
        kept,
    })
}

/// More kept things than this are no choice.
const MOST_KEPT: usize = 12;

/// The size at a place on the scale; `None` outside of it.
fn nearest<'a>(place: f64, names: &[&'a str]) -> Option<&'a str> {
    let rounded = libm::round(place);
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // not negative, and a place in a short list
    let index = (rounded >= 0.0).then_some(rounded as usize)?;
    names.get(index).copied()
}

fn measures(chart: &SizeChart, words: &Words<'_>) -> MeasuresForm {
    let own = &words.subject.input.measures;
    let bad = |factor: f64, unit: &str| {
        let value = |name: &str| match name {
            "from" => Some(Value::Number(libm::ceil(RANGE_CM.0 / factor))),
            "to" => Some(Value::Number(libm::floor(RANGE_CM.1 / factor))),
            "unit" => Some(Value::Text(unit.to_owned())),
            _ => None,
        };
        words.say_with("size_chart.measures_bad", &value)
    };
    MeasuresForm {
        label: words.plain("size_chart.measures"),
        note: words.plain("size_chart.measures_note"),
        values: chart.columns.iter().map(|column| own.of(column)).collect(),
        measured: words.plain("size_chart.measured"),
        none: words.plain("size_chart.measures_none"),
        bad: [bad(1.0, "cm"), bad(INCH, "in")],
    }
}

fn chart_rows(chart: &SizeChart, advice: Option<&SizeAdvice>, words: &Words<'_>) -> Vec<ChartRow> {
    let in_cart = match words.subject.line {
        Some(line) => words.subject.input.cart.sizes_of(&line.item_group_id),
        None => Vec::new(),
    };
    let kept = words.kept_size();
    let is_advised = |size: &str| advice.is_some_and(|advised| same(&advised.size, size));
    let note = |size: &str| {
        let notes = [
            is_advised(size).then(|| words.plain("size_chart.recommended")),
            kept.is_some_and(|kept| same(kept, size)).then(|| words.plain("size_chart.kept")),
            in_cart.iter().any(|own| same(own, size)).then(|| words.plain("size_chart.in_cart")),
        ];
        let notes: Vec<String> = notes.into_iter().flatten().collect();
        (!notes.is_empty()).then(|| joined(&notes, ", "))
    };
    chart
        .rows
        .iter()
        .map(|row| ChartRow {
            size: row.size.clone(),
            values: row.values.clone(),
            recommended: is_advised(&row.size),
            note: note(&row.size),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::nudge::sample::{Sample, chart, kept};
    use serde_json::{Value, json};

    /// The size guide of a dress in S, M and L, for what is known of the shopper.
    fn guide(input: &Value) -> Sample {
        let words = json!({ "en": { "headline": "Which size?", "body": "The chart helps." } });
        let given =
            json!({ "rules": [{ "nudge": { "content": words } }], "product": chart(&["S", "M", "L"]), "input": input });
        Sample::of("size_guide", &given)
    }

    #[test]
    fn measurements_recommend_a_size_where_nothing_was_kept() {
        let found = guide(&json!({ "measures": { "chest": 90.5 } }));
        let advice = &found.detail()["advice"];
        assert_eq!((&advice["size"], &advice["sure"], &advice["chances"]), (&json!("M"), &json!("likely"), &json!([])));
        assert_eq!(advice["reason"], "By your measurements and the size chart it is M.");
        assert_eq!(found.detail()["rows"][1]["recommended"], true);
        assert_eq!(found.detail()["measures"]["values"], json!([90.5]));
        assert!(found.detail().get("no_advice").is_none());
        let own_words = Sample::of(
            "size_guide",
            &json!({ "product": chart(&["S", "M", "L"]),
            "input": { "measures": { "Chest": 90.5 } } }),
        );
        assert_eq!(own_words.said()[0], "M probably fits you best");
    }

    #[test]
    fn what_was_kept_goes_before_measurements() {
        let advised = |customer: Value| {
            let found = guide(&json!({ "customer": customer, "measures": { "Chest": 94 } }));
            let detail = found.detail();
            (detail["advice"]["size"].clone(), detail["no_advice"].clone())
        };
        assert_eq!(advised(kept(&["S", "S"])), (json!("S"), Value::Null));
        assert_eq!(advised(json!({})), (json!("L"), Value::Null));
        // Histories that leave the size open aren't settled by a tape.
        assert_eq!(advised(kept(&["XS", "S", "L", "XL"])), (Value::Null, json!("unsure")));
    }

    #[test]
    fn a_rule_names_the_size_that_the_chart_recommends_or_none() {
        let said = |customer: Value| {
            let words = json!({ "en": { "headline": "Take {advised_size}", "body": "It should fit." } });
            let given = json!({ "rules": [{ "nudge": { "content": words } }], "product": chart(&["S", "M", "L"]),
                "input": { "customer": customer, "measures": { "Chest": 94 } } });
            Sample::of("size_guide", &given)
        };
        assert_eq!(said(json!({})).said()[0], "Take L");
        assert_eq!(said(kept(&["S"])).said()[0], "Take S");
        assert_eq!(said(kept(&["XS", "S", "L", "XL"])).silence(), "unknown_placeholder");
    }

    #[test]
    fn an_absurd_measure_is_told_and_ignored() {
        let found = guide(&json!({ "measures": { "Chest": 9000, "Waist": "wide" } }));
        assert_eq!(found.detail()["no_advice"], "no_evidence");
        assert_eq!(found.detail()["measures"]["values"], json!([null]));
        let at: Vec<&str> = found.found.iter().map(|(at, _)| at.as_str()).collect();
        assert_eq!(at, ["/measures/Chest", "/measures/Waist"]);
    }

    #[test]
    fn what_was_kept_is_compared_where_it_has_a_row() {
        let one =
            |brand: &str, category: &str, size: &str| json!({ "brand": brand, "category": category, "size": size });
        let customer = json!({ "kept_sizes": [
            one("Norr", "dresses", "m"), one("Norr", "Dresses", "m"), one("Norr", "Shoes", "S"), one("Aurel", "Dresses", "?"),
            { "category": "Dresses", "size": "L" } ] });
        let compare = guide(&json!({ "customer": customer })).detail()["compare"].clone();
        assert_eq!(compare["kept"], json!([{ "label": "Norr, Dresses: m", "size": "M" }]));
        assert!(
            guide(&json!({ "customer": { "kept_sizes": [one("Norr", "Shoes", "S")] } }))
                .detail()
                .get("compare")
                .is_none()
        );
        assert!(guide(&json!({})).detail().get("compare").is_none());
    }

    #[test]
    fn kept_sizes_of_another_system_are_put_on_the_charts_scale() {
        let kept = json!({ "kept_sizes": [{ "brand": "Norr", "category": "Dresses", "size": "US 6" },
            { "brand": "Norr", "category": "Dresses", "size": "EU 40" }] });
        let found = Sample::of(
            "size_guide",
            &json!({ "product": chart(&["EU 36", "EU 38", "EU 40"]),
            "rules": [{ "nudge": { "content": { "en": { "headline": "Which size?", "body": "See." } } } }],
            "input": { "customer": kept } }),
        );
        let rows: Vec<&Value> =
            found.detail()["compare"]["kept"].as_array().unwrap().iter().map(|one| &one["size"]).collect();
        assert_eq!(rows, [&json!("EU 38"), &json!("EU 40")]);
    }
}
