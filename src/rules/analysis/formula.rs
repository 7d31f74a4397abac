//! From a checked condition to a formula over tests of single facts. What compares two facts, or does arithmetic, isn't
//! looked into: it is a free truth value, the same one wherever the same expression stands.

use super::domain::{Constants, Domains, FIRST_OPAQUE, Mask, OTHER, variable_of, variable_of_segment};
use crate::features::{Fact, Kind, Strings, Symbols};
use crate::rules::check::{Expr, Op, Order};
use crate::segment::Segment;
use crate::text::contains;
use std::collections::BTreeMap;

/// A test of one value; `null` is NaN.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Test {
    Truth,
    Null,
    Compare(Order, f64),
    Equal(f64),
    In(Vec<f64>),
}

impl Test {
    fn holds(&self, value: f64) -> bool {
        match self {
            Test::Truth => !(value == 0.0 || value.is_nan()),
            Test::Null => value.is_nan(),
            Test::Compare(order, other) => compare(*order, zero(value), *other),
            Test::Equal(other) => value == *other,
            Test::In(list) => list.contains(&value),
        }
    }
}

/// A formula over tests.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Formula {
    Known(bool),
    /// A test of a fact, or of the default where the fact is unknown.
    Fact(Fact, Option<f64>, Test),
    /// A text fact contains a text.
    Contains(Fact, String),
    Segment(Segment),
    /// An expression that isn't looked into, by its place in [`Opaque`].
    Opaque(usize),
    Not(Box<Formula>),
    And(Vec<Formula>),
    Or(Vec<Formula>),
}

impl Formula {
    /// How many parts it has.
    fn size(&self) -> usize {
        match self {
            Formula::Not(inner) => 1 + inner.size(),
            Formula::And(parts) | Formula::Or(parts) => 1 + parts.iter().map(Formula::size).sum::<usize>(),
            _ => 1,
        }
    }
}

/// The expressions that aren't looked into.
#[derive(Debug, Default)]
pub(super) struct Opaque {
    places: BTreeMap<String, usize>,
}

impl Opaque {
    pub fn place(&mut self, name: String) -> usize {
        let next = self.places.len();
        *self.places.entry(name).or_insert(next)
    }

    pub fn len(&self) -> usize {
        self.places.len()
    }
}

/// What one side of a comparison can be.
#[derive(Clone)]
enum Leaf {
    Value(f64),
    Fact(Fact, Option<f64>),
}

/// An expression with more values isn't looked into.
const MAX_VALUES: usize = 64;
/// An expression whose values have larger guards isn't, either.
const MAX_SIZE: usize = 2_000;

const NULL: Leaf = Leaf::Value(f64::NAN);

fn zero(value: f64) -> f64 {
    if value.is_nan() { 0.0 } else { value }
}

fn compare(order: Order, a: f64, b: f64) -> bool {
    match order {
        Order::Less => a < b,
        Order::LessOrEqual => a <= b,
        Order::Greater => a > b,
        Order::GreaterOrEqual => a >= b,
    }
}

fn mirrored(order: Order) -> Order {
    match order {
        Order::Less => Order::Greater,
        Order::LessOrEqual => Order::GreaterOrEqual,
        Order::Greater => Order::Less,
        Order::GreaterOrEqual => Order::LessOrEqual,
    }
}

pub(super) fn not(formula: Formula) -> Formula {
    Formula::Not(Box::new(formula))
}

/// Reads conditions.
pub(super) struct Reader<'a> {
    pub opaque: &'a mut Opaque,
    pub symbols: &'a mut Symbols,
}

