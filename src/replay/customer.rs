//! What is known of one customer so far: counts that grow order by order, and the signals made from them.

use crate::customer::{KeptSize, ReturnedSize, Signals, Tally};
use crate::money::Currency;
use crate::replay::lines::{Id, Lines, OrderLine};
use crate::replay::misfit::Misfit;
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

/// What became of lines in one size of a brand and category.
#[derive(Clone, Copy, Debug)]
struct Sized {
    brand: Id,
    category: Id,
    size: Id,
    kept: u32,
    too_small: u32,
    too_large: u32,
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
    sizes: Vec<Sized>,
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
        if let Some(sized) = self.sized(line, lines) {
            sized.kept += 1;
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
        let Some(misfit) = line.misfit else { return };
        if let Some(sized) = self.sized(line, lines) {
            match misfit {
                Misfit::TooSmall => sized.too_small += 1,
                Misfit::TooLarge => sized.too_large += 1,
            }
        }
    }

    /// A line that had counted as kept came back late.
    pub fn take_back_late(&mut self, line: &OrderLine, lines: &Lines) {
        self.with_outcome = self.with_outcome.saturating_sub(1);
        if let Some(sized) = self.sized(line, lines) {
            sized.kept = sized.kept.saturating_sub(1);
        }
        self.take_back(line, lines);
    }

    /// The line's brand, category and size, in one spelling; `None` without a size.
    fn sized(&mut self, line: &OrderLine, lines: &Lines) -> Option<&mut Sized> {
        if !line.size.is_known() {
            return None;
        }
        let names = &lines.names;
        let (brand, category, size) = (names.folded(line.brand), names.folded(line.category), names.folded(line.size));
        let is_same = |own: &Sized| (own.brand, own.category, own.size) == (brand, category, size);
        let place = self.sizes.iter().position(is_same).unwrap_or_else(|| {
            self.sizes.push(Sized { brand, category, size, kept: 0, too_small: 0, too_large: 0 });
            self.sizes.len() - 1
        });
        self.sizes.get_mut(place)
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
        // By name, unknown first: the order in which they became known depends on the file's own order, and ties go to
        // the one listed first. The warehouse sorts them alike.
        let mut sizes = self.sizes.clone();
        sizes.sort_by_cached_key(|sized| {
            let lower = |name: Id| names.get(name).map(str::to_lowercase).unwrap_or_default();
            (lower(sized.brand), lower(sized.category), lower(sized.size))
        });
        let kept = sizes.iter().filter(|sized| sized.kept > 0).filter_map(|sized| {
            let (brand, category) = (names.owned(sized.brand), names.owned(sized.category));
            Some(KeptSize { brand, category, size: names.owned(sized.size)?, count: sized.kept })
        });
        let returned = sizes.iter().filter(|sized| sized.too_small + sized.too_large > 0).filter_map(|sized| {
            let (brand, category) = (names.owned(sized.brand), names.owned(sized.category));
            let Sized { too_small, too_large, .. } = *sized;
            Some(ReturnedSize { brand, category, size: names.owned(sized.size)?, too_small, too_large })
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
            kept_sizes: kept.collect(),
            returned_sizes: returned.collect(),
        }
    }
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
