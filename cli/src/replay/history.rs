//! Past carts with only what was known before them.
//!
//! At the moment of a cart, an earlier order is known; the outcome of its lines is known from their return on, or, when
//! none came, once the outcome lag is over. Orders of the same moment don't know of each other. What happened later in
//! the file never shows: adding orders after a cart changes nothing about it.

use crate::replay::customer::Customer;
use crate::replay::lines::{Id, Lines, Order, OrderLine, Outcome};
use cartnudge::cart::{Cart, Line};
use cartnudge::features::Input;
use cartnudge::product::{Outcomes, Product, Products};
use cartnudge::session::{Consent, Memory, Page, Session};
use cartnudge::time::{DAY, Timestamp};
use std::collections::{BTreeSet, HashMap};

/// A line's outcome becomes known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Event {
    Kept,
    Returned,
    /// After it had counted as kept.
    ReturnedLate,
}

/// What was known at a moment that moves forward.
struct History<'a> {
    lines: &'a Lines,
    /// Facts that were known all along: names, charts, reviews. Outcomes are this history's own.
    feed: &'a Products,
    customers: HashMap<Id, Customer>,
    outcomes: HashMap<Id, Outcomes>,
    /// By time; each shows to carts after it.
    events: Vec<(Timestamp, u32, Event)>,
    seen: usize,
}

/// Calls `visit` with every wanted order, in order of time, and the input that its cart would have been decided from.
///
/// `orders` must be in order of time, as [`Lines::orders`] gives them.
pub fn replay(
    lines: &Lines,
    orders: &[Order],
    feed: &Products,
    outcome_lag_days: u32,
    wanted: impl Fn(&Order) -> bool,
    mut visit: impl FnMut(&Order, Input),
) {
    let mut history = History::new(lines, feed, outcome_lag_days);
    for moment in orders.chunk_by(|a, b| a.at == b.at) {
        for order in moment {
            history.advance(order.at);
            if wanted(order)
                && let Some(input) = history.input(order)
            {
                visit(order, input);
            }
        }
        for order in moment {
            history.place(order);
        }
    }
}

impl<'a> History<'a> {
    fn new(lines: &'a Lines, feed: &'a Products, lag_days: u32) -> Self {
        let mut events = Vec::new();
        for (place, line) in (0_u32..).zip(&lines.lines) {
            // Shows from exactly `lag_days` after the order on, and never to the order's own moment. An early return
            // waits, too: were returns seen before non-returns, every young history would look like a returner's.
            let settled = Timestamp((line.at.0 + i64::from(lag_days) * DAY - 1).max(line.at.0));
            match line.outcome {
                Outcome::Unknown => {}
                Outcome::Kept => events.push((settled, place, Event::Kept)),
                Outcome::Returned(Some(at)) if at > settled => {
                    events.push((settled, place, Event::Kept));
                    events.push((at, place, Event::ReturnedLate));
                }
                Outcome::Returned(_) => events.push((settled, place, Event::Returned)),
            }
        }
        events.sort_unstable();
        History { lines, feed, customers: HashMap::new(), outcomes: HashMap::new(), events, seen: 0 }
    }

    /// Learns the outcomes that became known before `now`.
    fn advance(&mut self, now: Timestamp) {
        while let Some((at, place, event)) = self.events.get(self.seen).copied() {
            if at >= now {
                break;
            }
            self.seen += 1;
            let Some(line) = self.lines.line(place) else { continue };
            let product = self.outcomes.entry(line.group).or_insert(Outcomes { bought: 0, returned: 0 });
            product.bought += u32::from(event != Event::ReturnedLate);
            product.returned += u32::from(event != Event::Kept);
            // Not there when the line belongs to nobody.
            let Some(customer) = self.customers.get_mut(&line.customer) else { continue };
            match event {
                Event::Kept => customer.keep(line, self.lines),
                Event::Returned => customer.take_back(line, self.lines),
                Event::ReturnedLate => customer.take_back_late(line, self.lines),
            }
        }
    }

    /// Adds an order to the past.
    fn place(&mut self, order: &Order) {
        let all: Vec<&OrderLine> = self.lines_of(order).collect();
        let Some(customer) = all.first().map(|line| line.customer).filter(|id| id.is_known()) else { return };
        self.customers.entry(customer).or_default().order(order.at, &all, self.lines);
    }

    fn lines_of(&self, order: &Order) -> impl Iterator<Item = &'a OrderLine> {
        let lines = self.lines;
        order.lines.iter().filter_map(|place| lines.line(*place))
    }

    /// The cart of an order and what was known at its moment. The session and this device's memory are unknown: order
    /// history doesn't tell them.
    fn input(&self, order: &Order) -> Option<Input> {
        let first = self.lines_of(order).next()?;
        let names = &self.lines.names;
        let order_id = names.get(first.order).unwrap_or_default();
        let cart = Cart {
            currency: first.currency,
            coupon: None,
            lines: self.lines_of(order).map(|line| self.cart_line(line)).collect(),
        };
        let customer = names.get(first.customer).map(|_| {
            let known = self.customers.get(&first.customer);
            known.map_or_else(
                || Customer::default().signals(order.at, self.lines),
                |known| known.signals(order.at, self.lines),
            )
        });
        Some(Input {
            products: self.products(order, &cart),
            cart,
            customer,
            page: Page { kind: Some("cart".to_owned()), ..Page::default() },
            session: Session { id: Some(order_id.to_owned()), ..Session::default() },
            consent: Consent::default(),
            memory: Memory::default(),
            visitor_id: names.get(first.customer).unwrap_or(order_id).to_owned(),
            now: order.at,
            utc_offset: 0,
            explain: true,
        })
    }

    fn cart_line(&self, line: &OrderLine) -> Line {
        let names = &self.lines.names;
        Line {
            item_id: names.owned(line.item).unwrap_or_default(),
            item_group_id: names.owned(line.group).unwrap_or_default(),
            item_name: names.owned(line.name),
            item_brand: names.owned(line.brand),
            item_categories: names.owned(line.category).into_iter().collect(),
            size: names.owned(line.size),
            color: names.owned(line.color),
            price: line.price,
            quantity: line.quantity,
            ..Line::default()
        }
    }

    /// The facts of the cart's products; their outcomes as they were known then.
    fn products(&self, order: &Order, cart: &Cart) -> Products {
        let mut products = Products::default();
        let mut items = BTreeSet::new();
        for (line, cart_line) in self.lines_of(order).zip(&cart.lines) {
            if !items.insert(line.item) {
                continue;
            }
            let fed = self.feed.of(cart_line);
            let outcomes = self.outcomes.get(&line.group).copied();
            if fed.is_none() && outcomes.is_none() {
                continue;
            }
            let product = fed.cloned().unwrap_or_default();
            products.extend([Product { ids: vec![cart_line.item_id.clone()], outcomes, ..product }]);
        }
        products
    }
}

#[cfg(test)]
mod tests;
