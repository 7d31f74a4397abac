//! The four risk indicators: how this customer's buying changes. Each is unknown without the counts it needs.

use crate::customer::Signals;
use crate::features::{Fact, Row};
use crate::settings::Settings;
use serde::Serialize;

/// An indicator's value and whether it stands out.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Indicator {
    /// The value; `null` when unknown.
    pub value: Option<f64>,
    /// At or over its threshold.
    pub elevated: bool,
}

/// The four indicators of a customer.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Indicators {
    /// Standard deviation over mean of order values; 0 is steady.
    pub purchase_value_variance: Indicator,
    /// Orders of the last 90 days against the 90 before: 0 is unchanged, 1 is twice as many, −1 is none.
    pub purchase_frequency_change: Indicator,
    /// Categories first bought in the last 90 days over those bought before.
    pub category_expansion_rate: Indicator,
    /// Service contacts per order, over the last 90 days where there were orders, else over all time.
    pub customer_service_contact_rate: Indicator,
}

/// Reads the indicators off the facts and holds them against their thresholds.
#[must_use]
pub fn of(facts: &Row, settings: &Settings) -> Indicators {
    let one = |fact: Fact, threshold: f64| {
        let value = facts.get(fact);
        Indicator { value, elevated: value.is_some_and(|value| value >= threshold) }
    };
    Indicators {
        purchase_value_variance: one(Fact::CustomerValueVariance, settings.elevated_value_variance),
        purchase_frequency_change: one(Fact::CustomerFrequencyChange, settings.elevated_frequency_change),
        category_expansion_rate: one(Fact::CustomerCategoryExpansion, settings.elevated_category_expansion),
        customer_service_contact_rate: one(Fact::CustomerServiceContactRate, settings.elevated_service_contacts),
    }
}

/// Coefficient of variation of order values. Two orders are too few to vary.
pub(crate) fn value_variance(signals: &Signals) -> Option<f64> {
    signals.order_value.cv().filter(|_| signals.orders.unwrap_or(0) >= 3)
}

/// `(recent − prior) / prior`; where there was no order before, each recent one counts as a doubling.
pub(crate) fn frequency_change(signals: &Signals) -> Option<f64> {
    let recent = f64::from(signals.orders_90d?);
    let prior = f64::from(signals.orders_prior_90d?);
    Some((recent - prior) / libm::fmax(prior, 1.0))
}

/// New categories over older ones; a customer's first categories are no expansion.
pub(crate) fn category_expansion(signals: &Signals) -> Option<f64> {
    let new = f64::from(signals.new_categories_90d?);
    let all = f64::from(u32::try_from(signals.categories.as_ref()?.len()).ok()?);
    let older = all - new;
    if older <= 0.0 {
        return Some(0.0);
    }
    Some(new / older)
}

/// Contacts per order.
pub(crate) fn service_contact_rate(signals: &Signals) -> Option<f64> {
    let rate = |contacts: Option<u32>, orders: Option<u32>| {
        let orders = orders.filter(|orders| *orders > 0)?;
        Some(f64::from(contacts?) / f64::from(orders))
    };
    rate(signals.service_contacts_90d, signals.orders_90d).or_else(|| rate(signals.service_contacts, signals.orders))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::customer::{Spread, Tally};

    #[test]
    fn unknown_counts_give_unknown_indicators() {
        let signals = Signals::default();
        assert_eq!(value_variance(&signals), None);
        assert_eq!(frequency_change(&signals), None);
        assert_eq!(category_expansion(&signals), None);
        assert_eq!(service_contact_rate(&signals), None);
    }

    #[test]
    fn indicators_follow_their_formulas() {
        let tally = |name: &str| Tally { name: name.into(), bought: 1, returned: 0 };
        let signals = Signals {
            orders: Some(8),
            order_value: Spread { mean: Some(80.0), sd: Some(20.0) },
            orders_90d: Some(6),
            orders_prior_90d: Some(2),
            new_categories_90d: Some(1),
            categories: Some(vec![tally("a"), tally("b"), tally("c")]),
            service_contacts: Some(2),
            service_contacts_90d: Some(3),
            ..Signals::default()
        };
        assert_eq!(value_variance(&signals), Some(0.25));
        assert_eq!(frequency_change(&signals), Some(2.0));
        assert_eq!(category_expansion(&signals), Some(0.5));
        assert_eq!(service_contact_rate(&signals), Some(0.5));
        let quiet = Signals { orders_90d: Some(0), ..signals };
        assert_eq!(frequency_change(&quiet), Some(-1.0));
        assert_eq!(service_contact_rate(&quiet), Some(0.25));
    }
}
