//! Order lines made for tests.

use crate::money::{Currency, Money};
use crate::replay::lines::{Id, Lines, OrderLine, Outcome};
use crate::time::Timestamp;

/// The number of a customer.
pub fn customer(lines: &mut Lines, name: &str) -> Id {
    lines.names.intern(name)
}

/// One piece for 10 EUR, with an unknown outcome; not added yet.
pub fn bought(lines: &mut Lines, order: &str, who: &str, item: &str, at: i64) -> OrderLine {
    let names = &mut lines.names;
    OrderLine {
        row: 2,
        at: Timestamp(at),
        order: names.intern(order),
        customer: names.intern(who),
        item: names.intern(item),
        group: names.intern(item),
        name: Id::BLANK,
        brand: Id::BLANK,
        category: Id::BLANK,
        size: Id::BLANK,
        color: Id::BLANK,
        price: Money::from_minor(1_000),
        currency: Currency::read("EUR").unwrap(),
        quantity: 1,
        outcome: Outcome::Unknown,
        back: 0,
        misfit: None,
    }
}
