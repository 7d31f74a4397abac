//! From a JsonLogic condition to a typed expression over facts, or findings that say where and how to mend it.

mod expr;
mod lists;
mod operators;
#[cfg(any(not(target_arch = "wasm32"), feature = "authoring"))]
mod plausible;
mod vars;

use crate::diagnostic::{Diagnostics, nearest};
use crate::features::Symbols;
use crate::json::Node;
use crate::rules::Known;
pub(super) use expr::{Arithmetic, Bits, Check, Expr, Op, Order, Quantifier, Test};
use expr::{Type, Typed};
use operators::{arithmetic, chain, comparison, conditional, equality, exactly};
use serde_json::Value;
use vars::Within;

/// Deeper conditions are refused.
const MAX_DEPTH: usize = 24;
/// Conditions with more parts are refused.
const MAX_NODES: usize = 1_000;

const OPERATORS: [&str; 34] = [
    "var",
    "missing",
    "missing_some",
    "if",
    "?:",
    "==",
    "===",
    "!=",
    "!==",
    "!",
    "!!",
    "and",
    "or",
    "<",
    "<=",
    ">",
    ">=",
    "+",
    "-",
    "*",
    "/",
    "%",
    "min",
    "max",
    "map",
    "filter",
    "reduce",
    "all",
    "some",
    "none",
    "merge",
    "cat",
    "substr",
    "log",
];

/// Checks one rule's condition.
pub(super) struct Checker<'a> {
    pub symbols: &'a mut Symbols,
    pub about_line: bool,
    /// The values that texts can have.
    #[cfg_attr(all(target_arch = "wasm32", not(feature = "authoring")), allow(dead_code))]
    pub known: Option<&'a Known>,
    within: Within,
    /// How many places are taken by elements and accumulators.
    places: u8,
    nodes: usize,
}

impl<'a> Checker<'a> {
    pub fn new(symbols: &'a mut Symbols, about_line: bool, known: Option<&'a Known>) -> Self {
        Checker { symbols, about_line, known, within: Within::Row, places: 0, nodes: 0 }
    }

    /// The condition, for its truth; `None` with errors when it doesn't hold together.
    pub fn condition(&mut self, node: Node<'_>, found: &mut Diagnostics) -> Option<Expr> {
        Some(self.expr(&node, MAX_DEPTH, found)?.expr)
    }

    fn expr(&mut self, node: &Node<'_>, depth: usize, found: &mut Diagnostics) -> Option<Typed> {
        self.nodes += 1;
        if depth == 0 || self.nodes > MAX_NODES {
            // Said once, not for every further part.
            if depth > 0 && self.nodes > MAX_NODES + 1 {
                return None;
            }
            found.refuse("too_complex", node, || {
                let message = format!("the condition has over {MAX_DEPTH} levels or {MAX_NODES} parts");
                (message, "split the rule into several".to_owned())
            });
            return None;
        }
        match node.value() {
            Value::Null => Typed::new(Expr::leaf(Op::Null), Type::Null),
            Value::Bool(flag) => Typed::new(Expr::number(f64::from(u8::from(*flag))), Type::Flag),
            Value::Number(number) => Typed::new(Expr::number(number.as_f64()?), Type::Number),
            Value::String(text) => Typed::new(Expr::number(self.symbols.intern(text)), Type::Text),
            Value::Array(_) => self.literal(node, depth, found),
            Value::Object(_) => self.operation(node, depth - 1, found),
        }
    }

    /// A single value; a list is refused.
    fn value(&mut self, node: &Node<'_>, depth: usize, found: &mut Diagnostics) -> Option<Typed> {
        let typed = self.expr(node, depth, found)?;
        if typed.kind.is_list() || typed.kind == Type::Mixed {
            found.refuse("unexpected_list", node, || {
                let help = "ask `in`, `some`, `all` or `none` about a list, or make one value of it with `reduce`; ask `!!` for truth";
                (format!("{} can't stand here", typed.kind.name()), help.to_owned())
            });
            return None;
        }
        Some(typed)
    }

