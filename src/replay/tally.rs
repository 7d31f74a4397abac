//! Counting decisions as they are made. Only counts and scores are kept, so that the sums never depend on the order.

use crate::cart::MAX_LINES;
use crate::decision::Decision;
use crate::features::Input;
use crate::replay::lines::{Lines, Order, Outcome};
use crate::risk::Band;
use crate::segment::Segment;
use crate::time::{DAY, Timestamp};
use serde::Serialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// A line's score and what became of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scored {
    /// Probability that it comes back.
    pub risk: f64,
    /// Its band.
    pub band: Band,
    /// Whether it came back; `None` where that isn't known.
    pub returned: Option<bool>,
}

/// Everything counted.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// Carts decided.
    pub carts: u64,
    /// Of known customers.
    pub of_known_customers: u64,
    /// First orders of known customers, in this file.
    pub first_orders: u64,
    /// Carts of more lines than a page may send.
    pub over_limit: u64,
    /// Carts with a nudge.
    pub nudged: u64,
    /// First and last cart.
    pub period: Option<(Timestamp, Timestamp)>,
    /// Carts per segment, in the order of [`Segment::ALL`].
    pub segments: [u64; Segment::ALL.len()],
    /// Carts in no segment.
    pub no_segment: u64,
    /// Carts per band.
    pub cart_bands: BTreeMap<Band, u64>,
    /// Every line.
    pub scored: Vec<Scored>,
    /// Nudges shown per rule.
    pub nudges: BTreeMap<String, u64>,
    /// Carts in which a rule was held back, per rule and reason.
    pub held_back: BTreeMap<(String, String), u64>,
}

impl Tally {
    /// Counts a decision. An outcome that return invoices tell is complete only once the lag before `end`, the end of
    /// the file, is over.
    pub fn add(&mut self, order: &Order, input: &Input, decision: &Decision, lines: &Lines, settled: Timestamp) {
        self.carts += 1;
        if let Some(signals) = &input.customer {
            self.of_known_customers += 1;
            self.first_orders += u64::from(signals.orders == Some(0));
        }
        self.over_limit += u64::from(input.cart.lines.len() > MAX_LINES);
        self.nudged += u64::from(!decision.nudges.is_empty());
        let (first, last) = self.period.unwrap_or((order.at, order.at));
        self.period = Some((first.min(order.at), last.max(order.at)));
        for (count, segment) in self.segments.iter_mut().zip(Segment::ALL) {
            *count += u64::from(decision.cart.segments.contains(&segment));
        }
        self.no_segment += u64::from(decision.cart.segments.is_empty());
        *self.cart_bands.entry(decision.cart.band).or_default() += 1;
        for (place, line) in order.lines.iter().zip(&decision.lines) {
            let bought = lines.line(*place);
            let known = bought.filter(|bought| lines.outcomes_named || bought.at <= settled);
            let returned = known.and_then(|bought| match bought.outcome {
                Outcome::Unknown => None,
                Outcome::Kept => Some(false),
                Outcome::Returned(_) => Some(true),
            });
            self.scored.push(Scored { risk: line.risk, band: line.band, returned });
        }
        for nudge in &decision.nudges {
            *self.nudges.entry(nudge.rule_id.clone()).or_default() += 1;
        }
        let mut reasons = BTreeSet::new();
        for one in &decision.suppressed {
            let detail = one.detail.map_or(String::new(), |detail| format!(": {}", name(&detail)));
            reasons.insert((one.rule_id.as_str(), format!("{}{detail}", name(&one.why))));
        }
        for (rule, why) in reasons {
            *self.held_back.entry((rule.to_owned(), why)).or_default() += 1;
        }
    }
}

/// From when on outcomes told by return invoices are incomplete.
pub fn settled_before(end: Option<Timestamp>, lag_days: u32) -> Timestamp {
    Timestamp(end.map_or(0, |end| end.0 - i64::from(lag_days) * DAY))
}

/// An enum's name in documents.
fn name(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(Value::String(text)) => text,
        _ => String::new(),
    }
}
