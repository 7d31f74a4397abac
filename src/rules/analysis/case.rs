//! One document under analysis: its engine, its rules as clauses, and the questions that others are made of.

use super::draft::Circumstances;
use super::formula::Clause;
use super::report::Witness;
use super::solve::End;
use super::terms;
use super::witness::Witnesses;
use super::world::{Entry, World};
use crate::decision::{Decision, Why};
use crate::engine::Engine;
use crate::features::Input;
use crate::rules::{Document, Ranking, Rule};
use crate::time::Timestamp;

/// Places that are tried for one question.
const PLACES: usize = 6;

pub(super) struct Case<'a> {
    pub engine: &'a Engine,
    pub world: &'a World,
    pub entries: &'a [Entry],
    pub now: Timestamp,
    pub utc_offset: i32,
}

/// What is known of a question.
pub(super) enum Answer {
    /// It is so here; the engine confirmed it.
    Yes(Box<Witness>),
    /// It is so nowhere.
    No,
    /// Why it isn't known.
    Open(&'static str),
}

/// What a search for a place without rivals came to.
pub(super) struct Alone {
    pub answer: Answer,
    /// The rivals that had to be ruled out one by one.
    pub rivals: Vec<usize>,
}

impl<'a> Case<'a> {
    pub fn document(&self) -> &'a Document {
        &self.engine.rules().document
    }

