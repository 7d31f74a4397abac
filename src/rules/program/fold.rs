//! Makes conditions shorter that mean the same.

use super::super::check::{Expr, Op};
use super::arithmetic::{is_null, truth};
use super::cells::Cells;
use super::compile::compile;
use super::machine::{Ground, Machine, Scratch};
use crate::features::{Row, Strings, Symbols};

/// Constant parts that take more steps stay as they are: a condition with such a part is refused later.
const MOST_STEPS: u32 = 10_000;

/// The same condition, computed as far as it depends on nothing. `as_truth` says that only its truth is asked for.
pub(super) fn fold(expr: Expr, as_truth: bool, symbols: &mut Symbols) -> Expr {
    let Expr { op, parts } = expr;
    match op {
        Op::And | Op::Or => chain(op, parts, as_truth, symbols),
        Op::If => choice(parts, as_truth, symbols),
        Op::Not => {
            let inner = parts.into_iter().map(|part| fold(part, true, symbols)).next();
            negated(inner.unwrap_or(Expr::leaf(Op::Null)), as_truth, symbols)
        }
        Op::OneOf => one_of(parts, symbols),
        Op::Between(order) => {
            let parts: Vec<Expr> = parts.into_iter().map(|part| fold(part, false, symbols)).collect();
            match <[Expr; 3]>::try_from(parts) {
                Ok([a, b, c]) if b.parts.is_empty() => {
                    let both = [vec![a, b.clone()], vec![b, c]].map(|pair| Expr::new(Op::Compare(order), pair));
                    chain(Op::And, both.into(), as_truth, symbols)
                }
                Ok(parts) => computed(Expr::new(op, parts.into()), symbols),
                Err(parts) => Expr::new(op, parts),
            }
        }
        _ => {
            let in_truth = |index: usize| matches!(op, Op::Every(..) | Op::Filter(_)) && index == 1;
            let parts = parts.into_iter().enumerate().map(|(index, part)| fold(part, in_truth(index), symbols));
            let parts = parts.collect();
            computed(Expr::new(op, parts), symbols)
        }
    }
}

/// The truth of a constant.
pub(super) fn known_truth(expr: &Expr) -> Option<bool> {
    match expr.op {
        Op::Null => Some(false),
        _ => expr.constant().map(truth),
    }
}

fn negated(inner: Expr, as_truth: bool, symbols: &mut Symbols) -> Expr {
    match (inner.op, as_truth) {
        (Op::Not, true) => inner.parts.into_iter().next().unwrap_or(Expr::leaf(Op::Null)),
        _ => computed(inner.not(), symbols),
    }
}

fn chain(op: Op, parts: Vec<Expr>, as_truth: bool, symbols: &mut Symbols) -> Expr {
    let ends_at = op == Op::Or;
    let mut kept: Vec<Expr> = Vec::new();
    for part in parts {
        let part = fold(part, as_truth, symbols);
        let own = if part.op == op { part.parts } else { vec![part] };
        // In value position the last part stands for itself, so that only what comes before it can be left out.
        while kept.last().and_then(known_truth).is_some_and(|truth| truth != ends_at) {
            kept.pop();
        }
        if kept.last().and_then(known_truth).is_some() {
            break;
        }
        kept.extend(own);
    }
    if as_truth {
        while kept.len() > 1 && kept.last().and_then(known_truth).is_some_and(|truth| truth != ends_at) {
            kept.pop();
        }
        if kept.last().and_then(known_truth) == Some(ends_at) {
            return Expr::number(f64::from(u8::from(ends_at)));
        }
        if op == Op::Or {
            kept = joined(kept);
        }
    }
    if kept.len() > 1 {
        return Expr::new(op, kept);
    }
    kept.pop().unwrap_or(Expr::number(f64::from(u8::from(!ends_at))))
}

/// Equalities of one fact with constants become one look-up.
fn joined(parts: Vec<Expr>) -> Vec<Expr> {
    let mut kept: Vec<Expr> = Vec::new();
    for part in parts {
        let Some(found) = equality(&part) else {
            kept.push(part);
            continue;
        };
        let same = |other: &Expr| other.op == Op::OneOf && other.parts.first() == found.parts.first();
        match kept.iter_mut().find(|other| same(other)) {
            Some(other) => {
                let constants = other.parts.iter().chain(found.parts.iter().skip(1)).skip(1).filter_map(Expr::constant);
                let constants = constants.collect();
                other.parts.truncate(1);
                other.parts.extend(in_order(constants));
            }
            None => kept.push(found),
        }
    }
    kept
}

