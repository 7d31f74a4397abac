//! Operators over lists and texts: what each takes, and what it makes.

use super::expr::{Expr, Op, Quantifier, Type, Typed};
use super::operators::wrong_count;
use super::vars::Within;
use super::{Checker, arguments_of};
use crate::diagnostic::Diagnostics;
use crate::json::{Node, shown};
use serde_json::Value;

impl Checker<'_> {
    /// A list that is written out.
    pub(super) fn literal(&mut self, node: &Node<'_>, depth: usize, found: &mut Diagnostics) -> Option<Typed> {
        let nodes: Vec<Node<'_>> = node.items(found).collect();
        let mut parts = Vec::new();
        let mut kind = Type::Null;
        for element in &nodes {
            let typed = self.value(element, depth.saturating_sub(1), found)?;
            let Some(joined) = kind.joined(typed.kind) else {
                found.refuse("wrong_type", element, || {
                    let message = format!("{} stands in {}", typed.kind.name(), kind.list().unwrap_or(kind).name());
                    (message, "let all elements of a list be of one type".to_owned())
                });
                return None;
            };
            kind = joined;
            parts.push(typed.expr);
        }
        Typed::new(Expr::new(Op::Literal, parts), kind.list()?)
    }

    /// A list; anything else is refused.
    fn list(&mut self, name: &str, node: &Node<'_>, depth: usize, found: &mut Diagnostics) -> Option<(Expr, Type)> {
        let typed = self.expr(node, depth, found)?;
        if let Some(element) = typed.kind.element() {
            return Some((typed.expr, element));
        }
        found.refuse("wrong_type", node, || {
            let message = format!("`{name}` goes through a list, found {}", typed.kind.name());
            (message, "name a list: { \"var\": \"cart.items\" } or { \"var\": \"customer.segments\" }".to_owned())
        });
        None
    }

    /// The logic for each element.
    fn body(&mut self, node: &Node<'_>, within: Within, depth: usize, found: &mut Diagnostics) -> Option<Typed> {
        let before = (self.within, self.places);
        self.within = within;
        self.places += 2;
        let typed = self.expr(node, depth, found);
        (self.within, self.places) = before;
        typed
    }

    pub(super) fn every(
        &mut self,
        quantifier: Quantifier,
        name: &str,
        arguments: &Node<'_>,
        depth: usize,
        found: &mut Diagnostics,
    ) -> Option<Typed> {
        let nodes = arguments_of(arguments);
        let [list, body] = nodes.as_slice() else {
            wrong_count(name, "2", nodes.len(), arguments, found);
            return None;
        };
        let (list, element) = self.list(name, list, depth, found)?;
        let place = self.places;
        let body = self.body(body, Within::Element(element, place), depth, found)?;
        Typed::flag(Op::Every(quantifier, place), vec![list, body.expr])
    }

    /// `filter` and `map`.
    pub(super) fn stream(
        &mut self,
        name: &str,
        arguments: &Node<'_>,
        depth: usize,
        found: &mut Diagnostics,
    ) -> Option<Typed> {
        let nodes = arguments_of(arguments);
        let [list, logic] = nodes.as_slice() else {
            wrong_count(name, "2", nodes.len(), arguments, found);
            return None;
        };
        let (list, element) = self.list(name, list, depth, found)?;
        let place = self.places;
        let body = self.body(logic, Within::Element(element, place), depth, found)?;
        if name == "filter" {
            return Typed::new(Expr::new(Op::Filter(place), vec![list, body.expr]), element.list()?);
        }
        let Some(kind) = body.kind.list() else {
            found.refuse("wrong_type", logic, || {
                let message = format!("`map` makes one value of each element, found {}", body.kind.name());
                (message, "make a number, a text, or true or false of it".to_owned())
            });
            return None;
        };
        Typed::new(Expr::new(Op::Map(place), vec![list, body.expr]), kind)
    }

    pub(super) fn reduce(&mut self, arguments: &Node<'_>, depth: usize, found: &mut Diagnostics) -> Option<Typed> {
        let nodes = arguments_of(arguments);
        let [list, logic, start] = nodes.as_slice() else {
            wrong_count("reduce", "3", nodes.len(), arguments, found);
            return None;
        };
        let (list, element) = self.list("reduce", list, depth, found)?;
        let initial = self.value(start, depth, found)?;
        if !matches!(initial.kind, Type::Number | Type::Flag) {
            found.refuse("wrong_type", start, || {
                let message =
                    format!("`reduce` makes a number, or true or false, but begins with {}", initial.kind.name());
                (message, "begin with 0, true or false".to_owned())
            });
            return None;
        }
        let place = self.places;
        let body = self.body(logic, Within::Turn(element, place, initial.kind), depth, found)?;
        if body.kind.joined(initial.kind) != Some(initial.kind) {
            found.refuse("wrong_type", logic, || {
                let message =
                    format!("`reduce` begins with {}, but goes on with {}", initial.kind.name(), body.kind.name());
                (message, "let both be of one type".to_owned())
            });
            return None;
        }
        Typed::new(Expr::new(Op::Reduce(place), vec![list, body.expr, initial.expr]), initial.kind)
    }

    pub(super) fn merge(&mut self, arguments: &Node<'_>, depth: usize, found: &mut Diagnostics) -> Option<Typed> {
        let nodes = arguments_of(arguments);
        let mut kind = Type::Null;
        let mut parts = Vec::new();
        for typed in self.exprs(&nodes, depth, found)? {
            let own = typed.kind.element();
            let Some(joined) = kind.joined(own.unwrap_or(typed.kind)) else {
                found.refuse("wrong_type", arguments, || {
                    let message = format!("`merge` can't join {} and {}", kind.name(), typed.kind.name());
                    (message, "merge lists of one type".to_owned())
                });
                return None;
            };
            kind = joined;
            parts.push(if own.is_some() { typed.expr } else { Expr::new(Op::Literal, vec![typed.expr]) });
        }
        let Some(kind) = kind.list() else {
            found.refuse("wrong_type", arguments, || {
                (format!("`merge` can't take {}", kind.name()), "merge lists of one type".to_owned())
            });
            return None;
        };
        Typed::new(Expr::new(Op::Merge, parts), kind)
    }

    pub(super) fn is_in(&mut self, arguments: &Node<'_>, depth: usize, found: &mut Diagnostics) -> Option<Typed> {
        let nodes = arguments_of(arguments);
        let [needle_node, haystack] = nodes.as_slice() else {
            wrong_count("in", "2", nodes.len(), arguments, found);
            return None;
        };
        let needle = self.value(needle_node, depth, found)?;
        if let Value::Array(list) = haystack.value()
            && list.iter().all(|one| !one.is_object())
            && needle.kind != Type::Null
        {
            let constants = self.constants(haystack, needle.kind, found)?;
            #[cfg(any(not(target_arch = "wasm32"), feature = "authoring"))]
            self.doubt_list(&needle, haystack, found);
            let mut parts = vec![needle.expr];
            parts.extend(constants.into_iter().map(Expr::number));
            return Typed::flag(Op::OneOf, parts);
        }
        let place = self.expr(haystack, depth, found)?;
        #[cfg(any(not(target_arch = "wasm32"), feature = "authoring"))]
        self.doubt_element(&place, needle_node, found);
        let element = place.kind.element();
        match (needle.kind, place.kind) {
            (Type::Text | Type::Null, Type::Text) => Typed::flag(Op::Contains, vec![needle.expr, place.expr]),
            (kind, _) if element.is_some_and(|element| element != Type::Line && element.joined(kind).is_some()) => {
                Typed::flag(Op::InList, vec![needle.expr, place.expr])
            }
            (kind, _) => {
                found.refuse("wrong_type", arguments, || {
                    let help = "look for a value in a list of such values, or for a text in a text";
                    (format!("`in` can't look for {} in {}", kind.name(), place.kind.name()), help.to_owned())
                });
                None
            }
        }
    }

    fn constants(&mut self, list: &Node<'_>, kind: Type, found: &mut Diagnostics) -> Option<Vec<f64>> {
        let before = found.len();
        let mut constants = Vec::new();
        for node in list.items(found) {
            self.nodes += 1;
            match (node.value(), kind) {
                (Value::String(text), Type::Text) => constants.push(self.symbols.intern(text)),
                // −0 equals 0.
                (Value::Number(number), Type::Number) => constants.extend(number.as_f64().map(|number| number + 0.0)),
                (Value::Bool(flag), Type::Flag) => constants.push(f64::from(u8::from(*flag))),
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

    pub(super) fn cat(&mut self, arguments: &Node<'_>, depth: usize, found: &mut Diagnostics) -> Option<Typed> {
        let nodes = arguments_of(arguments);
        if nodes.is_empty() {
            wrong_count("cat", "at least 1", 0, arguments, found);
            return None;
        }
        let mut parts = Vec::new();
        for node in &nodes {
            parts.push(self.text("cat", node, depth, found)?);
        }
        Typed::new(Expr::new(Op::Cat, parts), Type::Text)
    }

    fn text(&mut self, name: &str, node: &Node<'_>, depth: usize, found: &mut Diagnostics) -> Option<Expr> {
        let typed = self.value(node, depth, found)?;
        if matches!(typed.kind, Type::Text | Type::Null) {
            return Some(typed.expr);
        }
        found.refuse("wrong_type", node, || {
            let help =
                if node.value().is_number() { "write the number in quotes" } else { "use a text or a text fact" };
            (format!("`{name}` takes texts, found {}", typed.kind.name()), help.to_owned())
        });
        None
    }

    pub(super) fn substr(&mut self, arguments: &Node<'_>, depth: usize, found: &mut Diagnostics) -> Option<Typed> {
        let nodes = arguments_of(arguments);
        let [source, cut @ ..] = nodes.as_slice() else {
            wrong_count("substr", "2 or 3", 0, arguments, found);
            return None;
        };
        if cut.is_empty() || cut.len() > 2 {
            wrong_count("substr", "2 or 3", nodes.len(), arguments, found);
            return None;
        }
        let mut parts = vec![self.text("substr", source, depth, found)?];
        for node in cut {
            let whole = node.value().as_f64().filter(|number| libm::trunc(*number) == *number);
            let Some(whole) = whole else {
                found.refuse("wrong_type", node, || {
                    let message = format!("expected a whole number, found {}", shown(node.value()));
                    (message, "write start and length of `substr` as whole numbers".to_owned())
                });
                return None;
            };
            parts.push(Expr::number(whole));
        }
        Typed::new(Expr::new(Op::Substr, parts), Type::Text)
    }
}
