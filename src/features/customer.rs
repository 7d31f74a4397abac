//! Facts of the customer, from the signals.

use super::Fact::*;
use super::{Input, Row, count, ratio, smoothed};
use crate::cart::Cart;
use crate::customer::Signals;
use crate::indicator;
use crate::settings::Settings;

/// Fills the `customer.` facts; without signals, or without consent to use them, all are unknown.
pub(super) fn fill(row: &mut Row, cart: &Cart, input: &Input, settings: &Settings) {
    row.set_flag(CustomerKnown, Some(input.signals().is_some()));
    row.set_count(CustomerOrders1d, orders_1d(input));
    let Some(signals) = input.signals() else { return };
    let now = input.now;
    row.set_count(CustomerOrders, signals.orders);
    row.set_count(CustomerLines, signals.lines);
    row.set_count(CustomerLinesWithOutcome, signals.lines_with_outcome);
    row.set_count(CustomerLinesReturned, signals.lines_returned);
    row.set_known(CustomerReturnRate, return_rate(signals, settings));
    row.set_known(CustomerSmoothedReturnRate, smoothed_return_rate(signals, settings));
    if same_currency(signals, cart) {
        let mean = signals.order_value.mean.filter(|mean| *mean > 0.0);
        row.set_known(CustomerOrderValue, mean);
        let value = cart.value().major(cart.currency);
        row.set_known(CustomerValueRatio, mean.and_then(|mean| ratio(value, mean)));
    }
    row.set_known(CustomerCategories, signals.categories.as_ref().map(|list| count(list.len())));
    let days = |since: Option<crate::time::Timestamp>| Some(libm::fmax(now.days_since(since?), 0.0));
    row.set_known(CustomerDaysSinceOrder, days(signals.last_order_at));
    row.set_known(CustomerTenureDays, days(signals.first_order_at));
    row.set_count(CustomerOrders90d, signals.orders_90d);
    row.set_known(CustomerIntervalCv, signals.order_interval_days.cv());
    row.set_known(CustomerPriceCv, signals.line_price.cv());
    row.set_known(CustomerValueVariance, indicator::value_variance(signals));
    row.set_known(CustomerFrequencyChange, indicator::frequency_change(signals));
    row.set_known(CustomerCategoryExpansion, indicator::category_expansion(signals));
    row.set_known(CustomerServiceContactRate, indicator::service_contact_rate(signals));
}

/// Whether the signals' money can be compared with the cart's; signals that don't say are taken to be in the shop's.
pub(super) fn same_currency(signals: &Signals, cart: &Cart) -> bool {
    signals.currency.is_none_or(|currency| currency == cart.currency)
}

fn return_rate(signals: &Signals, settings: &Settings) -> Option<f64> {
    let lines = f64::from(signals.lines_with_outcome?);
    if lines < settings.floor_customer_lines {
        return None;
    }
    ratio(f64::from(signals.lines_returned?), lines)
}

fn smoothed_return_rate(signals: &Signals, settings: &Settings) -> Option<f64> {
    let (returned, lines) = (f64::from(signals.lines_returned?), f64::from(signals.lines_with_outcome?));
    Some(smoothed(returned, lines, settings.prior_return_rate, settings))
}

/// Orders of the last day: the signals' while they are fresh, and at least this session's own.
fn orders_1d(input: &Input) -> Option<u32> {
    let own = input.session.orders;
    let told = input.signals().and_then(|signals| {
        let age = input.now.days_since(signals.as_of?);
        if age <= 1.0 { signals.orders_1d } else { None }
    });
    own.max(told)
}