impl Reader<'_> {
    /// The truth of an expression.
    pub fn truth(&mut self, expr: &Expr) -> Formula {
        match (expr.op, expr.parts.as_slice()) {
            (Op::Not, [inner]) => not(self.truth(inner)),
            (Op::And | Op::All, parts) => Formula::And(parts.iter().map(|part| self.truth(part)).collect()),
            (Op::Or | Op::Any, parts) => Formula::Or(parts.iter().map(|part| self.truth(part)).collect()),
            (Op::Compare(order), [a, b]) => self.compared(expr, order, a, b),
            (Op::Between(order), [a, b, c]) => {
                Formula::And(vec![self.compared(expr, order, a, b), self.compared(expr, order, b, c)])
            }
            (Op::Equal, [a, b]) => self.pairs(expr, a, b, equal),
            (Op::OneOf, [needle, list @ ..]) => {
                let constants: Option<Vec<f64>> = list.iter().map(Expr::constant).collect();
                let Some(constants) = constants else { return self.unread(expr) };
                self.each(expr, needle, |leaf| Some(test(leaf, Test::In(constants.clone()))))
            }
            (Op::InList, [needle, list]) if list.op == Op::Segments => self.each(expr, needle, |_| None),
            (Op::Contains, [part, text]) => self.contains(expr, part, text),
            (Op::FewerKnown(needed), facts) => self.fewer_known(expr, needed as usize, facts),
            // A list is true when it has elements.
            (Op::Items, _) => test(&Leaf::Fact(Fact::CartLines, None), Test::Truth),
            (Op::Segments, _) => Formula::Or(Segment::ALL.into_iter().map(Formula::Segment).collect()),
            (Op::Literal, parts) => Formula::Known(!parts.is_empty()),
            (Op::Constant(_) | Op::Null | Op::Fact(_) | Op::Default | Op::If, _) => {
                self.each(expr, expr, |leaf| Some(test(leaf, Test::Truth)))
            }
            _ => self.unread(expr),
        }
    }

    fn unread(&mut self, expr: &Expr) -> Formula {
        Formula::Opaque(self.opaque.place(format!("{expr:?}")))
    }

    fn contains(&mut self, whole: &Expr, part: &Expr, text: &Expr) -> Formula {
        let (Some(part), Op::Fact(fact)) = (part.constant(), text.op) else { return self.unread(whole) };
        match Strings::new(self.symbols).text(part) {
            Some(part) => Formula::Contains(fact, part.to_owned()),
            None => self.unread(whole),
        }
    }

    /// What an expression's value can be, each under its guard; `None` when it isn't looked into, or is too much: the
    /// guards of nested choices double with each level.
    fn values(&mut self, expr: &Expr) -> Option<Vec<(Formula, Leaf)>> {
        let values = self.any_values(expr)?;
        let size: usize = values.iter().map(|(guard, _)| guard.size()).sum();
        (values.len() <= MAX_VALUES && size <= MAX_SIZE).then_some(values)
    }

    fn any_values(&mut self, expr: &Expr) -> Option<Vec<(Formula, Leaf)>> {
        let always = |leaf| Some(vec![(Formula::Known(true), leaf)]);
        match (expr.op, expr.parts.as_slice()) {
            (Op::Constant(value), _) => always(Leaf::Value(value.number())),
            (Op::Null, _) => always(NULL),
            (Op::Fact(fact), _) => always(Leaf::Fact(fact, None)),
            (Op::Default, [own, default]) => match own.op {
                Op::Fact(fact) => always(Leaf::Fact(fact, default.constant())),
                _ => None,
            },
            (Op::If, parts) => {
                let mut branches = Vec::new();
                let mut so_far = Vec::new();
                for pair in parts.chunks(2) {
                    match pair {
                        [condition, value] => {
                            let condition = self.truth(condition);
                            let mut guards = so_far.clone();
                            guards.push(condition.clone());
                            branches.push((guards, value));
                            so_far.push(not(condition));
                        }
                        [last] => branches.push((so_far.clone(), last)),
                        _ => {}
                    }
                }
                self.branches(branches)
            }
            (Op::And | Op::Or, [first @ .., last]) => {
                let mut branches = Vec::new();
                let mut so_far = Vec::new();
                for part in first {
                    let truth = self.truth(part);
                    let (on, ends) =
                        if expr.op == Op::And { (truth.clone(), not(truth)) } else { (not(truth.clone()), truth) };
                    let mut guards = so_far.clone();
                    guards.push(ends);
                    branches.push((guards, part));
                    so_far.push(on);
                }
                branches.push((so_far, last));
                self.branches(branches)
            }
            (Op::Not | Op::Compare(_) | Op::Between(_) | Op::Equal | Op::OneOf | Op::InList | Op::Contains, _) => {
                let truth = self.truth(expr);
                Some(vec![(truth.clone(), Leaf::Value(1.0)), (not(truth), Leaf::Value(0.0))])
            }
            _ => None,
        }
    }

    /// The values of each branch, under what leads there.
    fn branches(&mut self, branches: Vec<(Vec<Formula>, &Expr)>) -> Option<Vec<(Formula, Leaf)>> {
        let mut values = Vec::new();
        for (guards, value) in branches {
            for (guard, leaf) in self.values(value)? {
                let mut all = guards.clone();
                all.push(guard);
                values.push((Formula::And(all), leaf));
            }
        }
        Some(values)
    }

    /// A test of each value that `part` can have; a needle among segments when `of` doesn't say.
    fn each(&mut self, whole: &Expr, part: &Expr, of: impl Fn(&Leaf) -> Option<Formula>) -> Formula {
        let Some(values) = self.values(part) else { return self.unread(whole) };
        let mut any = Vec::new();
        for (guard, leaf) in values {
            let formula = match (of(&leaf), &leaf) {
                (Some(formula), _) => formula,
                (None, Leaf::Value(symbol)) => self.segment(*symbol),
                (None, Leaf::Fact(..)) => self.unread(whole),
            };
            any.push(Formula::And(vec![guard, formula]));
        }
        Formula::Or(any)
    }

    fn segment(&mut self, symbol: f64) -> Formula {
        let found = Segment::ALL.into_iter().find(|segment| self.symbols.intern(segment.name()) == symbol);
        found.map_or(Formula::Known(false), Formula::Segment)
    }

    fn compared(&mut self, whole: &Expr, order: Order, a: &Expr, b: &Expr) -> Formula {
        self.pairs(whole, a, b, |a, b| match (a, b) {
            (Leaf::Value(a), Leaf::Value(b)) => Some(Formula::Known(compare(order, zero(*a), zero(*b)))),
            (fact, Leaf::Value(b)) => Some(test(fact, Test::Compare(order, zero(*b)))),
            (Leaf::Value(a), fact) => Some(test(fact, Test::Compare(mirrored(order), zero(*a)))),
            _ => None,
        })
    }

    fn pairs(&mut self, whole: &Expr, a: &Expr, b: &Expr, of: impl Fn(&Leaf, &Leaf) -> Option<Formula>) -> Formula {
        let (Some(left), Some(right)) = (self.values(a), self.values(b)) else { return self.unread(whole) };
        let mut any = Vec::new();
        for (guard, left) in &left {
            for (other, right) in &right {
                let Some(formula) = of(left, right) else { return self.unread(whole) };
                any.push(Formula::And(vec![guard.clone(), other.clone(), formula]));
            }
        }
        Formula::Or(any)
    }

    /// Fewer than `needed` are known: of every choice of so many, one is unknown.
    fn fewer_known(&mut self, whole: &Expr, needed: usize, parts: &[Expr]) -> Formula {
        // Lists are never missing.
        let known = parts.iter().filter(|part| matches!(part.op, Op::Items | Op::Segments)).count();
        let mut facts = Vec::new();
        for part in parts {
            match part.op {
                Op::Fact(fact) => facts.push(fact),
                Op::Items | Op::Segments => {}
                _ => return self.unread(whole),
            }
        }
        let needed = needed.saturating_sub(known);
        if needed > facts.len() {
            return Formula::Known(true);
        }
        if facts.len() > 8 {
            return self.unread(whole);
        }
        let mut all = Vec::new();
        for choice in 0_u32..1 << facts.len() {
            if choice.count_ones() as usize == needed {
                let chosen = facts.iter().enumerate().filter(|(index, _)| choice >> index & 1 == 1);
                all.push(Formula::Or(chosen.map(|(_, fact)| is_null(*fact)).collect()));
            }
        }
        Formula::And(all)
    }
}

