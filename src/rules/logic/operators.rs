//! From an operator's name to what it does; the operators that choose, compare and compute.

use super::place::Place;
use super::term::Term;
use super::{Evaluation, LogicError};
use serde_json::Value;
use std::cmp::Ordering;
use std::slice;

/// The names of all operators.
pub const OPERATORS: [&str; 35] = [
    "var",
    "missing",
    "missing_some",
    "if",
    "?:",
    "and",
    "or",
    "!",
    "!!",
    "==",
    "===",
    "!=",
    "!==",
    "<",
    "<=",
    ">",
    ">=",
    "+",
    "-",
    "*",
    "/",
    "%",
    "max",
    "min",
    "map",
    "filter",
    "reduce",
    "all",
    "none",
    "some",
    "merge",
    "in",
    "cat",
    "substr",
    "log",
];

/// An operator with its arguments as they are written.
pub(super) struct Call<'a, 'p> {
    pub(super) place: Place<'p>,
    operator: &'a str,
    arguments: &'a [Value],
    /// Whether the arguments are written as a list; a single one may stand alone.
    listed: bool,
}

impl<'a, 'p> Call<'a, 'p> {
    fn new(operator: &'a str, written: &'a Value, place: Place<'p>) -> Self {
        match written {
            Value::Array(arguments) => Call { place, operator, arguments, listed: true },
            single => Call { place, operator, arguments: slice::from_ref(single), listed: false },
        }
    }

    /// Whether an argument is written at `index`.
    pub(super) fn has(&self, index: usize) -> bool {
        index < self.arguments.len()
    }
}

