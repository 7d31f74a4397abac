//! Rules: a document, checked against the facts and compiled once, or refused with every fault.

mod check;
pub mod content;
pub mod document;
#[cfg(any(not(target_arch = "wasm32"), feature = "authoring"))]
pub mod logic;
mod program;

use crate::diagnostic::Diagnostics;
use crate::features::Symbols;
use crate::json::Node;
use crate::settings::Settings;
use check::Checker;
pub use document::{Budget, Cap, Document, NudgeType, Rule};
pub use program::Program;

/// A rule document that can be decided with.
#[derive(Clone, Debug)]
pub struct Rules {
    /// What the document says.
    pub document: Document,
    /// The conditions, in the order of the rules.
    pub program: Program,
    /// The texts that the conditions name.
    pub symbols: Symbols,
}

/// Reads, checks and compiles a rule document; thresholds that it doesn't set come from `settings`.
///
/// `None` when anything in it is an error: a document is used whole or not at all.
#[must_use]
pub fn load(node: Node<'_>, settings: &Settings, found: &mut Diagnostics) -> Option<Rules> {
    let mut symbols = Symbols::default();
    let mut program = Program::default();
    let mut own = Diagnostics::default();
    let document = document::read(node, settings, &mut own, |rule, when, found| {
        let condition = Checker::new(&mut symbols, rule.about_line).condition(when, found);
        if let Some(condition) = condition {
            program.add(&condition);
        }
    });
    let refused = own.has_errors();
    found.extend(own);
    if refused {
        return None;
    }
    Some(Rules { document: document?, program, symbols })
}

#[cfg(test)]
mod tests;