    pub fn rule(&self, index: usize) -> Option<&'a Rule> {
        self.document().rules.get(index)
    }

    pub fn usual(&self) -> Circumstances {
        terms::usual(self.now, self.utc_offset)
    }

    pub fn undisturbed(&self, rules: &[&Rule]) -> Option<Circumstances> {
        terms::undisturbed(rules, self.document(), self.now, self.utc_offset)
    }

    pub fn ranks_by_priority(&self) -> bool {
        self.document().ranking == Ranking::Priority
    }

    /// Whether the rule is switched on and could be shown at all.
    pub fn is_on(&self, index: usize) -> bool {
        self.rule(index).is_some_and(|rule| rule.enabled && self.never_shown(rule).is_none())
    }

    /// Why the rule can never be shown, whatever the cart.
    pub fn never_shown(&self, rule: &Rule) -> Option<&'static str> {
        terms::never_shown(rule, self.document(), self.now, self.utc_offset)
    }

    /// The rules that go before this one wherever both apply, and that it can meet.
    pub fn rivals(&self, index: usize) -> Vec<usize> {
        let Some(rule) = self.rule(index) else { return Vec::new() };
        let Some(own) = self.entries.get(index) else { return Vec::new() };
        let is_rival = |other: &usize| {
            let (Some(before), Some(entry)) = (self.rule(*other), self.entries.get(*other)) else { return false };
            *other != index
                && terms::outranks(before, *other, rule, index)
                && self.is_on(*other)
                && !self.world.are_apart(own, entry)
                && terms::can_meet(before, rule, self.now, self.utc_offset)
        };
        (0..self.entries.len()).filter(is_rival).collect()
    }

    fn witness(
        &self,
        store: &super::domain::Store,
        at: &Circumstances,
        claim: &dyn Fn(&Input) -> bool,
    ) -> Option<Witness> {
        let found = Witnesses { engine: self.engine, world: self.world }.realize(store, at, claim)?;
        Some(Witness { input: found, matters: terms::matters(at, &self.usual()) })
    }

    /// Whether the rule is about something there: in an empty cart there is no line that it could be about.
    pub fn is_there(&self, index: usize, has_lines: bool) -> bool {
        has_lines || self.rule(index).is_some_and(|rule| !rule.about_line)
    }

    /// Whether the clauses, of a cart with lines or without, hold somewhere where none of the rivals does. Rivals are
    /// ruled out one by one, as they turn up.
    pub fn without(
        &self,
        about_line: bool,
        clauses: &dyn Fn(bool) -> Vec<Clause>,
        own: &[&Entry],
        rivals: &[usize],
        at: &Circumstances,
        claim: &dyn Fn(&Input) -> bool,
    ) -> Alone {
        let mut out: Vec<usize> = Vec::new();
        let mut answer = Answer::No;
        for has_lines in [true, false] {
            if !has_lines && about_line {
                break;
            }
            let rivals: Vec<usize> = rivals.iter().copied().filter(|rival| self.is_there(*rival, has_lines)).collect();
            let clauses = clauses(has_lines);
            let clauses: Vec<&Clause> = clauses.iter().collect();
            answer = self.without_at(has_lines, &clauses, own, &rivals, at, claim, &mut out);
            if !matches!(answer, Answer::No) {
                break;
            }
        }
        Alone { answer, rivals: out }
    }

    #[allow(clippy::too_many_arguments)] // one question, in one place
    fn without_at(
        &self,
        has_lines: bool,
        clauses: &[&Clause],
        own: &[&Entry],
        rivals: &[usize],
        at: &Circumstances,
        claim: &dyn Fn(&Input) -> bool,
        out: &mut Vec<usize>,
    ) -> Answer {
        loop {
            let here = out.iter().filter(|rival| rivals.contains(rival));
            let excluded: Vec<&Entry> = here.filter_map(|rival| self.entries.get(*rival)).collect();
            let mut all = clauses.to_vec();
            all.extend(excluded.iter().map(|rival| &rival.fails));
            let mut rules = own.to_vec();
            rules.extend(&excluded);
            let (mut next, mut witness, mut tried, mut unread) = (None, None, 0, false);
            let end = self.world.search(&all, has_lines, &rules, &mut |store| {
                let applies = |rival: &&usize, surely: bool| {
                    let Some(entry) = self.entries.get(**rival) else { return false };
                    !out.contains(rival)
                        && if surely {
                            self.world.is_true(&entry.holds, store)
                        } else {
                            !self.world.is_false(&entry.holds, store)
                        }
                };
                let found = rivals.iter().find(|rival| applies(rival, true));
                next = found.or_else(|| rivals.iter().find(|rival| applies(rival, false))).copied();
                if next.is_some() {
                    return true;
                }
                tried += 1;
                unread |= self.world.depends_on_unread(store);
                witness = self.witness(store, &Circumstances { has_lines, ..at.clone() }, claim);
                witness.is_some() || tried == PLACES
            });
            match (next, witness, end) {
                (Some(rival), ..) => out.push(rival),
                (None, Some(witness), _) => return Answer::Yes(Box::new(witness)),
                (None, None, End::Exhausted) if tried == 0 => return Answer::No,
                (None, None, End::Limit) => return Answer::Open("limit"),
                (None, None, _) => return Answer::Open(if unread { "condition" } else { "no_witness" }),
            }
        }
    }

    /// The fewest of the rivals that leave no place, going by one at a time.
    pub fn fewest(&self, about_line: bool, own: &Entry, mut rivals: Vec<usize>) -> Vec<usize> {
        let mut index = 0;
        while index < rivals.len() && rivals.len() > 1 {
            let mut fewer = rivals.clone();
            fewer.remove(index);
            if self.leaves_nothing(about_line, own, &fewer) {
                rivals = fewer;
            } else {
                index += 1;
            }
        }
        rivals.sort_unstable();
        rivals
    }

    fn leaves_nothing(&self, about_line: bool, own: &Entry, rivals: &[usize]) -> bool {
        let is_there = |has_lines: bool| {
            let there = rivals.iter().filter(|rival| self.is_there(**rival, has_lines));
            let entries: Vec<&Entry> = there.filter_map(|rival| self.entries.get(*rival)).collect();
            let mut clauses = vec![&own.applies];
            clauses.extend(entries.iter().map(|rival| &rival.fails));
            let mut rules = vec![own];
            rules.extend(&entries);
            self.world.search(&clauses, has_lines, &rules, &mut |_| true) != End::Exhausted
        };
        !is_there(true) && (about_line || !is_there(false))
    }
}

/// The rules that are shown, best first.
pub(super) fn shown(decision: &Decision) -> Vec<String> {
    decision.nudges.iter().map(|nudge| nudge.rule_id.clone()).collect()
}

/// Whether the rule goes first.
pub(super) fn goes_first(decision: &Decision, rule: &Rule) -> bool {
    decision.nudges.first().is_some_and(|nudge| nudge.rule_id == rule.id)
}

/// Whether the rule applies to the first line, or to the cart: it is shown, or only others keep it from being.
pub(super) fn stands(decision: &Decision, rule: &Rule, input: &Input) -> bool {
    let item = if rule.about_line { input.cart.lines.first().map(|line| line.item_id.as_str()) } else { None };
    decision.nudges.iter().any(|nudge| nudge.rule_id == rule.id && nudge.item_id.as_deref() == item)
        || decision.suppressed.iter().any(|one| {
            one.rule_id == rule.id && one.item_id.as_deref() == item && matches!(one.why, Why::Outranked | Why::Holdout)
        })
}
