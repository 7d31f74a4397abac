//! Names in conditions: facts, elements of lists, and what `missing` asks about.

use super::expr::{Expr, Op, Type, Typed};
use super::operators::wrong_count;
use super::{Checker, arguments_of};
use crate::diagnostic::{Diagnostics, nearest};
use crate::features::{CATALOGUE, Definition, Kind, Scope};
use crate::json::{Node, shown};
use serde_json::Value;

/// What `var` reads: JsonLogic shows the logic inside an operator over a list only the element.
#[derive(Clone, Copy)]
pub(super) enum Within {
    /// The facts.
    Row,
    /// An element of this type, in this place.
    Element(Type, u8),
    /// `current`, an element of this type, in this place; `accumulator`, of the second type, in the next one.
    Turn(Type, u8, Type),
}

impl Checker<'_> {
    /// What the name stands for.
    fn named(&mut self, node: &Node<'_>, found: &mut Diagnostics) -> Option<Typed> {
        let Value::String(name) = node.value() else {
            found.refuse("not_a_fact", node, || {
                let message = format!("expected the name of a fact, found {}", shown(node.value()));
                (message, "write a name from the fact list, like \"cart.value\"".to_owned())
            });
            return None;
        };
        match self.within {
            Within::Row => self.fact(node, name, found),
            Within::Element(Type::Line, place) if !name.is_empty() => {
                let definition = line_fact(node, name, "", found)?;
                Typed::new(Expr::leaf(Op::ItemFact(place, definition.fact)), type_of(definition))
            }
            Within::Element(kind, place) if name.is_empty() && kind != Type::Line => {
                Typed::new(Expr::leaf(Op::Local(place)), kind)
            }
            Within::Turn(_, place, kind) if name == "accumulator" => Typed::new(Expr::leaf(Op::Local(place + 1)), kind),
            Within::Turn(kind, place, _) if name == "current" && kind != Type::Line => {
                Typed::new(Expr::leaf(Op::Local(place)), kind)
            }
            Within::Turn(Type::Line, place, _) if name.starts_with("current.") => {
                let name = name.get("current.".len()..).unwrap_or_default();
                let definition = line_fact(node, name, "current.", found)?;
                Typed::new(Expr::leaf(Op::ItemFact(place, definition.fact)), type_of(definition))
            }
            within => {
                found.refuse("not_visible_here", node, || not_visible(name, within));
                None
            }
        }
    }

    fn fact(&mut self, node: &Node<'_>, name: &str, found: &mut Diagnostics) -> Option<Typed> {
        let definition = definition(node, name, found)?;
        if definition.scope == Scope::Line && !self.about_line {
            found.refuse("wrong_scope", node, || {
                let message = format!("`{name}` is about a line, but the rule's scope is the cart");
                (message, "set the rule's `scope` to `line`".to_owned())
            });
            return None;
        }
        let op = match definition.kind {
            Kind::Lines => Op::Items,
            Kind::Texts => Op::Segments,
            _ => Op::Fact(definition.fact),
        };
        Typed::new(Expr::leaf(op), type_of(definition))
    }

    pub(super) fn var(&mut self, arguments: &Node<'_>, found: &mut Diagnostics) -> Option<Typed> {
        let nodes = arguments_of(arguments);
        let Some(name) = nodes.first() else {
            wrong_count("var", "1 or 2", 0, arguments, found);
            return None;
        };
        let own = self.named(name, found)?;
        let Some(default) = nodes.get(1) else { return Some(own) };
        let default = self.expr(default, 1, found)?;
        // Elements and accumulators are there, if only as `null`: JsonLogic doesn't replace that.
        if default.expr.op == Op::Null || matches!(own.expr.op, Op::Local(_)) {
            return Some(own);
        }
        if default.expr.constant().is_some() && own.kind == default.kind {
            return Typed::new(Expr::new(Op::Default, vec![own.expr, default.expr]), own.kind);
        }
        found.refuse("wrong_type", arguments, || {
            let message = format!("the default of {} must be {}", shown(name.value()), own.kind.name());
            (message, format!("write {} as default", own.kind.name()))
        });
        None
    }

    /// The named facts, but for lists: these are never missing.
    fn facts(&mut self, nodes: &[Node<'_>], found: &mut Diagnostics) -> Option<Vec<Expr>> {
        let mut facts = Vec::new();
        for node in nodes {
            facts.extend(self.named(node, found));
        }
        let complete = facts.len() == nodes.len();
        complete.then(|| facts.into_iter().map(|one| one.expr).collect())
    }

    pub(super) fn missing(&mut self, arguments: &Node<'_>, found: &mut Diagnostics) -> Option<Typed> {
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
        let facts = self.facts(&inner, found)?;
        let unknown = facts.into_iter().filter(|fact| !is_list(fact)).map(|fact| {
            let null = Expr::leaf(Op::Null);
            Expr::new(Op::Equal, vec![fact, null])
        });
        let mut parts: Vec<Expr> = unknown.collect();
        if parts.is_empty() {
            parts.push(Expr::number(0.0));
        }
        // The list of missing names: only its truth means something here.
        Typed::new(Expr::new(Op::Or, parts), Type::Mixed)
    }

    pub(super) fn missing_some(&mut self, arguments: &Node<'_>, found: &mut Diagnostics) -> Option<Typed> {
        let nodes = arguments_of(arguments);
        let [needed, names] = nodes.as_slice() else {
            wrong_count("missing_some", "2", nodes.len(), arguments, found);
            return None;
        };
        let count = needed.value().as_u64().and_then(|count| u32::try_from(count).ok());
        let (Some(count), true) = (count, names.is_list(found)) else {
            found.refuse("wrong_type", arguments, || {
                let message = "`missing_some` takes how many are needed, and a list of facts".to_owned();
                (message, "write for example [ 1, [ \"customer.orders\", \"customer.lines\" ] ]".to_owned())
            });
            return None;
        };
        let names: Vec<Node<'_>> = names.items(found).collect();
        let facts = self.facts(&names, found)?;
        Typed::new(Expr::new(Op::FewerKnown(count), facts), Type::Mixed)
    }
}

