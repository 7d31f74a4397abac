//! Past carts one after the other, each with what was known before it: what training and backtests read.

use crate::features::Input;
use crate::product::Products;
use crate::replay::history::History;
use crate::replay::lines::{Lines, Order, OrderLine, Outcome};
use crate::replay::read::Loaded;
use crate::replay::report::LineCounts;
use crate::replay::returns;
use crate::replay::run::Period;
use crate::replay::tally::settled_before;
use crate::time::Timestamp;
use std::collections::HashMap;

/// One line of a past cart.
#[derive(Clone, Debug, PartialEq)]
pub struct PastLine {
    /// Its `order_line_id`; its line number in the file where the file has no ids.
    pub id: String,
    /// Its order.
    pub order_id: String,
    /// Whose it is; blank when unknown.
    pub customer_id: String,
    /// Whether it came back; `None` where that isn't known.
    pub returned: Option<bool>,
}

/// A past cart.
#[derive(Clone, Debug)]
pub struct PastCart {
    /// What the page would have decided from.
    pub input: Input,
    /// Its lines, in the input cart's order.
    pub lines: Vec<PastLine>,
}

/// The past carts of a file, by time.
#[derive(Debug)]
pub struct Past {
    lines: Lines,
    orders: Vec<Order>,
    next: usize,
    period: Period,
    settled: Timestamp,
    history: History,
    /// `order_line_id` by line number.
    ids: HashMap<u64, Box<str>>,
    counts: LineCounts,
}

impl Past {
    /// Of a history that was read whole. `products` are facts that were known all along; outcomes and prices are the
    /// history's own.
    #[must_use]
    pub fn new(loaded: Loaded, products: Products, period: Period) -> Self {
        let Loaded { mut lines, read, skipped, return_invoices, ids } = loaded;
        if return_invoices {
            returns::settle(&mut lines);
        }
        let counts = LineCounts::new(read, &lines, skipped);
        Past {
            settled: settled_before(lines.end(), period.outcome_lag_days),
            history: History::new(&lines, products, period.outcome_lag_days),
            orders: lines.orders(),
            lines,
            next: 0,
            period,
            ids: ids.into_iter().map(|(id, row)| (row, id)).collect(),
            counts,
        }
    }

    /// What was read, and what couldn't be.
    #[must_use]
    pub fn counts(&self) -> &LineCounts {
        &self.counts
    }

    fn line(&self, line: &OrderLine) -> PastLine {
        let text = |id| self.lines.names.get(id).unwrap_or_default().to_owned();
        let known = self.lines.outcomes_named || line.at <= self.settled;
        PastLine {
            id: self.ids.get(&line.row).map_or_else(|| line.row.to_string(), |id| id.to_string()),
            order_id: text(line.order),
            customer_id: text(line.customer),
            returned: match line.outcome {
                Outcome::Kept if known => Some(false),
                Outcome::Returned(_) if known => Some(true),
                _ => None,
            },
        }
    }
}

impl Iterator for Past {
    type Item = PastCart;

    /// The next cart of the period.
    fn next(&mut self) -> Option<PastCart> {
        loop {
            let at = self.next;
            self.next += 1;
            if !self.period.holds(self.orders.get(at)?) {
                continue;
            }
            let Some(input) = self.history.input(&self.lines, &self.orders, at) else { continue };
            let order = self.orders.get(at)?;
            let lines = self.lines.of(order).map(|line| self.line(line)).collect();
            return Some(PastCart { input, lines });
        }
    }
}
