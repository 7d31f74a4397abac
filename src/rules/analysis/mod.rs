//! What a rule document comes to: rules that can never show, that others always outrank, that compete, places without any
//! rule, and what differs from the document before. Each answer is proven or has an input that the engine confirmed; what
//! is neither is said to be not decided.
//!
//! Comparisons of facts with constants cut each fact into finitely many cells, so that a condition is a formula over cells
//! ([`domain`], [`formula`]), with what is known of facts together ([`relations`]). A search takes away cells that can't
//! be ([`solve`]): an empty end is a proof. Any other end is a wish, from which a cart is drafted ([`draft`]) and mended
//! until the real engine agrees ([`witness`]).

mod case;
mod changes;
mod domain;
mod draft;
mod formula;
mod gaps;
mod overlaps;
mod reach;
mod relations;
mod report;
mod solve;
mod terms;
mod witness;
mod world;

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::engine::Engine;
use crate::json::Node;
use crate::json::Strictness::Written;
use crate::time::Timestamp;
use case::Case;
pub use report::{Analysis, Change, Difference, Gap, NotDecided, Outranked, Overlap, Unreachable, WinsWhen, Witness};
use serde_json::{Map, Value, json};
pub use terms::NOW;
use world::World;

/// Pairs that are listed when the options don't say how many.
const OVERLAPS: u32 = 100;

/// Analyses a document; `options` is `{ gaps?, before?, model?, products?, settings?, now?, utc_offset_minutes?,
/// overlaps? }`, or `null`.
///
/// Findings about the options have a pointer that begins with `/options`.
#[must_use]
pub fn analyze(document: &Value, options: &Value) -> Analysis {
    let mut found = Diagnostics::default();
    let empty = json!({});
    let root = Node::root(if options.is_null() { &empty } else { options });
    let read = read_options(&root, &mut found);
    let mut analysis = Analysis::default();
    for one in found.iter() {
        analysis.diagnostics.push(Diagnostic { pointer: format!("/options{}", one.pointer), ..one.clone() });
    }
    let on = switched_on(document, &mut analysis.assumed_on);
    let engine = engine_of(&on, options, "", &mut analysis);
    let before = options.get("before").filter(|before| !before.is_null());
    let before = before
        .and_then(|before| engine_of(&switched_on(before, &mut Vec::new()), options, "/options/before", &mut analysis));
    let (Some(read), Some(engine), false) = (read, engine, analysis.has_errors()) else { return analysis };
    let (world, entries) = World::new(&[&engine.rules().document]);
    let entries = entries.first().map_or(&[][..], Vec::as_slice);
    let case = Case { engine: &engine, world: &world, entries, now: read.now, utc_offset: read.utc_offset };
    reach::check(&case, &mut analysis);
    overlaps::check(&case, read.overlaps as usize, &mut analysis);
    for (index, question) in read.gaps.iter().enumerate() {
        gaps::check(index, question, &on, options, (read.now, read.utc_offset), &mut analysis);
    }
    if let Some(before) = before {
        changes::check(&engine, &before, (read.now, read.utc_offset), &mut analysis);
    }
    if analysis.has_errors() {
        return Analysis { diagnostics: analysis.diagnostics, ..Analysis::default() };
    }
    analysis
}

impl Analysis {
    /// Whether the document or the options are refused.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|one| one.severity == Severity::Error)
    }
}

/// A question: where this holds, is there always a rule that applies?
struct Question {
    when: Value,
    about_line: bool,
}

struct Options {
    now: Timestamp,
    utc_offset: i32,
    overlaps: u32,
    gaps: Vec<Question>,
}

fn read_options(root: &Node<'_>, found: &mut Diagnostics) -> Option<Options> {
    if !root.is_object(found) {
        return None;
    }
    root.only(&["gaps", "before", "model", "products", "settings", "now", "utc_offset_minutes", "overlaps"], found);
    let now = root.time("now", Written, found).unwrap_or(NOW);
    let utc_offset = root.number("utc_offset_minutes", (-1_440.0, 1_440.0), Written, found).unwrap_or(0.0);
    let overlaps = root.whole("overlaps", (0, 10_000), Written, found).unwrap_or(OVERLAPS);
    let mut gaps = Vec::new();
    if let Some(list) = root.get("gaps")
        && list.is_list(found)
    {
        for entry in list.items(found) {
            gaps.extend(read_question(&entry, found));
        }
    }
    #[allow(clippy::cast_possible_truncation)] // in range
    let utc_offset = utc_offset as i32;
    Some(Options { now, utc_offset, overlaps, gaps })
}

fn read_question(node: &Node<'_>, found: &mut Diagnostics) -> Option<Question> {
    if !node.is_object(found) {
        return None;
    }
    node.only(&["when", "scope"], found);
    let scope = node.text("scope", Written, found);
    let about_line = scope.as_deref() != Some("cart");
    if let Some(other) = scope.filter(|scope| scope != "cart" && scope != "line") {
        found.refuse("unknown_scope", &node.at("scope"), || {
            (format!("unknown scope `{other}`"), "write `line` or `cart`".to_owned())
        });
        return None;
    }
    let Some(when) = node.get("when") else {
        node.required("when", "a condition; where it holds, a rule should apply", found);
        return None;
    };
    Some(Question { when: when.value().clone(), about_line })
}

/// The document with everything switched on, so that what its rules come to can be seen.
fn switched_on(document: &Value, assumed: &mut Vec<&'static str>) -> Value {
    let mut on = document.clone();
    let Some(members) = on.as_object_mut() else { return on };
    for key in ["paused", "kill_switch"] {
        if members.get(key) == Some(&Value::Bool(true)) {
            members.insert(key.to_owned(), Value::Bool(false));
            assumed.push(key);
        }
    }
    let is_zero = |value: Option<&Value>| value.and_then(Value::as_f64) == Some(0.0);
    if let Some(budget) = members.get_mut("budget").and_then(Value::as_object_mut)
        && (is_zero(budget.get("per_page")) || is_zero(budget.get("per_session")))
    {
        budget.retain(|_, value| !is_zero(Some(value)));
        assumed.push("budget");
    }
    let all = members.get("holdout").and_then(|holdout| holdout.get("percent")).and_then(Value::as_f64);
    if all.is_some_and(|percent| percent >= 100.0) {
        members.remove("holdout");
        assumed.push("holdout");
    }
    on
}

/// An engine of the document with the options' model, products and settings; findings about these are noted once.
fn engine_of(document: &Value, options: &Value, place: &str, analysis: &mut Analysis) -> Option<Engine> {
    let mut members = Map::new();
    for key in ["model", "products", "settings"] {
        if let Some(value) = options.get(key) {
            members.insert(key.to_owned(), value.clone());
        }
    }
    members.insert("rules".to_owned(), document.clone());
    let (engine, found) = match Engine::new(&Value::Object(members)) {
        Ok((engine, found)) => (Some(engine), found),
        Err(found) => (None, found),
    };
    for one in found.iter() {
        let mut one = one.clone();
        one.pointer = match one.pointer.strip_prefix("/rules") {
            Some(rest) => format!("{place}{rest}"),
            None => format!("/options{}", one.pointer),
        };
        if !analysis.diagnostics.contains(&one) {
            analysis.diagnostics.push(one);
        }
    }
    engine
}

#[cfg(test)]
mod tests;
