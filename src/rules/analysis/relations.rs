//! What is known of facts together: a price is never over the highest price, an unknown customer has no orders.
//!
//! Each relation holds in every decision; floating-point sums may be off by their rounding, for which there is slack.

use super::domain::{Cell, Constants, Domains, Mask, Store, variable_of};
use super::formula::{Formula, Test, not};
use crate::features::{CATALOGUE, Fact, Fact::*, Strings};
use crate::risk::{Band, Confidence};
use crate::rules::check::Order;
use crate::segment::Segment;
use crate::settings::Settings;

/// Rounding of sums and quotients.
const SLACK: f64 = 1.0 + 1e-9;

/// A relation between facts.
#[derive(Debug)]
pub(super) enum Relation {
    /// `a ≤ factor · b`, where both are known.
    AtMost(Fact, f64, Fact),
    /// As [`Relation::AtMost`], but for rounding.
    Nearly(Fact, Fact),
    /// When the first variable is in its cells, the second is in its own.
    Implies(usize, Mask, usize, Mask),
    /// Known together; they sum to 1.
    Shares([Fact; 3]),
}

impl Relation {
    /// Whether both bound the same fact by the same.
    fn is_between(&self, other: &Relation) -> bool {
        let ends = |one: &Relation| match one {
            Relation::AtMost(a, _, b) | Relation::Nearly(a, b) => Some((*a, *b)),
            _ => None,
        };
        ends(self).is_some() && ends(self) == ends(other)
    }

    /// Whether it is about one of these variables.
    pub fn is_about(&self, touched: &[bool]) -> bool {
        let is = |place: usize| touched.get(place) == Some(&true);
        match self {
            Relation::AtMost(a, _, b) | Relation::Nearly(a, b) => is(variable_of(*a)) || is(variable_of(*b)),
            Relation::Implies(a, _, b, _) => is(*a) || is(*b),
            Relation::Shares(facts) => facts.iter().any(|fact| is(variable_of(*fact))),
        }
    }

    /// Takes away what the relation excludes; whether anything changed, `None` when nothing is left.
    pub fn apply(&self, domains: &Domains, store: &mut Store) -> Option<bool> {
        match self {
            Relation::AtMost(a, factor, b) => at_most(*a, *factor, *b, true, domains, store),
            Relation::Nearly(a, b) => at_most(*a, SLACK, *b, false, domains, store),
            Relation::Implies(a, when, b, then) => implies(*a, when, *b, then, domains, store),
            Relation::Shares(facts) => shares(*facts, domains, store),
        }
    }
}

/// Smallest and largest value, whether those are reached, and whether it can be unknown.
struct Bounds {
    low: f64,
    low_open: bool,
    high: f64,
    high_open: bool,
    null: bool,
}

fn bounds(fact: Fact, domains: &Domains, store: &Store) -> Option<Bounds> {
    let variable = domains.variables.get(variable_of(fact))?;
    let mut known = store.cells(variable).filter(|cell| *cell != Cell::Null);
    let null = store.cells(variable).next() == Some(Cell::Null);
    let Some(first) = known.next() else {
        return Some(Bounds { low: f64::NAN, low_open: false, high: f64::NAN, high_open: false, null });
    };
    let last = known.next_back().unwrap_or(first);
    let is_open = |cell: Cell| matches!(cell, Cell::Open(..));
    Some(Bounds { low: first.low(), low_open: is_open(first), high: last.high(), high_open: is_open(last), null })
}

/// Leaves the cells that `keep` keeps; unknown stays.
fn keep(fact: Fact, domains: &Domains, store: &mut Store, keep: impl Fn(Cell) -> bool) -> Option<bool> {
    let variable = domains.variables.get(variable_of(fact))?;
    let mut mask = vec![0_u64; variable.words()];
    for (index, cell) in variable.cells.iter().enumerate() {
        if (*cell == Cell::Null || keep(*cell))
            && let Some(word) = mask.get_mut(index / 64)
        {
            *word |= 1 << (index % 64);
        }
    }
    let (changed, left) = store.narrow(variable, &mask);
    left.then_some(changed)
}

