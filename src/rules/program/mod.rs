//! Conditions compiled once: what is constant is computed when the document loads, what several rules ask is asked
//! once a row, and an index finds the rules that may hold.
//!
//! A rule is a list of tests, each one comparison of one fact with a constant, and the parts that are more than that.
//! All tests and parts must hold. Most rules have tests only: they run as fast as code that is written for them.

mod arithmetic;
mod cells;
mod compile;
mod fold;
mod index;
mod machine;

use super::check::{Expr, Op, Test};
use crate::features::{Fact, Symbols};
use cells::{Cells, number};
use index::{Index, Source};
use machine::Machine;
pub use machine::{Ground, Scratch};

/// The conditions of a document.
#[derive(Clone, Debug, Default)]
pub struct Program {
    cells: Cells,
    tests: Vec<Test>,
    parts: Vec<u32>,
    rules: Vec<Compiled>,
    /// For rules about a line, and about the cart.
    indexes: [Index; 2],
}

/// One rule's condition.
#[derive(Clone, Debug)]
struct Compiled {
    about_line: bool,
    tests_begin: u32,
    tests_end: u32,
    parts_begin: u32,
    parts_end: u32,
    steps: u32,
    personal: bool,
    /// The facts of the row that it reads, in reading order.
    facts: Vec<Fact>,
}

/// What became of a condition that reads nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Always {
    Holds,
    Never,
}

impl Program {
    /// Appends the next rule's condition; the answer is set when it doesn't depend on anything.
    pub(super) fn add(&mut self, condition: Expr, about_line: bool, symbols: &mut Symbols) -> Option<Always> {
        let condition = fold::fold(condition, true, symbols);
        let mut facts = Vec::new();
        let mut personal = false;
        collect(&condition, &mut facts, &mut personal);
        let always = fold::known_truth(&condition);
        let rule = number(self.rules.len());
        let (tests_begin, parts_begin) = (number(self.tests.len()), number(self.parts.len()));
        let mut steps: u32 = 1;
        let conjuncts = match condition.op {
            Op::And => condition.parts,
            _ => vec![condition],
        };
        for conjunct in conjuncts.iter().filter(|one| fold::known_truth(one) != Some(true)) {
            match compile::test(conjunct, &mut self.cells, rule) {
                Some(test) => {
                    self.tests.push(test);
                    steps = steps.saturating_add(1);
                }
                None => {
                    let part = compile::compile(conjunct, true, &mut self.cells, rule);
                    steps = steps.saturating_add(self.cells.steps(part));
                    self.parts.push(part);
                }
            }
        }
        let (tests_end, parts_end) = (number(self.tests.len()), number(self.parts.len()));
        self.rules.push(Compiled {
            about_line,
            tests_begin,
            tests_end,
            parts_begin,
            parts_end,
            steps,
            personal,
            facts,
        });
        always.map(|holds| if holds { Always::Holds } else { Always::Never })
    }

    /// Builds the index, when all rules are there.
    pub(super) fn finish(&mut self) {
        let program: &Program = self;
        let source = Source { cells: &program.cells, tests: &|rule| program.tests_of(rule) };
        let of_scope = |about_line: bool| {
            let rules = program.rules.iter().enumerate().filter(move |(_, rule)| rule.about_line == about_line);
            rules.map(|(rule, _)| number(rule))
        };
        let indexes = [true, false].map(|about_line| Index::build(&source, of_scope(about_line)));
        self.indexes = indexes;
        self.cells.finish();
    }

    fn tests_of(&self, rule: u32) -> &[Test] {
        let own = self.rules.get(rule as usize);
        own.and_then(|own| self.tests.get(own.tests_begin as usize..own.tests_end as usize)).unwrap_or(&[])
    }

    /// Most steps that the latest rule takes for one row.
    pub(super) fn steps_of_last(&self) -> u32 {
        self.rules.last().map_or(0, |rule| rule.steps)
    }

    /// Most steps that all rules take for one row.
    #[cfg(test)]
    pub(super) fn steps(&self) -> u32 {
        self.rules.iter().map(|rule| rule.steps).sum()
    }

    /// The rules about lines (or those about the cart) that hold, in document order.
    pub fn matching(&self, about_line: bool, ground: &Ground<'_>, scratch: &mut Scratch, out: &mut Vec<u32>) {
        out.clear();
        let [lines, cart] = &self.indexes;
        scratch.remember(self.cells.memos());
        let mut marks = std::mem::take(&mut scratch.marks);
        marks.clear();
        marks.resize(self.rules.len().div_ceil(64), 0);
        let mut machine = Machine::new(&self.cells, ground, scratch);
        let index = if about_line { lines } else { cart };
        index.candidates(ground.row, &mut |rule| {
            if self.holds_in(&mut machine, rule)
                && let Some(word) = marks.get_mut(rule as usize / 64)
            {
                *word |= 1 << (rule % 64);
            }
        });
        for (place, word) in marks.iter().enumerate() {
            let mut left = *word;
            while left != 0 {
                out.push(number(place * 64) + left.trailing_zeros());
                left &= left - 1;
            }
        }
        scratch.marks = marks;
    }

    /// Whether the rule's condition holds.
    #[must_use]
    pub fn holds(&self, rule: usize, ground: &Ground<'_>) -> bool {
        let mut scratch = Scratch::default();
        self.holds_in(&mut Machine::new(&self.cells, ground, &mut scratch), number(rule))
    }

    fn holds_in(&self, machine: &mut Machine<'_>, rule: u32) -> bool {
        let Some(own) = self.rules.get(rule as usize) else { return false };
        machine.step();
        let tests = self.tests.get(own.tests_begin as usize..own.tests_end as usize).unwrap_or(&[]);
        for test in tests {
            machine.step();
            if !machine.holds(test) {
                return false;
            }
        }
        let parts = self.parts.get(own.parts_begin as usize..own.parts_end as usize).unwrap_or(&[]);
        parts.iter().all(|part| machine.truth(*part))
    }

    /// The facts of the row that a rule's condition reads, in reading order.
    #[must_use]
    pub fn facts_of(&self, rule: usize) -> &[Fact] {
        self.rules.get(rule).map_or(&[], |rule| rule.facts.as_slice())
    }

    /// Whether a rule's condition reads what only the customer's own history knows, of the row or of any line.
    #[must_use]
    pub fn is_personal(&self, rule: usize) -> bool {
        self.rules.get(rule).is_some_and(|rule| rule.personal)
    }
}

fn collect(expr: &Expr, facts: &mut Vec<Fact>, personal: &mut bool) {
    let own = match expr.op {
        Op::Fact(fact) => Some(fact),
        Op::Items => Some(Fact::CartItems),
        Op::Segments => Some(Fact::CustomerSegments),
        Op::ItemFact(_, fact) => {
            *personal |= fact.definition().is_personal();
            None
        }
        _ => None,
    };
    if let Some(fact) = own {
        *personal |= fact.definition().is_personal();
        if !facts.contains(&fact) {
            facts.push(fact);
        }
    }
    for part in &expr.parts {
        collect(part, facts, personal);
    }
}
