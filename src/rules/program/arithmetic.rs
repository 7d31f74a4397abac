//! Values as JsonLogic computes with them.
//!
//! A value is a number: itself, 0 or 1 for a truth value, a symbol for a text. `null` is NaN, as in a row, but for the
//! one NaN that stands for what arithmetic can't say: JsonLogic tells them apart.

use super::super::check::{Arithmetic, Order};

pub(super) const NULL: f64 = f64::NAN;

/// The bits of JsonLogic's not-a-number.
const NO_NUMBER: u64 = 0x7ff8_0000_0000_0abc;

pub(super) fn is_null(value: f64) -> bool {
    value.is_nan() && value.to_bits() != NO_NUMBER
}

pub(super) fn truth(value: f64) -> bool {
    !(value == 0.0 || value.is_nan())
}

pub(super) fn flag(value: bool) -> f64 {
    f64::from(u8::from(value))
}

pub(super) fn equal(a: f64, b: f64) -> bool {
    a == b || (is_null(a) && is_null(b))
}

/// `null` counts as 0 in comparisons and in `-`, `/`, `%`, `min` and `max`.
pub(super) fn counted(value: f64) -> f64 {
    if is_null(value) { 0.0 } else { value }
}

pub(super) fn compare(order: Order, a: f64, b: f64) -> bool {
    let (a, b) = (counted(a), counted(b));
    match order {
        Order::Less => a < b,
        Order::LessOrEqual => a <= b,
        Order::Greater => a > b,
        Order::GreaterOrEqual => a >= b,
    }
}

pub(super) fn calculate(operator: Arithmetic, values: impl Iterator<Item = f64>) -> f64 {
    let start = match operator {
        Arithmetic::Add => Some(0.0),
        Arithmetic::Min => Some(f64::INFINITY),
        Arithmetic::Max => Some(f64::NEG_INFINITY),
        _ => None,
    };
    let mut result = start;
    let mut several = start.is_some();
    for value in values {
        several |= result.is_some();
        result = Some(result.map_or(value, |result| step(operator, result, value)));
    }
    let result = match result {
        // JsonLogic's `-` of one value.
        Some(only) if !several => -counted(only),
        result => result.unwrap_or(NULL),
    };
    if result.is_nan() { f64::from_bits(NO_NUMBER) } else { result }
}

fn step(operator: Arithmetic, a: f64, b: f64) -> f64 {
    let (x, y) = (counted(a), counted(b));
    match operator {
        // JsonLogic adds and multiplies with parseFloat, for which `null` is not a number and −0 is 0.
        Arithmetic::Add => a + b,
        Arithmetic::Multiply => (a + 0.0) * (b + 0.0),
        Arithmetic::Subtract => x - y,
        Arithmetic::Divide => x / y,
        Arithmetic::Remainder => remainder(x, y),
        Arithmetic::Max => larger(x, y),
        Arithmetic::Min => -larger(-x, -y),
    }
}

/// The larger number; NaN when either is, and 0 over −0.
fn larger(a: f64, b: f64) -> f64 {
    if a.is_nan() || a > b || (a == b && a.is_sign_positive()) { a } else { b }
}

/// What is left of `a` when `b` is taken from it as often as it fits; the sign is that of `a`.
///
/// As `a % b`, exactly: each step subtracts at least half of what is left, which needs no rounding.
fn remainder(a: f64, b: f64) -> f64 {
    let (mut left, divisor) = (libm::fabs(a), libm::fabs(b));
    if left.is_nan() || left.is_infinite() || divisor.is_nan() || divisor == 0.0 {
        return f64::NAN;
    }
    let mut part = divisor;
    while part + part <= left {
        part += part;
    }
    while left >= divisor {
        if part <= left {
            left -= part;
        }
        part /= 2.0;
    }
    libm::copysign(left, a)
}

#[cfg(test)]
mod tests {
    use super::remainder;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_remainder_is_exact(a in proptest::num::f64::ANY, b in proptest::num::f64::ANY, near in -1e6..1e6_f64) {
            for (a, b) in [(a, b), (near, b), (a, near), (near, near / 7.0), (a, a / 3.0), (near.trunc(), 7.0)] {
                let expected = a % b;
                let same = remainder(a, b).to_bits() == expected.to_bits() || (remainder(a, b).is_nan() && expected.is_nan());
                prop_assert!(same, "{a:e} % {b:e}: {:e}, not {expected:e}", remainder(a, b));
            }
        }
    }
}