impl Evaluation {
    /// The value of `logic` over `data`.
    pub(super) fn apply<'a>(
        &mut self,
        logic: &'a Value,
        data: &Term<'a>,
        place: Place<'_>,
    ) -> Result<Term<'a>, LogicError> {
        self.spend(1)?;
        match logic {
            Value::Array(items) => {
                let items = items.iter().enumerate().map(|(i, item)| self.apply(item, data, Place::Item(&place, i)));
                Ok(Term::list(items.collect::<Result<_, _>>()?))
            }
            Value::Object(members) => match single(members.iter()) {
                Some((operator, written)) => {
                    self.operate(&Call::new(operator, written, Place::Member(&place, operator)), data)
                }
                None => Ok(Term::given(logic)),
            },
            _ => Ok(Term::given(logic)),
        }
    }

    /// The value of the argument at `index` over `data`; without one, undefined.
    pub(super) fn argument<'a>(
        &mut self,
        call: &Call<'a, '_>,
        index: usize,
        data: &Term<'a>,
    ) -> Result<Term<'a>, LogicError> {
        match call.arguments.get(index) {
            Some(logic) if call.listed => self.apply(logic, data, Place::Item(&call.place, index)),
            Some(logic) => self.apply(logic, data, call.place),
            None => {
                self.spend(1)?;
                Ok(Term::Undefined)
            }
        }
    }

    /// Operators that decide themselves which arguments to evaluate, and over what.
    fn operate<'a>(&mut self, call: &Call<'a, '_>, data: &Term<'a>) -> Result<Term<'a>, LogicError> {
        match call.operator {
            "if" | "?:" => self.choose(call, data),
            "and" => self.first_with_truth(call, data, false),
            "or" => self.first_with_truth(call, data, true),
            "map" => self.map(call, data),
            "filter" => self.filter(call, data),
            "reduce" => self.reduce(call, data),
            "all" => Ok(Term::Bool(self.all(call, data)?)),
            "some" => Ok(Term::Bool(self.some(call, data)?)),
            "none" => Ok(Term::Bool(!self.some(call, data)?)),
            _ => {
                let args = (0..call.arguments.len()).map(|index| self.argument(call, index, data));
                let args = args.collect::<Result<Vec<_>, _>>()?;
                self.operate_on(&args, call, data)
            }
        }
    }

    /// Operators that see only their arguments' values, and the data.
    fn operate_on<'a>(
        &mut self,
        args: &[Term<'a>],
        call: &Call<'a, '_>,
        data: &Term<'a>,
    ) -> Result<Term<'a>, LogicError> {
        let [a, b, c] = [0, 1, 2].map(|index| args.get(index).unwrap_or(&Term::Undefined));
        let value = match call.operator {
            "var" => self.var(a, b, data)?,
            "missing" => Term::list(self.missing(args, data)?),
            "missing_some" => self.missing_some(a, b, data, call.place)?,
            "!" => Term::Bool(!a.truthy()),
            "!!" => Term::Bool(a.truthy()),
            "==" => Term::Bool(self.loosely_equal(a, b)?),
            "!=" => Term::Bool(!self.loosely_equal(a, b)?),
            "===" => Term::Bool(self.strictly_equal(a, b)?),
            "!==" => Term::Bool(!self.strictly_equal(a, b)?),
            "<" => Term::Bool(self.ascends(a, b, c, Ordering::is_lt)?),
            "<=" => Term::Bool(self.ascends(a, b, c, Ordering::is_le)?),
            ">" => Term::Bool(self.order(a, b)?.is_some_and(Ordering::is_gt)),
            ">=" => Term::Bool(self.order(a, b)?.is_some_and(Ordering::is_ge)),
            "+" => Term::Number(self.sum(args)?),
            "-" => Term::Number(self.minus(a, b)?),
            "*" => self.product(args, call.place)?,
            "/" => Term::Number(self.number(a)? / self.number(b)?),
            "%" => Term::Number(self.number(a)? % self.number(b)?),
            "max" => Term::Number(self.extreme(args, f64::NEG_INFINITY, larger)?),
            "min" => Term::Number(self.extreme(args, f64::INFINITY, |a, b| -larger(-a, -b))?),
            "merge" => self.merge(args)?,
            "in" => Term::Bool(self.is_in(a, b)?),
            "cat" => self.cat(args)?,
            "substr" => self.substr(a, b, c)?,
            "log" => a.clone(),
            unknown => {
                return Err(LogicError::UnknownOperator {
                    pointer: call.place.pointer(),
                    operator: unknown.to_owned(),
                });
            }
        };
        Ok(value)
    }

    /// Pairs of condition and value, then the value when none is true: null unless it is written.
    fn choose<'a>(&mut self, call: &Call<'a, '_>, data: &Term<'a>) -> Result<Term<'a>, LogicError> {
        let mut index = 0;
        while call.has(index + 1) {
            if self.argument(call, index, data)?.truthy() {
                return self.argument(call, index + 1, data);
            }
            index += 2;
        }
        if call.has(index) { self.argument(call, index, data) } else { Ok(Term::Null) }
    }

    /// The first argument that is as true as `truth`, else the last; later ones aren't evaluated.
    fn first_with_truth<'a>(
        &mut self,
        call: &Call<'a, '_>,
        data: &Term<'a>,
        truth: bool,
    ) -> Result<Term<'a>, LogicError> {
        let mut value = Term::Undefined;
        for index in 0..call.arguments.len() {
            value = self.argument(call, index, data)?;
            if value.truthy() == truth {
                break;
            }
        }
        Ok(value)
    }

    /// `a < b`, or with a third argument `a < b && b < c`; likewise `<=`.
    fn ascends(
        &mut self,
        a: &Term<'_>,
        b: &Term<'_>,
        c: &Term<'_>,
        fits: fn(Ordering) -> bool,
    ) -> Result<bool, LogicError> {
        let first = self.order(a, b)?.is_some_and(fits);
        if !first || matches!(c, Term::Undefined) {
            return Ok(first);
        }
        Ok(self.order(b, c)?.is_some_and(fits))
    }

    /// The sum of the numbers that the arguments' texts start with.
    fn sum(&mut self, args: &[Term<'_>]) -> Result<f64, LogicError> {
        let mut sum = 0.0;
        for arg in args {
            sum += self.leading_number(arg)?;
        }
        Ok(sum)
    }

    /// The product of the numbers that the arguments' texts start with; a single argument is returned as it is.
    fn product<'a>(&mut self, args: &[Term<'a>], place: Place<'_>) -> Result<Term<'a>, LogicError> {
        let Some((first, factors)) = args.split_first() else {
            let argument = "something to multiply";
            return Err(LogicError::MissingArgument { pointer: place.pointer(), operator: "*", argument });
        };
        let mut product = first.clone();
        for factor in factors {
            product = Term::Number(self.leading_number(&product)? * self.leading_number(factor)?);
        }
        Ok(product)
    }

    /// `a - b`; with one argument, `-a`.
    fn minus(&mut self, a: &Term<'_>, b: &Term<'_>) -> Result<f64, LogicError> {
        let a = self.number(a)?;
        if matches!(b, Term::Undefined) { Ok(-a) } else { Ok(a - self.number(b)?) }
    }

    /// The arguments' extreme by `pick`, starting from `none`; NaN when one of them isn't a number.
    fn extreme(&mut self, args: &[Term<'_>], none: f64, pick: fn(f64, f64) -> f64) -> Result<f64, LogicError> {
        let mut extreme = none;
        for arg in args {
            extreme = pick(extreme, self.number(arg)?);
        }
        Ok(extreme)
    }
}

/// The only member of an object that has exactly one.
fn single<T>(mut members: impl ExactSizeIterator<Item = T>) -> Option<T> {
    if members.len() == 1 { members.next() } else { None }
}

/// The larger number; NaN when either is, and 0 over -0.
fn larger(a: f64, b: f64) -> f64 {
    if a.is_nan() || a > b || (a == b && a.is_sign_positive()) { a } else { b }
}
