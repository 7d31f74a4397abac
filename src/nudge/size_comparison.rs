//! Two sizes of one product in the cart, side by side, so that one can be kept.

use super::advice::{Advised, VERY_LIKELY};
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
/// From this chance on, a size that isn't likely to fit is likely too small or too large, or may fit.
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
        reason: words.advice.ok().and_then(|_| super::advice::reason(words)),
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
        () if small >= NOTABLE && small > large => "size_comparison.small",
        () if large >= NOTABLE => "size_comparison.large",
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
