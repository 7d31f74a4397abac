//! The report: what a replay came to, as it is printed in JSON.

use crate::replay::auc::{auc, share, wilson};
use crate::replay::date::day;
use crate::replay::lines::Lines;
use crate::replay::reached::Reached;
use crate::replay::returns::Matched;
use crate::replay::skipped::{Group, Skipped};
use crate::replay::tally::{Scored, Tally};
use crate::risk::{Band, ModelName};
use crate::rules::Rules;
use crate::segment::Segment;
use serde::Serialize;

/// What a replay came to.
#[derive(Debug, Serialize)]
#[allow(missing_docs)] // the fields are the report's own words
pub struct Report {
    pub rules_version: u32,
    /// Of the second document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub against_version: Option<u32>,
    pub model: Option<ModelName>,
    pub outcome_lag_days: u32,
    pub lines: LineCounts,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub return_invoices: Option<Matched>,
    pub carts: CartCounts,
    pub segments: Vec<Count>,
    pub cart_bands: Vec<Count>,
    pub line_bands: Vec<BandRow>,
    pub nudges: Vec<NudgeRow>,
    pub suppressed: Vec<HeldBack>,
    pub reached: Reached,
    pub risk: RiskFigures,
}

/// Lines of the file: bought, returns and skipped add up to read.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs)]
pub struct LineCounts {
    pub read: u64,
    pub bought: u64,
    pub returns: u64,
    pub skipped: u64,
    /// Skipped although nobody asked to leave them out.
    #[serde(skip)]
    pub unreadable: u64,
    pub skipped_by_reason: Vec<Group>,
}

impl LineCounts {
    /// Of a file of so many rows.
    pub(crate) fn new(read: u64, lines: &Lines, skipped: Skipped) -> Self {
        LineCounts {
            read,
            bought: whole(lines.lines.len()),
            returns: whole(lines.returns.len()),
            skipped: skipped.total(),
            unreadable: skipped.unreadable(),
            skipped_by_reason: skipped.into_groups(),
        }
    }
}

/// Carts that were decided.
#[derive(Debug, Serialize)]
#[allow(missing_docs)]
pub struct CartCounts {
    pub first: Option<String>,
    pub last: Option<String>,
    pub carts: u64,
    pub lines: u64,
    pub of_known_customers: u64,
    /// Customers whose first order of this file it is; they may have bought before the file begins.
    pub first_orders: u64,
    /// A page refuses carts of more than 200 lines; here they are decided.
    pub over_200_lines: u64,
    pub with_a_nudge: u64,
}

/// Carts of a kind.
#[derive(Debug, Serialize)]
#[allow(missing_docs)]
pub struct Count {
    pub name: &'static str,
    pub carts: u64,
    pub share: Option<f64>,
}

/// Lines of a band, and what became of them.
#[derive(Debug, Serialize)]
#[allow(missing_docs)]
pub struct BandRow {
    pub band: Band,
    pub lines: u64,
    pub with_outcome: u64,
    pub returned: u64,
    pub return_rate: Option<f64>,
    /// Wilson's 95 % interval.
    pub interval: Option<(f64, f64)>,
    /// Mean score of the lines with an outcome.
    pub expected_rate: Option<f64>,
}

/// A rule's nudges.
#[derive(Debug, Serialize)]
#[allow(missing_docs)]
pub struct NudgeRow {
    pub rule_id: String,
    pub shown: u64,
    /// Of all carts.
    pub share: Option<f64>,
}

/// Carts in which a rule was held back, at least on one line, for this reason.
#[derive(Debug, Serialize)]
#[allow(missing_docs)]
pub struct HeldBack {
    pub rule_id: String,
    pub why: String,
    pub carts: u64,
}

/// The score against what became of the lines.
#[derive(Debug, Serialize)]
#[allow(missing_docs)]
pub struct RiskFigures {
    pub with_outcome: u64,
    pub returned: u64,
    pub return_rate: Option<f64>,
    pub expected_rate: Option<f64>,
    pub auc: Option<f64>,
}

