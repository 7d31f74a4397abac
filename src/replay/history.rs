//! Past carts with only what was known before them.
//!
//! At the moment of a cart, an earlier order is known; the outcome of its lines is known from their return on, or, when
//! none came, once the outcome lag is over. Orders of the same moment don't know of each other. What happened later in
//! the file never shows: adding orders after a cart changes nothing about it.

use crate::cart::{Cart, Line};
use crate::features::Input;
use crate::product::{Outcomes, Product, Products};
use crate::replay::customer::Customer;
use crate::replay::goods::Range;
use crate::replay::lines::{Id, Lines, Names, Order, OrderLine, Outcome};
use crate::session::{Consent, Memory, Page, Session};
use crate::time::{DAY, Timestamp};
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
#[derive(Debug)]
pub struct History {
    /// Facts that were known all along: names, charts, reviews. Outcomes are this history's own.
    feed: Products,
    customers: HashMap<Id, Customer>,
    range: Range,
    /// By time; each shows to carts after it.
    events: Vec<(Timestamp, u32, Event)>,
    seen: usize,
    /// How many orders are in the past.
    placed: usize,
}

impl History {
    /// Before the first order. Outcomes that the lines tell count `lag_days` after the order.
    #[must_use]
    pub fn new(lines: &Lines, feed: Products, lag_days: u32) -> Self {
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
        History { feed, customers: HashMap::new(), range: Range::default(), events, seen: 0, placed: 0 }
    }

    /// The input that the cart of the order at `at` would have been decided from. `orders` are all, in order of time as
    /// [`Lines::orders`] gives them, and asked for in that order.
    pub fn input(&mut self, lines: &Lines, orders: &[Order], at: usize) -> Option<Input> {
        let order = orders.get(at)?;
        self.advance(lines, orders, order.at);
        self.cart(lines, order)
    }

    /// Learns what became known before `now`: orders, and outcomes.
    fn advance(&mut self, lines: &Lines, orders: &[Order], now: Timestamp) {
        while let Some(order) = orders.get(self.placed).filter(|order| order.at < now) {
            self.learn(lines, order.at);
            self.place(lines, order);
            self.placed += 1;
        }
        self.learn(lines, now);
    }

    /// Learns the outcomes that became known before `now`.
    fn learn(&mut self, lines: &Lines, now: Timestamp) {
        while let Some((at, place, event)) = self.events.get(self.seen).copied() {
            if at >= now {
                break;
            }
            self.seen += 1;
            let Some(line) = lines.line(place) else { continue };
            self.range.settle(line, lines, |outcomes: &mut Outcomes| {
                outcomes.bought += u32::from(event != Event::ReturnedLate);
                outcomes.returned += u32::from(event != Event::Kept);
            });
            // Not there when the line belongs to nobody.
            let Some(customer) = self.customers.get_mut(&line.customer) else { continue };
            match event {
                Event::Kept => customer.keep(line, lines),
                Event::Returned => customer.take_back(line, lines),
                Event::ReturnedLate => customer.take_back_late(line, lines),
            }
        }
    }

    /// Adds an order to the past.
    fn place(&mut self, lines: &Lines, order: &Order) {
        let all: Vec<&OrderLine> = lines.of(order).collect();
        for line in &all {
            self.range.sell(line, order.at);
        }
        let Some(customer) = all.first().map(|line| line.customer).filter(|id| id.is_known()) else { return };
        self.customers.entry(customer).or_default().order(order.at, &all, lines);
    }

    /// The cart of an order and what was known at its moment. The session and this device's memory are unknown: order
    /// history doesn't tell them.
    fn cart(&self, lines: &Lines, order: &Order) -> Option<Input> {
        let first = lines.of(order).next()?;
        let names = &lines.names;
        let order_id = names.get(first.order).unwrap_or_default();
        let cart = Cart {
            currency: first.currency,
            coupon: None,
            lines: lines.of(order).map(|line| cart_line(line, &lines.names)).collect(),
        };
        let customer = names.get(first.customer).map(|_| {
            let known = self.customers.get(&first.customer);
            known.map_or_else(|| Customer::default().signals(order.at, lines), |known| known.signals(order.at, lines))
        });
        Some(Input {
            products: self.products(lines, order, &cart),
            cart,
            customer,
            page: Page { kind: Some("cart".to_owned()), ..Page::default() },
            session: Session { id: Some(order_id.to_owned()), ..Session::default() },
            consent: Consent::default(),
            memory: Memory::default(),
            measures: crate::size::measures::Measures::default(),
            visitor_id: names.get(first.customer).unwrap_or(order_id).to_owned(),
            now: order.at,
            utc_offset: 0,
            explain: true,
        })
    }

    /// The facts of the cart's products; their outcomes as they were known then.
    fn products(&self, lines: &Lines, order: &Order, cart: &Cart) -> Products {
        let mut products = Products::default();
        let mut items = BTreeSet::new();
        for (line, cart_line) in lines.of(order).zip(&cart.lines) {
            if !items.insert(line.item) {
                continue;
            }
            let known = self.range.product(line, lines, self.feed.of(cart_line));
            products.extend(known.map(|product| Product { ids: vec![cart_line.item_id.clone()], ..product }));
        }
        products
    }
}

fn cart_line(line: &OrderLine, names: &Names) -> Line {
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

#[cfg(test)]
mod tests;
