//! What a checked condition is: expressions over facts, and their types.

use crate::features::Fact;

/// A condition that is known to be well typed.
#[derive(Debug, PartialEq)]
pub(in crate::rules) enum Expr {
    /// A constant: number, truth value 0 or 1, or symbol.
    Constant(f64),
    /// JSON's `null`.
    Null,
    /// A fact; unknown is `null`.
    Fact(Fact),
    /// A fact, or a constant where it is unknown.
    FactOr(Fact, f64),
    Not(Box<Expr>),
    And(Vec<Expr>),
    Or(Vec<Expr>),
    If(Vec<(Expr, Expr)>, Box<Expr>),
    Compare(Order, Box<Expr>, Box<Expr>),
    /// The first to the second, and the second to the third.
    Between(Order, Box<[Expr; 3]>),
    Equal(Box<Expr>, Box<Expr>),
    Arithmetic(Arithmetic, Vec<Expr>),
    /// The needle is one of these constants.
    InConstants(Box<Expr>, Vec<f64>),
    /// The needle is one of the customer's segments.
    InSegments(Box<Expr>),
    /// The text fact contains the text.
    Contains(Fact, String),
    /// Any of the facts is unknown.
    AnyMissing(Vec<Fact>),
    /// Fewer than so many of the facts are known.
    FewerKnown(usize, Vec<Fact>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::rules) enum Order {
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::rules) enum Arithmetic {
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
    Min,
    Max,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Type {
    Number,
    Flag,
    Text,
    Texts,
    Null,
}

impl Type {
    pub(super) fn name(self) -> &'static str {
        match self {
            Type::Number => "a number",
            Type::Flag => "true or false",
            Type::Text => "a text",
            Type::Texts => "a list of texts",
            Type::Null => "null",
        }
    }
}

pub(super) struct Typed {
    pub(super) expr: Expr,
    pub(super) kind: Type,
}

impl Typed {
    pub(super) fn new(expr: Expr, kind: Type) -> Option<Self> {
        Some(Typed { expr, kind })
    }
    pub(super) fn flag(expr: Expr) -> Option<Self> {
        Self::new(expr, Type::Flag)
    }
}