/// Carts of each segment and of none.
pub fn segments(tally: &Tally) -> Vec<Count> {
    let one = |name, carts| Count { name, carts, share: share(carts, tally.carts) };
    let named = Segment::ALL.into_iter().zip(tally.segments).map(|(segment, carts)| one(segment.name(), carts));
    named.chain([one("none", tally.no_segment)]).collect()
}

pub(super) const BANDS: [Band; 3] = [Band::Low, Band::Medium, Band::High];

/// Carts of each band.
pub fn cart_bands(tally: &Tally) -> Vec<Count> {
    let count = |band: Band| tally.cart_bands.get(&band).copied().unwrap_or(0);
    BANDS.map(|band| Count { name: band.name(), carts: count(band), share: share(count(band), tally.carts) }).into()
}

/// Carts that were decided.
pub fn carts(tally: &Tally) -> CartCounts {
    CartCounts {
        first: tally.period.map(|(first, _)| day(first)),
        last: tally.period.map(|(_, last)| day(last)),
        carts: tally.carts,
        lines: whole(tally.scored.len()),
        of_known_customers: tally.of_known_customers,
        first_orders: tally.first_orders,
        over_200_lines: tally.over_limit,
        with_a_nudge: tally.nudged,
    }
}

/// The lines of each band.
pub fn line_bands(tally: &Tally) -> Vec<BandRow> {
    BANDS
        .map(|band| {
            let in_band = |one: &&Scored| one.band == band;
            let known = known(tally.scored.iter().filter(in_band));
            let returned = whole(known.iter().filter(|(_, returned)| *returned).count());
            BandRow {
                band,
                lines: whole(tally.scored.iter().filter(in_band).count()),
                with_outcome: whole(known.len()),
                returned,
                return_rate: share(returned, whole(known.len())),
                interval: wilson(returned, whole(known.len())),
                expected_rate: mean(&known),
            }
        })
        .into()
}

/// The score against the outcomes.
pub fn risk(tally: &Tally) -> RiskFigures {
    let known = known(tally.scored.iter());
    let returned = whole(known.iter().filter(|(_, returned)| *returned).count());
    RiskFigures {
        with_outcome: whole(known.len()),
        returned,
        return_rate: share(returned, whole(known.len())),
        expected_rate: mean(&known),
        auc: auc(&known),
    }
}

/// Every rule, in document order, with its nudges.
pub fn nudges(tally: &Tally, rules: &Rules) -> Vec<NudgeRow> {
    let ids = rules.document.rules.iter().map(|rule| rule.id.clone());
    ids.map(|rule_id| {
        let shown = tally.nudges.get(&rule_id).copied().unwrap_or(0);
        NudgeRow { rule_id, shown, share: share(shown, tally.carts) }
    })
    .collect()
}

/// Why rules were held back, in document order, the most frequent reason first.
pub fn suppressed(tally: &Tally, rules: &Rules) -> Vec<HeldBack> {
    let mut all = Vec::new();
    for rule in &rules.document.rules {
        let of_rule = tally.held_back.iter().filter(|((id, _), _)| *id == rule.id);
        let mut rows: Vec<HeldBack> = of_rule
            .map(|((rule_id, why), carts)| HeldBack { rule_id: rule_id.clone(), why: why.clone(), carts: *carts })
            .collect();
        rows.sort_by(|a, b| b.carts.cmp(&a.carts).then_with(|| a.why.cmp(&b.why)));
        all.extend(rows);
    }
    all
}

/// Scores with their outcome, sorted, so that sums over them are the same whatever order they came in.
fn known<'a>(scored: impl Iterator<Item = &'a Scored>) -> Vec<(f64, bool)> {
    let mut known: Vec<(f64, bool)> = scored.filter_map(|one| Some((one.risk, one.returned?))).collect();
    known.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    known
}

fn mean(known: &[(f64, bool)]) -> Option<f64> {
    let sum: f64 = known.iter().map(|(risk, _)| risk).sum();
    (!known.is_empty()).then(|| sum / crate::text::count(known.len()))
}

impl LineCounts {
    /// Whether more than half of the lines can't be read: a sign of a wrong mapping.
    #[must_use]
    pub fn mostly_unreadable(&self) -> bool {
        self.unreadable * 2 > self.read
    }
}

/// A count of things in memory.
pub fn whole(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}
