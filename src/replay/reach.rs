//! Whom rules would have reached: counted per customer, because carts of one customer are alike.

use crate::decision::Decision;
use crate::money::Currency;
use crate::replay::lines::{Id, Lines, Order, Outcome};
use crate::risk::Band;
use crate::segment::Segment;
use crate::time::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

/// Whose carts are taken as alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cluster {
    /// A customer.
    Customer(Id),
    /// An order whose customer is unknown.
    Order(Id),
}

/// What one cluster adds to the counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Carts.
    pub carts: u64,
    /// Lines reached.
    pub lines: u64,
    /// Of them, lines with a known outcome.
    pub with_outcome: u64,
    /// Of these, lines that came back.
    pub returned: u64,
}

/// What one cluster adds to the amounts of a currency. Whole numbers, so that their sums never depend on the order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Amounts {
    /// Minor units of the reached lines.
    pub value: i64,
    /// Thousandths of minor units that the model expects back.
    pub at_stake: i64,
    /// The same, of lines with a known outcome.
    pub at_stake_with_outcome: i64,
    /// Minor units that came back, by pieces.
    pub returned: i64,
}

/// Those whom one rule reached, or any rule.
#[derive(Clone, Debug, Default)]
pub struct Audience {
    /// By cluster.
    pub counts: BTreeMap<Cluster, Counts>,
    /// By currency, then cluster.
    pub amounts: BTreeMap<String, BTreeMap<Cluster, Amounts>>,
    /// Carts and clusters per segment, in the order of [`Segment::ALL`], and of none.
    pub segments: BTreeMap<usize, (u64, BTreeSet<Cluster>)>,
    /// Carts and clusters per band of the cart.
    pub bands: BTreeMap<Band, (u64, BTreeSet<Cluster>)>,
}

/// One cart of the history, as all rules see it.
#[derive(Clone, Copy, Debug)]
pub struct Cart<'a> {
    /// The order.
    pub order: &'a Order,
    /// All lines.
    pub lines: &'a Lines,
    /// Whose it is.
    pub cluster: Cluster,
    /// From when on outcomes told by return invoices are incomplete.
    pub settled: Timestamp,
}

impl<'a> Cart<'a> {
    /// The cart of an order.
    #[must_use]
    pub fn of(order: &'a Order, lines: &'a Lines, settled: Timestamp) -> Option<Self> {
        let first = lines.of(order).next()?;
        let known = first.customer.is_known();
        let cluster = if known { Cluster::Customer(first.customer) } else { Cluster::Order(first.order) };
        Some(Cart { order, lines, cluster, settled })
    }
}

/// Where carts in no segment are counted.
pub const NO_SEGMENT: usize = Segment::ALL.len();

/// The segments of a cart by number.
pub fn segments(decision: &Decision) -> Vec<usize> {
    let held = &decision.cart.segments;
    let numbers: Vec<usize> =
        Segment::ALL.iter().enumerate().filter(|(_, one)| held.contains(one)).map(|(at, _)| at).collect();
    if numbers.is_empty() { vec![NO_SEGMENT] } else { numbers }
}

/// Whom a document's rules reached: any of them, and each.
#[derive(Clone, Debug, Default)]
pub struct Reach {
    /// Any rule.
    pub any: Audience,
    /// Each rule that reached somebody.
    pub rules: BTreeMap<String, Audience>,
}

impl Reach {
    /// Counts a cart's nudges.
    pub fn add(&mut self, cart: &Cart<'_>, decision: &Decision) {
        let mut shown: BTreeMap<&str, Vec<Option<&str>>> = BTreeMap::new();
        for nudge in &decision.nudges {
            shown.entry(&nudge.rule_id).or_default().push(nudge.item_id.as_deref());
        }
        if !shown.is_empty() {
            let items: Vec<Option<&str>> = shown.values().flatten().copied().collect();
            self.any.add(cart, decision, &items);
        }
        for (rule, items) in shown {
            self.rules.entry(rule.to_owned()).or_default().add(cart, decision, &items);
        }
    }
}

impl Audience {
    /// Counts a cart in which something is shown about these items; `None` is about the whole cart.
    fn add(&mut self, cart: &Cart<'_>, decision: &Decision, items: &[Option<&str>]) {
        let cluster = cart.cluster;
        let counts = self.counts.entry(cluster).or_default();
        counts.carts += 1;
        for (line, risk) in cart.lines.of(cart.order).zip(&decision.lines) {
            if !items.iter().any(|item| item.is_none_or(|item| item == risk.item_id)) {
                continue;
            }
            let amounts = self.amounts.entry(code(line.currency)).or_default().entry(cluster).or_default();
            let value = line.price.times(line.quantity).minor();
            let at_stake = thousandths(risk.risk, value);
            counts.lines += 1;
            amounts.value += value;
            amounts.at_stake += at_stake;
            if line.outcome == Outcome::Unknown || !cart.lines.outcomes_named && line.at > cart.settled {
                continue;
            }
            counts.with_outcome += 1;
            amounts.at_stake_with_outcome += at_stake;
            if matches!(line.outcome, Outcome::Returned(_)) {
                counts.returned += 1;
                amounts.returned += line.price.times(line.back).minor();
            }
        }
        for segment in segments(decision) {
            let (carts, clusters) = self.segments.entry(segment).or_default();
            *carts += 1;
            clusters.insert(cluster);
        }
        let (carts, clusters) = self.bands.entry(decision.cart.band).or_default();
        *carts += 1;
        clusters.insert(cluster);
    }
}

fn code(currency: Currency) -> String {
    currency.code().to_owned()
}

/// A share of an amount, in thousandths of its minor unit. Amounts are under 2^53, shares at most 1.
#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation)]
fn thousandths(share: f64, minor: i64) -> i64 {
    libm::round(share * minor as f64 * 1_000.0) as i64
}