/// A comparison of a fact with constants as a look-up.
fn equality(expr: &Expr) -> Option<Expr> {
    let is_fact = |expr: &Expr| matches!(expr.op, Op::Fact(_) | Op::ItemFact(..));
    match (expr.op, expr.parts.as_slice()) {
        (Op::OneOf, [fact, ..]) if is_fact(fact) => Some(expr.clone()),
        (Op::Equal, [fact, value] | [value, fact]) if is_fact(fact) && value.constant().is_some() => {
            let value = value.constant().filter(|value| !value.is_nan())?;
            Some(Expr::new(Op::OneOf, vec![fact.clone(), Expr::number(value + 0.0)]))
        }
        _ => None,
    }
}

fn in_order(mut constants: Vec<f64>) -> impl Iterator<Item = Expr> {
    super::index::sort(&mut constants, |a, b| a < b);
    constants.dedup();
    constants.into_iter().map(Expr::number)
}

fn one_of(parts: Vec<Expr>, symbols: &mut Symbols) -> Expr {
    let constants = parts.iter().skip(1).filter_map(Expr::constant).collect();
    let needle = parts.into_iter().next().unwrap_or(Expr::leaf(Op::Null));
    let mut parts = vec![fold(needle, false, symbols)];
    parts.extend(in_order(constants));
    if parts.len() == 1 {
        return Expr::number(0.0);
    }
    computed(Expr::new(Op::OneOf, parts), symbols)
}

fn choice(parts: Vec<Expr>, as_truth: bool, symbols: &mut Symbols) -> Expr {
    let count = parts.len();
    let mut kept = Vec::new();
    let mut parts = parts.into_iter().enumerate();
    while let Some((index, part)) = parts.next() {
        if index + 1 == count {
            kept.push(fold(part, as_truth, symbols));
            break;
        }
        let condition = fold(part, true, symbols);
        let Some((_, value)) = parts.next() else { break };
        match known_truth(&condition) {
            Some(false) => {}
            Some(true) => {
                kept.push(fold(value, as_truth, symbols));
                break;
            }
            None => {
                kept.push(condition);
                kept.push(fold(value, as_truth, symbols));
            }
        }
    }
    match kept.len() {
        1 => kept.pop().unwrap_or(Expr::leaf(Op::Null)),
        _ => Expr::new(Op::If, kept),
    }
}

/// The expression, or the constant that it is.
fn computed(expr: Expr, symbols: &mut Symbols) -> Expr {
    // A list's elements are constants, a list is not one; neither is what reads anything.
    let is_list = matches!(expr.op, Op::Items | Op::Segments | Op::Literal | Op::Filter(_) | Op::Map(_) | Op::Merge);
    if is_list || expr.parts.is_empty() || reads(&expr, 0) {
        return expr;
    }
    let mut cells = Cells::default();
    let cell = compile(&expr, false, &mut cells, 0);
    if cells.steps(cell) > MOST_STEPS {
        return expr;
    }
    let row = Row::unknown();
    let strings = Strings::new(symbols);
    let ground = Ground { row: &row, lines: &[], segments: &[], strings: &strings };
    let mut scratch = Scratch::default();
    let mut machine = Machine::new(&cells, &ground, &mut scratch);
    let value = machine.value(cell);
    let text = matches!(expr.op, Op::Cat | Op::Substr).then(|| machine.text(value, "").to_owned());
    match text {
        Some(text) => Expr::number(symbols.intern(&text)),
        None if is_null(value) => Expr::leaf(Op::Null),
        None => Expr::number(value),
    }
}

/// Whether it reads a fact, or a place that isn't among the `own` bits.
fn reads(expr: &Expr, own: u64) -> bool {
    let bit = |place: u8| 1_u64.checked_shl(u32::from(place)).unwrap_or(0);
    let inside = match expr.op {
        Op::Fact(_) | Op::Items | Op::Segments => return true,
        Op::Local(place) | Op::ItemFact(place, _) => return own & bit(place) == 0,
        Op::Every(_, place) | Op::Reduce(place) | Op::Filter(place) | Op::Map(place) => {
            own | bit(place) | bit(place + 1)
        }
        _ => own,
    };
    expr.parts.iter().enumerate().any(|(index, part)| reads(part, if index == 1 { inside } else { own }))
}