fn at_most(a: Fact, factor: f64, b: Fact, exact: bool, domains: &Domains, store: &mut Store) -> Option<bool> {
    let (upper, lower) = (bounds(b, domains, store)?, bounds(a, domains, store)?);
    let mut changed = false;
    let over = |value: f64, open: bool, limit: f64, limit_open: bool| {
        value > limit || (exact && value == limit && (open || limit_open))
    };
    let open = |cell: Cell| matches!(cell, Cell::Open(..));
    let limit = upper.high * factor;
    if !upper.null && (lower.high > limit || (lower.high == limit && upper.high_open)) {
        changed |= keep(a, domains, store, |cell| !over(cell.low(), open(cell), limit, upper.high_open))?;
    }
    let (low, low_open) = (lower.low, lower.low_open);
    if !lower.null && upper.low * factor <= low {
        changed |= keep(b, domains, store, |cell| !over(low, low_open, cell.high() * factor, open(cell)))?;
    }
    Some(changed)
}

fn implies(a: usize, when: &Mask, b: usize, then: &Mask, domains: &Domains, store: &mut Store) -> Option<bool> {
    let (first, second) = (domains.variables.get(a)?, domains.variables.get(b)?);
    if store.of(first).iter().zip(when.iter()).all(|(word, mask)| word & !mask == 0) {
        let (changed, left) = store.narrow(second, then);
        return left.then_some(changed);
    }
    if store.of(second).iter().zip(then.iter()).all(|(word, mask)| word & mask == 0) {
        let rest: Vec<u64> = when.iter().map(|word| !word).collect();
        let (changed, left) = store.narrow(first, &rest);
        return left.then_some(changed);
    }
    Some(false)
}

fn shares([a, b, c]: [Fact; 3], domains: &Domains, store: &mut Store) -> Option<bool> {
    let mut changed = false;
    for (one, [other, third]) in [(a, [b, c]), (b, [a, c]), (c, [a, b])] {
        let (second, third) = (bounds(other, domains, store)?, bounds(third, domains, store)?);
        if second.null || third.null {
            continue;
        }
        let high = 1.0 - second.low - third.low + 1e-9;
        let low = 1.0 - second.high - third.high - 1e-9;
        changed |= keep(one, domains, store, |cell| cell.low() <= high && cell.high() >= low)?;
    }
    Some(changed)
}

/// The constants that the relations need as cuts.
pub(super) fn constants(settings: &Settings, constants: &mut Constants) {
    constants.add(CartValue, 0.0);
    constants.add(LinePrice, 0.0);
    for fact in [CartLines, CartQuantity] {
        constants.add(fact, 0.0);
    }
    constants.add(ProductLines, settings.floor_product_lines);
    constants.add(ProductLines, settings.confident_product_lines);
    constants.add(CustomerLines, settings.confident_customer_lines);
    constants.add(ProductFitAnswers, settings.floor_fit_answers);
    for fact in [LineSizeCount, LineColorCount, LineGroupQuantity, CartCategories, CartBrands] {
        constants.add(fact, 1.0);
    }
    constants.add(CartLines, 200.0);
}

/// All relations. With `line`, those of the one line that the search is about, too; without, the cart is empty.
pub(super) fn relations(
    domains: &Domains,
    strings: &mut Strings<'_>,
    settings: &Settings,
    line: bool,
) -> Vec<Relation> {
    let mut made = Making { domains, list: Vec::new() };
    made.bands(strings, settings);
    made.customer();
    if line {
        made.cart();
        made.line();
        made.product(settings);
        made.confidence(strings, settings);
    } else {
        made.empty();
    }
    made.close();
    made.list
}

struct Making<'a> {
    domains: &'a Domains,
    list: Vec<Relation>,
}

fn known(value: f64) -> bool {
    !value.is_nan()
}

