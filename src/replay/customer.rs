//! What is known of one customer so far: counts that grow order by order, and the signals made from them.

use crate::customer::{KeptSize, Signals, Tally};
use crate::money::Currency;
use crate::replay::lines::{Id, Lines, OrderLine};
use crate::replay::running::Running;
use crate::time::{DAY, Timestamp};
use std::collections::VecDeque;

#[derive(Clone, Copy, Debug)]
struct Bought {
    name: Id,
    first: Timestamp,
    bought: u32,
    returned: u32,
}

#[derive(Clone, Copy, Debug)]
struct Kept {
    brand: Id,
    category: Id,
    size: Id,
    count: u32,
}

/// One customer's past.
#[derive(Clone, Debug, Default)]
pub struct Customer {
    currency: Option<Currency>,
    orders: u32,
    lines: u32,
    with_outcome: u32,
    returned: u32,
    first: Option<Timestamp>,
    last: Option<Timestamp>,
    order_value: Running,
    line_price: Running,
    interval: Running,
    /// Orders of the last 180 days.
    recent: VecDeque<Timestamp>,
    categories: Vec<Bought>,
    brands: Vec<Bought>,
    kept: Vec<Kept>,
}

impl Customer {
    /// Adds an order. Amounts in another currency than the customer's first don't enter the means.
    pub fn order(&mut self, at: Timestamp, order: &[&OrderLine], lines: &Lines) {
        let Some(currency) = order.first().map(|line| line.currency) else { return };
        self.orders += 1;
        if let Some(last) = self.last {
            self.interval.add(at.days_since(last));
        }
        self.first = self.first.or(Some(at));
        self.last = Some(at);
        self.recent.push_back(at);
        while self.recent.front().is_some_and(|first| *first < at.minus_days(180)) {
            self.recent.pop_front();
        }
        if *self.currency.get_or_insert(currency) == currency {
            let value = order
                .iter()
                .fold(crate::money::Money::default(), |sum, line| sum.plus(line.price.times(line.quantity)));
            self.order_value.add(value.major(currency));
            for line in order {
                self.line_price.add(line.price.major(currency));
            }
        }
        for line in order {
            self.lines += 1;
            if let Some(entry) = tally(&mut self.categories, lines.names.folded(line.category), at) {
                entry.bought += 1;
            }
            if let Some(entry) = tally(&mut self.brands, lines.names.folded(line.brand), at) {
                entry.bought += 1;
            }
        }
    }

    /// The line's outcome became known: kept.
    pub fn keep(&mut self, line: &OrderLine, lines: &Lines) {
        self.with_outcome += 1;
        if !line.size.is_known() {
            return;
        }
        let (brand, category, size) = sort(line, lines);
        match self.kept_size(line, lines) {
            Some(kept) => kept.count += 1,
            None => self.kept.push(Kept { brand, category, size, count: 1 }),
        }
    }

    /// The line's outcome became known: it came back.
    pub fn take_back(&mut self, line: &OrderLine, lines: &Lines) {
        self.with_outcome += 1;
        self.returned += 1;
        let back = |list: &mut Vec<Bought>, name: Id| {
            if let Some(entry) = list.iter_mut().find(|entry| entry.name == name) {
                entry.returned += 1;
            }
        };
        back(&mut self.categories, lines.names.folded(line.category));
        back(&mut self.brands, lines.names.folded(line.brand));
    }

    /// A line that had counted as kept came back late.
    pub fn take_back_late(&mut self, line: &OrderLine, lines: &Lines) {
        self.with_outcome = self.with_outcome.saturating_sub(1);
        if let Some(kept) = self.kept_size(line, lines) {
            kept.count = kept.count.saturating_sub(1);
        }
        self.take_back(line, lines);
    }

    fn kept_size(&mut self, line: &OrderLine, lines: &Lines) -> Option<&mut Kept> {
        let sort = sort(line, lines);
        self.kept.iter_mut().find(|kept| (kept.brand, kept.category, kept.size) == sort)
    }

    /// The signals at a moment.
    pub fn signals(&self, now: Timestamp, lines: &Lines) -> Signals {
        let names = &lines.names;
        let since = |from: Timestamp, to: Timestamp| {
            let orders = self.recent.iter().filter(|at| **at >= from && **at < to).count();
            Some(u32::try_from(orders).unwrap_or(u32::MAX))
        };
        let quarter = now.minus_days(90);
        let new = self.categories.iter().filter(|entry| entry.first >= quarter).count();
        let kept = self.kept.iter().filter(|kept| kept.count > 0).filter_map(|kept| {
            let (brand, category) = (names.owned(kept.brand), names.owned(kept.category));
            Some(KeptSize { brand, category, size: names.owned(kept.size)?, count: kept.count })
        });
        // By name, unknown first: the order in which they became known depends on the file's own order, and ties go to
        // the one listed first. The warehouse sorts them alike.
        let mut kept: Vec<KeptSize> = kept.collect();
        kept.sort_by_cached_key(|kept| {
            let lower = |name: Option<&String>| name.map(|name| name.to_lowercase()).unwrap_or_default();
            (lower(kept.brand.as_ref()), lower(kept.category.as_ref()), kept.size.to_lowercase())
        });
        Signals {
            as_of: Some(now),
            currency: self.currency,
            orders: Some(self.orders),
            lines: Some(self.lines),
            lines_with_outcome: Some(self.with_outcome),
            lines_returned: Some(self.returned),
            first_order_at: self.first,
            last_order_at: self.last,
            order_value: self.order_value.spread(),
            line_price: self.line_price.spread(),
            order_interval_days: self.interval.spread(),
            orders_1d: since(Timestamp(now.0 - DAY), now),
            orders_90d: since(quarter, now),
            orders_prior_90d: since(now.minus_days(180), quarter),
            new_categories_90d: lines.has_categories.then(|| u32::try_from(new).unwrap_or(u32::MAX)),
            service_contacts: None,
            service_contacts_90d: None,
            categories: lines.has_categories.then(|| tallies(&self.categories, lines)),
            brands: lines.has_brands.then(|| tallies(&self.brands, lines)),
            kept_sizes: kept,
            returned_sizes: Vec::new(),
        }
    }
}

/// Brand, category and size, in one spelling.
fn sort(line: &OrderLine, lines: &Lines) -> (Id, Id, Id) {
    let names = &lines.names;
    (names.folded(line.brand), names.folded(line.category), names.folded(line.size))
}

fn tally(list: &mut Vec<Bought>, name: Id, at: Timestamp) -> Option<&mut Bought> {
    if !name.is_known() {
        return None;
    }
    let place = list.iter().position(|entry| entry.name == name).unwrap_or_else(|| {
        list.push(Bought { name, first: at, bought: 0, returned: 0 });
        list.len() - 1
    });
    list.get_mut(place)
}

fn tallies(list: &[Bought], lines: &Lines) -> Vec<Tally> {
    let one = |entry: &Bought| {
        Some(Tally { name: lines.names.owned(entry.name)?, bought: entry.bought, returned: entry.returned })
    };
    let mut tallies: Vec<Tally> = list.iter().filter_map(one).collect();
    tallies.sort_by(|a, b| a.name.cmp(&b.name));
    tallies
}
