//! From a JsonLogic condition to a typed expression over facts, or findings that say where and how to mend it.

mod expr;
mod operators;

use crate::diagnostic::{Diagnostics, nearest};
use crate::features::{CATALOGUE, Definition, Fact, Kind, Scope, Symbols};
use crate::json::{Node, shown};
pub(super) use expr::{Arithmetic, Expr, Order};
use expr::{Type, Typed};
use operators::{arithmetic, comparison, conditional, equality, exactly, wrong_count};
use serde_json::Value;

/// Deeper conditions are refused.
const MAX_DEPTH: usize = 24;
/// Conditions with more parts are refused.
const MAX_NODES: usize = 1_000;

const OPERATORS: [&str; 24] = [
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
];
/// Operators of JsonLogic that make texts or lists; `evaluateLogic` has them, conditions over facts don't need them.
const NOT_OVER_FACTS: [&str; 10] = ["map", "filter", "reduce", "all", "some", "none", "merge", "cat", "substr", "log"];

/// Checks one rule's condition.
pub(super) struct Checker<'a> {
    pub symbols: &'a mut Symbols,
    pub about_line: bool,
    nodes: usize,
}

impl<'a> Checker<'a> {
    pub fn new(symbols: &'a mut Symbols, about_line: bool) -> Self {
        Checker { symbols, about_line, nodes: 0 }
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
            Value::Null => Typed::new(Expr::Null, Type::Null),
            Value::Bool(flag) => Typed::flag(Expr::Constant(f64::from(u8::from(*flag)))),
            Value::Number(number) => Typed::new(Expr::Constant(number.as_f64()?), Type::Number),
            Value::String(text) => Typed::new(Expr::Constant(self.symbols.intern(text)), Type::Text),
            Value::Array(_) => {
                found.refuse("unexpected_list", node, || {
                    let help = "to compare with several, write { \"in\": [ { \"var\": … }, [ …, … ] ] }".to_owned();
                    ("a list can't stand here".to_owned(), help)
                });
                None
            }
            Value::Object(_) => self.operation(node, depth - 1, found),
        }
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
            _ => self.over_values(name, &arguments, depth, found),
        }
    }

    /// Operators whose arguments are all expressions.
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
        let mut typed = Vec::new();
        for node in &nodes {
            typed.extend(self.expr(node, depth, found));
        }
        if typed.len() < nodes.len() {
            return None;
        }
        match name {
            "!" | "!!" => {
                let [one] = exactly::<1>(name, typed, arguments, found)?;
                let not = Expr::Not(Box::new(one.expr));
                Typed::flag(if name == "!" { not } else { Expr::Not(Box::new(not)) })
            }
            "and" | "or" => {
                if typed.is_empty() {
                    wrong_count(name, "at least 1", 0, arguments, found);
                    return None;
                }
                let list = typed.into_iter().map(|one| one.expr).collect();
                Typed::flag(if name == "and" { Expr::And(list) } else { Expr::Or(list) })
            }
            "==" | "===" | "!=" | "!==" => equality(name, typed, arguments, found),
            "<" | "<=" | ">" | ">=" => comparison(name, typed, arguments, &nodes, found),
            "if" | "?:" => conditional(name, typed, arguments, found),
            _ => arithmetic(name, typed, arguments, &nodes, found),
        }
    }

    fn fact(&mut self, node: &Node<'_>, found: &mut Diagnostics) -> Option<&'static Definition> {
        let Value::String(name) = node.value() else {
            found.refuse("not_a_fact", node, || {
                let message = format!("expected the name of a fact, found {}", shown(node.value()));
                (message, "write a name from the fact list, like \"cart.value\"".to_owned())
            });
            return None;
        };
        let Some(definition) = CATALOGUE.iter().find(|definition| definition.name == name) else {
            found.refuse("unknown_fact", node, || {
                let help = match nearest(name, CATALOGUE.iter().map(|definition| definition.name)) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "`cartnudge facts` and listFacts() name them all".to_owned(),
                };
                (format!("unknown fact `{name}`"), help)
            });
            return None;
        };
        if definition.scope == Scope::Line && !self.about_line {
            found.refuse("wrong_scope", node, || {
                let message = format!("`{name}` is about a line, but the rule's scope is the cart");
                (message, "set the rule's `scope` to `line`".to_owned())
            });
            return None;
        }
        Some(definition)
    }

    fn var(&mut self, arguments: &Node<'_>, found: &mut Diagnostics) -> Option<Typed> {
        let nodes = arguments_of(arguments);
        let Some(name) = nodes.first() else {
            wrong_count("var", "1 or 2", 0, arguments, found);
            return None;
        };
        let definition = self.fact(name, found)?;
        let kind = match definition.kind {
            Kind::Number => Type::Number,
            Kind::Flag => Type::Flag,
            Kind::Text => Type::Text,
            Kind::Texts => Type::Texts,
        };
        let Some(default) = nodes.get(1) else { return Typed::new(Expr::Fact(definition.fact), kind) };
        let default = self.expr(default, 1, found);
        match default {
            Some(Typed { expr: Expr::Null, .. }) => Typed::new(Expr::Fact(definition.fact), kind),
            Some(Typed { expr: Expr::Constant(value), kind: own }) if own == kind => {
                Typed::new(Expr::FactOr(definition.fact, value), kind)
            }
            Some(_) => {
                found.refuse("wrong_type", arguments, || {
                    let message = format!("the default of `{}` must be {}", definition.name, kind.name());
                    (message, format!("write {} as default", kind.name()))
                });
                None
            }
            None => None,
        }
    }

    fn is_in(&mut self, arguments: &Node<'_>, depth: usize, found: &mut Diagnostics) -> Option<Typed> {
        let nodes = arguments_of(arguments);
        let [needle, haystack] = nodes.as_slice() else {
            wrong_count("in", "2", nodes.len(), arguments, found);
            return None;
        };
        if let Value::Array(_) = haystack.value() {
            let needle = self.expr(needle, depth, found)?;
            let constants = self.constants(haystack, needle.kind, found)?;
            return Typed::flag(Expr::InConstants(Box::new(needle.expr), constants));
        }
        let text = needle.value().as_str().map(str::to_owned);
        let needle = self.expr(needle, depth, found)?;
        let place = self.expr(haystack, depth, found)?;
        match (needle.kind, place.kind, place.expr, text) {
            (Type::Text, Type::Texts, _, _) => Typed::flag(Expr::InSegments(Box::new(needle.expr))),
            (Type::Text, Type::Text, Expr::Fact(fact), Some(text)) => Typed::flag(Expr::Contains(fact, text)),
            (kind, ..) => {
                found.refuse("wrong_type", arguments, || {
                    let help = "look for a value in a list, for a text in a list fact, or for a text in a text fact";
                    (format!("`in` can't look for {} there", kind.name()), help.to_owned())
                });
                None
            }
        }
    }

    fn constants(&mut self, list: &Node<'_>, kind: Type, found: &mut Diagnostics) -> Option<Vec<f64>> {
        let before = found.len();
        let mut constants = Vec::new();
        for node in list.items(found) {
            match (node.value(), kind) {
                (Value::String(text), Type::Text) => constants.push(self.symbols.intern(text)),
                (Value::Number(number), Type::Number) => constants.extend(number.as_f64()),
                (other, _) => {
                    found.refuse("wrong_type", &node, || {
                        let message = format!("the list holds {}, but {} is looked for", shown(other), kind.name());
                        (message, format!("write {} here", kind.name()))
                    });
                }
            }
        }
        (found.len() == before).then_some(constants)
    }

    fn facts(&mut self, nodes: &[Node<'_>], found: &mut Diagnostics) -> Option<Vec<Fact>> {
        let mut facts = Vec::new();
        for node in nodes {
            facts.extend(self.fact(node, found).map(|definition| definition.fact));
        }
        (facts.len() == nodes.len()).then_some(facts)
    }

    fn missing(&mut self, arguments: &Node<'_>, found: &mut Diagnostics) -> Option<Typed> {
        let outer = arguments_of(arguments);
        // JsonLogic takes the names as arguments or as one list.
        let inner = match outer.as_slice() {
            [only] if only.value().is_array() => only.items(found).collect(),
            _ => outer.clone(),
        };
        if inner.is_empty() {
            wrong_count("missing", "at least 1", 0, arguments, found);
            return None;
        }
        Typed::flag(Expr::AnyMissing(self.facts(&inner, found)?))
    }

    fn missing_some(&mut self, arguments: &Node<'_>, found: &mut Diagnostics) -> Option<Typed> {
        let nodes = arguments_of(arguments);
        let [needed, names] = nodes.as_slice() else {
            wrong_count("missing_some", "2", nodes.len(), arguments, found);
            return None;
        };
        let count = needed.value().as_u64().and_then(|count| usize::try_from(count).ok());
        let (Some(count), true) = (count, names.is_list(found)) else {
            found.refuse("wrong_type", arguments, || {
                let message = "`missing_some` takes how many are needed, and a list of facts".to_owned();
                (message, "write for example [ 1, [ \"customer.orders\", \"customer.lines\" ] ]".to_owned())
            });
            return None;
        };
        let names: Vec<Node<'_>> = names.items(found).collect();
        Typed::flag(Expr::FewerKnown(count, self.facts(&names, found)?))
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
    if NOT_OVER_FACTS.contains(&name) {
        found.refuse("operator_not_over_facts", arguments, || {
            let message = format!("`{name}` makes lists or texts, which conditions over facts don't take");
            (message, "compare facts with and, or, in and the comparisons".to_owned())
        });
        return;
    }
    found.refuse("unknown_operator", arguments, || {
        let help = match nearest(name, OPERATORS.into_iter().chain(["in"])) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("JsonLogic's operators over facts are {}, in", OPERATORS.join(", ")),
        };
        (format!("unknown operator `{name}`"), help)
    });
}
