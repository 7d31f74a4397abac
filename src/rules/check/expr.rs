//! What a checked condition is: expressions over facts, and their types.

use crate::features::Fact;

/// A condition, or a part of one, that is known to be well typed.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::rules) struct Expr {
    pub op: Op,
    pub parts: Vec<Expr>,
}

/// What an expression does with its parts.
///
/// Elements and accumulators are in numbered places; an operator over a list names the place of its element, and the
/// accumulator of `reduce` is in the next one. A line of the cart is its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::rules) enum Op {
    /// A constant: number, truth value 0 or 1, or symbol.
    Constant(Bits),
    /// JSON's `null`.
    Null,
    /// A fact; unknown is `null`.
    Fact(Fact),
    /// A fact of the line in the place.
    ItemFact(u8, Fact),
    /// What is in the place.
    Local(u8),
    /// The first part, or the second where that is `null`.
    Default,
    Not,
    /// The first part that is false, else the last.
    And,
    /// The first part that is true, else the last.
    Or,
    /// Pairs of condition and value, then the value when none holds.
    If,
    Compare(Order),
    /// The first to the second, and the second to the third.
    Between(Order),
    Equal,
    Arithmetic(Arithmetic),
    /// The first part is one of the constants after it.
    OneOf,
    /// The first part is an element of the list, the second.
    InList,
    /// The first part stands in the text, the second.
    Contains,
    Cat,
    /// Text, start and, when given, length.
    Substr,
    /// Fewer than so many of the parts are known.
    FewerKnown(u32),
    /// List and condition.
    Every(Quantifier, u8),
    /// List, body and initial value.
    Reduce(u8),
    /// One comparison of one fact with a constant; made when compiled.
    Test(Test),
    /// All parts are true; made when compiled.
    All,
    /// Some part is true; made when compiled.
    Any,
    // Lists; their truth is that they have elements.
    Items,
    Segments,
    Literal,
    /// List and condition.
    Filter(u8),
    /// List and value.
    Map(u8),
    Merge,
}

/// A number by its bits: −0 is not 0, and what is not a number is itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::rules) struct Bits(u64);

impl Bits {
    pub fn of(number: f64) -> Self {
        Bits(number.to_bits())
    }
    pub fn number(self) -> f64 {
        f64::from_bits(self.0)
    }
}

/// One comparison of one fact with a constant. What it says of `null` is known beforehand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::rules) struct Test {
    pub fact: Fact,
    pub check: Check,
    /// The answer for any known value is turned round.
    pub not: bool,
    /// The answer for `null`.
    pub on_null: bool,
    /// The constant; for `OneOf` the cell that has the constants.
    pub value: Bits,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::rules) enum Check {
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Equal,
    OneOf,
    Truth,
    Never,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::rules) enum Quantifier {
    All,
    Some,
    None,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::rules) enum Order {
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::rules) enum Arithmetic {
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
    Min,
    Max,
}

impl Expr {
    pub fn new(op: Op, parts: Vec<Expr>) -> Self {
        Expr { op, parts }
    }
    pub fn leaf(op: Op) -> Self {
        Expr { op, parts: Vec::new() }
    }
    pub fn number(number: f64) -> Self {
        Expr::leaf(Op::Constant(Bits::of(number)))
    }
    pub fn not(self) -> Self {
        Expr::new(Op::Not, vec![self])
    }

    /// The constant that it is; `null` is none.
    pub fn constant(&self) -> Option<f64> {
        match self.op {
            Op::Constant(bits) => Some(bits.number()),
            _ => None,
        }
    }
}

/// What a part of a condition makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Type {
    Number,
    Flag,
    Text,
    Null,
    /// Values of several types, of which only the truth can be asked.
    Mixed,
    /// A line of the cart, as an element.
    Line,
    Numbers,
    Flags,
    Texts,
    Nulls,
    Lines,
}

impl Type {
    pub(super) fn name(self) -> &'static str {
        match self {
            Type::Number => "a number",
            Type::Flag => "true or false",
            Type::Text => "a text",
            Type::Null => "null",
            Type::Mixed => "a value of one type or another",
            Type::Line => "a line",
            Type::Numbers => "a list of numbers",
            Type::Flags => "a list of truth values",
            Type::Texts => "a list of texts",
            Type::Nulls => "an empty list",
            Type::Lines => "a list of lines",
        }
    }

    /// The type of a list's elements.
    pub(super) fn element(self) -> Option<Type> {
        match self {
            Type::Numbers => Some(Type::Number),
            Type::Flags => Some(Type::Flag),
            Type::Texts => Some(Type::Text),
            Type::Nulls => Some(Type::Null),
            Type::Lines => Some(Type::Line),
            _ => None,
        }
    }

    /// The type of a list of these.
    pub(super) fn list(self) -> Option<Type> {
        match self {
            Type::Number => Some(Type::Numbers),
            Type::Flag => Some(Type::Flags),
            Type::Text => Some(Type::Texts),
            Type::Null => Some(Type::Nulls),
            Type::Line => Some(Type::Lines),
            _ => None,
        }
    }

    pub(super) fn is_list(self) -> bool {
        self.element().is_some()
    }

    /// The type of what is one or the other; `null` may be either.
    pub(super) fn joined(self, other: Type) -> Option<Type> {
        match (self, other) {
            (Type::Null, one) | (one, Type::Null) => Some(one),
            (a, b) => (a == b).then_some(a),
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
    pub(super) fn flag(op: Op, parts: Vec<Expr>) -> Option<Self> {
        Self::new(Expr::new(op, parts), Type::Flag)
    }
}