fn is_null(fact: Fact) -> Formula {
    test(&Leaf::Fact(fact, None), Test::Null)
}

fn test(leaf: &Leaf, test: Test) -> Formula {
    match leaf {
        Leaf::Value(value) => Formula::Known(test.holds(*value)),
        Leaf::Fact(fact, default) => Formula::Fact(*fact, *default, test),
    }
}

fn equal(a: &Leaf, b: &Leaf) -> Option<Formula> {
    match (a, b) {
        (Leaf::Value(a), Leaf::Value(b)) => Some(Formula::Known(a == b || (a.is_nan() && b.is_nan()))),
        (fact, Leaf::Value(value)) | (Leaf::Value(value), fact) if value.is_nan() => Some(test(fact, Test::Null)),
        (fact, Leaf::Value(value)) | (Leaf::Value(value), fact) => Some(test(fact, Test::Equal(*value))),
        _ => None,
    }
}

/// Notes the constants that a formula compares facts with.
pub(super) fn collect(formula: &Formula, symbols: &mut Symbols, opaque: &mut Opaque, constants: &mut Constants) {
    match formula {
        Formula::Known(_) | Formula::Segment(_) | Formula::Opaque(_) => {}
        Formula::Fact(fact, _, test) => match test {
            Test::Truth => constants.add(*fact, 0.0),
            Test::Null => {}
            Test::Compare(_, value) | Test::Equal(value) => constants.add(*fact, *value),
            Test::In(list) => list.iter().for_each(|value| constants.add(*fact, *value)),
        },
        Formula::Contains(fact, text) => {
            // The part itself is a text that contains it.
            constants.add(*fact, symbols.intern(text));
            opaque.place(unnamed(*fact, text));
        }
        Formula::Not(inner) => collect(inner, symbols, opaque, constants),
        Formula::And(parts) | Formula::Or(parts) => {
            parts.iter().for_each(|part| collect(part, symbols, opaque, constants));
        }
    }
}

