//! Whom the rules reached, as the report says it.

use crate::money::Currency;
use crate::replay::change::{Change, Changes};
use crate::replay::interval::{Amount, FLOOR, Floor, Rate, amount, rate};
use crate::replay::reach::{Amounts, Audience, Cluster, Counts, NO_SEGMENT, Reach};
use crate::replay::report::{BANDS, whole};
use crate::replay::tally::Tally;
use crate::segment::Segment;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Whom any rule reached, and whom each.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Reached {
    /// Below this much evidence an interval is `null`.
    pub floor: Floor,
    /// All rules together.
    pub any: Row,
    /// Each rule: those of the document in its order, then those that only the other document has.
    pub rules: Vec<Row>,
}

/// Whom a rule reached, or any.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Row {
    /// The rule; absent for all together.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule_id: Option<String>,
    /// Carts.
    pub carts: u64,
    /// Of all carts.
    pub share: Rate,
    /// Known customers.
    pub customers: u64,
    /// Carts of unknown customers.
    pub of_unknown_customers: u64,
    /// The lines that the nudges were about; all lines of a cart for a nudge about the cart.
    pub lines: u64,
    /// The reached carts by segment. A cart may be in several.
    pub segments: Vec<Part>,
    /// The reached carts by band.
    pub bands: Vec<Part>,
    /// What became of the reached lines, as far as it is known.
    pub outcome: Outcomes,
    /// Amounts, for each currency.
    pub values: Vec<Values>,
    /// Against the second document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub against: Option<Against>,
}

/// Reached carts of a kind.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Part {
    /// The segment or band.
    pub name: &'static str,
    /// Carts.
    pub carts: u64,
    /// Known customers.
    pub customers: u64,
    /// All carts of the kind, reached or not.
    pub of: u64,
}

/// What became of reached lines.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Outcomes {
    /// Lines with a known outcome.
    pub lines: u64,
    /// Of them, lines that came back.
    pub returned: u64,
    /// The share that came back.
    pub rate: Rate,
}

/// Amounts of reached lines, in major units.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Values {
    /// Their currency.
    pub currency: String,
    /// What the lines cost.
    pub value: f64,
    /// What the model expects back: each line's value times its probability of return.
    pub at_stake: Amount,
    /// The same, of lines with a known outcome only.
    pub at_stake_with_outcome: f64,
    /// What came back of lines with a known outcome, by pieces.
    pub returned: Amount,
}

/// What differs from the second document.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Against {
    /// Carts by what they saw of each document.
    #[serde(flatten)]
    pub carts: Change,
    /// What the second document reaches.
    pub carts_before: u64,
    /// For each currency, this document's amount less the other's.
    pub values: Vec<Difference>,
}

/// A difference of amounts, in major units.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Difference {
    /// The currency.
    pub currency: String,
    /// Of what the model expects back.
    pub at_stake: Amount,
    /// Of what came back.
    pub returned: Amount,
}

/// Everybody, of whom some were reached.
struct Everybody<'a> {
    tally: &'a Tally,
    /// Carts per cluster.
    carts: &'a BTreeMap<Cluster, u64>,
}

/// The report's part on reach. `rules` are the ids to name, in order; `before` is the second document's reach.
#[must_use]
pub fn reached(
    tally: &Tally,
    carts: &BTreeMap<Cluster, u64>,
    rules: &[String],
    reach: &Reach,
    before: Option<(&Reach, &Changes)>,
) -> Reached {
    let everybody = Everybody { tally, carts };
    let nobody = Audience::default();
    let one = |id: &String| {
        let now = reach.rules.get(id).unwrap_or(&nobody);
        let against = before.map(|(reach, changes)| {
            let change = changes.rules.get(id).copied().unwrap_or_default();
            (reach.rules.get(id).unwrap_or(&nobody), change)
        });
        everybody.row(Some(id.clone()), now, against)
    };
    Reached {
        floor: FLOOR,
        any: everybody.row(None, &reach.any, before.map(|(reach, changes)| (&reach.any, changes.any))),
        rules: rules.iter().map(one).collect(),
    }
}

