//! JavaScript's values, as far as logic over JSON can make them.

use serde_json::{Map, Value};
use std::ops::Deref;
use std::ptr;
use std::rc::Rc;

/// A value under evaluation. What the documents hold is borrowed, what operators build is shared: a copy costs nothing
/// and stays the same array or object.
#[derive(Clone)]
pub(super) enum Term<'a> {
    Undefined,
    Null,
    Bool(bool),
    Number(f64),
    Text(Text<'a>),
    List(List<'a>),
    Record(Record<'a>),
}

impl<'a> Term<'a> {
    /// A value of a document. Integers beyond 2^53 round, as in JavaScript.
    pub(super) fn given(value: &'a Value) -> Self {
        match value {
            Value::Null => Term::Null,
            Value::Bool(flag) => Term::Bool(*flag),
            Value::Number(number) => Term::Number(number.as_f64().unwrap_or(f64::NAN)),
            Value::String(text) => Term::Text(Text::Given(text)),
            Value::Array(items) => Term::List(List::Given(items)),
            Value::Object(members) => Term::Record(Record::Given(members)),
        }
    }

    /// A new array.
    pub(super) fn list(items: Vec<Term<'a>>) -> Self {
        Term::List(List::built(items))
    }

    /// A new text.
    pub(super) fn text(text: String) -> Self {
        Term::Text(Text::Built(text.into()))
    }

    /// JsonLogic's truth: as in JavaScript, but an empty array is false.
    pub(super) fn truthy(&self) -> bool {
        match self {
            Term::Undefined | Term::Null => false,
            Term::Bool(flag) => *flag,
            Term::Number(number) => *number != 0.0 && !number.is_nan(),
            Term::Text(text) => !text.is_empty(),
            Term::List(list) => list.len() > 0,
            Term::Record(_) => true,
        }
    }

    /// How many levels were built on top of the documents.
    pub(super) fn built_depth(&self) -> usize {
        match self {
            Term::List(List::Built(built)) => built.depth,
            Term::Record(Record::Turn(turn)) => turn.depth,
            _ => 0,
        }
    }
}

/// Text of a document, or built.
#[derive(Clone)]
pub(super) enum Text<'a> {
    Given(&'a str),
    Built(Rc<str>),
}

impl Deref for Text<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            Text::Given(text) => text,
            Text::Built(text) => text,
        }
    }
}

/// An array of a document, or built.
#[derive(Clone)]
pub(super) enum List<'a> {
    Given(&'a Vec<Value>),
    Built(Rc<BuiltList<'a>>),
}

pub(super) struct BuiltList<'a> {
    items: Vec<Term<'a>>,
    depth: usize,
}

impl<'a> List<'a> {
    pub(super) fn built(items: Vec<Term<'a>>) -> Self {
        let inner = items.iter().map(Term::built_depth).max().unwrap_or(0);
        List::Built(Rc::new(BuiltList { items, depth: inner + 1 }))
    }

    pub(super) fn len(&self) -> usize {
        match self {
            List::Given(items) => items.len(),
            List::Built(built) => built.items.len(),
        }
    }

    /// The item at `index`; beyond the end, undefined.
    pub(super) fn get(&self, index: usize) -> Term<'a> {
        let item = match self {
            List::Given(items) => items.get(index).map(Term::given),
            List::Built(built) => built.items.get(index).cloned(),
        };
        item.unwrap_or(Term::Undefined)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = Term<'a>> {
        (0..self.len()).map(|index| self.get(index))
    }

    /// Whether both are the same array, not only equal ones.
    pub(super) fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (List::Given(a), List::Given(b)) => ptr::eq(*a, *b),
            (List::Built(a), List::Built(b)) => Rc::ptr_eq(a, b),
            _ => false,
        }
    }
}

/// An object of a document, or what `reduce` shows to its logic.
#[derive(Clone)]
pub(super) enum Record<'a> {
    Given(&'a Map<String, Value>),
    Turn(Rc<Turn<'a>>),
}

/// One turn of `reduce`.
pub(super) struct Turn<'a> {
    current: Term<'a>,
    accumulator: Term<'a>,
    depth: usize,
}

impl<'a> Record<'a> {
    pub(super) fn turn(current: Term<'a>, accumulator: Term<'a>) -> Self {
        let depth = 1 + current.built_depth().max(accumulator.built_depth());
        Record::Turn(Rc::new(Turn { current, accumulator, depth }))
    }

    pub(super) fn keys(&self) -> Vec<&str> {
        match self {
            Record::Given(members) => members.keys().map(String::as_str).collect(),
            Record::Turn(_) => vec!["accumulator", "current"],
        }
    }

    /// The member `key`; without one, undefined.
    pub(super) fn get(&self, key: &str) -> Term<'a> {
        match (self, key) {
            (Record::Given(members), _) => members.get(key).map_or(Term::Undefined, Term::given),
            (Record::Turn(turn), "current") => turn.current.clone(),
            (Record::Turn(turn), "accumulator") => turn.accumulator.clone(),
            (Record::Turn(_), _) => Term::Undefined,
        }
    }

    /// Whether both are the same object, not only equal ones.
    pub(super) fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (Record::Given(a), Record::Given(b)) => ptr::eq(*a, *b),
            (Record::Turn(a), Record::Turn(b)) => Rc::ptr_eq(a, b),
            _ => false,
        }
    }
}
