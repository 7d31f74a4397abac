//! Conditions compiled once: all rules of a document are one flat list of instructions for a small stack machine.
//!
//! The values are those of [`Row`]: numbers, truth values 0 or 1, symbols, and NaN for `null`. JsonLogic counts `null`
//! as 0 in comparisons and in `-`, `/`, `%`, `min` and `max`; the compiler writes that conversion down where an operand
//! can be `null`, so that evaluating needs no types.

use super::check::{Arithmetic, Expr, Order};
use crate::features::{Fact, Row, Strings};
use crate::text::contains;

#[derive(Clone, Copy, Debug, PartialEq)]
enum Op {
    Constant(f64),
    Fact(Fact),
    /// Replaces `null` by a constant.
    Or(f64),
    Not,
    Truth,
    Compare(Order),
    Equal,
    /// Equal, or both `null`.
    EqualOrBothNull,
    IsNull,
    Arithmetic(Arithmetic),
    /// The needle is one of `constants[from..to]`.
    InConstants(u32, u32),
    InSegments,
    /// The text fact contains `texts[index]`.
    Contains(Fact, u32),
    /// When the top is false, leave it and go to the place; else drop it.
    AndThen(u32),
    /// When the top is true, leave it and go to the place; else drop it.
    OrElse(u32),
    /// Drop the top; when it was false, go to the place.
    Unless(u32),
    Jump(u32),
}

/// The conditions of a document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Program {
    ops: Vec<Op>,
    constants: Vec<f64>,
    texts: Vec<String>,
    /// For each rule, where its instructions begin and end.
    rules: Vec<(u32, u32)>,
    /// For each rule, the facts that it reads, in reading order.
    facts: Vec<Vec<Fact>>,
}

/// Deeper stacks are never compiled: 24 levels of at most one pending value each, and the operands of one operation.
const STACK: usize = 64;

struct Stack {
    values: [f64; STACK],
    height: usize,
}

impl Stack {
    fn push(&mut self, value: f64) {
        if let Some(cell) = self.values.get_mut(self.height) {
            *cell = value;
            self.height += 1;
        }
    }
    fn pop(&mut self) -> f64 {
        self.height = self.height.saturating_sub(1);
        self.values.get(self.height).copied().unwrap_or(f64::NAN)
    }
}

fn truth(value: f64) -> bool {
    !(value == 0.0 || value.is_nan())
}

fn flag(value: bool) -> f64 {
    f64::from(u8::from(value))
}

impl Program {
    /// Appends the next rule's condition.
    pub(super) fn add(&mut self, condition: &Expr) {
        let from = self.here();
        let mut facts = Vec::new();
        collect_facts(condition, &mut facts);
        self.emit(condition, false);
        self.rules.push((from, self.here()));
        self.facts.push(facts);
    }

    /// Whether the rule's condition holds for a row.
    #[must_use]
    pub fn holds(&self, rule: usize, row: &Row, segments: &[f64], strings: &Strings<'_>) -> bool {
        let Some((from, to)) = self.rules.get(rule).copied() else { return false };
        let mut stack = Stack { values: [0.0; STACK], height: 0 };
        let mut at = from;
        while at < to {
            let Some(op) = self.ops.get(at as usize) else { break };
            at = self.step(*op, at + 1, &mut stack, row, segments, strings);
        }
        truth(stack.pop())
    }

    /// The facts that a rule's condition reads, in reading order.
    #[must_use]
    pub fn facts_of(&self, rule: usize) -> &[Fact] {
        self.facts.get(rule).map_or(&[], Vec::as_slice)
    }

    /// Carries out one instruction; the answer is the place of the next. Jumps only go forward, so every run ends.
    fn step(&self, op: Op, next: u32, stack: &mut Stack, row: &Row, segments: &[f64], strings: &Strings<'_>) -> u32 {
        match op {
            Op::Constant(value) => stack.push(value),
            Op::Fact(fact) => stack.push(row.cell(fact)),
            Op::Or(default) => {
                let value = stack.pop();
                stack.push(if value.is_nan() { default } else { value });
            }
            Op::Not => {
                let value = stack.pop();
                stack.push(flag(!truth(value)));
            }
            Op::Truth => {
                let value = stack.pop();
                stack.push(flag(truth(value)));
            }
            Op::IsNull => {
                let value = stack.pop();
                stack.push(flag(value.is_nan()));
            }
            Op::Compare(order) => {
                let (b, a) = (stack.pop(), stack.pop());
                stack.push(flag(compare(order, a, b)));
            }
            Op::Equal => {
                let (b, a) = (stack.pop(), stack.pop());
                stack.push(flag(a == b));
            }
            Op::EqualOrBothNull => {
                let (b, a) = (stack.pop(), stack.pop());
                stack.push(flag(a == b || (a.is_nan() && b.is_nan())));
            }
            Op::Arithmetic(operator) => {
                let (b, a) = (stack.pop(), stack.pop());
                stack.push(calculate(operator, a, b));
            }
            Op::InConstants(from, to) => {
                let needle = stack.pop();
                let list = self.constants.get(from as usize..to as usize).unwrap_or(&[]);
                stack.push(flag(list.contains(&needle)));
            }
            Op::InSegments => {
                let needle = stack.pop();
                stack.push(flag(segments.contains(&needle)));
            }
            Op::Contains(fact, index) => {
                let text = row.get(fact).and_then(|symbol| strings.text(symbol));
                let part = self.texts.get(index as usize);
                stack.push(flag(text.zip(part).is_some_and(|(text, part)| contains(text, part))));
            }
            Op::AndThen(place) => {
                let value = stack.pop();
                if !truth(value) {
                    stack.push(0.0);
                    return place;
                }
            }
            Op::OrElse(place) => {
                let value = stack.pop();
                if truth(value) {
                    stack.push(1.0);
                    return place;
                }
            }
            Op::Unless(place) => {
                if !truth(stack.pop()) {
                    return place;
                }
            }
            Op::Jump(place) => return place,
        }
        next
    }