    /// All of the nodes; `None` with errors when one doesn't hold together.
    fn exprs(&mut self, nodes: &[Node<'_>], depth: usize, found: &mut Diagnostics) -> Option<Vec<Typed>> {
        let mut typed = Vec::new();
        for node in nodes {
            typed.extend(self.expr(node, depth, found));
        }
        (typed.len() == nodes.len()).then_some(typed)
    }

    fn operation(&mut self, node: &Node<'_>, depth: usize, found: &mut Diagnostics) -> Option<Typed> {
        let mut members = node.members();
        let (Some((name, arguments)), None) = (members.next(), members.next()) else {
            found.refuse("not_an_operation", node, || {
                let message = "an operation is an object with one key, its operator".to_owned();
                (message, "write for example { \">=\": [ { \"var\": \"cart.value\" }, 100 ] }".to_owned())
            });
            return None;
        };
        match name {
            "var" => self.var(&arguments, found),
            "in" => self.is_in(&arguments, depth, found),
            "missing" => self.missing(&arguments, found),
            "missing_some" => self.missing_some(&arguments, found),
            "all" => self.every(Quantifier::All, name, &arguments, depth, found),
            "some" => self.every(Quantifier::Some, name, &arguments, depth, found),
            "none" => self.every(Quantifier::None, name, &arguments, depth, found),
            "filter" | "map" => self.stream(name, &arguments, depth, found),
            "reduce" => self.reduce(&arguments, depth, found),
            "merge" => self.merge(&arguments, depth, found),
            "cat" => self.cat(&arguments, depth, found),
            "substr" => self.substr(&arguments, depth, found),
            _ => self.over_values(name, &arguments, depth, found),
        }
    }

    /// Operators whose arguments are all expressions over the same facts.
    fn over_values(
        &mut self,
        name: &str,
        arguments: &Node<'_>,
        depth: usize,
        found: &mut Diagnostics,
    ) -> Option<Typed> {
        if !OPERATORS.contains(&name) {
            unknown_operator(name, arguments, found);
            return None;
        }
        let nodes = arguments_of(arguments);
        let typed = self.exprs(&nodes, depth, found)?;
        match name {
            "!" | "!!" => {
                let [one] = exactly::<1>(name, typed, arguments, found)?;
                let not = one.expr.not();
                Typed::new(if name == "!" { not } else { not.not() }, Type::Flag)
            }
            "log" => {
                let [one] = exactly::<1>(name, typed, arguments, found)?;
                found.warn("log_in_rule", arguments, || {
                    ("`log` writes nothing in a rule; its value passes through".to_owned(), "remove `log`".to_owned())
                });
                Some(one)
            }
            "and" | "or" => chain(name, typed, arguments, found),
            "if" | "?:" => conditional(name, typed, arguments, found),
            _ => {
                #[cfg(any(not(target_arch = "wasm32"), feature = "authoring"))]
                self.doubt(name, &typed, &nodes, found);
                match name {
                    "==" | "===" | "!=" | "!==" => equality(name, typed, arguments, found),
                    "<" | "<=" | ">" | ">=" => comparison(name, typed, arguments, &nodes, found),
                    _ => arithmetic(name, typed, arguments, &nodes, found),
                }
            }
        }
    }
}

/// JsonLogic takes one argument without a list, too.
fn arguments_of<'b>(arguments: &'b Node<'b>) -> Vec<Node<'b>> {
    match arguments.value() {
        Value::Array(_) => arguments.items(&mut Diagnostics::default()).collect(),
        _ => vec![*arguments],
    }
}

fn unknown_operator(name: &str, arguments: &Node<'_>, found: &mut Diagnostics) {
    found.refuse("unknown_operator", arguments, || {
        let help = match nearest(name, OPERATORS.into_iter().chain(["in"])) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("JsonLogic's operators are {}, in", OPERATORS.join(", ")),
        };
        (format!("unknown operator `{name}`"), help)
    });
}
