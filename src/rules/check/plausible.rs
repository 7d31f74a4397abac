//! Conditions that are well typed and still can't mean what they say.

use super::Checker;
use super::expr::Typed;
use super::vars::fact_of;
use crate::diagnostic::{Diagnostics, nearest};
use crate::features::{Definition, Fact};
use crate::json::Node;
use crate::segment::Segment;
use crate::session::PAGE_TYPES;
use crate::text::decimal;
use serde_json::Value;

impl Checker<'_> {
    /// Warns of a comparison of a fact with a constant that the fact never reaches.
    pub(super) fn doubt(&self, name: &str, typed: &[Typed], nodes: &[Node<'_>], found: &mut Diagnostics) {
        for (index, one) in typed.iter().enumerate() {
            let Some(fact) = fact_of(&one.expr) else { continue };
            for other in [index.checked_sub(1), Some(index + 1)].into_iter().flatten() {
                let Some(node) = nodes.get(other) else { continue };
                match node.value() {
                    Value::Number(number) => doubt_number(name, fact, number.as_f64().unwrap_or(0.0), node, found),
                    Value::String(text) if !name.starts_with(['<', '>']) => self.doubt_text(fact, text, node, found),
                    _ => {}
                }
            }
        }
    }

    /// As `doubt`, for the constants in which the needle is looked for.
    pub(super) fn doubt_list(&self, needle: &Typed, list: &Node<'_>, found: &mut Diagnostics) {
        let Some(fact) = fact_of(&needle.expr) else { return };
        for node in list.items(&mut Diagnostics::default()) {
            match node.value() {
                Value::Number(number) => doubt_number("==", fact, number.as_f64().unwrap_or(0.0), &node, found),
                Value::String(text) => self.doubt_text(fact, text, &node, found),
                _ => {}
            }
        }
    }

    /// As `doubt`, for a text that is looked for in a list of texts.
    pub(super) fn doubt_element(&self, place: &Typed, needle: &Node<'_>, found: &mut Diagnostics) {
        if let (Some(fact @ Fact::CustomerSegments), Value::String(text)) = (fact_of(&place.expr), needle.value()) {
            self.doubt_text(fact, text, needle, found);
        }
    }

    fn doubt_text(&self, fact: Fact, text: &str, node: &Node<'_>, found: &mut Diagnostics) {
        let own = |names: &[&'static str]| names.iter().map(|name| (*name).to_owned()).collect();
        let values: Vec<String> = match fact {
            Fact::PageType => own(&PAGE_TYPES),
            Fact::LineBand | Fact::CartBand | Fact::LineConfidence => own(&["low", "medium", "high"]),
            Fact::CustomerSegments => Segment::ALL.into_iter().map(|segment| segment.name().to_owned()).collect(),
            _ => self.known.and_then(|known| known.values(fact)).unwrap_or_default().to_vec(),
        };
        if values.is_empty() || values.iter().any(|value| value == text) {
            return;
        }
        found.warn("unknown_value", node, || {
            let help = match nearest(&text.to_lowercase(), values.iter().map(String::as_str)) {
                Some(near) => format!("did you mean `{near}`?"),
                None if values.len() <= 12 => format!("write one of {}", values.join(", ")),
                None => "write a value that occurs in the products".to_owned(),
            };
            (format!("`{}` is never `{text}`", fact.definition().name), help)
        });
    }
}

fn doubt_number(name: &str, fact: Fact, constant: f64, node: &Node<'_>, found: &mut Diagnostics) {
    let definition = fact.definition();
    let Some((least, most)) = definition.docs.range else { return };
    let outside = constant < least || constant > most;
    // A missing number counts as 0 in comparisons, and 0 is asked for where it is below the range.
    if outside && constant != 0.0 && (matches!(name, "<" | "<=" | ">" | ">=") || name.contains('=')) {
        found.warn("impossible_comparison", node, || {
            let shown = decimal(constant, 6);
            let message = format!("`{}` is {}; {shown} is never reached", definition.name, range_of(definition));
            let share = most == 1.0 && constant > 1.0 && constant <= 100.0;
            let help = if share {
                format!("did you mean {}?", decimal(constant / 100.0, 6))
            } else {
                "compare with a value that it can have".to_owned()
            };
            (message, help)
        });
    } else if name.contains("==") || name.starts_with('!') {
        doubt_fraction(definition, constant, node, found);
    }
}

fn doubt_fraction(definition: &Definition, constant: f64, node: &Node<'_>, found: &mut Diagnostics) {
    const COUNTED: [&str; 13] = [
        "pieces",
        "sizes",
        "colours",
        "views",
        "changes",
        "lines",
        "answers",
        "reviews",
        "categories",
        "brands",
        "products",
        "orders",
        "nudges",
    ];
    if libm::trunc(constant) == constant || !COUNTED.contains(&definition.docs.unit) {
        return;
    }
    found.warn("impossible_comparison", node, || {
        let message = format!("`{}` is a whole number; it is never {}", definition.name, decimal(constant, 6));
        (message, "compare with a whole number, or with < or >".to_owned())
    });
}

fn range_of(definition: &Definition) -> String {
    let (least, most) = definition.docs.range.unwrap_or((f64::NEG_INFINITY, f64::INFINITY));
    let article = if definition.docs.unit.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    let what = match definition.docs.unit {
        "share" | "ratio" | "probability" => format!("{article} {}", definition.docs.unit),
        unit => format!("a number of {unit}"),
    };
    if most.is_finite() {
        return format!("{what} from {} to {}", decimal(least, 6), decimal(most, 6));
    }
    format!("{what} of at least {}", decimal(least, 6))
}
