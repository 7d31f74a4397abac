//! A rule's condition in its parts: each comparison with the values it saw.

use super::words;
use crate::diagnostic::Diagnostics;
use crate::features::{Fact, Facts, Kind, Row, Strings, Symbols};
use crate::json::Node;
use crate::rules::{Ground, Program, Rule, compile};
use serde::Serialize;
use serde_json::{Value, json};

/// One part of a condition that isn't made of `and`, `or` or `!`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Condition {
    /// The place in the rule document, as a JSON pointer.
    pub pointer: String,
    /// What it asks and what it saw, for people.
    pub text: String,
    /// Whether it holds.
    pub holds: bool,
    /// The facts that it read, with their values; an unknown fact is `null`.
    pub saw: Vec<Saw>,
}

/// A fact and its value.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Saw {
    /// The fact's name.
    pub fact: &'static str,
    /// Its value: number, truth value, text, list of texts, or `null`.
    pub value: Value,
}

/// A part, compiled on its own.
pub(super) struct Part {
    pointer: String,
    logic: Value,
    program: Program,
    is_whole: bool,
}

/// The parts of a rule's condition in document order; the whole condition is the last.
pub(super) fn parts(index: usize, rule: &Rule, symbols: &mut Symbols) -> Vec<Part> {
    let mut parts = Vec::new();
    let place = ["/rules/", &crate::text::digits(index as u64), "/when"].concat();
    let root = Node::root(&rule.when);
    collect(&root, &place, rule, symbols, &mut parts);
    parts.extend(part(&root, &place, rule, symbols, true));
    parts
}

fn collect(node: &Node<'_>, place: &str, rule: &Rule, symbols: &mut Symbols, parts: &mut Vec<Part>) {
    let members: Vec<_> = node.members().collect();
    let inner = match members.as_slice() {
        [(operator @ ("and" | "or" | "!" | "!!" | "if" | "?:"), arguments)] => Some((*operator, arguments)),
        _ => None,
    };
    match inner {
        Some((_, arguments)) if arguments.value().is_array() => {
            for one in arguments.items(&mut Diagnostics::default()) {
                collect(&one, place, rule, symbols, parts);
            }
        }
        Some((_, argument)) => collect(argument, place, rule, symbols, parts),
        None => parts.extend(part(node, place, rule, symbols, false)),
    }
}

fn part(node: &Node<'_>, place: &str, rule: &Rule, symbols: &mut Symbols, is_whole: bool) -> Option<Part> {
    let program = compile(*node, rule.about_line, symbols)?;
    Some(Part { pointer: place.to_owned() + &node.pointer(), logic: node.value().clone(), program, is_whole })
}

/// Whether the whole condition holds, and what each part saw.
pub(super) fn trace(parts: &[Part], row: &Row, facts: &Facts, strings: &Strings<'_>) -> (bool, Vec<Condition>) {
    let ground = Ground { row, lines: &facts.lines, segments: &facts.segments, strings };
    let mut whole = false;
    let mut conditions = Vec::new();
    for part in parts {
        let holds = part.program.holds(0, &ground);
        if part.is_whole {
            whole = holds;
            continue;
        }
        let saw: Vec<Saw> = part
            .program
            .facts_of(0)
            .iter()
            .map(|fact| Saw { fact: fact.definition().name, value: value_of(*fact, row, facts, strings) })
            .collect();
        let text = words::condition(&part.logic, &saw, holds);
        conditions.push(Condition { pointer: part.pointer.clone(), text, holds, saw });
    }
    (whole, conditions)
}

fn value_of(fact: Fact, row: &Row, facts: &Facts, strings: &Strings<'_>) -> Value {
    let text = |symbol: f64| strings.text(symbol).map_or(Value::Null, Value::from);
    match (fact.definition().kind, row.get(fact)) {
        (Kind::Lines, _) => json!(facts.lines.len()),
        (Kind::Texts, _) => facts.segments.iter().map(|symbol| text(*symbol)).collect(),
        (Kind::Number, Some(number)) => json!(number),
        (Kind::Flag, Some(flag)) => json!(flag > 0.0),
        (Kind::Text, Some(symbol)) => text(symbol),
        (_, None) => Value::Null,
    }
}
