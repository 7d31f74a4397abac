//! The operators whose arguments are all values: what each takes, and what it makes.

use super::expr::{Arithmetic, Expr, Op, Order, Type, Typed};
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
    let unclear = |kind: Type| kind.is_list() || kind == Type::Mixed;
    if a.kind.joined(b.kind).is_none() || unclear(a.kind) || unclear(b.kind) {
        found.refuse("wrong_type", arguments, || {
            let message = format!("`{name}` compares {} with {}, which are never equal", a.kind.name(), b.kind.name());
            let help = if a.kind.is_list() || b.kind.is_list() {
                "ask with { \"in\": [ \"a text\", the list ] }"
            } else if a.kind == Type::Mixed || b.kind == Type::Mixed {
                "ask for the truth of it alone, or put `!!` before it"
            } else {
                "compare values of one type"
            };
            (message, help.to_owned())
        });
        return None;
    }
    let equal = Expr::new(Op::Equal, vec![a.expr, b.expr]);
    Typed::new(if name.starts_with('!') { equal.not() } else { equal }, Type::Flag)
}

/// `and` and `or`: JsonLogic makes one of the parts of them.
pub(super) fn chain(name: &str, typed: Vec<Typed>, arguments: &Node<'_>, found: &mut Diagnostics) -> Option<Typed> {
    if typed.is_empty() {
        wrong_count(name, "at least 1", 0, arguments, found);
        return None;
    }
    let mut kind = Type::Null;
    for one in &typed {
        kind = kind.joined(one.kind).filter(|kind| !kind.is_list()).unwrap_or(Type::Mixed);
    }
    let op = if name == "and" { Op::And } else { Op::Or };
    Typed::new(Expr::new(op, typed.into_iter().map(|one| one.expr).collect()), kind)
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
        return Typed::flag(Op::Between(order), vec![a.expr, b.expr, c.expr]);
    }
    let [a, b] = exactly::<2>(name, typed, arguments, found)?;
    Typed::flag(Op::Compare(order), vec![a.expr, b.expr])
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
    Typed::new(Expr::new(Op::Arithmetic(operator), typed.into_iter().map(|one| one.expr).collect()), Type::Number)
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
    let mut kind = Type::Null;
    let mut fits = true;
    for (index, one) in typed.iter().enumerate() {
        let is_value = index % 2 == 1 || index + 1 == typed.len();
        if is_value {
            let joined = kind.joined(one.kind);
            fits &= joined.is_some();
            kind = joined.unwrap_or(kind);
        }
    }
    if !fits || kind.is_list() {
        found.refuse("wrong_type", arguments, || {
            let help = "let all branches be numbers, all texts, or all true or false".to_owned();
            (format!("the branches of `{name}` have different types"), help)
        });
        return None;
    }
    Typed::new(Expr::new(Op::If, typed.into_iter().map(|one| one.expr).collect()), kind)
}