/// Whether another text than those named contains the part.
fn unnamed(fact: Fact, part: &str) -> String {
    format!("{fact:?} contains {part}")
}

/// A formula that the search works on, without negation.
#[derive(Clone, Debug)]
pub(super) enum Clause {
    Known(bool),
    /// The variable is in one of these cells.
    Atom(usize, Mask),
    And(Vec<Clause>),
    Or(Vec<Clause>),
}

/// Turns formulas into clauses.
pub(super) struct Lowering<'a> {
    pub domains: &'a Domains,
    pub strings: &'a Strings<'a>,
    pub opaque: &'a Opaque,
}

impl Lowering<'_> {
    /// The formula, or its opposite.
    pub fn clause(&self, formula: &Formula, wanted: bool) -> Clause {
        match formula {
            Formula::Known(value) => Clause::Known(*value == wanted),
            Formula::Fact(fact, default, test) => self.atom(variable_of(*fact), |value| {
                let value = if value.is_nan() { default.unwrap_or(value) } else { value };
                test.holds(value) == wanted
            }),
            Formula::Contains(fact, part) => self.contains(*fact, part, wanted),
            Formula::Segment(segment) => self.atom(variable_of_segment(*segment), |value| (value > 0.0) == wanted),
            Formula::Opaque(place) => self.atom(FIRST_OPAQUE + place, |value| (value > 0.0) == wanted),
            Formula::Not(inner) => self.clause(inner, !wanted),
            Formula::And(parts) if wanted => all(parts.iter().map(|part| self.clause(part, true))),
            Formula::Or(parts) if !wanted => all(parts.iter().map(|part| self.clause(part, false))),
            Formula::And(parts) | Formula::Or(parts) => any(parts.iter().map(|part| self.clause(part, wanted))),
        }
    }

    fn atom(&self, variable: usize, test: impl Fn(f64) -> bool) -> Clause {
        Clause::Atom(variable, self.domains.mask(variable, test))
    }

    fn contains(&self, fact: Fact, part: &str, wanted: bool) -> Clause {
        let variable = variable_of(fact);
        let holds = |value: f64| self.strings.text(value).is_some_and(|text| contains(text, part));
        let named = self.atom(variable, |value| value != OTHER && holds(value) == wanted);
        if fact.definition().kind != Kind::Text {
            return named;
        }
        let Some(place) = self.opaque.places.get(&unnamed(fact, part)) else { return Clause::Known(true) };
        let other = self.atom(variable, |value| value == OTHER);
        let free = self.atom(FIRST_OPAQUE + place, |value| (value > 0.0) == wanted);
        Clause::Or(vec![named, Clause::And(vec![other, free])])
    }
}

/// All of them.
pub(super) fn all(parts: impl Iterator<Item = Clause>) -> Clause {
    let mut list = Vec::new();
    for part in parts {
        match part {
            Clause::Known(true) => {}
            Clause::Known(false) => return Clause::Known(false),
            Clause::And(inner) => list.extend(inner),
            other => list.push(other),
        }
    }
    match (list.pop(), list.is_empty()) {
        (None, _) => Clause::Known(true),
        (Some(only), true) => only,
        (Some(last), false) => {
            list.push(last);
            Clause::And(list)
        }
    }
}

/// Any of them; alternatives about one variable become one.
pub(super) fn any(parts: impl Iterator<Item = Clause>) -> Clause {
    let mut list: Vec<Clause> = Vec::new();
    for part in parts {
        match part {
            Clause::Known(false) => {}
            Clause::Known(true) => return Clause::Known(true),
            Clause::Or(inner) => list.extend(inner),
            Clause::Atom(variable, mask) => {
                let same = list.iter_mut().find_map(|one| match one {
                    Clause::Atom(other, mask) if *other == variable => Some(mask),
                    _ => None,
                });
                match same {
                    Some(known) => *known = known.iter().zip(mask.iter()).map(|(a, b)| a | b).collect(),
                    None => list.push(Clause::Atom(variable, mask)),
                }
            }
            other => list.push(other),
        }
    }
    match (list.pop(), list.is_empty()) {
        (None, _) => Clause::Known(false),
        (Some(only), true) => only,
        (Some(last), false) => {
            list.push(last);
            Clause::Or(list)
        }
    }
}
