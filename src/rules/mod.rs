//! Rules: a document, checked against the facts and compiled once, or refused with every fault.

#[cfg(any(not(target_arch = "wasm32"), feature = "authoring"))]
pub mod analysis;
pub mod caps;
mod check;
pub mod content;
mod content_checks;
#[cfg(any(not(target_arch = "wasm32"), feature = "authoring"))]
pub mod difference;
pub mod document;
mod known;
#[cfg(any(not(target_arch = "wasm32"), feature = "authoring"))]
pub mod logic;
#[cfg(any(not(target_arch = "wasm32"), feature = "authoring"))]
pub mod migrate;
mod nudge_type;
pub mod prerequisite;
#[cfg(not(target_arch = "wasm32"))]
pub mod print;
mod program;
pub mod ranking;
pub mod schedule;
#[cfg(not(target_arch = "wasm32"))]
pub mod schema;
#[cfg(any(not(target_arch = "wasm32"), feature = "authoring"))]
pub mod wording;

use crate::diagnostic::Diagnostics;
use crate::features::Symbols;
use crate::json::Node;
use crate::settings::Settings;
pub use caps::Cap;
use check::Checker;
pub use document::{Budget, Document, Rule};
pub use known::Known;
pub use nudge_type::NudgeType;
use program::Always;
pub use program::{Ground, Program, Scratch};
pub use ranking::Ranking;

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
    /// The rules that are told of whether or not their condition holds: switched off, or with a schedule.
    pub told: Vec<u32>,
}

/// Most steps that all conditions of a document may take for one row: some milliseconds on a phone.
pub const MAX_STEPS: u32 = 500_000;

/// Reads, checks and compiles a rule document; thresholds that it doesn't set come from `settings`.
///
/// `None` when anything in it is an error: a document is used whole or not at all.
#[must_use]
pub fn load(node: Node<'_>, settings: &Settings, found: &mut Diagnostics) -> Option<Rules> {
    load_with(node, settings, None, found)
}

/// As [`load`]; warns of values that no product has.
#[must_use]
pub fn load_with(node: Node<'_>, settings: &Settings, known: Option<&Known>, found: &mut Diagnostics) -> Option<Rules> {
    let mut symbols = Symbols::default();
    let mut program = Program::default();
    let mut own = Diagnostics::default();
    let mut steps: u32 = 0;
    let document = document::read(node, settings, &mut own, |rule, when, found| {
        let condition = Checker::new(&mut symbols, rule.about_line, known).condition(when, found);
        let Some(condition) = condition else { return };
        if let Some(always) = program.add(condition, rule.about_line, &mut symbols) {
            warn_of_constant(&when, always, found);
        }
        let before = steps;
        steps = steps.saturating_add(program.steps_of_last());
        // Once: the rules after it are over the limit, too.
        if before <= MAX_STEPS && steps > MAX_STEPS {
            found.refuse("too_many_steps", &when, || {
                let message = format!("with this rule, conditions may take over {MAX_STEPS} steps for one line");
                (message, "remove rules, or operators over lists inside operators over lists".to_owned())
            });
        }
    });
    let refused = own.has_errors();
    found.extend(own);
    if refused {
        return None;
    }
    program.finish();
    let document = document?;
    let is_local = |rule: &Rule| rule.schedule.as_ref().is_some_and(schedule::Schedule::is_local);
    let local = document.rules.iter().any(is_local);
    let is_told = |rule: &Rule| !rule.enabled || rule.schedule.is_some();
    let told = (0u32..).zip(&document.rules).filter(|(_, rule)| is_told(rule)).map(|(index, _)| index).collect();
    Some(Rules { document, program, symbols, local, told })
}

/// Checks and compiles one condition, as its own program of one rule; `None` when it doesn't hold together.
#[cfg(any(not(target_arch = "wasm32"), feature = "authoring"))]
pub(crate) fn compile(condition: Node<'_>, about_line: bool, symbols: &mut Symbols) -> Option<Program> {
    let checked = Checker::new(symbols, about_line, None).condition(condition, &mut Diagnostics::default())?;
    let mut program = Program::default();
    program.add(checked, about_line, symbols);
    Some(program)
}

/// `true` is how a rule that always holds is written; anything longer is a mistake.
fn warn_of_constant(when: &Node<'_>, always: Always, found: &mut Diagnostics) {
    if when.value().as_bool() == Some(true) {
        return;
    }
    found.warn("constant_condition", when, || match always {
        Always::Holds => {
            ("this condition always holds".to_owned(), "write `true`, or name the fact that it is about".to_owned())
        }
        Always::Never => (
            "this condition never holds".to_owned(),
            "name the fact that it is about; `enabled` switches a rule off".to_owned(),
        ),
    });
}

#[cfg(test)]
mod tests;