    fn here(&self) -> u32 {
        u32::try_from(self.ops.len()).unwrap_or(u32::MAX)
    }

    /// Writes the instructions that leave the value of `expr` on the stack; `zero` says to leave 0 for `null`.
    fn emit(&mut self, expr: &Expr, zero: bool) {
        match expr {
            Expr::Constant(value) => self.ops.push(Op::Constant(*value)),
            Expr::Null => self.ops.push(Op::Constant(if zero { 0.0 } else { f64::NAN })),
            Expr::Fact(fact) => {
                self.ops.push(Op::Fact(*fact));
                if zero {
                    self.ops.push(Op::Or(0.0));
                }
            }
            Expr::FactOr(fact, default) => self.ops.extend([Op::Fact(*fact), Op::Or(*default)]),
            Expr::Not(inner) => {
                self.emit(inner, false);
                self.ops.push(Op::Not);
            }
            Expr::And(parts) => self.emit_chain(parts, Op::AndThen),
            Expr::Or(parts) => self.emit_chain(parts, Op::OrElse),
            Expr::If(branches, last) => self.emit_if(branches, last, zero),
            Expr::Compare(order, a, b) => self.emit_compare(*order, a, b),
            Expr::Between(order, parts) => self.emit_between(*order, parts),
            Expr::Equal(a, b) => self.emit_equal(a, b),
            Expr::Arithmetic(operator, parts) => self.emit_arithmetic(*operator, parts),
            Expr::InConstants(needle, list) => {
                self.emit(needle, false);
                let from = u32::try_from(self.constants.len()).unwrap_or(u32::MAX);
                self.constants.extend(list);
                let to = u32::try_from(self.constants.len()).unwrap_or(u32::MAX);
                self.ops.push(Op::InConstants(from, to));
            }
            Expr::InSegments(needle) => {
                self.emit(needle, false);
                self.ops.push(Op::InSegments);
            }
            Expr::Contains(fact, text) => {
                self.texts.push(text.clone());
                let index = u32::try_from(self.texts.len() - 1).unwrap_or(u32::MAX);
                self.ops.push(Op::Contains(*fact, index));
            }
            Expr::AnyMissing(facts) => {
                let parts: Vec<Expr> = facts.iter().map(|fact| is_null(*fact)).collect();
                self.emit_chain(&parts, Op::OrElse);
            }
            Expr::FewerKnown(needed, facts) => self.emit_fewer_known(*needed, facts),
        }
    }

    /// `and` and `or`: each part but the last may end the chain.
    fn emit_chain(&mut self, parts: &[Expr], exit: fn(u32) -> Op) {
        let mut exits = Vec::new();
        for (index, part) in parts.iter().enumerate() {
            self.emit(part, false);
            if index + 1 < parts.len() {
                exits.push(self.ops.len());
                self.ops.push(exit(0));
            }
        }
        self.ops.push(Op::Truth);
        let end = self.here();
        for place in exits {
            if let Some(op) = self.ops.get_mut(place) {
                *op = exit(end);
            }
        }
    }

    fn emit_compare(&mut self, order: Order, a: &Expr, b: &Expr) {
        self.emit(a, true);
        self.emit(b, true);
        self.ops.push(Op::Compare(order));
    }

    fn emit_between(&mut self, order: Order, [a, b, c]: &[Expr; 3]) {
        self.emit_compare(order, a, b);
        let exit = self.ops.len();
        self.ops.push(Op::AndThen(0));
        self.emit_compare(order, b, c);
        let end = self.here();
        if let Some(op) = self.ops.get_mut(exit) {
            *op = Op::AndThen(end);
        }
    }

    fn emit_if(&mut self, branches: &[(Expr, Expr)], last: &Expr, zero: bool) {
        let mut ends = Vec::new();
        for (condition, value) in branches {
            self.emit(condition, false);
            let unless = self.ops.len();
            self.ops.push(Op::Unless(0));
            self.emit(value, zero);
            ends.push(self.ops.len());
            self.ops.push(Op::Jump(0));
            let next = self.here();
            if let Some(op) = self.ops.get_mut(unless) {
                *op = Op::Unless(next);
            }
        }
        self.emit(last, zero);
        let end = self.here();
        for place in ends {
            if let Some(op) = self.ops.get_mut(place) {
                *op = Op::Jump(end);
            }
        }
    }

