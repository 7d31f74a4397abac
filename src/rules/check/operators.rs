//! The operators whose arguments are all values: what each takes, and what it makes.

use super::expr::{Arithmetic, Expr, Order, Type, Typed};
use crate::diagnostic::Diagnostics;
use crate::json::Node;

pub(super) fn exactly<const N: usize>(
    name: &str,
    typed: Vec<Typed>,
    arguments: &Node<'_>,
    found: &mut Diagnostics,
) -> Option<[Typed; N]> {
    let count = typed.len();
    let array = typed.try_into().ok();
    if array.is_none() {
        let expected = ["0", "1", "2", "3"].get(N).copied().unwrap_or("several");
        wrong_count(name, expected, count, arguments, found);
    }
    array
}

pub(super) fn wrong_count(name: &str, expected: &str, count: usize, arguments: &Node<'_>, found: &mut Diagnostics) {
    found.refuse("wrong_argument_count", arguments, || {
        (format!("`{name}` takes {expected} arguments, found {count}"), format!("give `{name}` {expected}"))
    });
}

pub(super) fn equality(name: &str, typed: Vec<Typed>, arguments: &Node<'_>, found: &mut Diagnostics) -> Option<Typed> {
    let [a, b] = exactly::<2>(name, typed, arguments, found)?;
    let comparable = a.kind == b.kind || a.kind == Type::Null || b.kind == Type::Null;
    if !comparable || a.kind == Type::Texts {
        found.refuse("wrong_type", arguments, || {
            let message = format!("`{name}` compares {} with {}, which are never equal", a.kind.name(), b.kind.name());
            let help = match (a.kind, b.kind) {
                (Type::Texts, _) | (_, Type::Texts) => "ask with { \"in\": [ \"a text\", the list ] }",
                _ => "compare values of one type",
            };
            (message, help.to_owned())
        });
        return None;
    }
    let equal = Expr::Equal(Box::new(a.expr), Box::new(b.expr));
    Typed::flag(if name.starts_with('!') { Expr::Not(Box::new(equal)) } else { equal })
}

pub(super) fn numbers(name: &str, typed: &[Typed], nodes: &[Node<'_>], found: &mut Diagnostics) -> bool {
    let mut all = true;
    for (one, node) in typed.iter().zip(nodes) {
        if one.kind != Type::Number {
            all = false;
            found.refuse("wrong_type", node, || {
                let in_quotes = node.value().as_str().is_some_and(|text| crate::text::parse_decimal(text).is_some());
                let help = match one.kind {
                    Type::Text if in_quotes => "remove the quotes around the number",
                    Type::Text => "compare texts with == or in",
                    _ => "use a number or a number fact",
                };
                (format!("`{name}` takes numbers, found {}", one.kind.name()), help.to_owned())
            });
        }
    }
    all
}

pub(super) fn comparison(
    name: &str,
    typed: Vec<Typed>,
    arguments: &Node<'_>,
    nodes: &[Node<'_>],
    found: &mut Diagnostics,
) -> Option<Typed> {
    let order = match name {
        "<" => Order::Less,
        "<=" => Order::LessOrEqual,
        ">" => Order::Greater,
        _ => Order::GreaterOrEqual,
    };
    if !numbers(name, &typed, nodes, found) {
        return None;
    }
    let between = matches!(order, Order::Less | Order::LessOrEqual) && typed.len() == 3;
    if between {
        let [a, b, c] = exactly::<3>(name, typed, arguments, found)?;
        return Typed::flag(Expr::Between(order, Box::new([a.expr, b.expr, c.expr])));
    }
    let [a, b] = exactly::<2>(name, typed, arguments, found)?;
    Typed::flag(Expr::Compare(order, Box::new(a.expr), Box::new(b.expr)))
}

pub(super) fn arithmetic(
    name: &str,
    typed: Vec<Typed>,
    arguments: &Node<'_>,
    nodes: &[Node<'_>],
    found: &mut Diagnostics,
) -> Option<Typed> {
    if !numbers(name, &typed, nodes, found) {
        return None;
    }
    let count = typed.len();
    let (operator, fits, expected) = match name {
        "+" => (Arithmetic::Add, count >= 1, "at least 1"),
        "*" => (Arithmetic::Multiply, count >= 1, "at least 1"),
        "min" => (Arithmetic::Min, count >= 1, "at least 1"),
        "max" => (Arithmetic::Max, count >= 1, "at least 1"),
        "-" => (Arithmetic::Subtract, count == 1 || count == 2, "1 or 2"),
        "/" => (Arithmetic::Divide, count == 2, "2"),
        _ => (Arithmetic::Remainder, count == 2, "2"),
    };
    if !fits {
        wrong_count(name, expected, count, arguments, found);
        return None;
    }
    if operator == Arithmetic::Multiply && count == 1 {
        // JsonLogic multiplies nothing then: `null` stays `null`.
        return typed.into_iter().next();
    }
    Typed::new(Expr::Arithmetic(operator, typed.into_iter().map(|one| one.expr).collect()), Type::Number)
}

pub(super) fn conditional(
    name: &str,
    typed: Vec<Typed>,
    arguments: &Node<'_>,
    found: &mut Diagnostics,
) -> Option<Typed> {
    if typed.len() < 3 || typed.len().is_multiple_of(2) {
        wrong_count(name, "an odd number, at least 3", typed.len(), arguments, found);
        return None;
    }
    let mut branches = Vec::new();
    let mut kind = Type::Null;
    let mut fits = true;
    let mut join = |own: Type| {
        fits &= own == Type::Null || kind == Type::Null || own == kind;
        if own != Type::Null {
            kind = own;
        }
    };
    let mut rest = typed.into_iter();
    let mut last = Expr::Null;
    while let Some(condition) = rest.next() {
        match rest.next() {
            Some(value) => {
                join(value.kind);
                branches.push((condition.expr, value.expr));
            }
            None => {
                join(condition.kind);
                last = condition.expr;
            }
        }
    }
    if !fits || kind == Type::Texts {
        found.refuse("wrong_type", arguments, || {
            let help = "let all branches be numbers, all texts, or all true or false".to_owned();
            (format!("the branches of `{name}` have different types"), help)
        });
        return None;
    }
    Typed::new(Expr::If(branches, Box::new(last)), kind)
}
