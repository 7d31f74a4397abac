//! What differs from the document before: for each rule, a cart on which it goes first now and didn't, and the reverse.

use super::case::{Answer, Case, goes_first, shown};
use super::draft::Circumstances;
use super::formula::any;
use super::report::{Analysis, Change, Difference, NotDecided, Witness};
use super::terms;
use super::world::{Entry, World};
use crate::engine::{Engine, read_input};
use crate::rules::{Document, Rule};
use crate::time::Timestamp;

/// Circumstances under which a rule is looked at.
const CIRCUMSTANCES: usize = 12;

pub(super) fn check(now: &Engine, before: &Engine, (at, utc_offset): (Timestamp, i32), analysis: &mut Analysis) {
    let (new, old) = (&now.rules().document, &before.rules().document);
    if new.settings != old.settings {
        let reason = "settings";
        analysis.not_decided.push(NotDecided { about: "changes", rules: Vec::new(), question: None, reason });
        return;
    }
    let (world, entries) = World::new(&[new, old]);
    let [entries, older] = entries.as_slice() else { return };
    let case = |engine, entries| Case { engine, world: &world, entries, now: at, utc_offset };
    let both = Both { now: case(now, entries), before: case(before, older) };
    let place = |document: &Document, id: &str| document.rules.iter().position(|rule| rule.id == id);
    for (index, rule) in new.rules.iter().enumerate() {
        both.check(&rule.id, Some(index), place(old, &rule.id), analysis);
    }
    for (index, rule) in old.rules.iter().enumerate() {
        if place(new, &rule.id).is_none() {
            both.check(&rule.id, None, Some(index), analysis);
        }
    }
}

struct Both<'a> {
    now: Case<'a>,
    before: Case<'a>,
}