    fn emit_equal(&mut self, a: &Expr, b: &Expr) {
        match (a, b) {
            (Expr::Null, other) | (other, Expr::Null) if can_be_null(other) => {
                self.emit(other, false);
                self.ops.push(Op::IsNull);
            }
            // Arithmetic that fails is NaN in JsonLogic, which equals nothing, null included.
            (Expr::Null, _) | (_, Expr::Null) => self.ops.push(Op::Constant(0.0)),
            _ => {
                self.emit(a, false);
                self.emit(b, false);
                let both = can_be_null(a) && can_be_null(b);
                self.ops.push(if both { Op::EqualOrBothNull } else { Op::Equal });
            }
        }
    }

    fn emit_arithmetic(&mut self, operator: Arithmetic, parts: &[Expr]) {
        // JsonLogic adds and multiplies with parseFloat, for which null is not a number.
        let zero = !matches!(operator, Arithmetic::Add | Arithmetic::Multiply);
        if let ([only], Arithmetic::Subtract) = (parts, operator) {
            self.ops.push(Op::Constant(-0.0));
            self.emit(only, zero);
            self.ops.push(Op::Arithmetic(Arithmetic::Subtract));
            return;
        }
        for (index, part) in parts.iter().enumerate() {
            self.emit(part, zero);
            if index > 0 {
                self.ops.push(Op::Arithmetic(operator));
            }
        }
    }

    /// `missing_some` is true while fewer than `needed` facts are known, and some are not.
    fn emit_fewer_known(&mut self, needed: usize, facts: &[Fact]) {
        let needed = needed.min(facts.len());
        self.ops.push(Op::Constant(0.0));
        for fact in facts {
            self.ops.extend([Op::Fact(*fact), Op::IsNull, Op::Not, Op::Arithmetic(Arithmetic::Add)]);
        }
        self.ops.push(Op::Constant(u32::try_from(needed).map_or(f64::INFINITY, f64::from)));
        self.ops.push(Op::Compare(Order::Less));
    }
}

fn is_null(fact: Fact) -> Expr {
    Expr::Equal(Box::new(Expr::Fact(fact)), Box::new(Expr::Null))
}

fn can_be_null(expr: &Expr) -> bool {
    match expr {
        Expr::Fact(_) | Expr::Null => true,
        Expr::If(branches, last) => branches.iter().any(|(_, value)| can_be_null(value)) || can_be_null(last),
        _ => false,
    }
}

fn compare(order: Order, a: f64, b: f64) -> bool {
    match order {
        Order::Less => a < b,
        Order::LessOrEqual => a <= b,
        Order::Greater => a > b,
        Order::GreaterOrEqual => a >= b,
    }
}

fn calculate(operator: Arithmetic, a: f64, b: f64) -> f64 {
    match operator {
        Arithmetic::Add => a + b,
        Arithmetic::Subtract => a - b,
        Arithmetic::Multiply => a * b,
        Arithmetic::Divide => a / b,
        Arithmetic::Remainder => remainder(a, b),
        // JavaScript's min and max are NaN when either is.
        Arithmetic::Min if a.is_nan() || b.is_nan() => f64::NAN,
        Arithmetic::Max if a.is_nan() || b.is_nan() => f64::NAN,
        Arithmetic::Min => libm::fmin(a, b),
        Arithmetic::Max => libm::fmax(a, b),
    }
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

fn collect_facts(expr: &Expr, facts: &mut Vec<Fact>) {
    let mut note = |fact: Fact| {
        if !facts.contains(&fact) {
            facts.push(fact);
        }
    };
    match expr {
        Expr::Constant(_) | Expr::Null => {}
        Expr::Fact(fact) | Expr::FactOr(fact, _) | Expr::Contains(fact, _) => note(*fact),
        Expr::AnyMissing(list) | Expr::FewerKnown(_, list) => list.iter().for_each(|fact| note(*fact)),
        Expr::InSegments(needle) => {
            note(Fact::CustomerSegments);
            collect_facts(needle, facts);
        }
        Expr::Not(inner) | Expr::InConstants(inner, _) => collect_facts(inner, facts),
        Expr::And(parts) | Expr::Or(parts) | Expr::Arithmetic(_, parts) => {
            parts.iter().for_each(|part| collect_facts(part, facts));
        }
        Expr::Between(_, parts) => parts.iter().for_each(|part| collect_facts(part, facts)),
        Expr::Compare(_, a, b) | Expr::Equal(a, b) => {
            collect_facts(a, facts);
            collect_facts(b, facts);
        }
        Expr::If(branches, last) => {
            for (condition, value) in branches {
                collect_facts(condition, facts);
                collect_facts(value, facts);
            }
            collect_facts(last, facts);
        }
    }
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
