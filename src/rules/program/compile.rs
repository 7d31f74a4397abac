//! From a condition to tests and parts.

use super::super::check::{Bits, Check, Expr, Op, Order, Test};
use super::arithmetic::{NULL, compare, equal, is_null, truth};
use super::cells::Cells;
use crate::features::Fact;

/// The comparison of one fact with a constant that the truth of `expr` is, when it is one.
pub(super) fn test(expr: &Expr, cells: &mut Cells, rule: u32) -> Option<Test> {
    if let Some((fact, null)) = subject(expr) {
        return Some(made(fact, Check::Truth, truth(null), 0.0));
    }
    match (expr.op, expr.parts.as_slice()) {
        (Op::Not, [inner]) => {
            let test = test(inner, cells, rule)?;
            Some(Test { not: !test.not, on_null: !test.on_null, ..test })
        }
        (Op::Compare(order), [a, b]) => match (subject(a), constant(b), constant(a), subject(b)) {
            (Some((fact, null)), Some(value), ..) => Some(ordered(fact, null, order, value)),
            (_, _, Some(value), Some((fact, null))) => Some(ordered(fact, null, turned(order), value)),
            _ => None,
        },
        (Op::Equal, [a, b]) => match (subject(a), constant(b), constant(a), subject(b)) {
            (Some((fact, null)), Some(value), ..) | (_, _, Some(value), Some((fact, null))) => {
                let check = if is_null(value) { Check::Never } else { Check::Equal };
                Some(made(fact, check, equal(null, value), value))
            }
            _ => None,
        },
        (Op::OneOf, [needle, constants @ ..]) => {
            let (fact, null) = subject(needle)?;
            let on_null = constants.iter().any(|one| one.constant().is_some_and(|one| one == null));
            let cell = compile(expr, false, cells, rule);
            Some(made(fact, Check::OneOf, on_null, f64::from(cell)))
        }
        _ => None,
    }
}

fn made(fact: Fact, check: Check, on_null: bool, value: f64) -> Test {
    Test { fact, check, not: false, on_null, value: Bits::of(value) }
}

fn ordered(fact: Fact, null: f64, order: Order, value: f64) -> Test {
    let check = match order {
        Order::Less => Check::Less,
        Order::LessOrEqual => Check::LessOrEqual,
        Order::Greater => Check::Greater,
        Order::GreaterOrEqual => Check::GreaterOrEqual,
    };
    let value = if is_null(value) { 0.0 } else { value };
    made(fact, check, compare(order, null, value), value)
}

fn turned(order: Order) -> Order {
    match order {
        Order::Less => Order::Greater,
        Order::LessOrEqual => Order::GreaterOrEqual,
        Order::Greater => Order::Less,
        Order::GreaterOrEqual => Order::LessOrEqual,
    }
}

/// A fact of the row, and what stands for it when it is unknown.
fn subject(expr: &Expr) -> Option<(Fact, f64)> {
    match (expr.op, expr.parts.as_slice()) {
        (Op::Fact(fact), _) => Some((fact, NULL)),
        (Op::Default, [Expr { op: Op::Fact(fact), .. }, default]) => Some((*fact, default.constant()?)),
        _ => None,
    }
}

fn constant(expr: &Expr) -> Option<f64> {
    match expr.op {
        Op::Null => Some(NULL),
        _ => expr.constant(),
    }
}

/// The part that has the value of `expr`, or with `as_truth` its truth.
pub(super) fn compile(expr: &Expr, as_truth: bool, cells: &mut Cells, rule: u32) -> u32 {
    if as_truth
        && expr.op != Op::OneOf
        && let Some(test) = test(expr, cells, rule)
    {
        return cells.place(Op::Test(test), &[], rule);
    }
    let op = match expr.op {
        Op::And if as_truth => Op::All,
        Op::Or if as_truth => Op::Any,
        op => op,
    };
    let mut children = Vec::new();
    for (index, part) in expr.parts.iter().enumerate() {
        let truth_of_part = match op {
            Op::Not | Op::All | Op::Any => true,
            Op::If if index + 1 == expr.parts.len() || index % 2 == 1 => as_truth,
            Op::If => true,
            Op::Every(..) | Op::Filter(_) => index == 1,
            _ => false,
        };
        children.push(compile(part, truth_of_part, cells, rule));
    }
    // All and some of equal parts are the same in any order; the short ones first.
    if matches!(op, Op::All | Op::Any) {
        let mut ordered: Vec<u32> = Vec::new();
        for child in children {
            let steps = cells.steps(child);
            let place = ordered.iter().position(|other| cells.steps(*other) > steps).unwrap_or(ordered.len());
            ordered.insert(place, child);
        }
        children = ordered;
    }
    cells.place(op, &children, rule)
}