impl Both<'_> {
    fn check(&self, id: &str, now: Option<usize>, before: Option<usize>, analysis: &mut Analysis) {
        let new = now.and_then(|index| self.now.rule(index));
        let old = before.and_then(|index| self.before.rule(index));
        let keys = new.zip(old).map_or_else(Vec::new, |(new, old)| terms::differing(new, old));
        let rule = match (new, old) {
            (Some(_), None) => "added",
            (None, _) => "removed",
            _ if keys.is_empty() => "same",
            _ => "changed",
        };
        if rule == "same" && self.same_company(now, before) {
            return;
        }
        let mut change = Change { rule_id: id.to_owned(), rule, keys, gained: None, lost: None };
        let mut reasons = Vec::new();
        for at in self.circumstances(new, old) {
            if change.gained.is_none() {
                change.gained = self.gained(now, before, &at, (&self.now, &self.before), &mut reasons);
            }
            if change.lost.is_none() {
                let lost = self.gained(before, now, &at, (&self.before, &self.now), &mut reasons);
                // What was is what the document before shows.
                change.lost = lost.map(|one| Difference { was: one.now, now: one.was, witness: one.witness });
            }
        }
        if change.gained.is_none()
            && change.lost.is_none()
            && let Some(reason) = reasons.first()
        {
            let rules = vec![id.to_owned()];
            analysis.not_decided.push(NotDecided { about: "changes", rules, question: None, reason });
        }
        if rule != "same" || change.gained.is_some() || change.lost.is_some() {
            analysis.changes.push(change);
        }
    }

    /// Whether all that goes before the rule is as it was.
    fn same_company(&self, now: Option<usize>, before: Option<usize>) -> bool {
        let documents = (self.now.document(), self.before.document());
        let same_terms = documents.0.budget == documents.1.budget
            && documents.0.frequency_caps == documents.1.frequency_caps
            && documents.0.ranking == documents.1.ranking
            && documents.0.holdout.as_ref().map(|one| (one.percent.to_bits(), &one.seed))
                == documents.1.holdout.as_ref().map(|one| (one.percent.to_bits(), &one.seed));
        let company = |case: &Case<'_>, index: Option<usize>| -> Vec<Rule> {
            let rivals = index.map_or_else(Vec::new, |index| case.rivals(index));
            rivals.into_iter().filter_map(|rival| case.rule(rival).cloned()).collect()
        };
        let (new, old) = (company(&self.now, now), company(&self.before, before));
        same_terms
            && self.now.ranks_by_priority()
            && new.len() == old.len()
            && new.iter().zip(&old).all(|(new, old)| new.id == old.id && terms::differing(new, old).is_empty())
    }

    /// The usual circumstances for either version, then at other moments, and for visitors that only one of them is for.
    fn circumstances(&self, new: Option<&Rule>, old: Option<&Rule>) -> Vec<Circumstances> {
        let mut list: Vec<Circumstances> = Vec::new();
        for (case, rule, other) in [(&self.now, new, old), (&self.before, old, new)] {
            let Some(rule) = rule else { continue };
            let Some(base) = case.undisturbed(&[rule]) else { continue };
            list.push(base.clone());
            let Some(other) = other else { continue };
            let moments = terms::moments(&[rule, other], base.now, base.utc_offset);
            let apart = moments.into_iter().find(|now| {
                terms::in_force(rule, *now, base.utc_offset) && !terms::in_force(other, *now, base.utc_offset)
            });
            list.extend(apart.map(|now| Circumstances { now, ..base.clone() }));
            let stranger = terms::visitor(&[rule], case.document(), |visitor| !terms::has_visitor(other, visitor));
            list.extend(stranger.map(|visitor| Circumstances { visitor, ..base.clone() }));
        }
        list.truncate(CIRCUMSTANCES);
        list
    }

    /// A cart on which the rule goes first by `case` and not by `other`.
    fn gained(
        &self,
        index: Option<usize>,
        elsewhere: Option<usize>,
        at: &Circumstances,
        (case, other): (&Case<'_>, &Case<'_>),
        reasons: &mut Vec<&'static str>,
    ) -> Option<Difference> {
        let index = index?;
        let (rule, entry) = (case.rule(index)?, case.entries.get(index)?);
        let may_show = |case: &Case<'_>, index: usize| {
            case.is_on(index)
                && case.rule(index).is_some_and(|rule| {
                    terms::in_force(rule, at.now, at.utc_offset) && terms::has_visitor(rule, &at.visitor)
                })
        };
        if !may_show(case, index) {
            return None;
        }
        // Elsewhere it fails, or another one goes before it.
        let same = elsewhere.filter(|same| may_show(other, *same));
        let before = same.filter(|_| other.ranks_by_priority()).map_or_else(Vec::new, |same| other.rivals(same));
        let before: Vec<usize> = before.into_iter().filter(|rival| may_show(other, *rival)).collect();
        let entry_of = |index: usize| other.entries.get(index);
        let own: Vec<&Entry> =
            [entry].into_iter().chain(same.into_iter().chain(before.iter().copied()).filter_map(entry_of)).collect();
        let clauses = |has_lines: bool| {
            let Some(same) = same.filter(|same| other.is_there(*same, has_lines)) else {
                return vec![entry.applies.clone()];
            };
            let rivals = before.iter().copied().filter(|rival| other.is_there(*rival, has_lines)).filter_map(entry_of);
            let fails = entry_of(same).map(|one| one.fails.clone());
            vec![entry.applies.clone(), any(fails.into_iter().chain(rivals.map(|rival| rival.holds.clone())))]
        };
        let rivals = if case.ranks_by_priority() { case.rivals(index) } else { Vec::new() };
        let rivals: Vec<usize> = rivals.into_iter().filter(|rival| may_show(case, *rival)).collect();
        let claim = |input: &_| {
            goes_first(&case.engine.decide_only(input), rule) && !goes_first(&other.engine.decide_only(input), rule)
        };
        match case.without(rule.about_line, &clauses, &own, &rivals, at, &claim).answer {
            Answer::No if case.ranks_by_priority() => None,
            Answer::No => {
                reasons.push("expected_value");
                None
            }
            Answer::Open(reason) => {
                reasons.push(reason);
                None
            }
            Answer::Yes(witness) => Some(difference(case, other, *witness)),
        }
    }
}

fn difference(case: &Case<'_>, other: &Case<'_>, witness: Witness) -> Difference {
    let of = |case: &Case<'_>| {
        read_input(&witness.input).map_or_else(|_| Vec::new(), |(input, _)| shown(&case.engine.decide_only(&input)))
    };
    Difference { was: of(other), now: of(case), witness }
}
