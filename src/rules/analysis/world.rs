//! Documents as clauses over one set of variables, and the search over them.

use super::domain::{Constants, Domains, FIRST_OPAQUE, Store, variable_of, variable_of_segment};
use super::formula::{Clause, Formula, Lowering, Opaque, Reader, all, collect, not};
use super::relations::{self, Relation, segment_formula, segments_in};
use super::solve::{End, Search};
use super::terms;
use crate::diagnostic::Diagnostics;
use crate::features::{Fact, Strings, Symbols};
use crate::json::Node;
use crate::rules::check::Checker;
use crate::rules::{Document, Rule};
use crate::segment::Segment;

/// Steps of one search.
const STEPS: usize = 20_000;
/// Choices within choices of one search.
const DEPTH: usize = 600;

/// What the search knows of a rule.
#[derive(Debug)]
pub(super) struct Entry {
    /// The condition alone.
    pub condition: Clause,
    /// The condition, and there is something to show.
    pub holds: Clause,
    /// The opposite.
    pub fails: Clause,
    /// It holds, and the session has attention left.
    pub applies: Clause,
    segments: Vec<Segment>,
    /// What it leaves of each variable; `None` when it never applies.
    near: Option<Store>,
}

/// The variables, and what is known of them together.
pub(super) struct World {
    pub domains: Domains,
    pub symbols: Symbols,
    line: Place,
    empty: Place,
    segments: Vec<(Segment, Clause)>,
}

/// A cart with lines, or an empty one.
struct Place {
    relations: Vec<Relation>,
    /// What they leave by themselves.
    base: Store,
}

impl Place {
    fn new(domains: &Domains, relations: Vec<Relation>) -> Place {
        let mut base = domains.full();
        let search = Search { domains, relations: &relations, steps: 0, depth: 0 };
        // They leave something: there are carts.
        let _ = search.settle(&[], &mut base);
        Place { relations, base }
    }
}

impl World {
    /// The world of the documents' rules, which share their settings, and the entries of each.
    pub fn new(documents: &[&Document]) -> (World, Vec<Vec<Entry>>) {
        let settings = documents.first().map_or_else(Default::default, |document| document.settings.clone());
        let (mut symbols, mut opaque, mut constants) = (Symbols::default(), Opaque::default(), Constants::default());
        let mut read: Vec<Vec<(Formula, Formula)>> = Vec::new();
        for document in documents {
            constants.add(Fact::SessionNudges, f64::from(document.budget.per_session));
            let mut formulas = |rule: &Rule| {
                let checked = Checker::new(&mut symbols, rule.about_line, None)
                    .condition(Node::root(&rule.when), &mut Diagnostics::default());
                let mut reader = Reader { opaque: &mut opaque, symbols: &mut symbols };
                let condition = checked.map_or(Formula::Known(false), |expr| reader.truth(&expr));
                let shows = terms::shows(rule, &document.default_locale, &mut opaque, &mut constants);
                collect(&condition, &mut symbols, &mut opaque, &mut constants);
                (condition, shows)
            };
            read.push(document.rules.iter().map(&mut formulas).collect());
        }
        let unusual = opaque.place("the cart's value is unusual".to_owned());
        let definitions = Segment::ALL.map(|segment| (segment, segment_formula(segment, &settings, unusual)));
        for (_, formula) in &definitions {
            collect(formula, &mut symbols, &mut opaque, &mut constants);
        }
        relations::constants(&settings, &mut constants);
        let domains = Domains::new(constants, &mut symbols, &settings, opaque.len());
        let full = domains.full();
        let mut strings = Strings::new(&symbols);
        let line = relations::relations(&domains, &mut strings, &settings, true);
        let empty = relations::relations(&domains, &mut strings, &settings, false);
        let lowering = Lowering { domains: &domains, strings: &strings, opaque: &opaque };
        let segments =
            definitions.iter().map(|(segment, formula)| (*segment, lowering.clause(formula, true))).collect();
        let entries = documents.iter().zip(&read).map(|(document, formulas)| {
            let budget = f64::from(document.budget.per_session);
            let place = variable_of(Fact::SessionNudges);
            let attention = Clause::Atom(place, domains.mask(place, |nudges| nudges.is_nan() || nudges < budget));
            formulas.iter().map(|formulas| entry(formulas, &attention, &lowering, &full)).collect()
        });
        let entries = entries.collect();
        drop(strings);
        let (line, empty) = (Place::new(&domains, line), Place::new(&domains, empty));
        (World { domains, symbols, line, empty, segments }, entries)
    }