impl Everybody<'_> {
    fn row(&self, rule_id: Option<String>, audience: &Audience, before: Option<(&Audience, Change)>) -> Row {
        let counts = |part: fn(&Counts) -> u64| audience.counts.values().map(part).sum::<u64>();
        let carts_of = |cluster: &Cluster| audience.counts.get(cluster).map_or(0, |counts| counts.carts);
        let part = |name, found: Option<&(u64, BTreeSet<Cluster>)>, of| Part {
            name,
            carts: found.map_or(0, |(carts, _)| *carts),
            customers: found.map_or(0, |(_, clusters)| known(clusters.iter())),
            of,
        };
        let mut segments: Vec<Part> = (0..)
            .zip(Segment::ALL)
            .map(|(at, segment)| {
                part(segment.name(), audience.segments.get(&at), self.tally.segments.get(at).copied().unwrap_or(0))
            })
            .collect();
        segments.push(part("none", audience.segments.get(&NO_SEGMENT), self.tally.no_segment));
        let all = self.tally.cart_bands.clone();
        let bands =
            BANDS.map(|band| part(band.name(), audience.bands.get(&band), all.get(&band).copied().unwrap_or(0)));
        let customers = known(audience.counts.keys());
        let unknown = audience.counts.keys().filter(|cluster| matches!(cluster, Cluster::Order(_))).count();
        Row {
            rule_id,
            carts: counts(|one| one.carts),
            share: rate(self.carts.iter().map(|(cluster, carts)| (carts_of(cluster), *carts))),
            customers,
            of_unknown_customers: whole(unknown),
            lines: counts(|one| one.lines),
            segments,
            bands: bands.into(),
            outcome: Outcomes {
                lines: counts(|one| one.with_outcome),
                returned: counts(|one| one.returned),
                rate: rate(audience.counts.values().map(|one| (one.returned, one.with_outcome))),
            },
            values: audience.amounts.iter().map(|(currency, amounts)| self.values(currency, amounts)).collect(),
            against: before.map(|(before, carts)| self.against(audience, before, carts)),
        }
    }

    fn clusters(&self) -> u64 {
        whole(self.carts.len())
    }

    fn values(&self, currency: &str, amounts: &BTreeMap<Cluster, Amounts>) -> Values {
        let sum = |part: fn(&Amounts) -> i64| amounts.values().map(part).sum::<i64>();
        let unit = Unit::of(currency);
        Values {
            currency: currency.to_owned(),
            value: unit.major(sum(|one| one.value)),
            at_stake: amount(amounts.values().map(|one| unit.expected(one.at_stake)), self.clusters()),
            at_stake_with_outcome: unit.expected(sum(|one| one.at_stake_with_outcome)),
            returned: amount(amounts.values().map(|one| unit.major(one.returned)), self.clusters()),
        }
    }

    fn against(&self, now: &Audience, before: &Audience, carts: Change) -> Against {
        let currencies: BTreeSet<&String> = now.amounts.keys().chain(before.amounts.keys()).collect();
        let nothing = BTreeMap::new();
        let difference = |currency: &String| {
            let (now, before) =
                (now.amounts.get(currency).unwrap_or(&nothing), before.amounts.get(currency).unwrap_or(&nothing));
            let clusters: BTreeSet<&Cluster> = now.keys().chain(before.keys()).collect();
            let part = |take: fn(&Amounts) -> i64| {
                let of = move |all: &BTreeMap<Cluster, Amounts>, cluster: &Cluster| all.get(cluster).map_or(0, take);
                clusters.iter().map(|cluster| of(now, cluster) - of(before, cluster)).collect::<Vec<i64>>()
            };
            let unit = Unit::of(currency);
            let (at_stake, returned) = (part(|one| one.at_stake), part(|one| one.returned));
            Difference {
                currency: currency.clone(),
                at_stake: amount(at_stake.into_iter().map(|part| unit.expected(part)), self.clusters()),
                returned: amount(returned.into_iter().map(|part| unit.major(part)), self.clusters()),
            }
        };
        Against {
            carts,
            carts_before: before.counts.values().map(|one| one.carts).sum(),
            values: currencies.into_iter().map(difference).collect(),
        }
    }
}

fn known<'a>(clusters: impl Iterator<Item = &'a Cluster>) -> u64 {
    whole(clusters.filter(|cluster| matches!(cluster, Cluster::Customer(_))).count())
}

/// A currency's minor unit.
#[derive(Clone, Copy)]
struct Unit(f64);

impl Unit {
    fn of(currency: &str) -> Self {
        Unit(Currency::read(currency).map_or(1.0, Currency::scale))
    }

    /// Sums of amounts are under 2^53.
    #[allow(clippy::cast_precision_loss)]
    fn major(self, minor: i64) -> f64 {
        minor as f64 / self.0
    }

    /// Of thousandths of the minor unit.
    #[allow(clippy::cast_precision_loss)]
    fn expected(self, thousandths: i64) -> f64 {
        thousandths as f64 / 1_000.0 / self.0
    }
}