impl Making<'_> {
    fn implies(&mut self, a: Fact, when: impl Fn(f64) -> bool, b: Fact, then: impl Fn(f64) -> bool) {
        let (a, b) = (variable_of(a), variable_of(b));
        self.list.push(Relation::Implies(a, self.domains.mask(a, when), b, self.domains.mask(b, then)));
    }

    /// What follows: `a ≤ b` and `b ≤ c` is `a ≤ c`, where `b` is never unknown.
    fn close(&mut self) {
        let is_known = |fact: Fact| {
            let variable = self.domains.variables.get(variable_of(fact));
            matches!(fact, CartMaxPrice | CartMeanPrice)
                || variable.is_some_and(|one| one.cells.first() != Some(&Cell::Null))
        };
        // No chain is longer.
        for _ in 0..3 {
            let mut more: Vec<Relation> = Vec::new();
            for one in &self.list {
                for other in &self.list {
                    let next = match (one, other) {
                        (Relation::AtMost(a, f, b), Relation::AtMost(c, g, d)) if b == c => {
                            (Relation::AtMost(*a, f * g, *d), *b)
                        }
                        (Relation::Nearly(a, b), Relation::AtMost(c, 1.0, d) | Relation::Nearly(c, d)) if b == c => {
                            (Relation::Nearly(*a, *d), *b)
                        }
                        (Relation::AtMost(a, 1.0, b), Relation::Nearly(c, d)) if b == c => {
                            (Relation::Nearly(*a, *d), *b)
                        }
                        _ => continue,
                    };
                    let known = self.list.iter().chain(&more).any(|known| known.is_between(&next.0));
                    if is_known(next.1) && !known {
                        more.push(next.0);
                    }
                }
            }
            self.list.extend(more);
        }
    }

    /// Holds always.
    fn always(&mut self, fact: Fact, then: impl Fn(f64) -> bool) {
        self.implies(fact, |_| true, fact, then);
    }

    fn bands(&mut self, strings: &mut Strings<'_>, settings: &Settings) {
        for (risk, fact) in [(LineRisk, LineBand), (CartRisk, CartBand)] {
            for band in [Band::Low, Band::Medium, Band::High] {
                let symbol = strings.symbol(band.name());
                self.implies(fact, |value| value == symbol, risk, |value| Band::of(value, settings) == band);
                self.implies(risk, |value| Band::of(value, settings) == band, fact, |value| value == symbol);
            }
        }
    }

    /// High is both histories, low is neither; medium is found by trying.
    fn confidence(&mut self, strings: &mut Strings<'_>, settings: &Settings) {
        let (low, high) = (strings.symbol(Confidence::Low.name()), strings.symbol(Confidence::High.name()));
        let histories =
            [(CustomerLines, settings.confident_customer_lines), (ProductLines, settings.confident_product_lines)];
        for (lines, least) in histories {
            self.implies(LineConfidence, |value| value == high, lines, |lines| lines >= least);
            self.implies(LineConfidence, |value| value == low, lines, |lines| lines.is_nan() || lines < least);
        }
    }

    fn customer(&mut self) {
        let personal = CATALOGUE.iter().filter(|one| one.is_personal());
        for definition in personal {
            if !matches!(definition.fact, CustomerKnown | CustomerOrders1d | CustomerSegments) {
                self.implies(CustomerKnown, |value| value == 0.0, definition.fact, f64::is_nan);
            }
        }
    }

    fn empty(&mut self) {
        for fact in [CartValue, CartLines, CartQuantity, CartHighValueItems, CartMultiSizeItems, CartPremium] {
            self.always(fact, |value| value == 0.0);
        }
        for fact in [CartRisk, CartAnyReturn, CartExpectedReturn] {
            self.always(fact, |value| value == 0.0);
        }
        for fact in [CartMeanPrice, CartMaxPrice, CartPriceSpread, CartCategories, CartBrands, CartDiscountShare] {
            self.always(fact, f64::is_nan);
        }
    }

    fn cart(&mut self) {
        self.always(CartLines, |value| (1.0..=200.0).contains(&value));
        self.always(CartMaxPrice, known);
        self.always(CartMeanPrice, known);
        for fact in [CartCategories, CartBrands] {
            self.always(fact, |value| value.is_nan() || value >= 1.0);
            self.list.push(Relation::AtMost(fact, 1.0, CartLines));
        }
        self.list.push(Relation::AtMost(CartLines, 1.0, CartQuantity));
        self.list.push(Relation::AtMost(CartQuantity, 9_999.0, CartLines));
        self.list.push(Relation::AtMost(CartMultiSizeItems, 0.5, CartLines));
        self.list.push(Relation::AtMost(CartHighValueItems, 1.0, CartQuantity));
        self.list.push(Relation::AtMost(CartMaxPrice, 1.0, CartValue));
        self.list.push(Relation::Nearly(CartMeanPrice, CartMaxPrice));
        self.list.push(Relation::Nearly(CartExpectedReturn, CartValue));
    }

    fn line(&mut self) {
        self.list.push(Relation::AtMost(LinePrice, 1.0, CartMaxPrice));
        self.list.push(Relation::AtMost(LineQuantity, 1.0, LineGroupQuantity));
        self.list.push(Relation::AtMost(LineGroupQuantity, 1.0, CartQuantity));
        self.list.push(Relation::AtMost(LineSizeCount, 1.0, CartLines));
        self.list.push(Relation::AtMost(LineColorCount, 1.0, CartLines));
        self.list.push(Relation::AtMost(LineSizeCount, 1.0, LineGroupQuantity));
        self.list.push(Relation::AtMost(LineColorCount, 1.0, LineGroupQuantity));
        self.list.push(Relation::AtMost(LineSizeChanges, 1.0, SessionSizeChanges));
        self.list.push(Relation::AtMost(LineExpectedReturn, 1.0, CartValue));
        self.list.push(Relation::Nearly(LineExpectedReturn, CartExpectedReturn));
        self.list.push(Relation::Nearly(LineRisk, CartAnyReturn));
        for fact in [LineSizeCount, LineColorCount] {
            self.always(fact, |value| value.is_nan() || value >= 1.0);
        }
        for (text, count) in [(LineSize, LineSizeCount), (LineColor, LineColorCount)] {
            self.implies(text, known, count, known);
        }
        self.implies(LinePriceShare, f64::is_nan, CartValue, |value| value == 0.0);
        self.implies(CartValue, |value| value == 0.0, LinePriceShare, f64::is_nan);
        self.implies(LineDiscountShare, f64::is_nan, LinePrice, |value| value == 0.0);
        self.implies(LinePremium, known, LineCategory, known);
        self.implies(LinePremium, |value| value == 1.0, CartPremium, |value| value == 1.0);
        for fact in [LineNewCategory, LineCategoryReturnRate, LineKeptSize] {
            self.implies(fact, known, LineCategory, known);
        }
        self.implies(LineNewBrand, known, LineBrand, known);
        self.implies(LineCategoryReturnRate, known, LineNewCategory, |value| value == 0.0);
        self.implies(LineBrandReturnRate, known, LineNewBrand, |value| value == 0.0);
        self.implies(LineKeptSizeMatch, known, LineKeptSize, known);
        self.implies(LineKeptSizeMatch, known, LineSize, known);
        self.implies(LineViews, known, LineSizeChanges, known);
        self.implies(LineSizeChanges, known, LineViews, known);
        self.implies(LineViews, known, SessionSizeChanges, known);
    }

    fn product(&mut self, settings: &Settings) {
        for definition in CATALOGUE {
            if definition.name.starts_with("product.") && definition.fact != ProductKnown {
                self.implies(ProductKnown, |value| value == 0.0, definition.fact, f64::is_nan);
            }
        }
        self.implies(ProductKnown, |value| value == 1.0, ProductHasSizeChart, known);
        self.implies(ProductReturnRate, known, ProductLines, |value| value >= settings.floor_product_lines);
        let fit = [ProductRunsSmall, ProductTrueToSize, ProductRunsLarge];
        for one in fit {
            self.implies(one, known, ProductFitAnswers, |value| value >= settings.floor_fit_answers);
            for other in fit {
                if one != other {
                    self.implies(one, known, other, known);
                }
            }
        }
        self.list.push(Relation::Shares(fit));
    }
}

