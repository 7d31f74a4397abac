//! Rules: a document, checked against the facts and compiled once, or refused with every fault.

pub mod caps;
mod check;
pub mod content;
mod content_checks;
pub mod document;
#[cfg(any(not(target_arch = "wasm32"), feature = "authoring"))]
pub mod logic;
pub mod prerequisite;
mod program;
pub mod ranking;
pub mod schedule;
#[cfg(any(not(target_arch = "wasm32"), feature = "authoring"))]
pub mod wording;

use crate::diagnostic::Diagnostics;
use crate::features::Symbols;
use crate::json::Node;
use crate::settings::Settings;
pub use caps::Cap;
use check::Checker;
pub use document::{Budget, Document, NudgeType, Rule};
pub use ranking::Ranking;

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
    /// Whether any rule asks for the shop's clock.
    pub local: bool,
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
    let document = document?;
    let is_local = |rule: &Rule| rule.schedule.as_ref().is_some_and(schedule::Schedule::is_local);
    let local = document.rules.iter().any(is_local);
    Some(Rules { document, program, symbols, local })
}

/// Checks and compiles one condition, as its own program of one rule; `None` when it doesn't hold together.
#[cfg(any(not(target_arch = "wasm32"), feature = "authoring"))]
pub(crate) fn compile(condition: Node<'_>, about_line: bool, symbols: &mut Symbols) -> Option<Program> {
    let checked = Checker::new(symbols, about_line).condition(condition, &mut Diagnostics::default())?;
    let mut program = Program::default();
    program.add(&checked);
    Some(program)
}

#[cfg(test)]
mod tests;
