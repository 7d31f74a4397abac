//! The size chart of a product, with what stands out in it.

use super::advice::SizeAdvice;
use super::words::Words;
use super::{Cause, ChartRow, Detail, HowTo};
use crate::product::SizeChart;
use crate::size::advice::Silent;
use crate::text::{joined, same};

/// The chart; or why there is none to show.
pub(super) fn size_chart(words: &Words<'_>, no_advice: Option<&Silent>) -> Result<Detail, Cause> {
    let product = words.subject.product.ok_or(Cause::NoSizeChart)?;
    let chart = product.size_chart.as_ref().ok_or(Cause::NoSizeChart)?;
    let how_to_measure =
        chart.how_to_measure.as_ref().map(|text| HowTo { label: words.plain("size_chart.how"), text: text.clone() });
    Ok(Detail::SizeChart {
        title: words.say("size_chart.title").unwrap_or_else(|| words.plain("size_guide.action")),
        unit: if chart.inches { "in" } else { "cm" },
        unit_label: words.plain("size_chart.unit"),
        size_label: words.plain("size_chart.size"),
        columns: chart.columns.clone(),
        rows: chart_rows(chart, words),
        advice: words.advice.and_then(|advised| SizeAdvice::told(advised, words)),
        no_advice: no_advice.copied(),
        how_to_measure,
    })
}

fn chart_rows(chart: &SizeChart, words: &Words<'_>) -> Vec<ChartRow> {
    let in_cart = match words.subject.line {
        Some(line) => words.subject.input.cart.sizes_of(&line.item_group_id),
        None => Vec::new(),
    };
    let kept = words.kept_size();
    let is_advised = |size: &str| words.advice.is_some_and(|advised| same(advised.size(), size));
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