/// What a segment is made of, as `segment.rs` has it; impulse's unusual cart is not looked into.
pub(super) fn segment_formula(segment: Segment, settings: &Settings, unusual: usize) -> Formula {
    let at_least = |fact, value| order(fact, Order::GreaterOrEqual, value);
    let at_most = |fact, value| order(fact, Order::LessOrEqual, value);
    let over = |fact, value| order(fact, Order::Greater, value);
    let inside = match segment {
        Segment::NewLargePurchase => {
            Formula::And(vec![at_most(CustomerOrders, 0.0), over(CartValue, settings.new_large_cart)])
        }
        Segment::Luxury => Formula::Or(vec![
            over(CustomerOrderValue, settings.luxury_order_value),
            at_least(CartHighValueItems, settings.luxury_high_value_items),
            Formula::Fact(CartPremium, None, Test::Truth),
        ]),
        Segment::Impulse => impulse(
            &[
                at_least(CustomerOrders1d, settings.impulse_orders_1d),
                at_least(CartPriceSpread, settings.impulse_price_spread),
                Formula::Or(vec![
                    at_least(CustomerFrequencyChange, settings.elevated_frequency_change),
                    Formula::Opaque(unusual),
                ]),
            ],
            settings.impulse_signs,
        ),
        Segment::Loyal => Formula::And(vec![
            at_least(CustomerOrders, settings.loyal_orders),
            at_most(CustomerIntervalCv, settings.regular_interval_cv),
            at_most(CustomerValueVariance, settings.consistent_value_cv),
            at_most(CustomerOrderValue, settings.moderate_order_value),
        ]),
        Segment::CategorySpecialist => Formula::And(vec![
            at_least(CustomerOrders, settings.specialist_orders),
            at_least(CustomerCategories, 1.0),
            at_most(CustomerCategories, settings.specialist_categories),
            at_most(CustomerPriceCv, settings.specialist_price_cv),
            at_most(CustomerIntervalCv, settings.regular_interval_cv),
        ]),
    };
    let is = Formula::Segment(segment);
    Formula::And(vec![Formula::Or(vec![not(is.clone()), inside.clone()]), Formula::Or(vec![is, not(inside)])])
}

/// The variable of each segment that the formula names.
pub(super) fn segments_in(formula: &Formula, found: &mut Vec<Segment>) {
    match formula {
        Formula::Segment(segment) if !found.contains(segment) => found.push(*segment),
        Formula::Not(inner) => segments_in(inner, found),
        Formula::And(parts) | Formula::Or(parts) => parts.iter().for_each(|part| segments_in(part, found)),
        _ => {}
    }
}

/// A comparison that an unknown fact never passes.
fn order(fact: Fact, order: Order, value: f64) -> Formula {
    let is_known = not(Formula::Fact(fact, None, Test::Null));
    Formula::And(vec![is_known, Formula::Fact(fact, None, Test::Compare(order, value))])
}

/// At least so many of the signs.
fn impulse(signs: &[Formula; 3], needed: f64) -> Formula {
    let mut ways = Vec::new();
    for choice in 0_u32..8 {
        if f64::from(choice.count_ones()) >= needed {
            let chosen = signs.iter().enumerate().filter(|(index, _)| choice >> index & 1 == 1);
            ways.push(Formula::And(chosen.map(|(_, sign)| sign.clone()).collect()));
        }
    }
    Formula::Or(ways)
}
