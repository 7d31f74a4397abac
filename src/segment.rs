//! Who is shopping: the five segments, read off the facts.

use crate::features::{Fact, Row};
use crate::settings::Settings;
use serde::Serialize;

/// A segment of the return-risk analysis. A customer and cart can be in several, or in none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Segment {
    /// No earlier order, and a large cart.
    NewLargePurchase,
    /// Expensive taste: in earlier orders, in this cart, or by category.
    Luxury,
    /// Several orders the same day, a wide price spread, an unusual pattern: two of the three.
    Impulse,
    /// Consistent history, regular rhythm, moderate values. Lower risk.
    Loyal,
    /// Few categories, steady prices, regular rhythm. Lower risk.
    CategorySpecialist,
}

impl Segment {
    /// All segments, in the order in which they are listed.
    pub const ALL: [Segment; 5] =
        [Segment::NewLargePurchase, Segment::Luxury, Segment::Impulse, Segment::Loyal, Segment::CategorySpecialist];

    /// The name in documents and rules.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Segment::NewLargePurchase => "new_large_purchase",
            Segment::Luxury => "luxury",
            Segment::Impulse => "impulse",
            Segment::Loyal => "loyal",
            Segment::CategorySpecialist => "category_specialist",
        }
    }

    fn holds(self, facts: &Row, settings: &Settings) -> bool {
        match self {
            Segment::NewLargePurchase => new_large_purchase(facts, settings),
            Segment::Luxury => luxury(facts, settings),
            Segment::Impulse => impulse(facts, settings),
            Segment::Loyal => loyal(facts, settings),
            Segment::CategorySpecialist => category_specialist(facts, settings),
        }
    }
}

/// The segments that hold, in the order of [`Segment::ALL`]. What is unknown never makes a segment.
#[must_use]
pub fn of(facts: &Row, settings: &Settings) -> Vec<Segment> {
    Segment::ALL.into_iter().filter(|segment| segment.holds(facts, settings)).collect()
}

fn at_least(facts: &Row, fact: Fact, threshold: f64) -> bool {
    facts.get(fact).is_some_and(|value| value >= threshold)
}

fn at_most(facts: &Row, fact: Fact, threshold: f64) -> bool {
    facts.get(fact).is_some_and(|value| value <= threshold)
}

fn over(facts: &Row, fact: Fact, threshold: f64) -> bool {
    facts.get(fact).is_some_and(|value| value > threshold)
}

fn new_large_purchase(facts: &Row, settings: &Settings) -> bool {
    at_most(facts, Fact::CustomerOrders, 0.0) && over(facts, Fact::CartValue, settings.new_large_cart)
}

fn luxury(facts: &Row, settings: &Settings) -> bool {
    over(facts, Fact::CustomerOrderValue, settings.luxury_order_value)
        || at_least(facts, Fact::CartHighValueItems, settings.luxury_high_value_items)
        || facts.is(Fact::CartPremium)
}

fn impulse(facts: &Row, settings: &Settings) -> bool {
    let signs = [
        at_least(facts, Fact::CustomerOrders1d, settings.impulse_orders_1d),
        at_least(facts, Fact::CartPriceSpread, settings.impulse_price_spread),
        unusual(facts, settings),
    ];
    let shown = signs.into_iter().filter(|sign| *sign).count();
    f64::from(u32::try_from(shown).unwrap_or(0)) >= settings.impulse_signs
}

/// A cart far from the customer's own order values, or orders coming much faster than before.
fn unusual(facts: &Row, settings: &Settings) -> bool {
    let far = match (facts.get(Fact::CustomerValueRatio), facts.get(Fact::CustomerValueVariance)) {
        (Some(ratio), Some(cv)) if cv > 0.0 => libm::fabs(ratio - 1.0) / cv > settings.impulse_unusual_sd,
        _ => false,
    };
    far || at_least(facts, Fact::CustomerFrequencyChange, settings.elevated_frequency_change)
}

fn loyal(facts: &Row, settings: &Settings) -> bool {
    at_least(facts, Fact::CustomerOrders, settings.loyal_orders)
        && at_most(facts, Fact::CustomerIntervalCv, settings.regular_interval_cv)
        && at_most(facts, Fact::CustomerValueVariance, settings.consistent_value_cv)
        && at_most(facts, Fact::CustomerOrderValue, settings.moderate_order_value)
}

fn category_specialist(facts: &Row, settings: &Settings) -> bool {
    at_least(facts, Fact::CustomerOrders, settings.specialist_orders)
        && at_least(facts, Fact::CustomerCategories, 1.0)
        && at_most(facts, Fact::CustomerCategories, settings.specialist_categories)
        && at_most(facts, Fact::CustomerPriceCv, settings.specialist_price_cv)
        && at_most(facts, Fact::CustomerIntervalCv, settings.regular_interval_cv)
}