fn is_list(expr: &Expr) -> bool {
    matches!(expr.op, Op::Items | Op::Segments)
}

fn type_of(definition: &Definition) -> Type {
    match definition.kind {
        Kind::Number => Type::Number,
        Kind::Flag => Type::Flag,
        Kind::Text => Type::Text,
        Kind::Texts => Type::Texts,
        Kind::Lines => Type::Lines,
    }
}

fn definition(node: &Node<'_>, name: &str, found: &mut Diagnostics) -> Option<&'static Definition> {
    let definition = CATALOGUE.iter().find(|definition| definition.name == name);
    if definition.is_none() {
        found.refuse("unknown_fact", node, || {
            let help = match nearest(name, CATALOGUE.iter().map(|definition| definition.name)) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "`cartnudge facts` and listFacts() name them all".to_owned(),
            };
            (format!("unknown fact `{name}`"), help)
        });
    }
    definition
}

/// A fact of an element of `cart.items`.
fn line_fact(node: &Node<'_>, name: &str, before: &str, found: &mut Diagnostics) -> Option<&'static Definition> {
    let definition = definition(node, name, found)?;
    if definition.scope == Scope::Line {
        return Some(definition);
    }
    found.refuse("not_visible_here", node, || {
        let message = format!("`{name}` isn't visible inside an operator over `cart.items`, only the element is");
        (message, format!("ask about `{name}` outside, or name a fact about a line, like `{before}line.price`"))
    });
    None
}

fn not_visible(name: &str, within: Within) -> (String, String) {
    let help = match within {
        Within::Element(Type::Line, _) => "name a fact about a line, like { \"var\": \"line.price\" }",
        Within::Turn(Type::Line, ..) => {
            "write { \"var\": \"accumulator\" } or a fact about a line, like { \"var\": \"current.line.price\" }"
        }
        Within::Turn(..) => "write { \"var\": \"accumulator\" } or { \"var\": \"current\" }",
        _ => "write { \"var\": \"\" } for the element",
    };
    (format!("`{name}` isn't visible inside an operator over a list"), help.to_owned())
}

/// The fact that an expression reads, of the row or of an element.
#[cfg(any(not(target_arch = "wasm32"), feature = "authoring"))]
pub(super) fn fact_of(expr: &Expr) -> Option<crate::features::Fact> {
    match expr.op {
        Op::Fact(fact) | Op::ItemFact(_, fact) => Some(fact),
        Op::Segments => Some(crate::features::Fact::CustomerSegments),
        _ => None,
    }
}