    /// Offers places where all clauses hold to `accept` until it takes one.
    pub fn search(
        &self,
        clauses: &[&Clause],
        has_lines: bool,
        rules: &[&Entry],
        accept: &mut dyn FnMut(&Store) -> bool,
    ) -> End {
        let needed = |segment: &Segment| rules.iter().any(|rule| rule.segments.contains(segment));
        let mut clauses = clauses.to_vec();
        clauses.extend(self.segments.iter().filter(|(segment, _)| needed(segment)).map(|(_, clause)| clause));
        let Place { relations, base } = self.place(has_lines);
        Search { domains: &self.domains, relations, steps: STEPS, depth: DEPTH }.run(&clauses, base, accept)
    }

    fn place(&self, has_lines: bool) -> &Place {
        if has_lines { &self.line } else { &self.empty }
    }

    /// What is possible where nothing is asked for.
    pub fn base(&self, has_lines: bool) -> &Store {
        &self.place(has_lines).base
    }

    /// What excludes the place: a relation or a segment's definition.
    #[cfg(test)]
    pub fn excluded_by(&self, store: &Store, has_lines: bool) -> Option<String> {
        let relations = &self.place(has_lines).relations;
        let relation = relations.iter().find(|one| one.apply(&self.domains, &mut store.clone()).is_none());
        if let Some(relation) = relation {
            return Some(format!("{relation:?}"));
        }
        let segment = self.segments.iter().find(|(_, clause)| self.is_false(clause, store));
        segment.map(|(segment, _)| format!("{segment:?}"))
    }

    /// Whether the clause can't be true there.
    pub fn is_false(&self, clause: &Clause, store: &Store) -> bool {
        Search { domains: &self.domains, relations: &[], steps: 0, depth: 0 }.is_false(clause, store)
    }

    /// Whether the clause can't be false there.
    pub fn is_true(&self, clause: &Clause, store: &Store) -> bool {
        Search { domains: &self.domains, relations: &[], steps: 0, depth: 0 }.is_true(clause, store)
    }

    /// Whether no value of some variable suits both.
    pub fn are_apart(&self, a: &Entry, b: &Entry) -> bool {
        let (Some(a), Some(b)) = (&a.near, &b.near) else { return true };
        self.domains.variables.iter().any(|variable| {
            let words = a.of(variable).iter().zip(b.of(variable));
            words.fold(0, |both, (a, b)| both | (a & b)) == 0
        })
    }

    /// Whether the place depends on a part of a condition that isn't looked into.
    pub fn depends_on_unread(&self, store: &Store) -> bool {
        self.domains
            .variables
            .iter()
            .skip(FIRST_OPAQUE)
            .any(|variable| store.of(variable) != self.line.base.of(variable))
    }

    /// Whether the visitor is in the segment at the place; `None` when it says nothing.
    pub fn allows_segment(&self, store: &Store, segment: Segment, is_in: bool) -> bool {
        let variable = self.domains.variables.get(variable_of_segment(segment));
        variable.is_none_or(|variable| store.has(variable, usize::from(is_in)))
    }
}

fn entry((condition, shows): &(Formula, Formula), attention: &Clause, lowering: &Lowering<'_>, full: &Store) -> Entry {
    let both = Formula::And(vec![condition.clone(), shows.clone()]);
    let holds = lowering.clause(&both, true);
    let applies = all([holds.clone(), attention.clone()].into_iter());
    let mut segments = Vec::new();
    segments_in(condition, &mut segments);
    let mut near = full.clone();
    let search = Search { domains: lowering.domains, relations: &[], steps: 0, depth: 0 };
    let near = search.settle(&[&applies], &mut near).is_some().then_some(near);
    Entry {
        condition: lowering.clause(condition, true),
        fails: lowering.clause(&not(both), true),
        holds,
        applies,
        segments,
        near,
    }
}
